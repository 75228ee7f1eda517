"""Narrations over HTTP: a file with ranges once finished; before that, a body that grows with each segment.

docs/server.md says how each client handles a growing body.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from urllib.parse import quote

import msgspec
from flask import Blueprint, Response, request

from audio_cache import growing
from audio_cache.errors import CutShort
from audio_cache.growing import LOOK_AGAIN_S
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from tts_service.broker.notices import Notices
from tts_service.errors import OutOfDate, RangeNotSatisfiable
from tts_service.settings import SIGNED
from tts_service.web.http.cors import open_to_all
from tts_service.web.http.dropped import ConnectionDropped
from tts_service.web.http.problems import problem_response
from tts_service.web.limits.enforce import start, stream_slot
from tts_service.web.media.client_wait import ClientWait, ListenerLeft, Stalled
from tts_service.web.media.ready_audio import (
    ASK_EACH_TIME,
    CONTENT_TYPE,
    ServedFile,
    open_audio,
    part_headers,
)
from tts_service.web.media.representation import WHOLE, GrowingPart, growing_part, select
from tts_service.web.media.stitched import RenditionOpener
from tts_service.web.media.waiting import (
    PATIENCE_S,
    PlayableArticles,
    audible_to,
    await_narration,
    base_of,
    failed,
    not_deleted,
    still_waiting,
    wait_in_stream,
    wanted_narration,
)
from tts_service.web.members.answers import token_query
from tts_service.web.members.gate import grant
from tts_service.web.openapi.terms import AUDIO, RANGE, Answer, Operation, Parameter

SIGNED_S = 3600
"""How long a listener may go on fetching from an address of the bucket."""
REFUSALS = {
    412: OutOfDate("The file has changed since you last looked.").problem,
    416: RangeNotSatisfiable("Ask for bytes within the file; see Content-Range.").problem,
}


def audio_blueprint(
    articles: PlayableArticles,
    narrations: Narrations,
    notices: Notices,
    observe_first_sound: Callable[[float], None],
    *,
    renditions: RenditionOpener,
    patience_s: float = PATIENCE_S,
    audio_url: str | None = None,
) -> Blueprint:
    """``observe_first_sound(seconds)`` is called with the time that a listener waited for the first speech of
    a growing narration. ``audio_url``: see ``Settings``."""
    player = _Player(articles, narrations, notices, observe_first_sound, renditions, patience_s, audio_url)
    blueprint = Blueprint("audio", __name__)
    blueprint.add_url_rule("/audio/<article_id>.mp3", "moving", player.play)
    blueprint.add_url_rule("/audio/<article_id>/<revision>.mp3", "fixed", player.play)
    open_to_all(blueprint)
    return blueprint


class _Player:
    def __init__(
        self,
        articles: PlayableArticles,
        narrations: Narrations,
        notices: Notices,
        observe_first_sound: Callable[[float], None],
        renditions: RenditionOpener,
        patience_s: float,
        audio_url: str | None,
    ) -> None:
        self._renditions = renditions
        self._audio_url = audio_url
        self._articles = articles
        self._narrations = narrations
        self._notices = notices
        self._observe_first_sound = observe_first_sound
        self._patience_s = patience_s

    def play(self, article_id: str, revision: str | None = None) -> Response:
        started = time.monotonic()
        fixed = revision is not None
        current = wanted_narration(self._articles, self._narrations, article_id, revision)
        if rendition := self._renditions.asked(article_id, revision):
            if not fixed and (address := self._rendition_elsewhere(rendition.narration)):
                return _sent_to(address)
            if stitched := self._renditions.opened(rendition):
                return self._play_ready(stitched, fixed)
        if current and revision not in (None, current.revision):
            return _sent_to(f"../{current}.mp3{token_query()}", 307)  # a part of the rendition is not here
        if current and not fixed and (address := self._elsewhere(current)):
            return _sent_to(address)
        audio = open_audio(self._narrations, current) if current else None
        if audio is None and request.method == "HEAD":
            return _growing(iter(()), current)
        if audio is None:
            return self._play_growing(article_id, current, fixed, started)
        return self._play_ready(audio, fixed)

    # -- finished --------------------------------------------------------------------------------------------

    def _play_ready(self, audio: ServedFile, fixed: bool) -> Response:
        part = select(audio.representation, request.environ)
        if part.status == 304:
            return Response(status=304, headers=audio.headers(fixed=fixed))
        if part.status in REFUSALS:
            return _refusal(part.status, audio.representation.size)
        if request.method == "GET":
            audio.sent(part)
        headers = audio.headers(fixed=fixed) + part_headers(part, audio.representation.size)
        response = Response(audio.blocks(part), part.status, headers)
        return self._named(response, audio.narration)

    def _elsewhere(self, narration: NarrationId) -> str | None:
        """Where the moving address of a finished narration leads. A download gets its name here, and what is
        for members only is not for a network in front."""
        if self._audio_url is None or grant() is not None or request.args.get("download") == "1":
            return None
        whole = self._narrations.audio(narration)
        if whole is None or self._audio_url == SIGNED:
            return whole.signed_address(SIGNED_S) if whole else None
        return f"{self._audio_url.rstrip('/')}/audio/{narration}.mp3"

    def _rendition_elsewhere(self, named: NarrationId) -> str | None:
        """A bucket has no file of it."""
        if self._audio_url in (None, SIGNED) or grant() is not None or request.args.get("download") == "1":
            return None
        return f"{(self._audio_url or '').rstrip('/')}/audio/{named}.mp3"

    def _named(self, response: Response, narration: NarrationId) -> Response:
        """With ``?download=1`` a browser saves it under the article's title."""
        if request.args.get("download") == "1" and response.status_code in (200, 206):
            script = self._narrations.script(base_of(narration.article_id, narration.revision))
            title = msgspec.json.decode(script, type=_Titled).title if script else ""
            response.headers["Content-Disposition"] = attachment(title or narration.article_id)
        return response

    # -- growing ---------------------------------------------------------------------------------------------

    def _play_growing(
        self, article_id: str, narration: NarrationId | None, fixed: bool, started: float
    ) -> Response:
        with ExitStack() as held:
            held.enter_context(stream_slot())
            start(self._articles, article_id)
            listener = held.enter_context(
                ClientWait(self._notices, article_id, request.environ, self._patience_s)
            )
            try:
                narration = narration or await_narration(self._articles, article_id, listener)
                response = self._await_sound(narration, fixed, started, listener)
            except ListenerLeft:
                return Response(status=499)
            except Stalled:
                raise still_waiting() from None
            response.call_on_close(held.pop_all().close)
        return self._named(response, narration)

    def _await_sound(
        self, narration: NarrationId, fixed: bool, started: float, listener: ClientWait
    ) -> Response:
        """Hold back the headers until there is speech to send, so that an earlier failure gets its own
        status."""
        part = growing_part(request.environ)
        while True:
            failure = self._narrations.failure(narration)  # first: what was stored before it is still sent
            if audio := open_audio(self._narrations, narration):
                return self._play_ready(audio, fixed)
            tag, available = audible_to(listener, self._narrations, narration)
            if available > max(tag, part.start):
                body = self._body(narration, part, available, listener)
                return _growing(
                    self._timed(body, tag, started) if part.is_whole else body, narration, part, available
                )
            if failure is not None:
                raise failed(failure)
            not_deleted(self._narrations, narration)
            listener.wait(LOOK_AGAIN_S)

    def _body(
        self, narration: NarrationId, part: GrowingPart, available: int, listener: ClientWait
    ) -> Iterator[bytes]:
        wait = wait_in_stream(listener, self._narrations, narration)
        left = part.size(available)
        try:
            for piece in growing.stream(self._narrations, narration, wait, part.start):
                listener.encourage()
                yield piece[:left]
                if left is not None and (left := left - len(piece)) <= 0:
                    return
        except CutShort as error:
            raise ConnectionDropped(str(error)) from None
        if left is not None:
            raise ConnectionDropped("the narration ended before what was promised of it")

    def _timed(self, body: Iterator[bytes], tag: int, started: float) -> Iterator[bytes]:
        sent = 0
        for piece in body:
            if sent <= tag < sent + len(piece):
                self._observe_first_sound(time.monotonic() - started)
            sent += len(piece)
            yield piece


class _Titled(msgspec.Struct):
    title: str


def _growing(
    body: Iterable[bytes], narration: NarrationId | None, part: GrowingPart = WHOLE, available: int = 0
) -> Response:
    response = Response(body, 200 if part.is_whole else 206, content_type=CONTENT_TYPE)
    headers = response.headers
    headers["Accept-Ranges"] = "none"  # no seeking; a client that was cut off may still ask for the rest
    headers["Cache-Control"] = "no-store"
    headers["X-Accel-Buffering"] = "no"
    if narration:
        headers["X-Narration-Revision"] = narration.revision
    if not part.is_whole:
        headers["Content-Range"] = part.content_range(available)
    if (size := part.size(available)) is not None:
        headers["Content-Length"] = str(size)
    return response


def _sent_to(address: str, status: int = 302) -> Response:
    """Asked each time: the next revision is at another address."""
    response = Response(status=status, headers={"Location": address, "Cache-Control": ASK_EACH_TIME})
    response.autocorrect_location_header = False
    return response


def _refusal(status: int, size: int) -> Response:
    response = problem_response(REFUSALS[status])
    if status == 416:
        response.headers["Content-Range"] = f"bytes */{size}"
    return response


def attachment(title: str) -> str:
    """A Content-Disposition (RFC 6266) that saves as ``title``.mp3, whatever characters it has."""
    name = "".join(" " if c in '/\\:*?"<>|' or not c.isprintable() else c for c in title)
    name = " ".join(name.split())[:80].strip(". ") or "narration"
    plain = name.encode("ascii", "ignore").decode().strip() or "narration"
    return f"attachment; filename=\"{plain}.mp3\"; filename*=UTF-8''{quote(name)}.mp3"


_AUDIO_TEXT = (
    "While it is rendered, sentences are sent as they are ready, in order, and the connection stays "
    "open for the rest. Once it is ready it is a file: Content-Length, ETag and ranges. An article "
    "that was never rendered is rendered now."
)
_DOWNLOAD = Parameter(
    "download",
    "1: browsers save it under the article's title.",
    {"type": "string", "enum": ["1"]},
)
OPERATIONS = (
    Operation(
        path="/audio/{id}.mp3",
        name="getAudio",
        tag="listening",
        summary="Hear an article",
        text=_AUDIO_TEXT,
        parameters=(RANGE, _DOWNLOAD),
        answers=AUDIO,
        problems=(404, 422, 429, 500, 502, 503),
    ),
    Operation(
        path="/audio/{id}/{revision}.mp3",
        name="getAudioOfRevision",
        tag="listening",
        summary="Hear one revision of an article",
        text=(
            "As above, but never another revision: once ready it may be kept for ever. Of an article with "
            "messages of sponsors, feeds, and a status asked for without a key, name a rendition: a "
            "revision with the messages that are heard. If one of these is no longer kept, the address leads "
            "to the article itself."
        ),
        parameters=(RANGE, _DOWNLOAD),
        answers=AUDIO | {307: Answer("A message is no longer kept: the article itself.")},
        problems=(404, 429, 500, 503),
    ),
)
