"""Words that are written alike: how hibari reads them, judged by phonemes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from hibari.g2p import G2P
from hibari.g2p.token import Tok

from workers.engines.homographs import ReadWord, readings

FLOOR = 0.95
_NOT_A_SOUND = re.compile(r"[.,!?;:—“”\"]")


class Homograph(NamedTuple):
    sentence: str
    word: str
    phonemes: str


def table() -> list[Homograph]:
    lines = (Path(__file__).parent / "homographs.tsv").read_text(encoding="utf-8").splitlines()
    return [Homograph(*line.split("\t")) for line in lines[1:]]


@cache
def g2p() -> G2P:
    return G2P()


def read(sentence: str) -> list[tuple[str, str]]:
    """Each token with its phonemes."""
    reader = g2p()
    pairs = reader.tokenizer(sentence)
    texts = [text for text, _ in pairs]
    found = readings(texts, reader.tagger(texts))
    tokens = [
        Tok(text, one.tag, space, phonemes=one.phonemes or None, rating=5 if one.phonemes else None)
        for (text, space), one in zip(pairs, found, strict=True)
    ]
    return [
        (token.text, _NOT_A_SOUND.sub("", token.phonemes or "")) for token in reader.phonemize_tokens(tokens)
    ]


def test_the_table_is_large_enough_and_in_pairs() -> None:
    sentences = [one.sentence for one in table()]
    assert len(sentences) == len(set(sentences)) >= 60
    for one in table():
        assert one.word.lower() in one.sentence.lower()
    sounds: dict[str, set[str]] = {}
    for one in table():
        sounds.setdefault(one.word.lower(), set()).add(one.phonemes)
    assert sum(len(different) >= 2 for different in sounds.values()) >= 30


def test_homographs_are_read_by_what_they_mean() -> None:
    wrong = [
        (one, read(one.sentence)) for one in table() if (one.word, one.phonemes) not in read(one.sentence)
    ]
    told = [f"{one.sentence} wanted {one.phonemes}, got {dict(got).get(one.word)}" for one, got in wrong]
    assert len(wrong) <= len(table()) * (1 - FLOOR), "\n".join(told)


@pytest.mark.pure
def test_a_subject_makes_a_verb_of_what_looks_like_a_noun() -> None:
    assert readings(["They", "project", "a", "loss"], ["PRP", "NN", "DT", "NN"])[1] == ReadWord("VBP")
    assert readings(["The", "project", "failed"], ["DT", "NN", "VBD"])[1] == ReadWord("NN")


@pytest.mark.pure
def test_nothing_is_told_of_a_word_in_other_company() -> None:
    assert readings(["His", "lead", "grew"], ["PRP$", "NN", "VBD"])[1] == ReadWord("NN")
    assert readings(["lead", "pipes"], ["NN", "NNS"])[0] == ReadWord("NN", "lˈɛd")
