"""Listeners are told whose voice it is, in the language of the article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_service.article.disclosure import (
    COMPOSITE_TYPE,
    OFF,
    RECORDED_TYPE,
    SOURCE_TYPE,
    RecordedBy,
    SectionReadBy,
    disclosure,
    recorded_json,
    recorded_of,
    source_type,
)

pytestmark = pytest.mark.pure

LANGUAGES = ("ar", "de", "en", "es", "fr", "hi", "it", "nl", "pt")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_all_the_sentences(language: str) -> None:
    anna = RecordedBy("Anna {name} Weber")
    said = [
        disclosure(language),
        disclosure(language, recorded=anna),
        disclosure(language, recorded=RecordedBy()),
        disclosure(language, recorded=RecordedBy("", outdated=True)),
    ]
    assert len(set(said)) == len(said)
    assert "Anna {name} Weber" in said[1]
    assert said[3].startswith(f"{said[2]} ")


def test_the_publishers_wording_is_for_synthetic_voices() -> None:
    assert disclosure("en", "Our AI reads.") == "Our AI reads."
    assert disclosure("en", "Our AI reads.", RecordedBy("Anna")) == "Read by Anna."
    assert disclosure("en", OFF, RecordedBy("Anna")) == ""


def test_machines_are_told_in_the_terms_of_the_iptc() -> None:
    assert (source_type(None), source_type(RecordedBy())) == (SOURCE_TYPE, RECORDED_TYPE)


@given(st.builds(RecordedBy, st.text(), st.booleans()) | st.none())
def test_it_comes_back_from_the_catalog(recorded: RecordedBy | None) -> None:
    assert recorded_of(recorded_json(recorded)) == recorded


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_has_read_a_part_is_named_and_the_voice_is_told_of(language: str) -> None:
    part = (SectionReadBy(3, 9, "Anna"),)
    named, nameless = RecordedBy("Anna", sections=part), RecordedBy(sections=part)
    said = {disclosure(language, recorded=one) for one in (named, nameless, RecordedBy("Anna"), None)}
    assert len(said) == 4
    assert "Anna" in disclosure(language, recorded=named)
    assert disclosure(language, "Our AI reads.", named).endswith(" Our AI reads.")
    assert source_type(named) == COMPOSITE_TYPE


def test_a_part_that_was_edited_is_told() -> None:
    read = RecordedBy("Anna", True, (SectionReadBy(3, 9, "Anna", True),))
    assert disclosure("en", recorded=read) == (
        "Partly read by Anna. Recorded before the article was edited. The rest is read by a synthetic voice."
    )


def test_people_who_have_read_all_of_it_in_parts_have_not_read_it_partly() -> None:
    read = RecordedBy("Anna, Ben", sections=(SectionReadBy(0, 3), SectionReadBy(4, 9)), entire=True)
    assert disclosure("en", recorded=read) == "Read by Anna, Ben."
    assert source_type(read) == RECORDED_TYPE
