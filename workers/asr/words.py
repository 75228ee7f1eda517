"""Texts as words that can be compared: what was to be said, and what a recognizer wrote down. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from tts_service.article.normalize import normalize

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_BETWEEN_WORDS = re.compile(r"[\s\-‐‑–—…/]+")
_CONTRACTIONS = {
    "won't": "will not",
    "can't": "can not",
    "n't": " not",
    "'ll": " will",
    "'re": " are",
    "'ve": " have",
    "'m": " am",
}
"""Contractions with one meaning only: "he's" may be "he is" or "he has"."""
_CONTRACTED = re.compile(r"\b(?:won|can)'t\b|(?:n't|'ll|'re|'ve|'m)\b")
_DIGIT = re.compile(r"[0-9]")
_PAIRS = re.compile(r"(?<![0-9.,])([1-9][0-9]?)([1-9][0-9])(?![0-9.,]?[0-9])")
_WRAPPING = re.compile(r"^\W+|(['’]s)?\W*$")
_MOST_NAMES = 30
_MOST_CAPITALS = 0.75


def words(text: str, language: str) -> list[str]:
    """Lower case, without punctuation, figures in words, contractions written out, initials letter by letter:
    recognizers write "1989" for what was said in words, "there will" for "there'll", and "UN", "U.N." or
    "u n" for the same two letters."""
    said = " ".join(
        "".join(letter_by_letter(run.spoken, run.spelled) for run in normalize(part, language))
        for part in _SENTENCE_END.split(text)
    )
    plain = said.lower().replace("’", "'")
    if language == "en":
        plain = _CONTRACTED.sub(lambda match: _CONTRACTIONS[match[0]], plain)
    bare = ("".join(filter(_is_part_of_word, word)) for word in _BETWEEN_WORDS.split(plain))
    return [word for word in bare if word]


def letter_by_letter(text: str, spelled: Sequence[tuple[int, int]]) -> str:
    """``text`` with what is ``spelled`` (in order) as small letters, each by itself."""
    parts, at = [], 0
    for start, end in spelled:
        letters = filter(str.isalnum, text[start:end].lower())
        parts += [text[at:start], " ", " ".join(letters), " "]
        at = end
    return "".join([*parts, text[at:]])


def digit_by_digit(text: str, language: str) -> str:
    """``text`` with each figure by itself: what is said as "seven six, seven five" may be written down as
    "767-5"."""
    return _DIGIT.sub(lambda match: f" {_said(match[0], language)} ", text)


def two_by_two(text: str, language: str) -> str:
    """``text`` with figures of three and four digits in pairs: "thirty-one seventy" may be written down as
    "3170"."""
    return _PAIRS.sub(lambda match: f" {_said(match[1], language)} {_said(match[2], language)} ", text)


def _said(figures: str, language: str) -> str:
    return normalize(figures, language)[0].spoken


def _is_part_of_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM"


def names(texts: Sequence[str]) -> list[str]:
    """Proper names in ``texts``: words that stand with a capital where a sentence does not begin.

    Headlines in which nearly every word is capitalized are ignored.
    """
    found: dict[str, None] = {}
    for text in texts:
        written = text.split()
        capitals = [word for word in written[1:] if word.lstrip("“‘\"'(")[:1].isupper()]
        if len(capitals) <= len(written) * _MOST_CAPITALS:
            found.update(
                dict.fromkeys(
                    word.strip("“”‘’\"'(),.;:?!").removesuffix("’s").removesuffix("'s") for word in capitals
                )
            )
    return [name for name in found if len(name) > 1]


def occurring(names: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Those of ``names`` that occur in ``texts``, in order of appearance; no more than a recognizer can
    take."""
    known = set(names)
    written = (_WRAPPING.sub("", word) for text in texts for word in text.split())
    return list(dict.fromkeys(word for word in written if word in known))[:_MOST_NAMES]


class AlignedRun(NamedTuple):
    """Words ``spoken[start:end]`` were heard as ``heard[heard_start:heard_end]``; ``same`` when letter by
    letter."""

    same: bool
    start: int
    end: int
    heard_start: int
    heard_end: int


def align(spoken: Sequence[str], heard: Sequence[str]) -> list[AlignedRun]:
    """The alignment with the fewest words inserted, dropped or replaced (Levenshtein), as runs in order."""
    from rapidfuzz.distance import Levenshtein  # of the extra "verify", like the recognizer

    runs: list[AlignedRun] = []
    for step in Levenshtein.opcodes(spoken, heard):
        same = step.tag == "equal"
        last = runs[-1] if runs else None
        if last is not None and last.same == same:
            runs[-1] = last._replace(end=step.src_end, heard_end=step.dest_end)
        else:
            runs.append(AlignedRun(same, step.src_start, step.src_end, step.dest_start, step.dest_end))
    return runs
