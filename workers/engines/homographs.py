"""Words that are written alike and sound differently, where a tagger of parts of speech goes wrong. Pure.

By itself hibari reads 85 % of ``tests/workers/homographs.tsv`` correctly. Its tagger takes some verbs for
nouns even after a pronoun that can only be a subject, its dictionary lacks a few verbs, and parts of speech
cannot tell the metal lead from being in the lead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_SUBJECTS = frozenset(("i", "we", "they"))
_PERFECT = frozenset(("have", "has", "had"))
_ASKED = frozenset(("i", "you", "he", "she", "it", "we", "they"))
_VERBS = {"export": "ɪkspˈɔɹt", "protest": "pɹətˈɛst"}
"""Those that the dictionary knows as nouns only."""


class ReadWord(NamedTuple):
    """``tag`` is of the Penn Treebank; ``phonemes``, in misaki's alphabet, are "" where the dictionary
    is right."""

    tag: str | None
    phonemes: str = ""


class _Phrase(NamedTuple):
    """``word`` is pronounced ``phonemes`` between matches of ``before`` and ``behind``."""

    word: str
    before: re.Pattern[str]
    behind: re.Pattern[str]
    phonemes: str


def _phrase(word: str, phonemes: str, *, before: str = "", behind: str = "") -> _Phrase:
    return _Phrase(word, re.compile(rf"(?:{before})$"), re.compile(behind), phonemes)


_BE = r"\b(?:am|is|are|was|were|be|been|being|seems?|seemed|feels?|felt) (?:not |quite |very )?"
_PHRASES = (
    _phrase("bow", "bˈW", before=r"\b(?:take|takes|took|taken|taking) (?:a|his|her|their) (?:\w+ )?"),
    _phrase("bow", "bˈW", behind=r" (?:of (?:the|a|his|her) (?:ship|boat|ferry|vessel)|and stern)\b"),
    _phrase("content", "kəntˈɛnt", before=_BE, behind=r" (?:with|to)\b"),
    _phrase("lead", "lˈɛd", before=r"\b(?:made|full|traces|levels) of (?:\w+ and )?"),
    _phrase("lead", "lˈɛd", behind=r" (?:pipes?|paint|poisoning|levels|exposure|acid|bullets?)\b"),
    _phrase("minute", "mInjˈut", behind=r" (?:traces?|amounts?|quantit(?:y|ies)|particles?|details?)\b"),
)


def readings(words: Sequence[str], tags: Sequence[str | None]) -> list[ReadWord]:
    """How each of ``words`` (the tokens of one sentence) is read, given what a tagger made of them."""
    lower = [word.lower() for word in words]
    return [_reading(lower, at, _tag(lower, at, tag)) for at, tag in enumerate(tags)]


def _reading(words: Sequence[str], at: int, tag: str | None) -> ReadWord:
    is_verb = tag is not None and tag.startswith("VB")
    return ReadWord(tag, _in_phrase(words, at) or (_VERBS.get(words[at], "") if is_verb else ""))


def _tag(words: Sequence[str], at: int, tag: str | None) -> str | None:
    """ "They project a loss": behind such a pronoun no noun stands. "Have you read it?"."""
    if tag == "NN" and at and words[at - 1] in _SUBJECTS:
        return "VBP"
    asked = tag == "VB" and at >= 2 and words[at - 2] in _PERFECT and words[at - 1] in _ASKED
    return "VBN" if asked else tag


def _in_phrase(words: Sequence[str], at: int) -> str:
    found = [one for one in _PHRASES if one.word == words[at]]
    before, behind = " ".join((*words[max(0, at - 5) : at], "")), " ".join(("", *words[at + 1 : at + 5]))
    return next((one.phonemes for one in found if one.before.search(before) and one.behind.match(behind)), "")
