"""Progress as server-sent events, until there is nothing more to tell."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from typing import Protocol

import msgspec
from flask import Blueprint, Response, request

from tts_service.errors import NotFound
from tts_service.status import Status
from tts_service.web.cors import open_to_all
from tts_service.web.listener import Listener, ListenerLeft
from tts_service.web.notices import Notices

HEARTBEAT_S = 15.0
"""A comment after so much silence keeps proxies from closing the connection."""
PACE_S = 0.25
"""No two reports come closer: a page cannot show more, and each costs a look at the narration."""
RETRY_MS = 2000
LOOK_AGAIN_S = 1.0
FOR_EVER_S = float("inf")
SETTLED = ("ready", "failed")


class Statuses(Protocol):
    def status(self, article_id: str) -> Status:
        """Raises NotFound for an unknown id."""


def events_blueprint(listening: Statuses, notices: Notices, *, heartbeat_s: float = HEARTBEAT_S) -> Blueprint:
    blueprint = Blueprint("events", __name__)

    @blueprint.get("/v1/articles/<article_id>/events")
    def events(article_id: str) -> Response:
        listener = Listener(notices, article_id, request.environ, FOR_EVER_S)
        try:
            first = listening.status(article_id)
        except BaseException:
            listener.close()
            raise
        if request.headers.get("Last-Event-ID") == event_id(first) and first.status in SETTLED:
            listener.close()
            return Response(status=204)  # what makes a browser's EventSource stop asking again
        response = Response(_reports(listening, first, listener, heartbeat_s), content_type="text/event-stream")
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Accel-Buffering"] = "no"
        response.call_on_close(listener.close)
        return response

    open_to_all(blueprint)
    return blueprint


def _reports(listening: Statuses, status: Status, listener: Listener, heartbeat_s: float) -> Iterator[bytes]:
    yield b"retry: %d\n\n" % RETRY_MS
    try:
        while True:
            yield event(status)
            if status.status in SETTLED:
                return
            time.sleep(PACE_S)
            status = yield from _news(listening, status, listener, heartbeat_s)
    except (ListenerLeft, NotFound):
        return


def _news(listening: Statuses, known: Status, listener: Listener, heartbeat_s: float) -> Generator[bytes, None, Status]:
    """Heartbeats, until there is more to tell than ``known``: that."""
    silent_since = time.monotonic()
    while True:
        status = listening.status(known.id)
        if event_id(status) != event_id(known):
            return status
        listener.wait(LOOK_AGAIN_S)
        if time.monotonic() - silent_since >= heartbeat_s:
            silent_since = time.monotonic()
            yield b": still here\n\n"


def event_id(status: Status) -> str:
    """The same for reports that say the same."""
    done = status.progress.segments_done if status.progress else 0
    return f"{status.revision or 'new'}-{done}-{status.status}"


def event(status: Status) -> bytes:
    """``progress``, ``ready`` or ``failed``, with the status as JSON."""
    kind = status.status if status.status in SETTLED else "progress"
    return b"id: %s\nevent: %s\ndata: %s\n\n" % (event_id(status).encode(), kind.encode(), msgspec.json.encode(status))
