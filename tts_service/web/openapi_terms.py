"""The terms in which addresses are described: see ``openapi_paths`` and ``openapi_doors``."""

from __future__ import annotations

import msgspec

JSON = "application/json"
STATUS = "Status"


def _text() -> dict[str, object]:
    return {"type": "string"}


class Parameter(msgspec.Struct, frozen=True):
    """``schema`` as in JSON Schema. ``where`` is "query" or "header"; what is in the path is found in the path."""

    name: str
    text: str
    schema: dict[str, object] = msgspec.field(default_factory=_text)
    where: str = "query"


class Answer(msgspec.Struct, frozen=True):
    """``schema`` names a component; "" stands for bytes or text. ``headers``: name → what it says."""

    text: str
    media: str = ""
    schema: str = ""
    headers: dict[str, str] = {}


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """``problems`` are HTTP statuses that come with a problem document. ``writes``: an API key may be needed."""

    path: str
    method: str = "get"
    name: str
    tag: str
    summary: str
    text: str = ""
    parameters: tuple[Parameter, ...] = ()
    body: str = ""
    answers: dict[int, Answer]
    problems: tuple[int, ...] = ()
    writes: bool = False


RANGE = Parameter("Range", "One range of bytes, such as bytes=0-65535.", where="header")
AUDIO = {
    200: Answer("MPEG-2 Layer III, 24 kHz, mono, 64 kbit/s: 8,000 bytes are one second.", "audio/mpeg"),
    206: Answer("A part of it.", "audio/mpeg", "", {"Content-Range": "Which part."}),
    304: Answer("The client has it already."),
    416: Answer("It has no such bytes."),
}
