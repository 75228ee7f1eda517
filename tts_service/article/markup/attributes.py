"""Mark-up in a page: ``data-listen-pause`` and ``data-listen-voice``. Pure.

A page comes from outside, and is read whatever it says: what cannot be used is left out, and a note tells its
editor.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from tts_service.article.bounds import MAX_FIELD_CHARS
from tts_service.article.markup.marks import MOST_VOICES, MarkedPause, MarkedVoice, Markup
from tts_service.article.markup.pauses import LONGEST_TOGETHER_MS, milliseconds
from tts_service.article.source import source_text

PAUSE, VOICE = "data-listen-pause", "data-listen-voice"
_MOST_NOTES = 10
_SHOWN_CHARS = 40

Written = tuple[int, int, str]
"""Start and end in the text, and the value of the attribute."""


def markup_of(pauses: Iterable[Written], voices: Sequence[Written]) -> tuple[Markup, tuple[str, ...]]:
    """The mark-up, and notes on what is left out. Of two values for the same text the first counts, which is
    that of the innermost element; of two pauses at one place the longer one."""
    notes: list[str] = []
    markup = Markup(pauses=_pauses(pauses, notes), voices=_voices(voices, notes))
    return markup, tuple(dict.fromkeys(notes))[:_MOST_NOTES]


def _pauses(written: Iterable[Written], notes: list[str]) -> tuple[MarkedPause, ...]:
    longest: dict[int, int] = {}
    for _, at, value in written:
        try:
            longest[at] = max(milliseconds(value[:MAX_FIELD_CHARS]), longest.get(at, 0))
        except ValueError as error:
            notes.append(f"{PAUSE} is left out: {error}")
    kept, together_ms = [], 0
    for at, ms in sorted(longest.items()):
        together_ms += ms
        if together_ms > LONGEST_TOGETHER_MS:
            notes.append(
                f"{PAUSE}: the pauses of this page take more than {LONGEST_TOGETHER_MS // 1000} s together. "
                "The last ones are left out."
            )
            break
        kept.append(MarkedPause(at, ms))
    return tuple(kept)


def _voices(written: Sequence[Written], notes: list[str]) -> tuple[MarkedVoice, ...]:
    """Without overlaps: what an outer element says holds between those within it."""
    names = [(start, end, " ".join(source_text(value).split())) for start, end, value in written]
    known = dict.fromkeys(name for _, _, name in names if 0 < len(name) <= MAX_FIELD_CHARS)
    kept = set(list(known)[:MOST_VOICES])
    for name in dict.fromkeys(name for _, _, name in names if name not in kept):
        why = f"more than {MOST_VOICES} are named" if name in known else "it is no voice's name"
        notes.append(f"{VOICE}={name[:_SHOWN_CHARS]!r} is left out: {why}.")
    return tuple(_flat([one for one in names if one[2] in kept]))


def _flat(names: Sequence[Written]) -> Iterable[MarkedVoice]:
    """Elements are nested or apart, and the inner ones come first."""
    places = sorted({at for start, end, _ in names for at in (start, end)})
    starting: dict[int, list[tuple[int, int, str]]] = {}
    for order, (start, end, name) in enumerate(names):
        starting.setdefault(start, []).append((order, end, name))
    stack: list[tuple[int, int, str]] = []
    for at, following in itertools.pairwise(places):
        stack = [one for one in stack if one[1] > at]
        stack += sorted(starting.get(at, ()), reverse=True)
        if stack and following > at:
            yield MarkedVoice(at, following, stack[-1][2])
