"""``/v1/plays``: players report what was heard; publishers ask how much. See
``tts_service.formats.play_counts`` for what is counted."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable

import msgspec
from flask import Blueprint, Response, request

from audio_cache.errors import CacheError
from audio_cache.narration_id import NarrationId
from tts_service.article import address
from tts_service.article.script.message import is_message
from tts_service.articles.service import ArticleService
from tts_service.articles.status import Status
from tts_service.background.plays import PlayCounter
from tts_service.catalog.played.plays import PlayBook
from tts_service.errors import BadRequest, Forbidden, ProblemKind, ServiceError, Unavailable, UnsupportedMedia
from tts_service.formats.play_counts import (
    ArticlePlays,
    FurthestPlace,
    PlayedArticle,
    ShowPlays,
    believed,
    counted,
    is_possible,
    place_in_article,
    stops,
    total,
)
from tts_service.web.http.access import Access
from tts_service.web.http.bodies import json_answer, read_body
from tts_service.web.limits.clients import digest
from tts_service.web.limits.enforce import client, limits, take
from tts_service.web.members.gate import NO_ID, Gate
from tts_service.web.openapi.terms import JSON, Answer, Operation

MOST_BYTES = 2_000
MOST_REQUESTS, PERIOD_S = 120, 60
"""Reports from one client."""
MOST_OF_ONE, OF_ONE_PERIOD_S = 120, 3600
"""Plays of one article accepted from one client: a whole office may listen to the same story."""
MOST_MOVES = 2_400
"""Reports in the same time of how far plays of it have got: each play sends several."""
EXAMPLE = '{"article": "…", "events": [{"kind": "start", "seconds": 0}]}'

COUNTED, DROPPED = "tts_plays_total", "tts_plays_dropped_total"

Count = Callable[[str], None]
"""Raise the counter of that name by one. May raise Unavailable."""


def plays_blueprint(
    access: Access,
    gate: Gate,
    articles: ArticleService,
    counter: PlayCounter,
    book: PlayBook,
    count: Count,
) -> Blueprint:
    """``counter`` takes what is reported, ``book`` is asked."""
    plays = _Plays(access, gate, articles, counter, book, count)
    blueprint = Blueprint("plays", __name__)
    blueprint.add_url_rule("/v1/plays", "report", plays.report, methods=["POST"])
    blueprint.add_url_rule("/v1/articles/<article_id>/plays", "of_article", plays.of_article)
    blueprint.add_url_rule("/v1/shows/<show>/plays", "of_show", plays.of_show)
    return blueprint


class _Plays:
    def __init__(
        self,
        access: Access,
        gate: Gate,
        articles: ArticleService,
        counter: PlayCounter,
        book: PlayBook,
        count: Count,
    ) -> None:
        self._access = access
        self._gate = gate
        self._articles = articles
        self._counter = counter
        self._book = book
        self._count = count

    def report(self) -> Response:
        """204 whether the plays are counted or not: forgers learn nothing from it."""
        if _is_unwanted():
            return Response(status=204)
        take("plays", MOST_REQUESTS, PERIOD_S)
        played = _decoded(_body())
        if not played.events and played.place is None:
            return Response(status=204)
        status = self._articles.status(self._named(played))
        self._check_origin(status)
        if not self._is_believed(played, status):
            self._note(DROPPED)
            return Response(status=204)
        self._add(played, status)
        if played.events and played.events[0].kind == "start":
            self._note(COUNTED)
        return Response(status=204)

    def _add(self, played: PlayedArticle, status: Status) -> None:
        """A place that cannot be is left out, such as one in a revision that has just been replaced."""
        stopped: dict[tuple[str, str, int], int] = {}
        place = self._in_article(played.place, status)
        if place is not None and is_possible(place, status.revision, status.duration_s or 0):
            changes = stops(place, has_ended=played.has_ended)
            stopped = {(status.id, place.revision, second): change for second, change in changes.items()}
        today = dt.datetime.now(dt.UTC).date()
        self._counter.add(status.id, counted(played.events), today, stopped)

    def _in_article(self, place: FurthestPlace | None, status: Status) -> FurthestPlace | None:
        """``place`` in the article itself, where a rendition of it with messages was heard."""
        if place is None or not place.revision.startswith(f"{status.revision}-"):
            return place
        timeline = None
        with contextlib.suppress(ValueError, CacheError):
            timeline = self._articles.renditions.timeline(NarrationId(status.id, place.revision))
        return place if timeline is None else place_in_article(place, status.revision or "", timeline)

    def _named(self, played: PlayedArticle) -> str:
        """The article's id. Whoever began to listen to one for members may have heard it to its end by
        now, so its signed address may have expired."""
        return played.article if self._gate.may_have(played.article, even_expired=True) else NO_ID

    def _is_believed(self, played: PlayedArticle, status: Status) -> bool:
        """How often a message of a sponsor is heard is counted when it is sent: else anybody could use it up
        by telling."""
        if is_message(status.id):
            return False
        heard_s = self._articles.as_heard(status, "anybody").duration_s
        if heard_s is None or not believed(played.events, heard_s):
            return False
        if self._comes_from_nowhere():
            return False
        kind, most = _kind(played)
        names = tuple(digest(f"{network} {played.article} {kind}") for network in client().networks)
        return limits().rates.take("plays-of-one", most, OF_ONE_PERIOD_S, names) is None

    def _comes_from_nowhere(self) -> bool:
        """With every POST, a browser names the site of its page. A program that does not needs a key."""
        if "Origin" in request.headers:
            return False
        try:
            return not self._access.has_key("write")
        except ServiceError:
            return True

    def _note(self, name: str) -> None:
        with contextlib.suppress(Unavailable):  # the play itself is counted, and that is what matters
            self._count(name)

    def _check_origin(self, status: Status) -> None:
        """Raises Forbidden for pages of sites unrelated to the article."""
        origin = request.headers.get("Origin")
        if origin is None or self._access.may_post_from(origin):
            return
        if status.url is None or address.origin(status.url) != address.origin(origin):
            raise Forbidden(
                "Plays on this page's site are not counted: it is not an allowed site.",
                kind=ProblemKind.SITE_NOT_ALLOWED,
            )

    def of_article(self, article_id: str) -> Response:
        self._articles.status(article_id)
        days = self._book.of_article(article_id)
        return json_answer(ArticlePlays(article_id, total(days), days))

    def of_show(self, show: str) -> Response:
        days = self._book.of_show(show)
        return json_answer(ShowPlays(show, total(days), days))


def _kind(played: PlayedArticle) -> tuple[str, int]:
    """What a report is counted as for one client, and how many of that are accepted."""
    if played.events:
        return played.events[0].kind, MOST_OF_ONE
    is_move = played.place is not None and played.place.before is not None
    return ("move", MOST_MOVES) if is_move else ("place", MOST_OF_ONE)


def _is_unwanted() -> bool:
    """The listener's browser asks not to be tracked: Global Privacy Control, or Do Not Track."""
    return "1" in (request.headers.get("Sec-GPC"), request.headers.get("DNT"))


def _body() -> bytes:
    """The body, also as text: ``navigator.sendBeacon`` sends that without a preflight."""
    if request.mimetype not in ("application/json", "text/plain"):
        raise UnsupportedMedia("Send the plays as JSON, with Content-Type: application/json or text/plain.")
    request.max_content_length = MOST_BYTES
    return read_body()


def _decoded(body: bytes) -> PlayedArticle:
    try:
        return msgspec.json.decode(body, type=PlayedArticle)
    except msgspec.ValidationError as error:
        raise BadRequest(f"{error}. Send an object such as {EXAMPLE}.", kind=ProblemKind.WRONG_TYPE) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BadRequest(
            f"The body is not JSON. Send an object such as {EXAMPLE}.", kind=ProblemKind.BAD_JSON
        ) from None


OPERATIONS = (
    Operation(
        path="/v1/plays",
        method="post",
        name="tellPlays",
        tag="plays",
        summary="Report what was heard",
        text=(
            "Events of one play, in order, each with the seconds heard since it began; place says how far it "
            "has got, from the second that was told before to another. Also as "
            "text/plain. Impossible reports are not counted, nor are those of a browser that "
            "sends Sec-GPC: 1 or DNT: 1."
        ),
        body="PlayedArticle",
        answers={
            204: Answer(
                "Received.",
            )
        },
        problems=(400, 403, 404, 413, 415, 429, 503),
    ),
    Operation(
        path="/v1/articles/{id}/plays",
        name="getPlays",
        tag="plays",
        summary="How often an article was played",
        text="Needs an API key where keys are set.",
        answers={
            200: Answer(
                "By day and in all.",
                JSON,
                "ArticlePlays",
            )
        },
        problems=(401, 404, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/shows/{show}/plays",
        name="getPlaysOfShow",
        tag="plays",
        summary="How often a show was played",
        text=("Of its episodes, and of articles requested with it. Needs an API key where keys are set."),
        answers={
            200: Answer(
                "By day and in all.",
                JSON,
                "ShowPlays",
            )
        },
        problems=(401, 429, 503),
        writes=True,
    ),
)
