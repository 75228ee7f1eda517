"""``POST /v1/hooks/articles``: what a site's own software tells of its articles, signed. See ``tts_service.hooks``."""

from __future__ import annotations

import datetime as dt

import msgspec
from flask import Blueprint, Response, request

from tts_service.catalog.hooks import HookBook
from tts_service.errors import BadRequest
from tts_service.hooks import Told, check_signature, tell
from tts_service.settings import Settings
from tts_service.web.access import KEYLESS_BODY_BYTES
from tts_service.web.bodies import check_media_type

_DECODER = msgspec.json.Decoder(Told)


def hooks_blueprint(settings: Settings, book: HookBook) -> Blueprint:
    blueprint = Blueprint("hooks", __name__)

    @blueprint.post("/v1/hooks/articles")
    def articles() -> Response:
        check_media_type(request.mimetype)
        request.max_content_length = KEYLESS_BODY_BYTES
        body = request.get_data(cache=False)
        now = dt.datetime.now(dt.UTC)
        given = request.headers.get("X-Signature-256", "")
        check_signature(settings.hook_secret, request.headers.get("X-Timestamp", ""), given, body, now)
        tell(_decoded(body), book, now)
        return Response(status=202)

    return blueprint


def _decoded(body: bytes) -> Told:
    try:
        return _DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadRequest(
            f'Send an object such as {{"url": "https://news.example/story", "event": "updated"}}: {error}.'
        ) from None
