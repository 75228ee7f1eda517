"""What holds for any text: runs cover it exactly, nothing raises, no word is lost, and time grows with
length only."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.article import pairs_table
from tts_service.article.normalize import english, normalize, spanish
from tts_service.article.normalize.rules import Rule, rewrite

pytestmark = pytest.mark.pure

WRITTEN = [pair.written for name in pairs_table.class_names() for pair in pairs_table.read_pairs(name)]
LANGUAGES = st.sampled_from(["en", "en-GB", "es", "es-MX", "fr", "ja", ""])
SHARDS = st.sampled_from(sorted({token for written in WRITTEN for token in written.split()}))
SIGNS = st.text(
    alphabet="0123456789.,:;/-–—−$€£₹%°()[]'’\"“” +xX×&@#ABIVdkmns½²…*|😀🇮\u200d\u00ad\ufe0f\ue000",
    max_size=40,
)
TEXTS = st.one_of(st.text(max_size=80), SIGNS, st.lists(st.one_of(SHARDS, SIGNS), max_size=12).map(" ".join))


@given(TEXTS, LANGUAGES)
@settings(max_examples=150)
@example("\ud800", "en")
@example("\ufb01=5", "en")
@example("<https://news.example/story> x", "en")
@example("1" * 5000, "en")
@example("1" * 5000, "es")
def test_runs_cover_the_source_exactly(text: str, language: str) -> None:
    runs = normalize(text, language)
    assert [run.start for run in runs] == [0, *(run.end for run in runs[:-1])][: len(runs)]
    assert (runs[-1].end if runs else 0) == len(text)
    assert all(run.start <= run.end for run in runs)
    assert normalize(text, language) == runs


@given(TEXTS, st.sampled_from(["en", "es"]))
@settings(max_examples=100)
@example("🈐 🥇 5️⃣ 🔟", "en")
def test_every_digit_is_put_into_words(text: str, language: str) -> None:
    spoken = "".join(run.spoken for run in normalize(text, language))
    addresses = re.search(r"://|\.[a-zA-Z]{2,}", text)
    assert addresses or not re.search("[0-9]", spoken)


GLUE = st.sampled_from(
    ["", "*", "+", "-", "/", "^", "x", "s", "=", "°", "'", "_", ".", ":", "#", "<", ">", "½", "%", "²"]
)


@given(
    st.lists(
        st.tuples(st.one_of(SHARDS, SIGNS, st.from_regex("[0-9]{1,4}", fullmatch=True)), GLUE), max_size=8
    )
)
@settings(max_examples=150)
@example([("9.58", "s"), ("", "")])
@example([("23", "*"), ("5", "")])
@example([("2", "+"), ("3 m²", "")])
@example([("v2", "."), ("1.3", "")])
@example([("40°26", "′46″N"), ("", "")])
@example([("[voices](voices.md", "#"), ("names)", "")])
@example([("#1", "*"), ("A", "")])
@example([("0", "["), ("x", "")])
def test_a_gap_stands_between_any_two_words(parts: list[tuple[str, str]]) -> None:
    text = "".join(shard + glue for shard, glue in parts)
    for language in ("en", "es"):
        heard = [run for run in normalize(text, language) if run.spoken]
        for one, other in pairwise(heard):
            touches = one.spoken[-1].isalnum() and other.spoken[0].isalnum()
            figures = text[one.start : one.end] + text[other.start : other.end]
            assert not (touches and re.search("[0-9]", figures)), (text, one, other)


WORDS = st.from_regex(r"[a-z]{5,9}", fullmatch=True)  # shorter ones may be units, such as "mah"
BETWEEN = st.sampled_from(
    [" ", ", ", " 5 ", " — ", " (", ") ", " $3m ", " 1990-95 ", "… ", ": ", " 😀 ", " & ", "/"]
)


@given(st.lists(st.tuples(WORDS, BETWEEN), min_size=1, max_size=10), LANGUAGES)
@settings(max_examples=100)
def test_no_word_is_lost(parts: list[tuple[str, str]], language: str) -> None:
    text = "".join(word + between for word, between in parts)
    spoken = "".join(run.spoken for run in normalize(text, language)).lower()
    heard = re.findall(r"[a-z]+", spoken)
    short_forms = {"etc", "vs", "aka", "govt", "dept", "est", "avg", "misc"}
    wanted = [word for word, _ in parts if word not in short_forms]
    remaining = iter(heard)
    assert all(word in remaining for word in wanted), (wanted, heard)


ROWS = [
    *"01,.-–—…aA()[]'\"&@#%$€/:;+*|=_½²😀 \u200d\u00a0\ufb01\ue000\u0301",
    *[
        "1,",
        "1-",
        "1.",
        "1/",
        "1:",
        "1 ",
        "11,",
        "$1",
        "$1-",
        "A.",
        "A. ",
        "Ab ",
        "a-",
        "a@",
        "a.co/",
        "http://",
        "#a",
        "[1,",
    ],
    *[
        "+12 ",
        "IV ",
        "Jan 1 ",
        "5 km ",
        "1x",
        "9 a.m.-",
        "1½",
        "won 1-1 ",
        "6-4, ",
        "St. ",
        "x etc. ",
        "FY20",
        "(D-Calif.) ",
    ],
    *[
        "Aaa, Fla. ",
        "B-52 ",
        "a $5 bill ",
        "1 1/2 ",
        "call 555-0100 ",
        "US ",
        "Word Word ",
        "A-1-",
        "1 000 ",
        "5 km/h ",
        "3/4 lb ",
        "<a ",
        "<b>",
        "<x y=1 ",
        "1-800-",
        "a_b",
        "==a",
        "25 jul ",
        "2012/1/",
        "1:00:",
        "x=1+",
        "1*1",
        "PIN 12 ",
        "s. X ",
        "12 Elm St. It ",
        "Wow. It ",
        "ANN LEE IS ",
        "Nguyễn",
        "1'000'",
        "°1′",
        "1.1.1.",
        "Mon-",
        "a.pdf",
        "done.Next",
        "3.º ",
        "EE. UU. ",
    ],
]
TOGETHER = [*english.rules(""), *spanish.rules("")]


def looks(rules: list[Rule], text: str) -> int:
    """How many matches the rules looked at: what their time is made of, apart from the searches
    themselves."""
    count = 0

    def counted(each: Rule) -> Rule:
        def speak(match: re.Match[str]) -> str | None:
            nonlocal count
            count += 1
            return each.speak(match)

        return each._replace(speak=speak)

    rewrite(text, [counted(each) for each in rules])
    return count


@pytest.mark.parametrize("row", ROWS)
def test_long_rows_are_no_trap(row: str) -> None:
    """8,000 characters of one thing: a pattern that tries every length from every place would not end
    before the time-out."""
    text = (row * 8_000)[:8_000]
    for language in ("en", "es", "fr"):
        assert normalize(text, language)[-1].end == len(text)
    short, long = looks(TOGETHER, text[:800]), looks(TOGETHER, text)
    assert long <= 11 * short + 100
