"""``POST /v1/hooks/articles``: signed reports of a site's own software about its articles. See
``tts_service.background.hooks``."""

from __future__ import annotations

import datetime as dt

import msgspec
from flask import Blueprint, Response, request

from tts_service.background.hooks import HookReport, check_signature, record
from tts_service.catalog.hooks import HookBook
from tts_service.errors import BadRequest
from tts_service.settings import Settings
from tts_service.web.http.access import KEYLESS_BODY_BYTES
from tts_service.web.http.bodies import check_media_type
from tts_service.web.openapi.terms import Answer, Operation, Parameter

_DECODER = msgspec.json.Decoder(HookReport)


def hooks_blueprint(settings: Settings, book: HookBook) -> Blueprint:
    blueprint = Blueprint("hooks", __name__)

    @blueprint.post("/v1/hooks/articles")
    def articles() -> Response:
        check_media_type(request.mimetype)
        request.max_content_length = KEYLESS_BODY_BYTES
        body = request.get_data(cache=False)
        now = dt.datetime.now(dt.UTC)
        given = request.headers.get("X-Signature-256", "")
        check_signature(settings.hook_secret or "", request.headers.get("X-Timestamp", ""), given, body, now)
        record(_decoded(body), book, now)
        return Response(status=202)

    return blueprint


def _decoded(body: bytes) -> HookReport:
    try:
        return _DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadRequest(
            f'Send an object such as {{"url": "https://news.example/story", "event": "updated"}}: {error}.'
        ) from None


OPERATIONS = (
    Operation(
        path="/v1/hooks/articles",
        method="post",
        name="tellOfArticle",
        tag="articles",
        summary="Report that an article is new, has changed or is gone",
        text=(
            "For the software of a site. No matter how often it reports a page, one request follows, some "
            "seconds later, at batch priority. Signed with the secret TTS_HOOK_SECRET: see "
            "docs/publishing.md."
        ),
        parameters=(
            Parameter(
                "X-Timestamp",
                "When it was signed, in seconds since 1970.",
                where="header",
            ),
            Parameter(
                "X-Signature-256",
                "sha256= and the HMAC-SHA256 over timestamp, full stop, body.",
                where="header",
            ),
        ),
        body="HookReport",
        answers={
            202: Answer(
                "It is recorded and will be acted upon.",
            )
        },
        problems=(400, 401, 403, 413, 415, 503),
    ),
)
