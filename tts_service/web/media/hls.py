"""Narrations as HTTP Live Streaming, for Safari: a playlist that grows and then closes, and its pieces.

The playlist at the moving address is that of the current revision; a player that knows the revision asks for
the fixed one, so that an edit never changes its playlist. A piece is named by its frames, whose meaning never
changes.
"""

from __future__ import annotations

import hashlib
import time

from flask import Blueprint, Response, request

from audio_cache.growing import LOOK_AGAIN_S
from audio_cache.mp3.frames import FRAME_BYTES
from audio_cache.mp3.pieces import MOST_FRAMES, Span, pieces
from audio_cache.mp3.reservoir import REACH, standing_alone
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.stored import StoredAudio, stored_audio
from tts_service.broker.notices import Notices
from tts_service.errors import NotFound, ProblemKind
from tts_service.formats.hls import CONTENT_TYPE, media_playlist, timestamp_tag
from tts_service.web.http.cors import open_to_all
from tts_service.web.limits.enforce import start, stream_slot
from tts_service.web.media import ready_audio
from tts_service.web.media.client_wait import ClientWait, ListenerLeft, Stalled
from tts_service.web.media.ready_audio import ASK_EACH_TIME, FOR_EVER
from tts_service.web.media.stitched import RenditionOpener, StitchedSentences
from tts_service.web.media.waiting import (
    PATIENCE_S,
    PlayableArticles,
    audible_to,
    await_narration,
    existing,
    failed,
    not_deleted,
    still_waiting,
    wanted_narration,
)
from tts_service.web.members.answers import token_query
from tts_service.web.openapi.terms import AUDIO, RANGE, Answer, Operation

HEAD_FRAMES = MOST_FRAMES * 3 // 2
"""Audio in the first playlist. A player reloads it only after its target duration (RFC 8216, 6.3.4): there
must be sound until then."""
HEAD_PATIENCE_S = 1.0
"""How long a listener waits at most for the rest of the head, once there is some audio."""


def hls_blueprint(
    articles: PlayableArticles,
    narrations: Narrations,
    notices: Notices,
    renditions: RenditionOpener,
    *,
    patience_s: float = PATIENCE_S,
) -> Blueprint:
    streams = _Streams(articles, narrations, notices, renditions, patience_s)
    blueprint = Blueprint("hls", __name__)
    blueprint.add_url_rule("/audio/<article_id>.m3u8", "moving_playlist", streams.playlist)
    blueprint.add_url_rule("/audio/<article_id>/<revision>.m3u8", "fixed_playlist", streams.playlist)
    blueprint.add_url_rule("/audio/<article_id>/<revision>/<int:first>-<int:end>.mp3", "piece", streams.piece)
    open_to_all(blueprint)
    return blueprint


class _Streams:
    def __init__(
        self,
        articles: PlayableArticles,
        narrations: Narrations,
        notices: Notices,
        renditions: RenditionOpener,
        patience_s: float,
    ) -> None:
        self._renditions = renditions
        self._articles = articles
        self._narrations = narrations
        self._notices = notices
        self._patience_s = patience_s

    def playlist(self, article_id: str, revision: str | None = None) -> Response:
        current = wanted_narration(self._articles, self._narrations, article_id, revision)
        if current and (stitched := self._stitched(article_id, revision)):
            return _playlist(stitched, stitched.narration, fixed=revision is not None)
        if current and revision not in (None, current.revision):
            raise _no_such_piece()
        found = stored_audio(self._narrations, current) if current else None
        if current and found and found.whole:
            return _playlist(found, current, fixed=revision is not None)
        if request.method == "HEAD":
            return _growing("", current)
        return self._growing(article_id, current, fixed=revision is not None)

    def piece(self, article_id: str, revision: str, first: int, end: int) -> Response:
        span = Span(first, end)
        before = min(first, REACH)
        narration = NarrationId(article_id, revision)
        stitched = self._stitched(article_id, revision)
        found = stitched or stored_audio(self._narrations, existing(self._narrations, narration))
        there = found.sentences[-1].end if found and found.sentences else 0
        is_piece = 0 < span.frames <= MOST_FRAMES and end <= there
        frames = found.read(Span(first - before, end)) if found and is_piece else b""
        if not frames or len(frames) != (before + span.frames) * FRAME_BYTES:
            raise _no_such_piece()
        if stitched and request.method == "GET":
            stitched.sent(span)
        return _answer(
            timestamp_tag(first) + standing_alone(frames, before),
            ready_audio.CONTENT_TYPE,
            narration,
            FOR_EVER,
        )

    def _stitched(self, article_id: str, revision: str | None) -> StitchedSentences | None:
        rendition = self._renditions.asked(article_id, revision)
        audio = self._renditions.opened(rendition) if rendition else None
        base = stored_audio(self._narrations, rendition.base) if rendition else None
        if rendition is None or audio is None or base is None or not base.whole:
            return None
        return StitchedSentences(audio, rendition.timeline, base.sentences)

    # -- growing ---------------------------------------------------------------------------------------------

    def _growing(self, article_id: str, narration: NarrationId | None, *, fixed: bool) -> Response:
        with (
            stream_slot(),
            ClientWait(self._notices, article_id, request.environ, self._patience_s) as listener,
        ):
            start(self._articles, article_id)
            try:
                narration = narration or await_narration(self._articles, article_id, listener)
                return self._await_head(narration, fixed, listener)
            except ListenerLeft:
                return Response(status=499)
            except Stalled:
                raise still_waiting() from None

    def _await_head(self, narration: NarrationId, fixed: bool, listener: ClientWait) -> Response:
        """A playlist with enough audio to start, or, soon after the first segment is stored, with all there
        is. The playlist of a failed narration ends there."""
        until = None
        while True:
            failure = self._narrations.failure(narration)  # first: what was stored before it is still listed
            found = stored_audio(self._narrations, narration)
            if found and found.whole:
                return _playlist(found, narration, fixed=fixed)
            listed = pieces(found.sentences, found.read, whole=failure is not None) if found else []
            if failure is not None and not listed:
                raise failed(failure)
            now = time.monotonic()
            until = until or (now + HEAD_PATIENCE_S if listed else None)
            if failure is not None or (until is not None and (now >= until or listed[-1].end >= HEAD_FRAMES)):
                return _growing(
                    media_playlist(
                        listed, _folder(narration, fixed), closed=bool(failure), query=token_query()
                    ),
                    narration,
                )
            not_deleted(self._narrations, narration)
            audible_to(listener, self._narrations, narration)
            listener.wait(LOOK_AGAIN_S if until is None else until - now)


def _no_such_piece() -> NotFound:
    return NotFound(
        "The narration has no such piece, or not yet. Its playlist lists those it has.",
        kind=ProblemKind.NO_SUCH_PIECE,
    )


def _playlist(found: StoredAudio, narration: NarrationId, *, fixed: bool) -> Response:
    listed = pieces(found.sentences, found.read, whole=True)
    text = media_playlist(listed, _folder(narration, fixed), closed=True, query=token_query())
    return _answer(text.encode(), CONTENT_TYPE, narration, FOR_EVER if fixed else ASK_EACH_TIME)


def _folder(narration: NarrationId, fixed: bool) -> str:
    """The folder of the pieces, relative to the playlist."""
    return narration.revision if fixed else str(narration)


def _growing(text: str, narration: NarrationId | None) -> Response:
    response = Response(text, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    if narration:
        response.headers["X-Narration-Revision"] = narration.revision
    return response


def _answer(body: bytes, content_type: str, narration: NarrationId, cache: str) -> Response:
    """A response that is cached for ever, or revalidated each time."""
    response = Response(body, content_type=content_type)
    response.headers["Cache-Control"] = cache
    response.headers["X-Narration-Revision"] = narration.revision
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.make_conditional(request, accept_ranges=True, complete_length=len(body))
    return response


_PLAYLIST_TEXT = (
    "For Safari. An EVENT playlist of the same audio in pieces of a few seconds: it lists what "
    "there is, grows while the article is rendered, and is closed when it is whole. An article that "
    "was never rendered is rendered now."
)
_PLAYLIST = {
    200: Answer(
        "A media playlist (RFC 8216).",
        "application/vnd.apple.mpegurl",
    ),
    304: Answer(
        "The client has it already.",
    ),
}
OPERATIONS = (
    Operation(
        path="/audio/{id}.m3u8",
        name="getPlaylist",
        tag="listening",
        summary="Hear an article by HTTP Live Streaming",
        text=_PLAYLIST_TEXT,
        answers=_PLAYLIST,
        problems=(404, 422, 429, 500, 502, 503),
    ),
    Operation(
        path="/audio/{id}/{revision}.m3u8",
        name="getPlaylistOfRevision",
        tag="listening",
        summary="The playlist of one revision",
        text=(
            "As above, but never another revision: a player that knows the revision is not "
            "disturbed by an edit."
        ),
        answers=_PLAYLIST,
        problems=(404, 429, 500, 503),
    ),
    Operation(
        path="/audio/{id}/{revision}/{first}-{end}.mp3",
        name="getPiece",
        tag="listening",
        summary="A piece that a playlist lists",
        text=(
            "Packed audio (RFC 8216, 3.4): an ID3 tag with the piece's time, and frames that need "
            "none before them."
        ),
        parameters=(RANGE,),
        answers=AUDIO,
        problems=(404, 503),
    ),
)
