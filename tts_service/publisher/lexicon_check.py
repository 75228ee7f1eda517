"""What is no error in a lexicon, but will not be heard as its editor thinks. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from tts_service.article.entry import Entry, speaks
from tts_service.article.ipa import unknown_symbols


class Voice(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def languages(self) -> tuple[str, ...]: ...
    @property
    def ipa(self) -> str: ...


def warnings(entries: Sequence[tuple[Entry, int]], name: str, voices: Sequence[Voice], default: str) -> list[str]:
    """One sentence each, with file ``name`` and line. ``voices`` in the order of preference, ``default`` before them all
    (an id or a name; "": none)."""
    ordered = sorted(voices, key=lambda voice: default not in (voice.id, voice.id.partition("/")[2]))
    return [f"{name}, line {line}: {warning}" for entry, line in entries for warning in _warnings(entry, ordered)]


def _warnings(entry: Entry, voices: Sequence[Voice]) -> Iterator[str]:
    meant = [voice for voice in voices if speaks(entry.voice, voice.id)] if entry.voice else list(voices)
    if not meant:
        yield f"{entry.voice} is no voice here: {entry.write!r} is said as it is written."
    fitting = [voice for voice in meant if not entry.language or not {entry.language, "*"}.isdisjoint(voice.languages)]
    if entry.ipa and fitting:
        yield from _unheard(entry, fitting[0])


def _unheard(entry: Entry, voice: Voice) -> Iterator[str]:
    """What the first voice that may read the word makes of it: the others are for who asks for them."""
    if not voice.ipa:
        yield f"{voice.id} cannot be told a sound: {entry.write!r} is said as it is written. A respelling would be heard: say."
    elif unknown := unknown_symbols(entry.ipa, voice.ipa):
        yield f"{voice.id} cannot say {' '.join(unknown)} in {entry.ipa!r} ({entry.write}), and leaves it out."
