"""Sentences that are longer than hibari's network was trained on, in parts. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

MOST = 400
"""Phonemes, blanks and stress marks included: hibari's own bound."""
_CLAUSE_ENDS = frozenset(".!?…;:—,")


def parts(phonemes: str, most: int = MOST) -> Iterator[str]:
    """``phonemes`` in parts of at most ``most``: each ends at the last pause in it, else at the last word.
    Put together they are ``phonemes``."""
    while len(phonemes) > most:
        cut = _cut(phonemes[:most])
        yield phonemes[:cut]
        phonemes = phonemes[cut:]
    yield phonemes


def _cut(phonemes: str) -> int:
    """Behind the last blank after a pause in the second half, else behind the last blank, else at the end."""
    blanks = [at for at in range(1, len(phonemes)) if phonemes[at] == " "]
    pauses = [at for at in blanks if phonemes[at - 1] in _CLAUSE_ENDS and at > len(phonemes) // 4]
    return _last(pauses) or _last(blanks) or len(phonemes)


def _last(places: Sequence[int]) -> int:
    return places[-1] + 1 if places else 0
