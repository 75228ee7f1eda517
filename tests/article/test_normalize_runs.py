"""Runs, clean-up, languages and regions."""

from __future__ import annotations

import pytest

from tts_service.article.normalize import SpokenRun, has_rules, normalize

pytestmark = pytest.mark.pure


def said(text: str, language: str = "en") -> str:
    return "".join(run.spoken for run in normalize(text, language))


def test_what_is_spoken_is_mapped_to_what_is_written() -> None:
    text = "It cost $5 in 2020."
    assert normalize(text, "en") == [
        SpokenRun("It cost ", 0, 8),
        SpokenRun("five dollars", 8, 10),
        SpokenRun(" in ", 10, 14),
        SpokenRun("twenty twenty", 14, 18),
        SpokenRun(".", 18, 19),
    ]


def test_an_unchanged_sentence_is_one_run() -> None:
    assert normalize("Nothing to see.", "en") == [SpokenRun("Nothing to see.", 0, 15)]


def test_nothing_is_no_run() -> None:
    assert normalize("", "en") == []


def test_invisible_characters_are_not_heard_but_keep_their_place() -> None:
    text = "The \u00adfor\u00adces\u200b left 5\u00a0km on."
    runs = normalize(text, "en")
    assert "".join(run.spoken for run in runs) == "The forces left five kilometers on."
    five = next(run for run in runs if "five" in run.spoken)
    assert text[five.start : five.end] == "5\u00a0km"


def test_the_letters_of_a_ligature_stand_where_it_stands() -> None:
    assert normalize("o\ufb00er", "fr") == [
        SpokenRun("o", 0, 1),
        SpokenRun("ff", 1, 2),
        SpokenRun("er", 2, 4),
    ]
    assert normalize("\ufb03", "fr") == [SpokenRun("ffi", 0, 1)]


def test_a_text_of_invisible_characters_is_silent() -> None:
    assert normalize("\u200b\ufeff", "en") == [SpokenRun("", 0, 2)]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("a\tb\nc\u2003d", "a b c d"),
        ("e\u0301te\u0301", "été"),
        ("the \ufb01re", "the fire"),
        ("１２ men", "12 men"),
        ("bad \ud800 half", "bad  half"),
        ("\x07bell", "bell"),
        ("می‌خواهم", "می‌خواهم"),
    ],
)
def test_clean_up_is_the_same_in_every_language(written: str, spoken: str) -> None:
    assert said(written, "fa") == spoken


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("Den 3.10.2025 kom 20 % av dem, 5 km.", "sv"),
        ("М. Горький жил до 1936 г. в США.", "ru"),
        ("2025年12月10日、5kmを走った。", "ja"),
    ],
)
def test_foreign_text_is_left_to_the_engine(written: str, language: str) -> None:
    assert said(written, language) == written
    assert not has_rules(language)


def test_other_languages_hear_the_pauses_of_dashes_brackets_and_ellipses() -> None:
    assert said("Rösten (jämn) — till sist… var klar.", "sv") == "Rösten, jämn, till sist, var klar."
    assert said("投票（接戦）は…", "ja") == "投票（接戦）は…"


@pytest.mark.parametrize("tag", ["en", "en-US", "en_GB", "EN", "en-Latn-IN", "es", "es-MX", "es-419"])
def test_rules_are_found_by_the_primary_tag(tag: str) -> None:
    assert has_rules(tag)
    assert said("5 km", tag) != "5 km"


@pytest.mark.parametrize("tag", ["", "-", "x", "und", "eng"])
def test_an_unknown_tag_has_no_rules(tag: str) -> None:
    assert said("5 km", tag) == "5 km"


@pytest.mark.parametrize(
    ("tag", "spoken"),
    [
        ("en", "March fourth"),
        ("en-US", "March fourth"),
        ("en-GB", "the third of April"),
        ("en_IN", "the third of April"),
    ],
)
def test_the_region_says_which_number_is_the_month(tag: str, spoken: str) -> None:
    assert said("It is 3/4/2026.", tag) == f"It is {spoken}, twenty twenty-six."


def test_the_region_says_what_a_dollar_sign_is_in_spanish() -> None:
    assert said("Vale $5.", "es") == "Vale cinco dólares."
    assert said("Vale $5.", "es-MX") == "Vale cinco pesos."


def test_the_first_of_a_month_in_america_and_in_spain() -> None:
    assert said("El 1 de mayo.", "es-ES") == "El uno de mayo."
    assert said("El 1 de mayo.", "es-CO") == "El primero de mayo."


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("3 men left. 5 stayed.", "Three men left. Five stayed."),
        ("“3 men left,” he said.", "“Three men left,” he said."),
        ("No. 1 of 3 left.", "Number one of three left."),
        ("• 3 men left.", "Three men left."),
    ],
)
def test_a_number_that_begins_a_sentence_begins_with_a_capital(written: str, spoken: str) -> None:
    assert said(written) == spoken
