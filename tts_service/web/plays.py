"""``/v1/plays``: players tell what was heard; publishers ask how much. See ``tts_service.plays`` for what is counted."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable

import msgspec
from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from tts_service.article import address
from tts_service.catalog.plays import PlayBook
from tts_service.errors import BadRequest, Forbidden, TooMany, Unavailable, UnsupportedMedia
from tts_service.narration import Listening
from tts_service.plays import ArticlePlays, PlayedArticle, ShowPlays, believed, counted, total
from tts_service.settings import Settings
from tts_service.status import Status
from tts_service.web.access import Access
from tts_service.web.allowance import Allowance, client_address

MOST_BYTES = 2_000
MOST_REQUESTS = 120
PERIOD_S = 60.0
EXAMPLE = '{"article": "…", "events": [{"kind": "start", "seconds": 0}]}'

COUNTED, DROPPED = "tts_plays_total", "tts_plays_dropped_total"

Count = Callable[[str], None]
"""Raise the counter of that name by one. May raise Unavailable."""


def plays_blueprint(settings: Settings, listening: Listening, book: PlayBook, count: Count) -> Blueprint:
    plays = _Plays(Access(settings), listening, book, count)
    blueprint = Blueprint("plays", __name__)
    blueprint.add_url_rule("/v1/plays", "tell", plays.tell, methods=["POST"])
    blueprint.add_url_rule("/v1/articles/<article_id>/plays", "of_article", plays.of_article)
    blueprint.add_url_rule("/v1/shows/<show>/plays", "of_show", plays.of_show)
    return blueprint


class _Plays:
    def __init__(self, access: Access, listening: Listening, book: PlayBook, count: Count) -> None:
        self._access = access
        self._listening = listening
        self._book = book
        self._count = count
        self._allowance = Allowance(MOST_REQUESTS, PERIOD_S)

    def tell(self) -> Response:
        """204 whether it was believed or not: who forges learns nothing from it."""
        if _is_unwanted():
            return Response(status=204)
        if not self._allowance.take(client_address(request.environ)):
            raise TooMany("So many plays from one address are not counted. Try again in a minute.")
        told = _decoded(_body())
        if not told.events:
            return Response(status=204)
        status = self._listening.status(told.article)
        self._check_origin(status)
        if status.duration_s is None or not believed(told.events, status.duration_s):
            self._note(DROPPED)
            return Response(status=204)
        self._book.add(told.article, counted(told.events), dt.datetime.now(dt.UTC).date())
        if told.events[0].kind == "start":
            self._note(COUNTED)
        return Response(status=204)

    def _note(self, name: str) -> None:
        with contextlib.suppress(Unavailable):  # the catalog has it: that is what counts
            self._count(name)

    def _check_origin(self, status: Status) -> None:
        """Browsers say which site a page is of; other players say nothing."""
        origin = request.headers.get("Origin")
        if origin is None or self._access.may_post_from(origin):
            return
        if status.url is None or address.origin(status.url) != address.origin(origin):
            raise Forbidden(
                "Plays on this page's site are not counted: it is none of the allowed ones.", kind="site-not-allowed"
            )

    def of_article(self, article_id: str) -> Response:
        self._access.require_key()
        self._listening.status(article_id)
        days = self._book.of_article(article_id)
        return _json(ArticlePlays(article_id, total(days), days))

    def of_show(self, show: str) -> Response:
        self._access.require_key()
        days = self._book.of_show(show)
        return _json(ShowPlays(show, total(days), days))


def _is_unwanted() -> bool:
    """The listener's browser asks that nothing be told of it: Global Privacy Control, or Do Not Track."""
    return "1" in (request.headers.get("Sec-GPC"), request.headers.get("DNT"))


def _body() -> bytes:
    """As text, too: so ``navigator.sendBeacon`` sends it without asking for leave first."""
    if request.mimetype not in ("application/json", "text/plain"):
        raise UnsupportedMedia("Send the plays as JSON, with Content-Type: application/json or text/plain.")
    request.max_content_length = MOST_BYTES
    body = request.get_data(cache=False)
    if len(body) == MOST_BYTES:
        raise RequestEntityTooLarge
    return body


def _decoded(body: bytes) -> PlayedArticle:
    try:
        return msgspec.json.decode(body, type=PlayedArticle)
    except msgspec.ValidationError as error:
        raise BadRequest(f"{error}. Send an object such as {EXAMPLE}.", kind="wrong-type") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BadRequest(f"The body is not JSON. Send an object such as {EXAMPLE}.", kind="bad-json") from None


def _json(value: ArticlePlays | ShowPlays) -> Response:
    response = Response(msgspec.json.encode(value), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
