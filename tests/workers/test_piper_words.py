from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from piper import AudioChunk

from workers.engines.base import SpokenWord
from workers.engines.piper.sounds import sounds_of
from workers.engines.word_times import Sound, word_times

pytestmark = pytest.mark.pure

ALONE = {
    "for": "fɔːɹ",
    "one": "wˈʌn",
    "1989": "nˈaɪntiːn ˈeɪɾi nˈaɪn",
    "a": "ˈeɪ",
    "cat": "kˈæt",
    "sat": "sˈæt",
    "b": "bˈiː",
}


def sounding(phonemes: str, each: int = 10) -> list[Sound]:
    return [Sound(phoneme, at * each, (at + 1) * each) for at, phoneme in enumerate(phonemes)]


def times(text: str, phonemes: str, alone: Mapping[str, str] = ALONE) -> dict[str, tuple[int, int]]:
    words = word_times(text, sounding(phonemes), alone.__getitem__)
    assert words is not None
    return {text[word.start : word.end]: (word.first, word.last) for word in words}


def test_one_word_for_one() -> None:
    assert times("cat sat.", "kˈæt sˈæt.") == {"cat": (0, 40), "sat": (50, 90)}


def test_words_that_merge_in_the_sentence_are_taken_apart() -> None:
    assert times("for one cat", "fɔːɹwˈʌn kˈæt") == {"for": (0, 40), "one": (40, 80), "cat": (90, 130)}


def test_a_figure_that_grows_into_several_words_stays_one() -> None:
    spoken = "ˈeɪ nˈaɪntiːn ˈeɪɾi nˈaɪn kˈæt"
    start, end = spoken.index("n"), spoken.rindex(" ")
    assert times("a 1989 cat", spoken)["1989"] == (start * 10, end * 10)


def test_a_word_that_sounds_otherwise_in_the_sentence_keeps_its_place() -> None:
    assert times("a cat sat", "ɐ kˈæt sˈæt") == {"a": (0, 10), "cat": (20, 60), "sat": (70, 110)}


def test_a_word_that_is_not_heard_shares_the_time_of_the_one_before() -> None:
    assert times("cat b", "kˈæt") == {"cat": (0, 30), "b": (30, 40)}


def test_nothing_heard_is_no_times() -> None:
    assert word_times("cat", [], ALONE.__getitem__) is None
    assert word_times("", sounding("kˈæt"), ALONE.__getitem__) is None


@given(
    st.lists(st.sampled_from(sorted(ALONE)), min_size=1, max_size=12),
    st.text("kæt ˈɐn.,", min_size=1, max_size=60),
)
def test_whatever_is_heard_the_words_come_in_order(words: list[str], phonemes: str) -> None:
    text = " ".join(words)
    found = word_times(text, sounding(phonemes), ALONE.__getitem__)
    if found is not None:
        edges = [edge for word in found for edge in (word.first, word.last)]
        assert edges == sorted(edges)
        assert [text[word.start : word.end] for word in found] == words
        assert all(isinstance(word, SpokenWord) for word in found)


IDS = {"_": [0], "^": [1], "$": [2], " ": [3], "k": [20], "t": [32], "tʃ": [32, 40]}


def chunk(phonemes: list[str], samples: list[int]) -> AudioChunk:
    return AudioChunk(22_050, 2, 1, np.zeros(sum(samples), np.float32), phonemes, [], np.array(samples))


def test_durations_belong_to_the_phonemes_and_the_padding_after_them() -> None:
    found = sounds_of(chunk(["k", "tʃ"], [5, 1, 10, 2, 20, 30, 3, 7]), IDS)
    assert found == [Sound("k", 6, 18), Sound("tʃ", 18, 71)]


def test_phonemes_that_the_voice_does_not_know_are_passed_over() -> None:
    assert sounds_of(chunk(["k", "ʘ", "t"], [5, 1, 10, 2, 20, 3, 7]), IDS) == [
        Sound("k", 6, 18),
        Sound("t", 18, 41),
    ]


def test_durations_that_do_not_add_up_are_no_durations() -> None:
    assert sounds_of(chunk(["k", "t"], [5, 1, 10]), IDS) is None
    silent = AudioChunk(22_050, 2, 1, np.zeros(3, np.float32), ["k"], [], None)
    assert sounds_of(silent, IDS) is None
