"""Rendering in this process, on all cores, without a server: for the command line."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from audio_cache.mp3.frames import BYTES_PER_SECOND
from audio_cache.plan import Finished
from audio_cache.stored import whole_file
from tts_service.article.lexicon.lexicon import Lexicon
from tts_service.article.model import Script, decode_script
from tts_service.article.request import ArticleRequest, article_id
from tts_service.broker.store import store_of
from tts_service.contracts.rendering import BatchObserver, Pace, Prepared
from tts_service.errors import ProblemKind, ServiceError, Unprocessable, from_problem
from tts_service.publisher.files import PublisherFiles
from tts_service.publisher.rules import PublisherRules
from tts_service.settings import Settings
from tts_service.time_limit import LastResort
from workers.engines.base import EngineError, Voice
from workers.engines.registry import all_voices, broken_engines, find_voice
from workers.main_thread import MainThread
from workers.reading import ScriptReader
from workers.render.batch import Batch, Tally
from workers.render.rendering import Rendering
from workers.render.speaking import speak

PACED_SEGMENTS = 4


class LocalRunner:
    """Uses the same cache folder as the service: neither speaks again what the other has spoken."""

    def __init__(self, settings: Settings, files: PublisherFiles | None = None) -> None:
        """``files``: the publisher's (default: those in the data folder)."""
        self._settings = settings
        store = store_of(settings, needs_redis=False)
        self._narrations = store.narrations
        last_resort = LastResort.COMMAND
        self._reader = ScriptReader(
            settings, PublisherRules(settings, files), self._narrations, keep=False, last_resort=last_resort
        )
        self._tally = Tally()
        self._main = MainThread()
        self._rendering = Rendering(
            settings,
            *store,
            self._tally,
            last_resort=last_resort,
            reading_thread=self._main,
            files=files,
        )

    def script(self, request: ArticleRequest) -> Script:
        """Raises ServiceError."""
        return self._reader.script(request, article_id(request))

    def prepare(self, request: ArticleRequest, lexicon: Lexicon | None = None) -> Prepared:
        """Raises ServiceError."""
        plan = self._rendering.prepare(article_id(request), request, live=False, lexicon=lexicon)
        script = self._narrations.script(plan.narration) or b""
        return Prepared(decode_script(script), plan)

    def render(self, prepared: Prepared, on_segment: Callable[[int, int], None] | None = None) -> Finished:
        """Speak what is missing. ``on_segment(done, total)`` is called as segments are stored, from several
        threads in turn.

        Raises ServiceError when the engine cannot speak it. An interruption ends it after the segments being
        spoken.
        """
        lock = threading.Lock()
        stopping = threading.Event()

        def report() -> None:
            if on_segment is not None:
                with lock:
                    on_segment(*self._progress(prepared))

        report()
        threads = self._settings.worker_processes
        with ThreadPoolExecutor(threads, thread_name_prefix="render") as pool:
            try:
                for done in [
                    pool.submit(self._render_all, prepared, report, stopping) for _ in range(threads)
                ]:
                    done.result()
            finally:
                stopping.set()
        return self._outcome(prepared)

    def render_many(self, requests: Iterable[Callable[[], ArticleRequest]], observer: BatchObserver) -> None:
        """All of them, on all cores; ``observer`` is notified of each. One that cannot be read or
        spoken does not stop the others.

        An interruption ends it after the segments being spoken.
        """
        batch = Batch(self._rendering, self._narrations, self._tally, self.prepare, observer, self._main)
        batch.run(requests, self._settings.worker_processes)

    def check_voice(self, script: Script, voice: str | None) -> None:
        """Raises ServiceError when nobody here speaks the language of ``script``."""
        find_voice(self._settings, voice, script.language)

    def pace(self, script: Script, voice: str | None) -> Pace:
        """How fast the voice is here, tried on a few sentences of ``script``. Nothing is stored.

        Raises ServiceError when there is no such voice, or it cannot speak them.
        """
        engine, found = find_voice(self._settings, voice, script.language)
        tried = script.segments[:PACED_SEGMENTS]
        engine.warm(found)
        started = time.monotonic()
        try:
            sounds = [
                speak(engine, found, segment.text, script.language, spelled=segment.spelled)
                for segment in tried
            ]
        except EngineError as error:
            raise Unprocessable(f"The voice {found.id} cannot speak this: {error}") from error
        took_s = time.monotonic() - started
        return Pace(
            sum(len(segment.text) for segment in tried),
            sum(len(sound.audio) for sound in sounds) / BYTES_PER_SECOND,
            took_s,
        )

    def _render_all(self, prepared: Prepared, report: Callable[[], None], stopping: threading.Event) -> None:
        while not stopping.is_set() and self._rendering.render_next(prepared.narration).goes_on:
            report()

    def _progress(self, prepared: Prepared) -> tuple[int, int]:
        plan = self._narrations.plan(prepared.narration) or prepared.plan
        total = len(plan.segments)
        return total - len(self._narrations.missing(plan)), total

    def _outcome(self, prepared: Prepared) -> Finished:
        finished = self._narrations.finished(prepared.narration)
        if finished is not None:
            return finished
        failure = self._narrations.failure(prepared.narration)
        if failure is not None:
            raise from_problem(failure)
        raise ServiceError(
            "The narration was removed while it was rendered. Try again.", kind=ProblemKind.GONE
        )

    def audio_path(self, finished: Finished) -> Path:
        return whole_file(self._narrations, finished.narration)

    def manifest(self, finished: Finished) -> bytes | None:
        """Its Content Credentials; None if it was not signed."""
        return self._narrations.manifest(finished.narration)

    def voices(self) -> list[Voice]:
        return all_voices(self._settings)

    def broken_engines(self) -> dict[str, str]:
        """Engines that cannot be loaded here, each with the reason."""
        return broken_engines(self._settings)
