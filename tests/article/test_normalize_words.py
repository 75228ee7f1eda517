"""Number words against the Unicode consortium's own rules (CLDR), which ``unicode-rbnf`` carries."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unicode_rbnf import FormatPurpose, RbnfEngine

from tts_service.article.normalize.english.figures import words as english
from tts_service.article.normalize.spanish import words as spanish

pytestmark = pytest.mark.pure

CLDR = {language: RbnfEngine.for_language(language) for language in ("en", "es")}
NUMBERS = st.one_of(st.integers(0, 2100), st.integers(0, 10**6), st.integers(0, 10**17))


def cldr(language: str, n: int, ruleset: str) -> str:
    return str(CLDR[language].format_number(n, ruleset_names=[ruleset]).text).replace("\u00ad", "")


@given(NUMBERS)
@settings(max_examples=120)
def test_english_cardinals_and_ordinals(n: int) -> None:
    assert english.cardinal(n) == cldr("en", n, "spellout-cardinal")
    assert english.ordinal(n) == cldr("en", n, "spellout-ordinal")


def test_english_years() -> None:
    for n in range(1100, 2100):
        said = str(CLDR["en"].format_number(n, purpose=FormatPurpose.YEAR).text)
        assert english.year(n) == said.replace("oh-", "oh ")


@given(NUMBERS)
@settings(max_examples=120)
def test_spanish_cardinals(n: int) -> None:
    assert spanish.cardinal(n, short=True) == cldr("es", n, "spellout-cardinal-masculine")
    assert spanish.cardinal(n) == cldr("es", n, "spellout-numbering")


def test_spanish_ordinals() -> None:
    for n in {*range(1, 100)} - {11, 12}:
        assert spanish.ordinal(n, feminine=True) == cldr("es", n, "spellout-ordinal-feminine")
        assert spanish.ordinal(n, short=True) == cldr("es", n, "spellout-ordinal-masculine-adjective")


def test_spanish_eleventh_and_twelfth_are_the_forms_of_the_academy() -> None:
    assert [spanish.ordinal(n) for n in (11, 12)] == ["undécimo", "duodécimo"]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("1,250.05", "one thousand two hundred fifty point zero five"),
        (".305", "point three zero five"),
        ("007", "zero zero seven"),
        ("1,20,000", "one lakh twenty thousand"),
        (
            "1234567890123456789",
            "one two three four five six seven eight nine zero one two three four five six seven eight nine",
        ),
    ],
)
def test_written_english_numbers(written: str, spoken: str) -> None:
    assert english.number(written) == spoken


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("1.250", ("1250", "", "")),
        ("1,250", ("1250", "", "")),
        ("0,125", ("0", ",", "125")),
        ("1.234,5", ("1234", ",", "5")),
        ("1,234.5", ("1234", ".", "5")),
        ("6.8", ("6", ".", "8")),
        ("10 000", ("10000", "", "")),
    ],
)
def test_points_and_commas_in_spanish_numbers(written: str, parts: tuple[str, str, str]) -> None:
    assert spanish.split(written) == parts
