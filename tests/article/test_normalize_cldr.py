"""What holds for every language that stands on CLDR, whatever the text. ``LANGUAGES=nl`` tries one alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.article import pairs_table
from tts_service.article.normalize import has_rules, languages, normalize
from tts_service.article.normalize.rules import Rule, rewrite

pytestmark = pytest.mark.pure

TAGS = os.environ.get("LANGUAGES", "").split() or sorted(languages.FOLDERS)
ROOMY = 250
"""Pairs."""
LETTER = "[^\\W\\d_]|[\\u0900-\\u0963]"
SIGNS = st.text(
    alphabet="0123456789०५.,:;/-–—$€£₹%‰°()[]'’\"“”„«» +xX×&@#ABIVXdkmnshº½²…*|😀\u00ad\ue000", max_size=40
)
SHARDS = st.sampled_from(
    sorted(
        {
            token
            for name in pairs_table.class_names()
            if pairs_table.language_of(name).partition("-")[0] in TAGS
            for pair in pairs_table.read_pairs(name)
            for token in pair.written.split()
        }
    )
)
TEXTS = st.one_of(st.text(max_size=80), SIGNS, st.lists(st.one_of(SHARDS, SIGNS), max_size=12).map(" ".join))
SOME = st.sampled_from(TAGS)


def said(text: str, language: str) -> str:
    return "".join(run.spoken for run in normalize(text, language))


@pytest.mark.parametrize("tag", TAGS)
def test_a_language_has_rules_and_a_table(tag: str) -> None:
    assert has_rules(tag)
    names = [
        one for one in pairs_table.class_names() if pairs_table.language_of(one).partition("-")[0] == tag
    ]
    assert sum(len(pairs_table.read_pairs(one)) for one in names) >= ROOMY


@given(TEXTS, SOME)
@settings(max_examples=150)
@example("\ud800", "de")
@example("1" * 5000, "de")
def test_runs_cover_the_source_exactly(text: str, language: str) -> None:
    runs = normalize(text, language)
    assert [run.start for run in runs] == [0, *(run.end for run in runs[:-1])][: len(runs)]
    assert (runs[-1].end if runs else 0) == len(text)
    assert all(run.start <= run.end for run in runs)


@given(TEXTS, SOME)
@settings(max_examples=150)
def test_no_digit_is_left_unsaid(text: str, language: str) -> None:
    spoken = said(text, language)
    addresses = re.search(r"://|\.[a-zA-Z]{2,}", text)
    assert addresses or not re.search("[0-9०-९]", spoken)


WORDS = st.from_regex(r"[a-z]{4,9}", fullmatch=True)
FIGURES = ["5", "1.250", "3,5", "21", "1990", "2. 3", "€5", "5 €", "12:30", "7 %", "5 km", "1/2", "IV", "EU"]
BETWEEN = st.sampled_from(
    [" ", ", ", " — ", " (", ") ", "… ", ": ", " & ", "/", *FIGURES, *(f" {one} " for one in FIGURES)]
)


@given(st.lists(st.tuples(WORDS, BETWEEN), min_size=1, max_size=8), SOME)
@settings(max_examples=150)
def test_a_word_is_neither_lost_nor_glued_to_a_figure(parts: list[tuple[str, str]], language: str) -> None:
    text = "".join(word + between for word, between in parts)
    heard = re.findall(rf"(?:{LETTER})+", said(text, language).lower())
    wanted = [word for word, between in parts if not between[:1].isalnum() or between[0].isdigit()]
    remaining = iter(heard)
    joined = _joined(parts)
    assert all(word in remaining for word in wanted if word not in joined), (wanted, heard)


def _joined(parts: list[tuple[str, str]]) -> set[str]:
    """Words that stand in the text as one with letters beside them, or are an abbreviation by chance."""
    befores = ["", *(between for _, between in parts)]
    return {
        word
        for before, (word, between) in zip(befores, parts, strict=False)
        if before[-1:].isalpha() or between[:1].isalpha()
    }


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(
    "glued", ["A4", "x2y3", "b5c7d", "4q", "3€5", "v21", "23*5", "10^6", "7€q", "40°26′46″q"]
)
def test_there_is_a_gap_between_any_two_words(tag: str, glued: str) -> None:
    """Everything heard is heard of one of its parts alone."""
    parts = [part for part in re.split(r"(\d+|[*€^]|[°′″])", glued) if part]
    alone = {*said("1 x 2 km, 2 × 3, 2^4, q 40 km", tag).split()}
    for part, behind in zip(parts, [*parts[1:], ""], strict=True):
        alone |= {*said(f"{part}{behind if behind in '°′″€' else ''}", tag).lower().split()}
    heard = re.sub("[.,^]", " ", said(f"q {glued} q", tag)).lower().split()
    assert [word for word in heard if word not in {*alone, "q"}] == []


ROWS = [
    *"01,.-–—…aA()[]'\"&@#%$€/:;+*|=_½²😀 \u200d\u00a0",
    *(
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
        "1x",
        "1½",
        "IV ",
        "1 1/2 ",
    ),
    *(
        "5 km ",
        "5 € ",
        "5 Mio. ",
        "1. Mai ",
        "1.1.2020 ",
        "12:30-",
        "030 12 ",
        "+49 30 ",
        "z. B. ",
        "am 3. ",
        "XXe ",
        "5º ",
    ),
    *("20 x 30 ", "2020/21 ", "Ludwig XIV. ", "5 v. Chr. ", "EU ", "1 000 ", "५ ", "₹5 "),
]


@pytest.mark.parametrize("tag", TAGS)
def test_long_rows_are_no_trap(tag: str) -> None:
    """The looks that rules take at a text grow with its length, and no faster."""
    rules = languages.rules(tag, "")
    for row in ROWS:
        text = (row * 2_000)[:2_000]
        assert normalize(text, tag)[-1].end == len(text)
        assert _looks(rules, text) <= 11 * _looks(rules, text[:200]) + 100, row


def _looks(rules: tuple[Rule, ...], text: str) -> int:
    count = 0

    def counted(each: Rule) -> Rule:
        def speak(match: re.Match[str]) -> str | None:
            nonlocal count
            count += 1
            return each.speak(match)

        return each._replace(speak=speak)

    rewrite(text, [counted(each) for each in rules])
    return count


def test_cldr_is_loaded_by_the_first_sentence_that_needs_it() -> None:
    code = (
        "import sys; from tts_service.article.normalize import normalize\n"
        "loaded = lambda: sorted({'babel', 'unicode_rbnf'} & set(sys.modules))\n"
        "normalize('It cost $5.', 'en'); print(loaded())\n"
        "normalize('Das kostet 5 €.', 'de'); print(loaded())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "['babel', 'unicode_rbnf']"]


def test_a_worker_loads_the_languages_that_its_voices_speak() -> None:
    code = (
        "import sys; from workers.reading import warm_readers\n"
        "folder = 'tts_service.article.normalize.{}'.format\n"
        "loaded = lambda: [name for name in ('german', 'hindi', 'spanish') if folder(name) in sys.modules]\n"
        "warm_readers(['en', 'xx']); print(loaded(), 'unicode_rbnf' in sys.modules)\n"
        "warm_readers(['de', 'es']); print(loaded(), 'unicode_rbnf' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[] False", "['german', 'spanish'] True"]


@pytest.mark.parametrize(
    ("tag", "spoken"),
    [
        ("pt", "dezesseis quilômetros"),
        ("pt-BR", "dezesseis quilômetros"),
        ("pt-PT", "dezasseis quilómetros"),
        ("pt-AO", "dezasseis quilómetros"),
        ("fr-CH", "seize kilomètres"),
    ],
)
def test_the_region_chooses_the_words(tag: str, spoken: str) -> None:
    assert said("x 16 km", tag) == f"x {spoken}"


@pytest.mark.parametrize(
    ("tag", "spoken"), [("fr", "soixante-et-onze"), ("fr-BE", "septante-et-un"), ("fr-CH", "septante-et-un")]
)
def test_seventy_in_belgium_and_switzerland(tag: str, spoken: str) -> None:
    assert said("x 71", tag) == f"x {spoken}"


def test_digits_of_other_scripts_are_read_and_keep_their_place() -> None:
    runs = normalize("कुल १२,५०० लोग", "hi")
    assert [(run.spoken, run.start, run.end) for run in runs] == [
        ("कुल ", 0, 4),
        ("बारह हज़ार पाँच सौ", 4, 10),
        (" लोग", 10, 14),
    ]


def test_an_amount_is_one_piece_of_its_source() -> None:
    text = "Er zahlte 12,5 Mio. € am 3. Mai."
    pieces = {
        text[run.start : run.end]: run.spoken
        for run in normalize(text, "de")
        if run.spoken != text[run.start : run.end]
    }
    assert pieces == {"12,5 Mio. €": "zwölf Komma fünf Millionen Euro", "3. Mai": "dritten Mai"}
