"""What ``say-as`` makes of figures and letters, in languages with rules of their own and in others."""

from __future__ import annotations

import pytest

from tts_service.article.markup.say_as import WAYS, check_say_as, said_as
from tts_service.article.normalize.spelled import unmarked

pytestmark = pytest.mark.pure

SAID = [
    ("en", "cardinal", "2026", "", "two thousand twenty-six"),
    ("en", "cardinal", "1,234", "", "one thousand two hundred thirty-four"),
    ("en", "cardinal", "-5", "", "minus five"),
    ("en", "ordinal", "3", "", "third"),
    ("en", "ordinal", "22nd", "", "twenty-second"),
    ("en-GB", "date", "3/4/2026", "dmy", "April third, twenty twenty-six"),
    ("en-GB", "date", "3/4/2026", "mdy", "March fourth, twenty twenty-six"),
    ("en", "date", "2026-03-04", "", "March fourth, twenty twenty-six"),
    ("en", "time", "14:30", "", "fourteen thirty"),
    ("en", "time", "2:30 pm", "", "two thirty pm"),
    ("en", "telephone", "+44 (0)20 7946", "", "plus four four, zero, two zero, seven nine four six"),
    ("en", "spell-out", "AB47-c", "", "AB four seven c"),
    ("es", "cardinal", "1234", "", "mil doscientos treinta y cuatro"),
    ("es", "date", "2026.3.4", "ymd", "cuatro de marzo de dos mil veintiséis"),
    ("es", "telephone", "91 522", "", "nueve uno, cinco dos dos"),
    ("de", "ordinal", "21", "", "einundzwanzigster"),
    ("de", "time", "2:30 pm", "", "vierzehn Uhr dreißig"),
    ("fr", "ordinal", "3", "", "troisième"),
    ("it", "telephone", "030", "", "zero tre zero"),
    ("pt", "date", "3.4.2026", "dmy", "três de abril de dois mil e vinte e seis"),
    ("hi", "cardinal", "2026", "", "दो हज़ार छब्बीस"),
    ("ja", "cardinal", "2026", "", "2026"),
    ("ja", "characters", "AB4", "", "AB 4"),
]


@pytest.mark.parametrize(("language", "way", "text", "form", "said"), SAID)
def test_what_is_said(language: str, way: str, text: str, form: str, said: str) -> None:
    check_say_as(way, text, form)
    assert unmarked(said_as(way, text, form, language))[0] == said


def test_letters_are_spelled_and_figures_are_not() -> None:
    text, spelled = unmarked(said_as("characters", "NASA 7x", "", "en"))
    assert [text[start:end] for start, end in spelled] == ["NASA", "x"]
    assert {way for _, way, *_ in SAID} == {*WAYS}


@pytest.mark.parametrize(
    ("way", "text", "form"),
    [
        ("cardinal", "3.5", ""),
        ("cardinal", "1,23", ""),
        ("cardinal", "1" * 16, ""),
        ("ordinal", "cat", ""),
        ("date", "3/4/26", "mdy"),
        ("date", "13/13/2026", "mdy"),
        ("date", "tomorrow", ""),
        ("time", "9", ""),
        ("time", "13 pm", ""),
        ("telephone", "+", ""),
        ("telephone", "555-FLOWERS", ""),
        ("characters", "…", ""),
        ("characters", "a" * 101, ""),
        ("currency", "5", ""),
        ("time", "14:30", "mdy"),
        ("date", "2026", "my"),
    ],
)
def test_what_cannot_be_read_so_is_refused(way: str, text: str, form: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be read as|is not known here|has a format"):
        check_say_as(way, text, form)
