"""Language tags: whatever is passed for one, nothing raises, and valid tags are understood."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_service.article.language import tags
from tts_service.article.language.tags import alpha3, primary_subtag

pytestmark = pytest.mark.pure

ODD = ["", "-", "*", "x", "e", "en-", "-en", "en-x", " en", "english", "ja_JP.UTF-8", "éé", "İ-a", "12"]
WITHDRAWN = ["i-klingon", "art-lojban", "zh-min-nan", "en-GB-oed", "x-own"]
SUBTAGS = st.lists(st.from_regex(r"[A-Za-z0-9]{0,9}", fullmatch=True), max_size=5)


@pytest.mark.parametrize(
    ("tag", "primary"),
    [
        ("en", "en"),
        ("EN-gb", "en"),
        ("en_US", "en"),
        ("zh-Hant-TW", "zh"),
        ("zh_Hant_TW", "zh"),
        ("es_419", "es"),
        ("ca-valencia_ES", "ca"),
        ("zh-yue", "zh"),
        ("de-1996", "de"),
        ("fil-PH", "fil"),
        ("iw-IL", "iw"),
        ("en-a-bbb-x-a-ccc", "en"),
        ("und", "und"),
    ],
)
def test_the_primary_subtag(tag: str, primary: str) -> None:
    assert primary_subtag(tag) == primary


@given(st.one_of(st.text(max_size=30), SUBTAGS.map("-".join), st.sampled_from([*ODD, *WITHDRAWN])))
def test_of_anything_it_is_what_precedes_the_first_hyphen(tag: str) -> None:
    if "_" not in tag:
        assert primary_subtag(tag) == tag.partition("-")[0].lower()
    assert primary_subtag(tag) == primary_subtag(tag).lower()
    assert len(alpha3(tag)) in (0, 3)


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en", "eng"),
        ("de-AT", "ger"),
        ("fr", "fre"),
        ("pt-BR", "por"),
        ("nb", "nob"),
        ("tl", "tgl"),
        ("iw", "heb"),
        ("jw", "jav"),
        ("yue", "chi"),
        ("cmn-Hans", "chi"),
        ("zzz", ""),
        ("xx", ""),
        ("x-own", ""),
        ("", ""),
    ],
)
def test_the_code_that_id3_asks_for(tag: str, code: str) -> None:
    assert alpha3(tag) == code


def test_usual_codes_are_those_of_the_tables() -> None:
    assert {primary: tags._looked_up(primary) for primary in tags._USUAL} == tags._USUAL


def test_bare_tags_do_not_load_langcodes() -> None:
    code = (
        "import sys; from tts_service.article.language.tags import alpha3, primary_subtag\n"
        "print(primary_subtag('EN'), alpha3('de-AT'), 'langcodes' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["en", "ger", "False"]
