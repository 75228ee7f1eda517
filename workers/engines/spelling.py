"""Words that are spelled letter by letter, written so that an engine spells them. Pure.

espeak-ng (behind Piper and Kokoro) guesses: it says "EPA" as "eppa", "WHO" as "who", and drops the s of
"TVs". Letters joined by full stops are spelled out by all engines: "E.P.A". No full stop follows the last
letter, because before a capital it ends a sentence for espeak-ng. With an s at the end, full stops fail for
two letters, and a hyphen works. In English, a lone A in front is taken for the article after some words ("of
A.I" is spoken "of a dot I"), so it is kept together with the next letter, or the next word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tts_service.article.model import Phonemes, Spelled
from tts_service.article.normalize.wordlists import word_set

Span = tuple[int, int]

_NO_LETTERS = word_set(
    "AM AN AS AT AU ABE ABU ADA ADD ADO AHA AKA ALE ALL ALM ALT AMO AND ANK ANQ ANY APR ARC ARE ASS AVE"
)
"""Capitals that espeak-ng says as a word nevertheless."""
_SUFFIX = re.compile(r"['’]?[sS]\b")
_NEXT_WORD = re.compile(r" (?=\w)")
_INITIAL = re.compile(r" (?=[A-Z]\.)")


class Rewriting(NamedTuple):
    """``text[first:last]`` stands for ``original[start:end]``."""

    first: int
    last: int
    start: int
    end: int


class SpelledOut(NamedTuple):
    """``text`` is what the engine is given; all but its ``rewritings`` (in order) is the original's."""

    text: str
    rewritings: tuple[Rewriting, ...]

    def original(self, start: int, end: int) -> Span:
        """The part of the original that ``text[start:end]`` (not empty) says; a spelled word as a whole."""
        return self._character(start)[0], self._character(end - 1)[1]

    def _character(self, at: int) -> Span:
        shift = 0
        for one in self.rewritings:
            if at < one.first:
                break
            if at < one.last:
                return one.start, one.end
            shift = one.end - one.last
        return at + shift, at + shift + 1

    def moved(self, given: Sequence[Phonemes]) -> tuple[Phonemes, ...]:
        """``given`` for words of the original, none of them spelled: where they are in ``text``."""
        return tuple(
            Phonemes(one.start + self._shift(one.start), one.end + self._shift(one.start), one.ipa)
            for one in given
        )

    def _shift(self, at: int) -> int:
        return next((one.last - one.end for one in reversed(self.rewritings) if one.end <= at), 0)


def spelled_out(text: str, spelled: Sequence[Spelled], language: str) -> SpelledOut:
    """``text`` with the words that are ``spelled`` (in order, not overlapping) written with points, which
    every engine spells."""
    parts: list[str] = []
    rewritings: list[Rewriting] = []
    at = length = 0
    for start, end, written in _rewritten(text, spelled, language):
        first = length + start - at
        rewritings.append(Rewriting(first, first + len(written), start, end))
        parts += [text[at:start], written]
        at, length = end, first + len(written)
    return SpelledOut("".join([*parts, text[at:]]), tuple(rewritings))


def letters_of(text: str, word: Spelled) -> str:
    """The letters (and figures) of a spelled word, as capitals: "PM" for "p.m."."""
    return "".join(filter(str.isalnum, text[word.start : word.end])).upper()


def _rewritten(text: str, spelled: Sequence[Spelled], language: str) -> Iterator[tuple[int, int, str]]:
    """From, to, and what is written there."""
    is_english = language.partition("-")[0] == "en"
    for word in spelled:
        letters = letters_of(text, word)
        suffix = _SUFFIX.match(text, word.end)
        end = suffix.end() if suffix else word.end
        if letters == "A" and is_english and not suffix and (blank := _NEXT_WORD.match(text, end)):
            yield word.start, blank.end(), "A" if _INITIAL.match(text, end) else "A-"
        elif letters:
            yield word.start, end, _with_points(letters, bool(suffix), is_english)


def _with_points(letters: str, has_s: bool, is_english: bool) -> str:
    end = "'s" if has_s else ""
    if is_english and letters[0] == "A" and letters[: 2 if len(letters) > 3 else 3] not in _NO_LETTERS:
        if len(letters) <= 3:  # capitals that espeak-ng spells as they are
            return letters + end
        return f"{letters[:2]}-{('-' if has_s else '.').join(letters[2:])}{end}"
    return ("-" if has_s and len(letters) == 2 else ".").join(letters) + end
