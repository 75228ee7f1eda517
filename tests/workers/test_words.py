from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.audio.words import estimated, shared_out, words_of

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The cat sat.", ["The", "cat", "sat"]),
        ('"Yes," she said — twice.', ["Yes", "she", "said", "twice"]),
        ("peace—which lasted…briefly", ["peace", "which", "lasted", "briefly"]),
        ("up 2.5% (about $1,234)", ["up", "2.5%", "about", "$1,234"]),
        ("a well-known anti-Taliban man's view", ["a", "well-known", "anti-Taliban", "man's", "view"]),
        ("東京は今日", list("東京は今日")),
        ("— … ! 🙂", []),
        ("", []),
    ],
)
def test_words_are_found_without_the_punctuation_around_them(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in words_of(text)] == words


@given(st.text(max_size=200), st.integers(0, 10_000), st.integers(1, 100_000))
def test_an_estimate_covers_every_word_in_order_within_its_bounds(text: str, first: int, length: int) -> None:
    words = estimated(text, first, first + length)
    assert [(word.start, word.end) for word in words] == words_of(text)
    edges = [edge for word in words for edge in (word.first, word.last)]
    assert edges == sorted(edges)
    assert all(first <= edge <= first + length for edge in edges)


def test_an_estimate_gives_figures_and_commas_the_time_they_take() -> None:
    year, plain = estimated("1989 word", 0, 1000)
    assert year.last - year.first > 2 * (plain.last - plain.first)
    before, after = estimated("one, two", 0, 1000)
    assert after.first > before.last


def test_words_that_sound_together_share_their_time_by_length() -> None:
    first, second = shared_out([(0, 2), (3, 9)], 100, 180)
    assert (first.first, first.last, second.first, second.last) == (100, 120, 120, 180)
