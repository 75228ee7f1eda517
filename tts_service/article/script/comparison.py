"""Two scripts of one article, compared sentence by sentence. Pure."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher

import msgspec

from tts_service.article.model import Script

MOST_SENTENCES = 3_000
"""Of either script."""
MOST_ALIKE = 20_000
"""Pairs of a sentence of one script and the same sentence in the other. Comparing takes time with these and
with the length of the scripts: with the cube of it, if all sentences were alike."""


class Change(msgspec.Struct, frozen=True):
    """Sentences that others take the place of, as spoken; either may be none. ``at``: the first of ``now``
    is, or would be, this segment of the newer script."""

    at: int
    was: tuple[str, ...]
    now: tuple[str, ...]


def changes_between(older: Script, newer: Script) -> tuple[Change, ...] | None:
    """In the order of the newer script. None for scripts that are too long to be compared, or repeat
    themselves too often."""
    was, now = ([segment.text for segment in script.segments] for script in (older, newer))
    times = Counter(was)
    if max(len(was), len(now)) > MOST_SENTENCES or sum(times[text] for text in now) > MOST_ALIKE:
        return None
    found = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return tuple(
        Change(start, tuple(was[first:last]), tuple(now[start:end]))
        for tag, first, last, start, end in found
        if tag != "equal"
    )
