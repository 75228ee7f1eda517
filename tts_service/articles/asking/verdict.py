"""Waiting until workers have read an article: woken by their notices, with a look now and then in case one is
lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from audio_cache.narrations import Narrations
from tts_service.articles.facts import problem_of
from tts_service.errors import Problem

LOOK_AGAIN_S = 0.25
"""Between two looks at the narration folder while no notice arrives."""


class Wakeable(Protocol):
    def wait(self, timeout_s: float) -> bool:
        """True when a notice arrived; False after ``timeout_s``, or sooner when none can arrive."""


class NoticeBoard(Protocol):
    """Where workers' notices arrive. From the call of ``watch`` on, no notice is missed."""

    def watch(self, article_id: str) -> AbstractContextManager[Wakeable]: ...


class NoNotices:
    """For a process that receives no notices: it sleeps between looks."""

    def __init__(self, sleep: Callable[[float], object] = time.sleep) -> None:
        self._sleep = sleep

    def watch(self, article_id: str) -> AbstractContextManager[Wakeable]:
        return nullcontext(self)

    def wait(self, timeout_s: float) -> bool:
        self._sleep(timeout_s)
        return False


class Verdicts:
    """The outcome of reading an article: it can be rendered, or a problem says why not."""

    def __init__(self, narrations: Narrations, notices: NoticeBoard) -> None:
        self._narrations = narrations
        self._notices = notices

    def wait(self, article_id: str, digest: str, patience_s: float) -> Problem | None:
        """What is wrong with the request ``digest``; None when nothing is, or when it takes longer than
        ``patience_s`` to know."""
        if patience_s > 0 and self._narrations.outcome(article_id, digest) is None:
            self._await(article_id, digest, patience_s)
        outcome = self._narrations.outcome(article_id, digest)
        return problem_of(outcome.problem) if outcome and outcome.problem else None

    def _await(self, article_id: str, digest: str, patience_s: float) -> None:
        with self._notices.watch(article_id) as watch:  # before looking, so that no notice falls between
            while patience_s > 0 and self._narrations.outcome(article_id, digest) is None:
                patience_s -= _waited_s(watch, min(LOOK_AGAIN_S, patience_s))


def _waited_s(watch: Wakeable, timeout_s: float) -> float:
    started = time.monotonic()
    woken = watch.wait(timeout_s)
    spent_s = time.monotonic() - started
    return spent_s if woken else max(spent_s, timeout_s)
