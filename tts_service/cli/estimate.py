"""What a batch would come to: a few of its articles are read, a few of their sentences spoken, and the rest reckoned."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from audio_cache.frames import BYTES_PER_SECOND
from tts_service.cli.gathering import Source
from tts_service.cli.here import Ask
from tts_service.cli.words import duration, size
from tts_service.errors import ServiceError
from tts_service.inprocess import Runner

READ = 20
"""Articles that are read, spread over all of them."""
SPOKEN = 3
"""Of these, articles of which a few sentences are spoken."""


class Estimate(msgspec.Struct, frozen=True):
    """``audio_s`` and ``took_s`` in seconds: to hear, and to make on all cores here. ``bytes`` on disk: narrations, and as
    much again for their sentences. ``read`` of ``articles`` were looked at, ``unreadable`` of them in vain."""

    articles: int
    read: int
    unreadable: int
    audio_s: float
    bytes: int
    took_s: float


def estimate(runner: Runner, sources: Sequence[Source], ask: Ask, voice: str | None, cores: int) -> Estimate:
    """Raises ServiceError when the voice cannot speak."""
    some = sources[:: max(1, -(-len(sources) // READ))]
    chars = pause_s = audio_s = took_s = 0.0
    spoken = unreadable = 0
    for source in some:
        try:
            script = runner.script(ask(source))
        except ServiceError:
            unreadable += 1
            continue
        chars += sum(len(segment.text) for segment in script.segments)
        pause_s += sum(segment.pause_ms for segment in script.segments) / 1000
        if spoken < SPOKEN:
            pace = runner.pace(script, voice)
            audio_s, took_s, spoken = audio_s + pace.audio_s / pace.chars, took_s + pace.took_s / pace.chars, spoken + 1
    times = len(sources) / len(some)
    heard_s = (chars * audio_s / max(1, spoken) + pause_s) * times
    needed_s = chars * took_s / max(1, spoken) * times / cores
    return Estimate(
        len(sources), len(some), unreadable, round(heard_s, 1), round(2 * heard_s * BYTES_PER_SECOND), round(needed_s, 1)
    )


def told(found: Estimate) -> str:
    """One sentence or two."""
    unread = f" Of these {found.unreadable} cannot be read." if found.unreadable else ""
    return (
        f"{found.articles} articles, judged by {found.read} of them: about {duration(found.audio_s)} to hear, "
        f"{size(found.bytes)} on disk, {duration(found.took_s)} of work on this machine.{unread}"
    )
