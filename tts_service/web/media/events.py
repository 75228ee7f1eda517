"""Progress as server-sent events, until there is nothing more to report."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from typing import Protocol

import msgspec
from flask import Blueprint, Response, request

from tts_service.articles.status import Status
from tts_service.broker.notices import Notices
from tts_service.errors import NotFound
from tts_service.web.http.cors import open_to_all
from tts_service.web.limits.enforce import event_slot
from tts_service.web.media.client_wait import ClientWait, ListenerLeft
from tts_service.web.members.answers import token_query, with_token
from tts_service.web.openapi.terms import Answer, Operation, Parameter

HEARTBEAT_S = 15.0
"""After this much silence a comment is sent, so that proxies do not close the connection."""
PACE_S = 0.25
"""Least time between two reports: a page cannot show more, and each one reads the narration."""
RETRY_MS = 2000
LOOK_AGAIN_S = 1.0
FOR_EVER_S = float("inf")
SETTLED = ("ready", "failed")


class Statuses(Protocol):
    def status(self, article_id: str) -> Status:
        """Raises NotFound for an unknown id."""


def events_blueprint(articles: Statuses, notices: Notices, *, heartbeat_s: float = HEARTBEAT_S) -> Blueprint:
    blueprint = Blueprint("events", __name__)

    @blueprint.get("/v1/articles/<article_id>/events")
    def events(article_id: str) -> Response:
        with ExitStack() as held:
            held.enter_context(event_slot())
            listener = held.enter_context(ClientWait(notices, article_id, request.environ, FOR_EVER_S))
            first = articles.status(article_id)
            if request.headers.get("Last-Event-ID") == event_id(first) and first.status in SETTLED:
                return Response(status=204)  # tells a browser's EventSource not to reconnect
            response = Response(
                _reports(articles, first, listener, heartbeat_s, token_query()),
                content_type="text/event-stream",
            )
            response.headers["Cache-Control"] = "no-store"
            response.headers["X-Accel-Buffering"] = "no"
            response.call_on_close(held.pop_all().close)
            return response

    open_to_all(blueprint)
    return blueprint


def _reports(
    articles: Statuses, status: Status, listener: ClientWait, heartbeat_s: float, query: str
) -> Iterator[bytes]:
    yield b"retry: %d\n\n" % RETRY_MS
    try:
        while True:
            yield event(with_token(status, query))
            if status.status in SETTLED:
                return
            time.sleep(PACE_S)
            status = yield from _news(articles, status, listener, heartbeat_s)
    except (ListenerLeft, NotFound):
        return


def _news(
    articles: Statuses, known: Status, listener: ClientWait, heartbeat_s: float
) -> Generator[bytes, None, Status]:
    """Heartbeats, then the first status that differs from ``known``."""
    silent_since = time.monotonic()
    while True:
        status = articles.status(known.id)
        if event_id(status) != event_id(known):
            return status
        listener.wait(LOOK_AGAIN_S)
        if time.monotonic() - silent_since >= heartbeat_s:
            silent_since = time.monotonic()
            yield b": still here\n\n"


def event_id(status: Status) -> str:
    """Equal for equal reports."""
    done = status.progress.segments_done if status.progress else 0
    return f"{status.revision or 'new'}-{done}-{status.status}"


def event(status: Status) -> bytes:
    """``progress``, ``ready`` or ``failed``, with the status as JSON."""
    kind = status.status if status.status in SETTLED else "progress"
    return b"id: %s\nevent: %s\ndata: %s\n\n" % (
        event_id(status).encode(),
        kind.encode(),
        msgspec.json.encode(status),
    )


OPERATIONS = (
    Operation(
        path="/v1/articles/{id}/events",
        name="followArticle",
        tag="articles",
        summary="Progress as server-sent events",
        text=(
            "Events named progress, ready and failed; the data of each is the article's status. "
            "Ends with ready or failed."
        ),
        parameters=(
            Parameter(
                "Last-Event-ID",
                "The last event received; browsers send it by themselves.",
                where="header",
            ),
        ),
        answers={
            200: Answer(
                "A stream of events.",
                "text/event-stream",
            ),
            204: Answer(
                "There is nothing more to report.",
            ),
        },
        problems=(404, 429, 503),
    ),
)
