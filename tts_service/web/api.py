"""``/v1/articles``: ask for an article, look it up, follow it, remove it. Only translates: see ``tts_service.narration``."""

from __future__ import annotations

from typing import cast

import msgspec
from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from tts_service.article.request import ArticleRequest
from tts_service.errors import BadRequest
from tts_service.narration import Listening
from tts_service.settings import Settings
from tts_service.status import StatusList
from tts_service.web.access import KEYLESS_BODY_BYTES, Access
from tts_service.web.bodies import check_media_type, decode_body
from tts_service.web.log import about
from tts_service.web.ready_audio import CONTENT_TYPE

MOST_LISTED = 100
LISTED = 50


def api_blueprint(settings: Settings, listening: Listening) -> Blueprint:
    articles = _Articles(Access(settings), listening, settings.base_url)
    blueprint = Blueprint("api", __name__)
    blueprint.add_url_rule("/v1/articles", "ask", articles.ask, methods=["POST"])
    blueprint.add_url_rule("/v1/articles", "find", articles.find)
    blueprint.add_url_rule("/v1/articles/<article_id>", "status", articles.status)
    blueprint.add_url_rule("/v1/articles/<article_id>", "delete", articles.delete, methods=["DELETE"])
    blueprint.add_url_rule("/v1/articles/<article_id>/script", "script", articles.script)
    blueprint.add_url_rule("/v1/articles/<article_id>/account", "account", articles.account)
    return blueprint


class _Articles:
    def __init__(self, access: Access, listening: Listening, base_url: str) -> None:
        self._access = access
        self._listening = listening
        self._base_url = base_url

    def ask(self) -> Response:
        if not self._is_simple():
            check_media_type(request.mimetype)
        has_key = self._access.has_key()
        if not has_key:
            self._access.check_keyless_length(request.content_length)
            request.max_content_length = KEYLESS_BODY_BYTES
        wanted = decode_body(read_body(), ArticleRequest, '{"url": "https://news.example/story"}')
        if not has_key:
            self._access.check_keyless(wanted)
        status = self._listening.request(wanted)
        about(status.id)
        if request.accept_mimetypes.best == CONTENT_TYPE:
            response = cast(Response, current_app.view_functions["audio.moving"](status.id))
        else:
            response = json_answer(status, 200 if status.status == "ready" else 202)
        response.headers["Location"] = f"{self._base_url}/v1/articles/{status.id}"
        return response

    def _is_simple(self) -> bool:
        """Sent as plain text by a page that may: browsers then do without asking first, and so without a way there and back."""
        return request.mimetype == "text/plain" and self._access.may_post_from(request.headers.get("Origin", ""))

    def find(self) -> Response:
        url = request.args.get("url")
        if url is None:
            return json_answer(self._listening.list(request.args.get("cursor"), _limit(), request.args.get("show")))
        found = self._listening.by_url(url, request.args.get("voice"))
        may_ask = self._access.may_ask_for(url, request.headers.get("Origin"))
        return json_answer(StatusList((found,) if found else (), None, may_ask))

    def status(self, article_id: str) -> Response:
        return json_answer(self._listening.status(article_id))

    def delete(self, article_id: str) -> Response:
        self._access.require_key()
        self._listening.delete(article_id)
        return Response(status=204)

    def script(self, article_id: str) -> Response:
        response = Response(self._listening.script(article_id), content_type="application/json")
        response.headers["Cache-Control"] = "no-cache"
        response.add_etag()
        response.make_conditional(request)
        return response

    def account(self, article_id: str) -> Response:
        return json_answer(self._listening.account(article_id))


def read_body() -> bytes:
    """Of a body without a length the framework reads as much as is allowed, and does not say whether that was all."""
    body = request.get_data(cache=False)
    if len(body) == request.max_content_length:
        raise RequestEntityTooLarge
    return body


def json_answer(value: msgspec.Struct, status: int = 200) -> Response:
    response = Response(msgspec.json.encode(value), status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _limit() -> int:
    text = request.args.get("limit", str(LISTED))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_LISTED):
        raise BadRequest(f"limit must be a whole number from 1 to {MOST_LISTED}.")
    return int(text)
