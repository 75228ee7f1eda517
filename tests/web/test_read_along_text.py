"""What a page is sent so that it can highlight what is spoken."""

from __future__ import annotations

import json
import re

import msgspec
import pytest

from audio_cache.plan import Cue
from audio_cache.store import SegmentInfo, WordTiming
from tts_service.article.model import Piece, Script, Segment
from tts_service.formats.read_along import ReadAlong, timed_sentences

pytestmark = pytest.mark.pure

SOURCE = "Sea\n\nIt costs $5 today.  Ahoy!"
SEGMENTS = (
    Segment(
        "It costs five dollars today.",
        5,
        23,
        (Piece(0, 9, 5, 14), Piece(9, 21, 14, 16), Piece(21, 28, 16, 23)),
        0,
        240,
    ),
    Segment("Ahoy!", 25, 30, (Piece(0, 5, 25, 30),), 0, 0),
)
SCRIPT = Script("Sea", "en", SOURCE, ("",), SEGMENTS)
CUES = (Cue(0, 1.0, 4.0, 0, 24_000), Cue(1, 4.24, 5.0, 25_920, 6_080))


def info(text: str, timing: str = "engine") -> SegmentInfo:
    """A word every half second."""
    words = (
        WordTiming(m.start(), m.end(), n / 2, n / 2 + 0.4) for n, m in enumerate(re.finditer(r"\w+", text))
    )
    return SegmentInfo("tone", "tone/plain", text, tuple(words), timing)


def test_words_have_their_place_in_the_sentence_as_it_stands_on_the_page() -> None:
    first, second = timed_sentences(SCRIPT, CUES, [info(SEGMENTS[0].text), info(SEGMENTS[1].text)])
    assert (first.text, first.start_s, first.end_s) == ("It costs $5 today.", 1.0, 4.0)
    assert [first.text[word.start : word.end] for word in first.words] == ["It", "costs", "$5", "today"]
    assert [(word.start_s, word.end_s) for word in first.words] == [
        (1.0, 1.4),
        (1.5, 1.9),
        (2.0, 2.9),
        (3.0, 3.4),
    ]
    assert [(second.text[word.start : word.end], word.start_s) for word in second.words] == [("Ahoy", 4.24)]


def test_what_has_not_been_rendered_is_there_without_times() -> None:
    first, second = timed_sentences(SCRIPT, CUES[:1], [info(SEGMENTS[0].text)])
    assert first.start_s == 1.0
    assert (second.text, second.start_s, second.end_s, second.words) == ("Ahoy!", None, None, ())


def test_estimates_are_marked() -> None:
    infos = [info(SEGMENTS[0].text, "estimated"), info(SEGMENTS[1].text)]
    assert [sentence.is_estimated for sentence in timed_sentences(SCRIPT, CUES, infos)] == [True, False]


def test_a_segment_that_is_no_longer_kept_has_no_words() -> None:
    first, second = timed_sentences(SCRIPT, CUES, [None, info(SEGMENTS[1].text)])
    assert (first.start_s, first.words) == (1.0, ())
    assert len(second.words) == 1


def test_a_title_that_stands_nowhere_in_the_source_is_given_as_it_is_spoken() -> None:
    script = Script("At sea", "en", "", ("",), (Segment("At sea.", 0, 0, (), 0, 0),))
    (title,) = timed_sentences(script, CUES[:1], [info("At sea.")])
    assert [title.text[word.start : word.end] for word in title.words] == ["At", "sea"]


def test_a_word_added_for_the_ear_has_no_place_on_the_page() -> None:
    segment = Segment("Question: why?", 0, 4, (Piece(10, 14, 0, 4),), 0, 0)
    script = Script("T", "en", "why?", ("",), (segment,))
    (sentence,) = timed_sentences(script, CUES[:1], [info(segment.text)])
    assert [(sentence.text[word.start : word.end], word.start_s) for word in sentence.words] == [("why", 1.5)]


def test_it_is_sent_as_lists() -> None:
    found = timed_sentences(SCRIPT, CUES[1:], [info(SEGMENTS[1].text)])
    assert json.loads(msgspec.json.encode(ReadAlong("r1", False, 0, found))) == {
        "revision": "r1",
        "is_whole": False,
        "first": 0,
        "sentences": [
            ["It costs $5 today.", None, None, False, []],
            ["Ahoy!", 4.24, 5.0, False, [[0, 4, 4.24, 4.64]]],
        ],
    }
