"""Request bodies, decoded or refused with a sentence that says what is wrong; and JSON answers."""

from __future__ import annotations

import difflib
import re
from typing import TypeVar

import msgspec
from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from tts_service.errors import BadRequest, ProblemKind, UnsupportedMedia

Body = TypeVar("Body", bound=msgspec.Struct)

_UNKNOWN = re.compile(r"unknown field `(?P<name>.*)`", re.DOTALL)
_MISSING = re.compile(r"missing required field `(?P<name>\w+)`")
_WRONG = re.compile(r"Expected `(?P<wanted>[^`]*)`, got `(?P<got>[^`]*)`(?: - at `\$\.(?P<name>\w+)`)?")
_WORDS = {
    "str": "a text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}


def check_media_type(mimetype: str) -> None:
    if mimetype != "application/json":
        raise UnsupportedMedia("Send JSON, with Content-Type: application/json.")


def decode_body(body: bytes, kind: type[Body], example: str) -> Body:
    """Raises BadRequest: bad-json, unknown-field or wrong-type. ``example`` is shown to
    callers who send something else."""
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        raise _invalid(str(error), kind.__struct_fields__) from None
    except UnicodeDecodeError:
        raise BadRequest("The body is not UTF-8, as JSON has to be.", kind=ProblemKind.BAD_JSON) from None
    except msgspec.DecodeError as error:
        raise BadRequest(_malformed(body, str(error), example), kind=ProblemKind.BAD_JSON) from None


def _malformed(body: bytes, message: str, example: str) -> str:
    if not body.strip():
        return f"The body is empty. Send an object such as {example}."
    if "truncated" in message:
        return "The body is not whole JSON: it ends too early, or holds half of a surrogate pair."
    return f"The body is not JSON: {message.removeprefix('JSON is malformed: ')}."


def _invalid(message: str, known: tuple[str, ...]) -> BadRequest:
    if unknown := _UNKNOWN.search(message):
        return _unknown(unknown["name"], known)
    if missing := _MISSING.search(message):
        return BadRequest(f"{missing['name']} is missing.")
    wrong = _WRONG.search(message)
    if wrong is None:
        return BadRequest(message, kind=ProblemKind.WRONG_TYPE)
    got = _WORDS.get(wrong["got"], wrong["got"])
    if wrong["name"] is None:
        return BadRequest(f"The body must be an object with fields, not {got}.", kind=ProblemKind.WRONG_TYPE)
    return BadRequest(
        f"{wrong['name']} must be {_WORDS[wrong['wanted'].split(' ')[0]]}, not {got}.",
        kind=ProblemKind.WRONG_TYPE,
    )


def _unknown(name: str, known: tuple[str, ...]) -> BadRequest:
    near = difflib.get_close_matches(name[:80], known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(known)}."
    return BadRequest(f'"{name[:80]}" is not a known field. {hint}', kind=ProblemKind.UNKNOWN_FIELD)


def read_body() -> bytes:
    """The whole body. For one without a length, the framework reads as much as is allowed and does not say
    whether that was all."""
    body = request.get_data(cache=False)
    if len(body) == request.max_content_length:
        raise RequestEntityTooLarge
    return body


def json_answer(value: object, status: int = 200) -> Response:
    """``value`` as JSON, not to be cached."""
    response = Response(msgspec.json.encode(value), status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
