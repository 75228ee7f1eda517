"""Entries that are valid, but will not sound as their editor expects. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tts_service.article.lexicon.entry import LexiconEntry, speaks
from tts_service.article.lexicon.ipa import unknown_symbols
from tts_service.contracts.voices import Voice


def warnings(
    entries: Sequence[tuple[LexiconEntry, int]], name: str, voices: Sequence[Voice], default: str
) -> list[str]:
    """One sentence each, with file ``name`` and line. ``voices`` are in order of preference, after
    ``default`` (an id or a name; "": none)."""
    ordered = sorted(voices, key=lambda voice: default not in (voice.id, voice.id.partition("/")[2]))
    return [
        f"{name}, line {line}: {warning}" for entry, line in entries for warning in _warnings(entry, ordered)
    ]


def _warnings(entry: LexiconEntry, voices: Sequence[Voice]) -> Iterator[str]:
    meant = [voice for voice in voices if speaks(entry.voice, voice.id)] if entry.voice else list(voices)
    if not meant:
        yield f"There is no voice {entry.voice} here: {entry.write!r} is spoken as it is written."
    fitting = [
        voice
        for voice in meant
        if not entry.language or not {entry.language, "*"}.isdisjoint(voice.languages)
    ]
    if entry.ipa and fitting:
        yield from _unheard(entry, fitting[0])


def _unheard(entry: LexiconEntry, voice: Voice) -> Iterator[str]:
    """What the first voice that may read the word makes of it: the others speak only on request."""
    if not voice.ipa:
        yield (
            f"{voice.id} takes no phonemes: {entry.write!r} is spoken as it is written. Give a "
            "respelling with say instead."
        )
    elif unknown := unknown_symbols(entry.ipa, voice.ipa):
        yield (
            f"{voice.id} cannot say {' '.join(unknown)} in {entry.ipa!r} ({entry.write}), and leaves it out."
        )
