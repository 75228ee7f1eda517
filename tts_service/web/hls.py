"""Narrations as HTTP Live Streaming, for Safari: a playlist that grows and then closes, and its pieces.

The playlist at the moving address is that of the current revision; a player that knows the revision asks for the fixed one, so
that an edit never changes a playlist under it. A piece is named by its frames, which mean the same for ever.
"""

from __future__ import annotations

import hashlib
import time

from flask import Blueprint, Response, request

from audio_cache.frames import FRAME_BYTES
from audio_cache.growing import LOOK_AGAIN_S
from audio_cache.landed import Landed, landed
from audio_cache.narrations import Narrations
from audio_cache.pieces import MOST_FRAMES, Span, pieces
from audio_cache.reservoir import REACH, standing_alone
from tts_service.errors import NotFound
from tts_service.hls import CONTENT_TYPE, media_playlist, timestamp_tag
from tts_service.web import ready_audio
from tts_service.web.cors import open_to_all
from tts_service.web.listener import Listener, ListenerLeft, Stalled
from tts_service.web.notices import Notices
from tts_service.web.ready_audio import ASK_EACH_TIME, FOR_EVER
from tts_service.web.waiting import PATIENCE_S, Listening, await_revision, existing, failed, still_waiting

HEAD_FRAMES = MOST_FRAMES * 3 // 2
"""To begin with. A playlist is asked for again after its target duration (RFC 8216, 6.3.4): until then there must be sound."""
HEAD_PATIENCE_S = 1.0
"""What a listener waits at most for the rest of the head once there is something to hear."""


def hls_blueprint(
    listening: Listening, narrations: Narrations, notices: Notices, *, patience_s: float = PATIENCE_S
) -> Blueprint:
    streams = _Streams(listening, narrations, notices, patience_s)
    blueprint = Blueprint("hls", __name__)
    blueprint.add_url_rule("/audio/<article_id>.m3u8", "moving_playlist", streams.playlist)
    blueprint.add_url_rule("/audio/<article_id>/<revision>.m3u8", "fixed_playlist", streams.playlist)
    blueprint.add_url_rule("/audio/<article_id>/<revision>/<int:first>-<int:end>.mp3", "piece", streams.piece)
    open_to_all(blueprint)
    return blueprint


class _Streams:
    def __init__(self, listening: Listening, narrations: Narrations, notices: Notices, patience_s: float) -> None:
        self._listening = listening
        self._narrations = narrations
        self._notices = notices
        self._patience_s = patience_s

    def playlist(self, article_id: str, revision: str | None = None) -> Response:
        current = existing(self._narrations, article_id, revision) if revision else self._listening.current_revision(article_id)
        found = landed(self._narrations, article_id, current) if current else None
        if current and found and found.whole:
            return _playlist(found, article_id, current, fixed=revision is not None)
        if request.method == "HEAD":
            return _growing("", current)
        return self._growing(article_id, current, fixed=revision is not None)

    def piece(self, article_id: str, revision: str, first: int, end: int) -> Response:
        span = Span(first, end)
        before = min(first, REACH)
        found = landed(self._narrations, article_id, existing(self._narrations, article_id, revision))
        there = found.sentences[-1].end if found and found.sentences else 0
        is_piece = 0 < span.frames <= MOST_FRAMES and end <= there
        frames = found.read(Span(first - before, end)) if found and is_piece else b""
        if not frames or len(frames) != (before + span.frames) * FRAME_BYTES:
            raise NotFound(
                "The narration has no such piece, or not yet. Its playlist lists those it has.", kind="no-such-piece"
            )
        return _answer(timestamp_tag(first) + standing_alone(frames, before), ready_audio.CONTENT_TYPE, revision, FOR_EVER)

    # -- growing --------------------------------------------------------------------------------------------------

    def _growing(self, article_id: str, revision: str | None, *, fixed: bool) -> Response:
        self._listening.start(article_id)
        with Listener(self._notices, article_id, request.environ, self._patience_s) as listener:
            try:
                revision = revision or await_revision(self._listening, article_id, listener)
                return self._await_head(article_id, revision, fixed, listener)
            except ListenerLeft:
                return Response(status=499)
            except Stalled:
                raise still_waiting() from None

    def _await_head(self, article_id: str, revision: str, fixed: bool, listener: Listener) -> Response:
        """Enough to begin with: soon after something has landed, all there is. A narration that failed ends with that."""
        until = None
        while True:
            failure = self._narrations.failure(article_id, revision)  # first: what landed before it is still listed
            found = landed(self._narrations, article_id, revision)
            if found and found.whole:
                return _playlist(found, article_id, revision, fixed=fixed)
            listed = pieces(found.sentences, found.read, whole=failure is not None) if found else []
            if failure is not None and not listed:
                raise failed(failure)
            now = time.monotonic()
            until = until or (now + HEAD_PATIENCE_S if listed else None)
            if failure is not None or (until is not None and (now >= until or listed[-1].end >= HEAD_FRAMES)):
                return _growing(media_playlist(listed, _folder(article_id, revision, fixed), closed=bool(failure)), revision)
            existing(self._narrations, article_id, revision)
            listener.wait(LOOK_AGAIN_S if until is None else until - now)


def _playlist(found: Landed, article_id: str, revision: str, *, fixed: bool) -> Response:
    listed = pieces(found.sentences, found.read, whole=True)
    text = media_playlist(listed, _folder(article_id, revision, fixed), closed=True)
    return _answer(text.encode(), CONTENT_TYPE, revision, FOR_EVER if fixed else ASK_EACH_TIME)


def _folder(article_id: str, revision: str, fixed: bool) -> str:
    """Of the pieces, as seen from the playlist."""
    return revision if fixed else f"{article_id}/{revision}"


def _growing(text: str, revision: str | None) -> Response:
    response = Response(text, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    if revision:
        response.headers["X-Narration-Revision"] = revision
    return response


def _answer(body: bytes, content_type: str, revision: str, cache: str) -> Response:
    """What will never change, or is asked after each time."""
    response = Response(body, content_type=content_type)
    response.headers["Cache-Control"] = cache
    response.headers["X-Narration-Revision"] = revision
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.make_conditional(request, accept_ranges=True, complete_length=len(body))
    return response
