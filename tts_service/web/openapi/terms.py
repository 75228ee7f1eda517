"""The terms in which a view describes its operations, in a tuple ``OPERATIONS`` of its module."""

from __future__ import annotations

import msgspec

JSON = "application/json"
STATUS = "Status"


def _text() -> dict[str, object]:
    return {"type": "string"}


class Parameter(msgspec.Struct, frozen=True):
    """``schema`` as in JSON Schema. ``where`` is "query" or "header"; path
    parameters are found in the path itself."""

    name: str
    text: str
    schema: dict[str, object] = msgspec.field(default_factory=_text)
    where: str = "query"


class Answer(msgspec.Struct, frozen=True):
    """``media``: one or several, separated by commas. ``schema`` names a component; "" stands for bytes or
    text. ``headers``: name → description."""

    text: str
    media: str = ""
    schema: str = ""
    headers: dict[str, str] = {}


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """``problems`` are HTTP statuses that come with a problem document. ``writes``: an API key may be
    needed. ``file``: what the body may be if it is a file, as ``Answer.media``."""

    path: str
    method: str = "get"
    name: str
    tag: str
    summary: str
    text: str = ""
    parameters: tuple[Parameter, ...] = ()
    body: str = ""
    file: str = ""
    answers: dict[int, Answer]
    problems: tuple[int, ...] = ()
    writes: bool = False


RANGE = Parameter("Range", "One range of bytes, such as bytes=0-65535.", where="header")
AUDIO = {
    200: Answer("MPEG-2 Layer III, 24 kHz, mono, 64 kbit/s: 8,000 bytes are one second.", "audio/mpeg"),
    206: Answer("A part of it.", "audio/mpeg", "", {"Content-Range": "Which part."}),
    302: Answer("It is fetched elsewhere (TTS_AUDIO_URL)."),
    304: Answer("The client has it already."),
    416: Answer("The range is outside the file."),
}
