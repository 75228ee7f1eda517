"""What a batch would come to: a few of its articles are read, a few of their sentences spoken, and the
rest reckoned."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from audio_cache.mp3.frames import BYTES_PER_SECOND
from tts_service.cli.batch.gather import Source
from tts_service.cli.batch.local import Ask
from tts_service.cli.formatting import duration, size
from tts_service.contracts.rendering import Runner
from tts_service.errors import ServiceError, Unprocessable

READ = 20
"""Articles that are read, spread over all of them."""
SPOKEN = 3
"""Of these, articles of which a few sentences are spoken."""


class Estimate(msgspec.Struct, frozen=True):
    """``audio_s`` and ``took_s`` in seconds: to hear, and to make on all cores here. ``bytes`` on disk:
    narrations, and as much again for their sentences. ``read`` of ``articles`` were looked at,
    ``unreadable`` of them in vain."""

    articles: int
    read: int
    unreadable: int
    audio_s: float
    bytes: int
    took_s: float


def estimate(runner: Runner, sources: Sequence[Source], ask: Ask, cores: int) -> Estimate:
    """Raises ServiceError when none of ``sources`` that were looked at can be read."""
    some = sources[:: max(1, -(-len(sources) // READ))]
    reckoning = _Reckoning(runner)
    for source in some:
        reckoning.read(source, ask)
    if reckoning.failure is not None and reckoning.unreadable == len(some):
        raise _nothing(some, reckoning.failure)
    times = len(sources) / len(some)
    audio_s, needed_s = reckoning.audio_s * times, reckoning.needed_s * times / cores
    size = round(2 * audio_s * BYTES_PER_SECOND)
    return Estimate(
        len(sources), len(some), reckoning.unreadable, round(audio_s, 1), size, round(needed_s, 1)
    )


class _Reckoning:
    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self.unreadable = 0
        self.failure: ServiceError | None = None
        """Of the first that cannot be read."""
        self._chars = self._pause_s = 0.0
        self._paces: list[tuple[float, float]] = []
        """Seconds to hear and to make, for a character."""

    def read(self, source: Source, ask: Ask) -> None:
        """What cannot be read, or is in a language that nobody here speaks, is counted."""
        try:
            request = ask(source)
            script = self._runner.script(request)
            self._runner.check_voice(script, request.voice)
            if len(self._paces) < SPOKEN:
                pace = self._runner.pace(script, request.voice)
                self._paces.append((pace.audio_s / max(1, pace.chars), pace.took_s / max(1, pace.chars)))
        except ServiceError as error:
            self.unreadable += 1
            self.failure = self.failure or error
            return
        self._chars += sum(len(segment.text) for segment in script.segments)
        self._pause_s += sum(segment.pause_ms for segment in script.segments) / 1000

    @property
    def audio_s(self) -> float:
        return self._chars * sum(heard for heard, _ in self._paces) / max(1, len(self._paces)) + self._pause_s

    @property
    def needed_s(self) -> float:
        return self._chars * sum(took for _, took in self._paces) / max(1, len(self._paces))


def _nothing(some: Sequence[Source], failure: ServiceError) -> ServiceError:
    if len(some) == 1:
        return failure
    return Unprocessable(
        f"None of {len(some)} articles that were looked at can be read. The first: {failure.detail}"
    )


def summarize(found: Estimate) -> str:
    """One sentence or two."""
    unread = f" Of these {found.unreadable} cannot be read." if found.unreadable else ""
    return (
        f"{found.articles} articles, judged by {found.read} of them: about {duration(found.audio_s)} to "
        "hear, "
        f"{size(found.bytes)} on disk, {duration(found.took_s)} of work on this machine.{unread}"
    )
