"""Words of the lexicon: where they are found in a sentence, and what then becomes of it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_service.article.extract.reading import read_article
from tts_service.article.lexicon.entry import EntryError, LexiconEntry, Occasion, checked
from tts_service.article.lexicon.lexicon import Lexicon
from tts_service.article.lexicon.pronounce import LexiconMatcher
from tts_service.article.model import Script
from tts_service.article.request import ArticleRequest
from tts_service.article.script.script import make_script

pytestmark = pytest.mark.pure

HERE = Occasion("en-GB", "piper/joe", "www.news.example", "daily")


def words(*entries: LexiconEntry, occasion: Occasion = HERE) -> LexiconMatcher:
    return LexiconMatcher(Lexicon([checked(entry) for entry in entries]), occasion)


def said(text: str, *entries: LexiconEntry, occasion: Occasion = HERE) -> str:
    for edit in reversed(words(*entries, occasion=occasion).edits(text)):
        text = text[: edit.start] + edit.spoken + text[edit.end :]
    return text


def script_of(text: str, *entries: LexiconEntry, title: str = "News") -> Script:
    known = words(*entries)
    return make_script(
        read_article(ArticleRequest(text=text, title=title, language="en")), words=lambda *_: known
    )


@pytest.mark.parametrize(
    ("write", "text", "there"),
    [
        ("Kaz", "Kaz, Kaz's and (kaz) and Kaz-like.", 4),
        ("Kaz", "Kazan, Akaz, Kaz7 and 7Kaz.", 0),
        ("Élan", "an élan, ÉLAN; élans", 2),
        ("D’Arcy", "D'Arcy and d’arcy", 2),
        ("U-Bahn", "die U‑Bahn", 1),
        ("New York", "New  York, New\u00a0York, New Yorker", 2),
        ("C++", "C++ and C+", 1),
        ("9/11", "on 9/11, not 9/11/2001 or 19/11", 1),
        ("3", "3, 3.5, 1,3 and 33", 1),
        ("क", "क काम का", 1),
        ("काम", "काम, कामना", 1),
        ("重慶", "在重慶市", 1),
        ("ไทย", "คนไทยกิน", 1),
        ("@UN", "@UN said", 1),
    ],
)
def test_whole_words_are_found_in_any_script(write: str, text: str, there: int) -> None:
    assert len(words(LexiconEntry(write, say="x")).edits(text)) == there


def test_capitals_matter_where_the_entry_says_so() -> None:
    entry = LexiconEntry("ICE", say="the I.C.E", case=True)
    assert said("ICE on ice, Ice", entry) == "the I.C.E on ice, Ice"


def test_the_longest_phrase_comes_first_and_none_is_taken_twice() -> None:
    entries = [
        LexiconEntry("York", say="yawk"),
        LexiconEntry("New York", say="noo yawk"),
        LexiconEntry("New York Times", say="the times"),
    ]
    assert said("New York Times of New York near York", *entries) == "the times of noo yawk near yawk"
    assert said("a b a b", LexiconEntry("a b", say="b a"), LexiconEntry("b", say="x")) == "b a b a"


@pytest.mark.parametrize(
    ("condition", "elsewhere"),
    [
        ({"language": "en"}, Occasion("de", "piper/joe", "www.news.example", "daily")),
        ({"voice": "piper/*"}, Occasion("en", "gtts/en", "www.news.example", "daily")),
        ({"voice": "piper/joe"}, Occasion("en", "piper/joey", "www.news.example", "daily")),
        ({"site": "news.example"}, Occasion("en", "piper/joe", "badnews.example", "daily")),
        ({"site": "news.example"}, Occasion("en", "piper/joe", "", "daily")),
        ({"show": "daily"}, Occasion("en", "piper/joe", "www.news.example", "")),
    ],
)
def test_an_entry_counts_only_where_it_says(condition: dict[str, str], elsewhere: Occasion) -> None:
    entry = LexiconEntry("Kaz", say="kahz", **condition)  # type: ignore[arg-type]
    assert said("Kaz", entry) == "kahz"
    assert said("Kaz", entry, occasion=elsewhere) == "Kaz"
    general = LexiconEntry("Kaz", say="kezz")
    assert said("Kaz", general, entry) == "kahz"
    assert said("Kaz", general, entry, occasion=elsewhere) == "kezz"


def test_rules_see_the_word_and_cannot_take_it() -> None:
    text = "Dr. Kaz flew a Boeing 737 for $5 on 9/11."
    entries = [
        LexiconEntry("Kaz", say="kahz"),
        LexiconEntry("Boeing", say="boh-ing"),
        LexiconEntry("9/11", say="nine eleven"),
    ]
    assert (
        script_of(text, *entries).segments[-1].text
        == "Doctor kahz flew a boh-ing seven thirty-seven for five dollars on nine eleven."
    )


def test_what_is_said_leads_back_to_what_is_written() -> None:
    script = script_of(
        "Dr. Kaz paid $5 to New  York's Qar\u00adluq.",
        LexiconEntry("New York", say="noo yawk"),
        LexiconEntry("Qarluq", ipa="qa"),
    )
    segment = script.segments[-1]
    pairs = {
        segment.text[p.spoken_start : p.spoken_end]: script.source[p.start : p.end] for p in segment.pieces
    }
    assert pairs["noo yawk"] == "New  York"
    assert pairs["five dollars"] == "$5"
    (sound,) = segment.phonemes
    assert (segment.text[sound.start : sound.end], sound.ipa) == ("Qarluq", "qa")


def test_a_word_with_ipa_stands_as_it_would_be_said_without() -> None:
    """For voices that take no phonemes."""
    title, body = script_of(
        "The UN and 5 others.", LexiconEntry("UN", ipa="juːˈɛn"), LexiconEntry("others", ipa="a"), title="UN"
    ).segments
    assert title.text == "UN."
    assert [title.text[s.start : s.end] for s in title.phonemes] == ["UN"]
    assert body.text == "The UN and five others."
    assert [body.text[s.start : s.end] for s in body.phonemes] == ["UN", "others"]
    assert [body.text[s.start : s.end] for s in body.spelled] == ["UN"]


def test_a_phrase_that_a_long_sentence_is_cut_through_is_said_as_written() -> None:
    text = "It went on " + "and on and on, " * 60 + "for a long time, as we know, and so on."
    script = script_of(text, LexiconEntry("on, and on", ipa="ɒn"))
    sounds = [(segment.text, sound) for segment in script.segments for sound in segment.phonemes]
    assert len(script.segments) > 2
    assert len(sounds) > 20
    assert {text[sound.start : sound.end] for text, sound in sounds} == {"on, and on"}


@given(st.text(max_size=60), st.text(min_size=1, max_size=8), st.booleans())
def test_any_word_in_any_text_leaves_the_rest_as_it_is(text: str, write: str, ipa: bool) -> None:
    try:
        entry = checked(LexiconEntry(write, ipa="a") if ipa else LexiconEntry(write, say="zeta"))
    except EntryError:
        return
    edits = words(entry).edits(text)
    assert all(0 <= edit.start < edit.end <= len(text) for edit in edits)
    assert all(one.end <= other.start for one, other in itertools.pairwise(edits))


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (LexiconEntry(" "), "write"),
        (LexiconEntry("x" * 101, say="a"), "write"),
        (LexiconEntry("a\0b", say="a"), "write"),
        (LexiconEntry("a"), "write"),
        (LexiconEntry("a", say="b", ipa="b"), "say"),
        (LexiconEntry("a", say="…"), "say"),
        (LexiconEntry("a", ipa="Q"), "ipa"),
        (LexiconEntry("a", ipa="a" * 201), "ipa"),
        (LexiconEntry("a", say="b", language="en-GB"), "language"),
        (LexiconEntry("a", say="b", voice="piper"), "voice"),
        (LexiconEntry("a", say="b", site="https://news.example/"), "site"),
        (LexiconEntry("a", say="b", site="*.news.example"), "site"),
        (LexiconEntry("a", say="b", show="a\nb"), "show"),
    ],
)
def test_what_cannot_be_used_is_refused_by_field(entry: LexiconEntry, field: str) -> None:
    with pytest.raises(EntryError) as caught:
        checked(entry)
    assert caught.value.field == field


def test_the_digest_follows_what_is_said() -> None:
    one, other = LexiconEntry("a", say="b"), LexiconEntry("a", say="c")
    assert Lexicon([one]).digest == Lexicon([one]).digest != Lexicon([other]).digest
    assert Lexicon([]).digest == ""
