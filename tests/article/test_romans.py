"""Roman numerals: which are well formed, and what they are worth."""

from __future__ import annotations

import re

import pytest

from tts_service.article.normalize.romans import ROMAN, SMALL_ROMAN, in_words, several, value

pytestmark = pytest.mark.pure

ORDERS = (
    ("", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"),
    ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"),
    ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"),
)
LETTERS = {"C", "D", "L", "M", "CC", "CD", "CM", "CV", "DC", "MC", "MD", "MM"}


def written(n: int) -> str:
    figures = f"{n % 1000:03}"
    return "M" * (n // 1000) + "".join(
        order[int(figure)] for order, figure in zip(ORDERS, figures, strict=True)
    )


def test_each_up_to_the_last_has_its_value() -> None:
    assert [n for n in range(1, 4000) if value(written(n)) != n] == []


def test_all_but_letters_are_numerals() -> None:
    unknown = {written(n) for n in range(1, 4000) if not re.fullmatch(ROMAN, written(n))}
    assert unknown == LETTERS


def test_the_small_ones_end_below_a_hundred() -> None:
    small = [n for n in range(1, 4000) if re.fullmatch(SMALL_ROMAN, written(n))]
    assert small == [n for n in range(1, 100) if n != 50]


@pytest.mark.parametrize("word", ["", "IIII", "VX", "IC", "VV", "MMMM", "XXL", "CIVIC", "iv"])
def test_what_is_not_well_formed_is_none(word: str) -> None:
    assert re.fullmatch(ROMAN, word) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("IV", "4"),
        ("II and III", "2 and 3"),
        ("XVI y XVII", "16 y 17"),
        ("I, II und V", "1, 2 und 5"),
        ("IV-VI", "4 to 6"),
    ],
)
def test_several_are_said_one_by_one(text: str, said: str) -> None:
    assert re.fullmatch(several(), text)
    assert in_words(text, str, "to") == said


@pytest.mark.parametrize("text", ["IV or I", "II III", "IV; V"])
def test_what_is_not_joined_is_not_taken_together(text: str) -> None:
    assert re.fullmatch(several(), text) is None
