"""Words that are spelled, as a script marks them."""

from __future__ import annotations

import msgspec
import pytest

from tests.article.pairs_table import class_names, language_of, read_pairs
from tts_service.article.extract.reading import read_article
from tts_service.article.lexicon.entry import LexiconEntry, Occasion
from tts_service.article.lexicon.lexicon import Lexicon
from tts_service.article.lexicon.pronounce import LexiconMatcher
from tts_service.article.model import Script, Segment, decode_script, encode_script
from tts_service.article.request import ArticleRequest
from tts_service.article.script.script import make_script, revision_of
from workers.engines.spelling import letters_of, spelled_out

pytestmark = pytest.mark.pure


def script_of(text: str, *entries: LexiconEntry, language: str = "en") -> Script:
    known = LexiconMatcher(Lexicon(entries), Occasion(language))
    request = ArticleRequest(text=text, title="News", language=language)
    return make_script(read_article(request), words=lambda *_: known)


def segment_of(text: str, *entries: LexiconEntry, language: str = "en") -> Segment:
    return script_of(text, *entries, language=language).segments[-1]


def letters(segment: Segment) -> list[str]:
    return [segment.text[word.start : word.end] for word in segment.spelled]


@pytest.mark.parametrize(
    ("written", "spoken", "spelled"),
    [
        ("The UN sent a boat at 9 p.m. to them.", "The UN sent a boat at nine p.m. to them.", ["UN", "p.m."]),
        (
            "A P.M. boat went to the U.S. on Friday.",
            "A P.M. boat went to the U.S. on Friday.",
            ["P.M.", "U.S."],
        ),
        ("The FBI's chief used an iPhone XR.", "The FBI's chief used an iPhone XR.", ["FBI", "XR"]),
        ("MPs heard John F. Kennedy at 3pm.", "MPs heard John F. Kennedy at three pm.", ["MP", "F.", "pm"]),
        ("The EPA and NATO met in the U.S.", "The EPA and NATO met in the U.S.", ["EPA", "U.S"]),
        ("Group A teams have a Ph.D. in law.", "Group A teams have a Ph.D. in law.", ["A", "Ph.D."]),
    ],
)
def test_a_script_says_what_a_person_writes(written: str, spoken: str, spelled: list[str]) -> None:
    segment = segment_of(written)
    assert (segment.text, letters(segment)) == (spoken, spelled)


@pytest.mark.parametrize("name", class_names())
def test_marks_are_in_order_and_hold_letters(name: str) -> None:
    for pair in read_pairs(name):
        for segment in script_of(pair.written, language=language_of(name)).segments:
            ends = [0, *(at for word in segment.spelled for at in (word.start, word.end))]
            assert ends == sorted(ends)
            assert ends[-1] <= len(segment.text)
            assert all(letters_of(segment.text, word) for word in segment.spelled)


def test_spanish_initials_are_spelled_without_the_english_article() -> None:
    segment = segment_of("La UE y la AP se reunieron ayer en la capital.", language="es")
    assert letters(segment) == ["UE", "AP"]
    assert spelled_out(segment.text, segment.spelled, "es").text.startswith("La U.E y la A.P se")


def test_an_article_cannot_mark_words_itself() -> None:
    assert segment_of("The \ue001house\ue002 burned down last night.").spelled == ()


@pytest.mark.parametrize("text", ["a \ue001b", "\ue002a\ue001", "\ue001\ue002 a"])
def test_marks_in_a_respelling_are_not_heard(text: str) -> None:
    segment = segment_of("They saw Kaz at the harbor last night.", LexiconEntry("Kaz", say=text))
    assert "\ue001" not in segment.text
    assert "\ue002" not in segment.text


def test_a_script_without_spelled_words_is_the_same_byte_for_byte() -> None:
    """So its revision is, too: the form is that of the scripts before there were marks."""
    script = script_of("Nobody had expected a crowd in town.")
    encoded = encode_script(script)
    assert b"spelled" not in encoded
    assert decode_script(encoded) == script
    plain = msgspec.json.decode(encoded)
    assert list(plain["segments"][0])[-3:] == ["role", "phonemes", "language"]
    marked = script_of("Nobody at the UN had expected a crowd.")
    assert decode_script(encode_script(marked)) == marked
    assert revision_of(marked, "") != revision_of(script, "")


def test_text_that_looks_like_an_empty_mark_stays() -> None:
    text = 'It sent {"language":"","spelled":[]} to all of them.'
    segment = segment_of(text)
    script = script_of(text)
    assert decode_script(encode_script(script)) == script
    assert segment in script.segments
