"""What hibari says in one breath. Pure.

Left alone, its network hurries over the end of a sentence (a tenth of a second where two are read at once)
and over colons and semicolons (nothing), and reads a question as a statement. So each part that ends in one
of these is said by itself, with a pause behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from workers.engines.hibari.reading import SpokenToken
from workers.engines.hibari.splitting import parts

_SENTENCE_ENDS = frozenset(".!?…")
_CLAUSE_ENDS = frozenset(":;")
_SENTENCE_S, _CLAUSE_S, _COMMA_S = 0.4, 0.25, 0.12
_NO_MARK_S = 0.04
_CLOSING = "”\"’')] "
_OPENING = "“\"‘'(["
_WORD = re.compile(r"[^\W\d_]+")
_ASKING = frozenset(("who", "whom", "whose", "what", "which", "when", "where", "why", "how"))
_MOST_BEFORE = 3
"""Words among which the one that asks is found: "And at what price?"."""


class Breath(NamedTuple):
    """``pause_s``: the silence that is heard behind it, if another one follows. ``rises``: its pitch goes up
    at the end."""

    phonemes: str
    pause_s: float
    rises: bool


def breaths(text: str, pieces: Sequence[SpokenToken]) -> Iterator[Breath]:
    """``pieces`` of ``text`` in parts that the network can say; put together, their phonemes are those of
    ``pieces``."""
    for phrase in _phrases(text, pieces):
        said = list(parts("".join(piece.phonemes for piece in phrase)))
        for part in said[:-1]:
            yield Breath(part, _COMMA_S if part.rstrip()[-1:] == "," else _NO_MARK_S, rises=False)
        ends_sentence = said[-1].rstrip(_CLOSING)[-1:] in _SENTENCE_ENDS
        yield Breath(
            said[-1],
            _SENTENCE_S if ends_sentence else _CLAUSE_S,
            rises(text[phrase[0].start : phrase[-1].end]),
        )


def rises(phrase: str) -> bool:
    """True for a question to be answered with yes or no. One that asks who or why falls in English, and so
    does the last of several choices."""
    if not phrase.rstrip(_CLOSING).endswith("?"):
        return False
    words = [word.lower() for word in _WORD.findall(phrase)]
    return _ASKING.isdisjoint(words[:_MOST_BEFORE]) and "or" not in words


def _phrases(text: str, pieces: Sequence[SpokenToken]) -> Iterator[list[SpokenToken]]:
    phrase: list[SpokenToken] = list(pieces[:1])
    for before, piece in pairwise(pieces):
        if before.phonemes.endswith(" ") and _is_end(phrase) and _begins(text[piece.start :], phrase):
            yield phrase
            phrase = []
        phrase.append(piece)
    yield phrase


def _is_end(phrase: Sequence[SpokenToken]) -> bool:
    """True if there are words in it, and the last mark is the end of a sentence or a clause."""
    said = "".join(piece.phonemes for piece in phrase).rstrip(_CLOSING)
    return said[-1:] in _SENTENCE_ENDS | _CLAUSE_ENDS and any(char.isalpha() for char in said)


def _begins(rest: str, phrase: Sequence[SpokenToken]) -> bool:
    """True if something begins in ``rest``: not "he asked" behind a question."""
    mark = "".join(piece.phonemes for piece in phrase).rstrip(_CLOSING)[-1]
    first = rest.lstrip(_OPENING)[:1]
    return mark in _CLAUSE_ENDS or not first.islower()
