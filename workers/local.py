"""Rendering in this process, on all cores, without a server: for the command line."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from audio_cache.claims import LocalClaims
from audio_cache.frames import BYTES_PER_SECOND
from audio_cache.local import LocalStore
from audio_cache.narrations import Narrations
from audio_cache.plan import Finished
from tts_service.article.lexicon import Lexicon
from tts_service.article.model import Script, decode_script
from tts_service.article.request import ArticleRequest, article_id
from tts_service.errors import Problem, ServiceError, from_problem
from tts_service.publisher.rules import Rules
from tts_service.settings import Settings
from workers.batch import Batch, Listener, Tally
from workers.engines.base import Voice
from workers.engines.registry import all_voices, broken_engines, find_voice
from workers.prepared import Prepared
from workers.reading import ScriptReader
from workers.rendering import Rendering
from workers.speaking import speak


class Pace(msgspec.Struct, frozen=True):
    """``chars`` of speech became ``audio_s`` seconds of sound in ``took_s`` seconds on one core."""

    chars: int
    audio_s: float
    took_s: float


PACED_SEGMENTS = 4


class LocalRunner:
    """Uses the same cache folder as the service: what one has spoken the other need not speak."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._segments = LocalStore(settings.cache_dir)
        self._narrations = Narrations(settings.cache_dir, self._segments)
        self._reader = ScriptReader(settings, Rules(settings), self._narrations, keep=False)
        claims = LocalClaims(settings.cache_dir)
        self._tally = Tally()
        self._rendering = Rendering(settings, self._segments, self._narrations, claims, self._tally)

    def script(self, request: ArticleRequest) -> Script:
        """Raises ServiceError."""
        return self._reader.script(request, article_id(request))

    def prepare(self, request: ArticleRequest, lexicon: Lexicon | None = None) -> Prepared:
        """Raises ServiceError."""
        identity = article_id(request)
        plan = self._rendering.prepare(identity, request, live=False, lexicon=lexicon)
        script = self._narrations.script(identity, plan.revision) or b""
        return Prepared(identity, plan.revision, decode_script(script), plan)

    def render(self, prepared: Prepared, on_segment: Callable[[int, int], None] | None = None) -> Finished:
        """Speak what is missing. ``on_segment(done, total)`` is called as segments land, from several threads in turn.

        Raises ServiceError when the engine cannot speak it. An interruption ends it after the segments being spoken.
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
                for done in [pool.submit(self._render_all, prepared, report, stopping) for _ in range(threads)]:
                    done.result()
            finally:
                stopping.set()
        return self._outcome(prepared)

    def render_many(self, requests: Iterable[Callable[[], ArticleRequest]], listener: Listener) -> None:
        """All of them, on all cores; ``listener`` is told of each. What cannot be read or spoken stops no other.

        An interruption ends it after the segments being spoken.
        """
        batch = Batch(self._rendering, self._narrations, self._tally, self.prepare, listener)
        batch.run(requests, self._settings.worker_processes)

    def pace(self, script: Script, voice: str | None) -> Pace:
        """How quick the voice is here, tried on a few sentences of ``script``. Nothing is kept."""
        engine, found = find_voice(self._settings, voice, script.language)
        texts = [segment.text for segment in script.segments[:PACED_SEGMENTS]]
        engine.warm(found)
        started = time.monotonic()
        sounds = [speak(engine, found, text, script.language) for text in texts]
        took_s = time.monotonic() - started
        return Pace(sum(map(len, texts)), sum(len(sound.audio) for sound in sounds) / BYTES_PER_SECOND, took_s)

    def _render_all(self, prepared: Prepared, report: Callable[[], None], stopping: threading.Event) -> None:
        while not stopping.is_set() and self._rendering.render_next(prepared.article_id, prepared.revision).goes_on:
            report()

    def _progress(self, prepared: Prepared) -> tuple[int, int]:
        plan = self._narrations.plan(prepared.article_id, prepared.revision) or prepared.plan
        total = len(plan.segments)
        return total - len(self._narrations.missing(plan)), total

    def _outcome(self, prepared: Prepared) -> Finished:
        finished = self._narrations.finished(prepared.article_id, prepared.revision)
        if finished is not None:
            return finished
        failure = self._narrations.failure(prepared.article_id, prepared.revision)
        if failure is not None:
            raise from_problem(Problem(failure.kind, failure.title, failure.detail, failure.status))
        raise ServiceError("The narration was removed while it was rendered. Try again.", kind="gone")

    def audio_path(self, finished: Finished) -> Path:
        return self._narrations.audio_path(finished.article_id, finished.revision)

    def voices(self) -> list[Voice]:
        return all_voices(self._settings)

    def broken_engines(self) -> dict[str, str]:
        """Engines that cannot be loaded here, each with the reason."""
        return broken_engines(self._settings)
