"""Finds the lexicon's words in a sentence. Pure.

Only whole words, in any script; the longest phrase first; of several entries for one word, the one with the
most conditions, then the first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from tts_service.article.lexicon.entry import LexiconEntry, Occasion
from tts_service.article.lexicon.lexicon import SPACELESS, TOKEN, Lexicon, first_token
from tts_service.article.model import SectionKind
from tts_service.article.normalize import normalize
from tts_service.article.normalize.rules import Edit
from tts_service.article.normalize.spelled import marked

_NO_SPACES = re.compile(f"[{SPACELESS}]")
_ALIKE = {"'": "['’]", "’": "['’]", "-": "[-‐‑]", "‐": "[-‐‑]", "‑": "[-‐‑]", " ": r"\s+"}
_IN_NUMBERS = ".,:/"


class LexiconMatcher:
    """The entries of ``lexicon`` that apply on ``occasion``."""

    def __init__(self, lexicon: Lexicon, occasion: Occasion) -> None:
        self._lexicon = lexicon
        self._occasion = occasion

    def edits(self, text: str) -> list[Edit]:
        """The edits to ``text``, in order. A word with IPA is left as it would be spoken without: not every
        voice takes IPA."""
        return [self._edit(entry, text, start, end) for entry, start, end in self._found(text)]

    def _edit(self, entry: LexiconEntry, text: str, start: int, end: int) -> Edit:
        if entry.say:
            return Edit(start, end, entry.say)
        runs = normalize(text[start:end], self._occasion.language)
        said = "".join(marked(run.spoken, run.spelled) for run in runs)
        return Edit(start, end, said or text[start:end], entry.ipa)

    def _found(self, text: str) -> Iterator[tuple[LexiconEntry, int, int]]:
        known = _by_first_token(self._lexicon)
        last = 0
        for token in TOKEN.finditer(text) if known else ():
            if token.start() < last:
                continue
            for entry in known.get(token.group().casefold(), ()):
                end = _end_of(entry, text, token.start()) if entry.counts(self._occasion) else None
                if end is not None:
                    yield entry, token.start(), end
                    last = end
                    break


WordsFor = Callable[[SectionKind, str, str, str], LexiconMatcher]
"""For text in a kind of section, in a role and in a language (BCP 47), which decide on the voice, unless its
author names one ("" if not)."""

_NO_WORDS = LexiconMatcher(Lexicon(()), Occasion())


def no_words(kind: SectionKind, role: str, language: str, voice: str) -> LexiconMatcher:
    return _NO_WORDS


@lru_cache(maxsize=4)
def _by_first_token(lexicon: Lexicon) -> Mapping[str, Sequence[LexiconEntry]]:
    """The entries that may begin with a token, in the order in which to try them."""
    found: dict[str, list[LexiconEntry]] = {}
    for entry in lexicon.entries:
        found.setdefault(first_token(entry), []).append(entry)
    for entries in found.values():
        entries.sort(key=lambda entry: (-len(entry.write), -entry.weight))
    return found


def _end_of(entry: LexiconEntry, text: str, start: int) -> int | None:
    """Where ``entry`` ends if ``text`` contains it at ``start`` as whole words."""
    match = _pattern(entry.write, entry.case).match(text, start)
    return None if match is None or _inside(text, start) or _inside(text, match.end()) else match.end()


@lru_cache(maxsize=10_000)
def _pattern(write: str, case: bool) -> re.Pattern[str]:
    return re.compile(
        "".join(_ALIKE.get(char) or re.escape(char) for char in write), 0 if case else re.IGNORECASE
    )


def _inside(text: str, at: int) -> bool:
    """True if ``at`` is not a word boundary: letters, or the digits of a number, continue there."""
    before, behind = text[max(0, at - 1) : at], text[at : at + 1]
    if not before or not behind:
        return False
    if _goes_on(before) and _goes_on(behind):
        return True
    around = text[max(0, at - 2) : at + 2]
    return any(
        around[i].isdigit() and around[i + 1] in _IN_NUMBERS and around[i + 2].isdigit()
        for i in range(len(around) - 2)
    )


def _goes_on(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN" and not _NO_SPACES.match(char)
