"""Sentences end behind abbreviations and missing gaps; what is cut never falls apart within a figure."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tts_service.article.extract.draft import ArticleFacts
from tts_service.article.extract.text.plain import article_from_text
from tts_service.article.normalize.english.figures.words import number
from tts_service.article.script.script import make_script
from tts_service.article.script.sentences import spans

pytestmark = pytest.mark.pure


def cut(text: str, language: str = "en") -> list[str]:
    return [text[span.start : span.end] for span in spans(text, language)]


@pytest.mark.parametrize(
    "first",
    [
        "The chairs are made by hand in the U.S.",
        "They left the house at 8 a.m.",
        "He has worked for years at Stone Inc.",
        "It was played by Robert Downey Jr.",
        "They ran a little more than 5 km.",
        "So it was written by Lee et al.",
        "She has lived for years on Main St.",
        "His old house is at 1428 Elm St.",
        "Their blood is known as Type A.",
        "The work in the hall is done.",
    ],
)
def test_a_sentence_ends_behind_an_abbreviation(first: str) -> None:
    second = "It was a cold and rainy morning."
    assert cut(f"{first} {second}") == [first, second]


def test_a_sentence_ends_where_the_gap_is_missing() -> None:
    assert cut("The work in the hall is done.Next, they will go home.") == [
        "The work in the hall is done.",
        "Next, they will go home.",
    ]


@pytest.mark.parametrize(
    "whole",
    [
        "They saw Dr. Who on their screen in the evening.",
        "The U.S. And China Agree On A Plan For Trade",
        "They wrote to Prof. In of the old university.",
        "Have a look at www.example.Com for it all today.",
        "It is e.g. The Times that they read at home.",
    ],
)
def test_a_title_or_a_headline_is_not_cut(whole: str) -> None:
    assert cut(whole) == [whole]


@pytest.mark.parametrize(
    ("language", "whole"),
    [
        ("de", "Ca. 50 Leute kamen gestern zu dem großen Fest."),
        ("de", "Das war zur Zeit von Karl d. Gr. im Reich gewesen."),
        ("de", "Das war im 17. und 18. Jahrhundert noch anders."),
        ("fr", "Il habite au 3, pl. Vendôme avec sa femme."),
        ("fr", "L'art. L. 121-1 du code le dit assez bien."),
        ("it", "Ad es. Roma e Milano sono molto belle."),
        ("it", "Nel terzo trim. 2023 i prezzi sono calati."),
        ("pt", "P. ex. Lisboa e Porto são muito bonitas."),
        ("pt", "A Dr.ª Silva mora na Av. da Liberdade hoje."),
        ("es", "Vio a S. Juan en la iglesia ayer por la tarde."),
        ("hi", "ले. जन. सिंह आज दिल्ली में बोले।"),
    ],
)
def test_an_abbreviation_ends_no_sentence(language: str, whole: str) -> None:
    assert cut(whole, language) == [whole]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("de", "Er kaufte Brot und Milch usw.", "Danach ging er nach Hause."),
        ("de", "Mein alter Freund heißt schon immer Max.", "Er kommt heute mit uns mit."),
        ("fr", "Il a mangé du pain, du vin, etc.", "Puis il est parti chez lui."),
        ("it", "Ha comprato pane, vino, latte ecc.", "Poi è tornato subito a casa."),
        ("pt", "Ele foi até lá só para ver.", "Depois voltou logo para casa."),
    ],
)
def test_a_sentence_ends_where_the_next_one_begins(language: str, first: str, second: str) -> None:
    assert cut(f"{first} {second}", language) == [first, second]


FIGURES = st.lists(st.integers(10**8, 10**9 - 1), min_size=3, max_size=3)
SENTENCES = st.sampled_from(
    [
        "The town spent {0}, {1} and {2} there.",
        "In that year they counted {0} boats, {1} cars, and {2} bicycles on the road by the sea.",
        "Figures of {0}, {1}, {2} were named.",
    ]
)


@given(FIGURES, SENTENCES, st.sampled_from(["", "$", "€"]))
@settings(max_examples=60)
def test_no_cut_falls_within_a_figure(figures: list[int], sentence: str, sign: str) -> None:
    text = sentence.format(*(f"{sign}{figure:,}" for figure in figures))
    script = make_script(article_from_text(text, ArticleFacts(language="en")))
    heard = [re.sub(" +", " ", segment.text.lower()) for segment in script.segments]
    for figure in figures:
        assert any(number(str(figure)) in one for one in heard), heard
