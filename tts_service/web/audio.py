"""Narrations over HTTP: a file with ranges once finished, and before that a body that grows as segments land.

What which client makes of a growing one is told in docs/server.md.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from urllib.parse import quote

import msgspec
from flask import Blueprint, Response, request

from audio_cache import growing
from audio_cache.growing import LOOK_AGAIN_S
from audio_cache.narrations import Narrations
from tts_service.errors import Problem
from tts_service.web.cors import open_to_all
from tts_service.web.listener import Listener, ListenerLeft, Stalled
from tts_service.web.notices import Notices
from tts_service.web.problems import problem_response
from tts_service.web.ready_audio import CONTENT_TYPE, AudioFile, open_audio, part_headers
from tts_service.web.representation import WHOLE, GrowingPart, growing_part, select
from tts_service.web.waiting import PATIENCE_S, Listening, await_revision, existing, failed, still_waiting

STALL_S = 120.0
"""A stream is dropped when for so long no segment lands: workers are down, and the client may come again."""
REFUSALS = {
    412: Problem("precondition-failed", "This is another version", "The file has changed since you last looked.", 412),
    416: Problem("range-not-satisfiable", "There are no such bytes", "Ask for bytes within the file; see Content-Range.", 416),
}


def audio_blueprint(
    listening: Listening,
    narrations: Narrations,
    notices: Notices,
    observe_first_sound: Callable[[float], None],
    *,
    patience_s: float = PATIENCE_S,
) -> Blueprint:
    """``observe_first_sound(seconds)`` is told how long a listener waited for the first speech of a growing narration."""
    player = _Player(listening, narrations, notices, observe_first_sound, patience_s)
    blueprint = Blueprint("audio", __name__)
    blueprint.add_url_rule("/audio/<article_id>.mp3", "moving", player.play)
    blueprint.add_url_rule("/audio/<article_id>/<revision>.mp3", "fixed", player.play)
    open_to_all(blueprint)
    return blueprint


class _Player:
    def __init__(
        self,
        listening: Listening,
        narrations: Narrations,
        notices: Notices,
        observe_first_sound: Callable[[float], None],
        patience_s: float,
    ) -> None:
        self._listening = listening
        self._narrations = narrations
        self._notices = notices
        self._observe_first_sound = observe_first_sound
        self._patience_s = patience_s

    def play(self, article_id: str, revision: str | None = None) -> Response:
        started = time.monotonic()
        fixed = revision is not None
        current = existing(self._narrations, article_id, revision) if revision else self._listening.current_revision(article_id)
        audio = open_audio(self._narrations, article_id, current) if current else None
        if audio is None and request.method == "HEAD":
            return _growing(iter(()), current or "")
        if audio is None:
            return self._play_growing(article_id, current, fixed, started)
        return self._play_ready(audio, fixed)

    # -- finished -------------------------------------------------------------------------------------------------

    def _play_ready(self, audio: AudioFile, fixed: bool) -> Response:
        part = select(audio.representation, request.environ)
        if part.status == 304:
            return Response(status=304, headers=audio.headers(fixed=fixed))
        if part.status in REFUSALS:
            return _refusal(part.status, audio.representation.size)
        headers = audio.headers(fixed=fixed) + part_headers(part, audio.representation.size)
        response = Response(audio.blocks(part), part.status, headers)
        return self._named(response, audio.article_id, audio.revision)

    def _named(self, response: Response, article_id: str, revision: str) -> Response:
        """With ``?download=1`` a browser saves it under the article's title."""
        if request.args.get("download") == "1" and response.status_code in (200, 206):
            script = self._narrations.script(article_id, revision)
            title = msgspec.json.decode(script, type=_Titled).title if script else ""
            response.headers["Content-Disposition"] = attachment(title or article_id)
        return response

    # -- growing --------------------------------------------------------------------------------------------------

    def _play_growing(self, article_id: str, revision: str | None, fixed: bool, started: float) -> Response:
        self._listening.start(article_id)
        with ExitStack() as held:
            listener = held.enter_context(Listener(self._notices, article_id, request.environ, self._patience_s))
            try:
                revision = revision or await_revision(self._listening, article_id, listener)
                response = self._await_sound(article_id, revision, fixed, started, listener)
            except ListenerLeft:
                return Response(status=499)
            except Stalled:
                raise still_waiting() from None
            response.call_on_close(held.pop_all().close)
        return self._named(response, article_id, revision)

    def _await_sound(self, article_id: str, revision: str, fixed: bool, started: float, listener: Listener) -> Response:
        """Headers are held back until there is speech to send, so that a failure before it has its own status."""
        part = growing_part(request.environ)
        while True:
            failure = self._narrations.failure(article_id, revision)  # first: what landed before it is still sent
            if audio := open_audio(self._narrations, article_id, revision):
                return self._play_ready(audio, fixed)
            tag, landed = self._landed(article_id, revision)
            if landed > max(tag, part.start):
                body = self._body(article_id, revision, part, landed, listener)
                return _growing(self._timed(body, tag, started) if part.is_whole else body, revision, part, landed)
            if failure is not None:
                raise failed(failure)
            existing(self._narrations, article_id, revision)
            listener.wait(LOOK_AGAIN_S)

    def _landed(self, article_id: str, revision: str) -> tuple[int, int]:
        """Bytes of the tag, and bytes that can be had now."""
        plan = self._narrations.plan(article_id, revision)
        return (plan.tag_bytes, growing.audible_bytes(self._narrations, plan)) if plan else (0, 0)

    def _body(self, article_id: str, revision: str, part: GrowingPart, landed: int, listener: Listener) -> Iterator[bytes]:
        listener.patience_s = STALL_S
        left = part.size(landed)
        for piece in growing.stream(self._narrations, article_id, revision, listener.wait, part.start):
            listener.encourage()
            yield piece[:left]
            if left is not None and (left := left - len(piece)) <= 0:
                return

    def _timed(self, body: Iterator[bytes], tag: int, started: float) -> Iterator[bytes]:
        sent = 0
        for piece in body:
            if sent <= tag < sent + len(piece):
                self._observe_first_sound(time.monotonic() - started)
            sent += len(piece)
            yield piece


class _Titled(msgspec.Struct):
    title: str


def _growing(body: Iterable[bytes], revision: str, part: GrowingPart = WHOLE, landed: int = 0) -> Response:
    response = Response(body, 200 if part.is_whole else 206, content_type=CONTENT_TYPE)
    headers = response.headers
    headers["Accept-Ranges"] = "none"  # nobody is to seek in it; who was cut off may still ask for the rest
    headers["Cache-Control"] = "no-store"
    headers["X-Accel-Buffering"] = "no"
    if revision:
        headers["X-Narration-Revision"] = revision
    if not part.is_whole:
        headers["Content-Range"] = part.content_range(landed)
    if (size := part.size(landed)) is not None:
        headers["Content-Length"] = str(size)
    return response


def _refusal(status: int, size: int) -> Response:
    response = problem_response(REFUSALS[status])
    if status == 416:
        response.headers["Content-Range"] = f"bytes */{size}"
    return response


def attachment(title: str) -> str:
    """A Content-Disposition (RFC 6266) that saves as ``title``.mp3, whatever stands in it."""
    name = "".join(" " if c in '/\\:*?"<>|' or not c.isprintable() else c for c in title)
    name = " ".join(name.split())[:80].strip(". ") or "narration"
    plain = name.encode("ascii", "ignore").decode().strip() or "narration"
    return f"attachment; filename=\"{plain}.mp3\"; filename*=UTF-8''{quote(name)}.mp3"
