"""Many articles on all cores of this machine, none of them idle between two articles.

Every thread takes the next segment of the oldest article that has one to spare, and where there is none it
prepares another article. So there are never more articles at once than threads.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import msgspec

from audio_cache.narrations import Narrations
from tts_service.article.request import ArticleRequest
from tts_service.contracts.rendering import BatchObserver, Prepared
from tts_service.errors import ProblemKind, ServiceError, from_problem
from workers.main_thread import MainThread
from workers.notices import SilentAnnouncer
from workers.render.outcomes import RenderStep
from workers.render.rendering import Rendering

LOOK_S = 0.1


class Tally(SilentAnnouncer):
    """Counts what the calling thread has synthesized, and attempts that came to nothing."""

    def __init__(self) -> None:
        self._mine = threading.local()
        self._attempts: Counter[str] = Counter()

    def count(self, sample: str, amount: float = 1) -> None:
        if sample.startswith("tts_segments_synthesized_total"):
            self._mine.segments = self.segments + 1

    def attempt(self, name: str) -> int:
        self._attempts[name] += 1
        return self._attempts[name]

    def succeeded(self, name: str) -> None:
        self._attempts.pop(name, None)

    @property
    def segments(self) -> int:
        return int(getattr(self._mine, "segments", 0))


class _Job(msgspec.Struct):
    """``spare`` segments are missing and, as far as known, not being worked on; ``hands`` threads work on
    the article."""

    index: int
    prepared: Prepared
    spare: int
    hands: int = 0
    spoken: int = 0


class Batch:
    def __init__(
        self,
        rendering: Rendering,
        narrations: Narrations,
        tally: Tally,
        prepare: Callable[[ArticleRequest], Prepared],
        listener: BatchObserver,
        main: MainThread,
    ) -> None:
        self._main = main
        self._rendering = rendering
        self._narrations = narrations
        self._tally = tally
        self._prepare = prepare
        self._listener = listener
        self._sources: Iterator[tuple[int, Callable[[], ArticleRequest]]] = iter(())
        self._jobs: list[_Job] = []
        self._preparing = 0
        self._changed = threading.Condition()
        self._stopping = threading.Event()

    def run(self, requests: Iterable[Callable[[], ArticleRequest]], threads: int) -> None:
        """Runs until all are done. ``requests`` may raise ServiceError. An interruption ends it after the
        segments being spoken."""
        self._sources = enumerate(requests)
        with ThreadPoolExecutor(threads, thread_name_prefix="batch") as pool:
            try:
                work = [pool.submit(self._work) for _ in range(threads)]
                self._main.serve(work)
                for done in work:
                    done.result()
            finally:
                self._stopping.set()

    def _work(self) -> None:
        try:
            while not self._stopping.is_set():
                job = self._take()
                if job is not None:
                    self._step(job)
                elif not self._prepare_next() and not self._wait():
                    return
        except BaseException:
            self._stopping.set()
            raise

    def _take(self) -> _Job | None:
        with self._changed:
            job = next((job for job in self._jobs if job.spare > 0), None)
            if job is not None:
                job.spare -= 1
                job.hands += 1
            return job

    def _step(self, job: _Job) -> None:
        before = self._tally.segments
        narration = job.prepared.narration
        step = self._rendering.render_next(narration)
        with self._changed:
            job.hands -= 1
            job.spoken += self._tally.segments - before
            if job not in self._jobs:
                pass  # another thread has finished it
            elif step.goes_on:
                self._listener.stored(job.index, job.spoken)
                if not job.spare and not job.hands:  # segments believed missing are stored: check again
                    job.spare = max(1, len(self._narrations.missing(job.prepared.plan)))
            elif step is not RenderStep.READY or not job.hands:
                self._end(job)
            self._changed.notify_all()

    def _end(self, job: _Job) -> None:
        self._jobs.remove(job)
        finished = self._narrations.finished(job.prepared.narration)
        failure = self._narrations.failure(job.prepared.narration)
        if finished is not None:
            self._listener.finished(job.index, job.prepared, finished, job.spoken)
        elif failure is not None:
            self._listener.failed(job.index, from_problem(failure))
        else:
            gone = ServiceError(
                "The narration was removed while it was rendered. Try again.", kind=ProblemKind.GONE
            )
            self._listener.failed(job.index, gone)

    def _prepare_next(self) -> bool:
        """False when there is no article left to begin."""
        with self._changed:
            source = next(self._sources, None)
            if source is None:
                return False
            index, request = source
            self._preparing += 1
        try:
            prepared = self._prepare(request())
            missing = len(self._narrations.missing(prepared.plan))
            with self._changed:
                self._listener.prepared(index, prepared, len(prepared.plan.segments) - missing)
                self._jobs.append(_Job(index, prepared, max(1, missing)))
        except ServiceError as error:
            with self._changed:
                self._listener.failed(index, error)
        finally:
            with self._changed:
                self._preparing -= 1
                self._changed.notify_all()
        return True

    def _wait(self) -> bool:
        """Wait until a thread has finished something; False if none is working."""
        with self._changed:
            if not self._jobs and not self._preparing:
                return False
            if not any(job.spare for job in self._jobs):
                self._changed.wait(LOOK_S)
        return True
