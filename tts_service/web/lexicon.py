"""``/v1/lexicon``: how words are said. Only translates: see ``tts_service.publisher.desk``."""

from __future__ import annotations

from flask import Blueprint, Response, request

from tts_service.article.entry import Entry
from tts_service.errors import ServiceError
from tts_service.publisher.desk import ANY_VERSION, Desk, Word
from tts_service.settings import Settings
from tts_service.web.access import Access
from tts_service.web.api import json_answer, read_body
from tts_service.web.bodies import check_media_type, decode_body

EXAMPLE = '{"write": "Qarluq", "say": "kar-look"}'


class PreconditionRequired(ServiceError):
    status, kind, title = 428, "precondition-required", "Say what you have seen"


def lexicon_blueprint(settings: Settings) -> Blueprint:
    lexicon = _Lexicon(Access(settings), Desk(settings))
    blueprint = Blueprint("lexicon", __name__)
    blueprint.add_url_rule("/v1/lexicon", "words", lexicon.words)
    blueprint.add_url_rule("/v1/lexicon", "add", lexicon.add, methods=["POST"])
    blueprint.add_url_rule("/v1/lexicon/<word>", "replace", lexicon.replace, methods=["PUT"])
    blueprint.add_url_rule("/v1/lexicon/<word>", "remove", lexicon.remove, methods=["DELETE"])
    return blueprint


class _Lexicon:
    def __init__(self, access: Access, desk: Desk) -> None:
        self._access = access
        self._desk = desk

    def words(self) -> Response:
        return json_answer(self._desk.words())

    def add(self) -> Response:
        return _versioned(self._desk.add(self._entry()), 201)

    def replace(self, word: str) -> Response:
        return _versioned(self._desk.replace(word, self._entry(), _version_seen()))

    def remove(self, word: str) -> Response:
        self._access.require_key()
        self._desk.remove(word, _version_seen())
        return Response(status=204)

    def _entry(self) -> Entry:
        self._access.require_key()
        check_media_type(request.mimetype)
        return decode_body(read_body(), Entry, EXAMPLE)


def _versioned(word: Word, status: int = 200) -> Response:
    response = json_answer(word, status)
    response.set_etag(word.version)
    return response


def _version_seen() -> str:
    """Raises PreconditionRequired (RFC 6585)."""
    seen = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not seen:
        raise PreconditionRequired(
            f"Send If-Match with the version of the entry that you have seen, in quotes, or {ANY_VERSION} for any."
        )
    return seen
