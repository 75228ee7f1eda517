"""Answers in the shapes that clients of OpenAI's API know: its errors, its lists, its events."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator

import msgspec
from flask import Response

from tts_service.web.http.problems import CONTENT_TYPE
from tts_service.web.openai.wanted import SpeechRequest

_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
_TELLS_MORE_HERE = {413: 400, 422: 400}
"""OpenAI answers 400 to whatever is wrong with a request, and its clients raise BadRequestError for that."""


class SpeechFault(msgspec.Struct, frozen=True):
    """``code`` is the kind of problem, as /docs lists them; ``param`` the field that is wrong, if any."""

    message: str
    type: str
    param: str | None
    code: str


class SpeechError(msgspec.Struct, frozen=True):
    """An error as OpenAI's clients read it."""

    error: SpeechFault


class SpeechModel(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    object: str = "model"
    created: int = 0
    owned_by: str = "tts-service"


class SpeechModels(msgspec.Struct, frozen=True, kw_only=True):
    object: str = "list"
    data: tuple[SpeechModel, ...]


class SpeechVoice(msgspec.Struct, frozen=True, kw_only=True):
    """``languages`` are BCP 47 primary tags; "*": any."""

    id: str
    name: str
    languages: tuple[str, ...]
    description: str
    licence: str


class SpeechVoices(msgspec.Struct, frozen=True):
    """``voices``: those of the default engine first."""

    voices: tuple[SpeechVoice, ...]


class _Problem(msgspec.Struct):
    detail: str
    kind: str


def in_openais_shape(response: Response) -> Response:
    """A problem document becomes OpenAI's error object; anything else stays as it is."""
    if response.content_type != CONTENT_TYPE:
        return response
    problem = msgspec.json.decode(response.get_data(), type=_Problem)
    response.status_code = _TELLS_MORE_HERE.get(response.status_code, response.status_code)
    response.set_data(msgspec.json.encode(SpeechError(_fault(problem, response.status_code))))
    response.content_type = "application/json"
    return response


def _fault(problem: _Problem, status: int) -> SpeechFault:
    kind = _TYPES.get(status, "server_error" if status >= 500 else "invalid_request_error")
    field = problem.detail.partition(" ")[0]
    param = field if field in SpeechRequest.__struct_fields__ else _PARAMS.get(problem.kind)
    return SpeechFault(problem.detail, kind, param, problem.kind)


_PARAMS = {"unknown-voice": "voice", "unsupported-language": "input", "empty-text": "input"}


def events(body: Iterable[bytes]) -> Iterator[bytes]:
    """``body`` as server-sent events, as of ``stream_format: "sse"``."""
    for piece in body:
        yield _event({"type": "speech.audio.delta", "audio": base64.b64encode(piece).decode()})
    usage = {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0}
    yield _event({"type": "speech.audio.done", "usage": usage})


def _event(data: object) -> bytes:
    return b"data: " + msgspec.json.encode(data) + b"\n\n"
