"""WebVTT and chapters, read back by a parser that follows the specification's own steps."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_cache.plan import Cue
from audio_cache.store import WordTiming
from tts_service.article.model import Piece, Script, Segment
from tts_service.formats.captions import (
    Caption,
    chapters_json,
    sentence_captions,
    source_place,
    web_vtt,
    word_captions,
)

pytestmark = pytest.mark.pure

TIMING = re.compile(r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})")


@dataclass
class Parsed:
    name: str
    start_ms: int
    end_ms: int
    text: str


def parsed(vtt: str) -> list[Parsed]:
    """Cues of a WebVTT file. Fails on anything that a strict parser would not take."""
    assert "\r" not in vtt
    assert "\0" not in vtt
    head, *blocks = vtt.removesuffix("\n").split("\n\n")
    assert head.split("\n")[0] == "WEBVTT"
    assert "-->" not in head
    cues = []
    for block in blocks:
        if block.startswith("NOTE"):
            assert "-->" not in block
            continue
        name, timing, *text = block.split("\n")
        match = TIMING.fullmatch(timing)
        assert match is not None, timing
        h1, m1, s1, f1, h2, m2, s2, f2 = map(int, match.groups())
        assert "-->" not in name
        assert not any("<" in line or "-->" in line for line in text)
        start, end = ((h1 * 60 + m1) * 60 + s1) * 1000 + f1, ((h2 * 60 + m2) * 60 + s2) * 1000 + f2
        assert start < end
        cues.append(Parsed(name, start, end, html.unescape("\n".join(text))))
    assert len({cue.name for cue in cues}) == len(cues)
    return cues


SOURCE = "It costs $5,000 &\n  a smile.  Ahoy!"
SEGMENTS = (
    Segment(
        text="It costs five thousand dollars & a smile.",
        start=0,
        end=28,
        pieces=(Piece(0, 9, 0, 9), Piece(9, 30, 9, 15), Piece(30, 33, 15, 18), Piece(33, 41, 20, 28)),
        section=0,
        pause_ms=240,
    ),
    Segment(text="Ahoy!", start=30, end=35, pieces=(Piece(0, 5, 0 + 30, 35),), section=1, pause_ms=0),
)
SCRIPT = Script("Sea & <salt> --> air", "en", SOURCE, ("", "At sea"), SEGMENTS, byline="A. Sailor")
CUES = (Cue(0, 0.0, 3.0, 0, 24_000), Cue(1, 3.24, 3_723.5, 25_920, 1))
WORDS = tuple(
    WordTiming(m.start(), m.end(), float(n), n + 0.5)
    for n, m in enumerate(re.finditer(r"\w+", SEGMENTS[0].text))
)


def test_sentences_are_captioned_in_the_words_of_the_source() -> None:
    cues = parsed(web_vtt(sentence_captions(SCRIPT, CUES), language="en", note=SCRIPT.title))
    assert [(c.name, c.start_ms, c.end_ms, c.text) for c in cues] == [
        ("0:0-28", 0, 3000, "It costs $5,000 & a smile."),
        ("1:30-35", 3240, 3_723_500, "Ahoy!"),
    ]


def test_a_growing_narration_has_the_captions_of_what_has_landed() -> None:
    assert [c.text for c in sentence_captions(SCRIPT, CUES[:1])] == ["It costs $5,000 & a smile."]
    assert parsed(web_vtt(sentence_captions(SCRIPT, ()), language="en")) == []


def test_words_that_say_one_piece_of_the_source_are_one_caption() -> None:
    captions = word_captions(SCRIPT, CUES[:1], [WORDS])
    assert [(c.text, c.start_s, c.end_s) for c in captions] == [
        ("It", 0.0, 0.5),
        ("costs", 1.0, 1.5),
        ("$5,000", 2.0, 4.5),
        ("a", 5.0, 5.5),
        ("smile", 6.0, 6.5),
    ]
    assert [SOURCE[slice(*map(int, c.name.split(":")[1].split("-")))] for c in captions] == [
        c.text for c in captions
    ]
    parsed(web_vtt(captions, language="en"))


def test_word_times_count_from_the_start_of_the_narration() -> None:
    (caption,) = word_captions(SCRIPT, CUES[1:], [(WordTiming(0, 4, 0.25, 0.5),)])
    assert (caption.text, caption.start_s, caption.end_s) == ("Ahoy", 3.49, 3.74)


def test_a_segment_without_word_times_is_one_caption() -> None:
    assert word_captions(SCRIPT, CUES, [WORDS, ()])[-1] == sentence_captions(SCRIPT, CUES)[-1]


def test_a_word_added_for_the_ear_is_captioned_as_spoken() -> None:
    segment = Segment("Question: why?", 0, 4, (Piece(10, 14, 0, 4),), 0, 0)
    script = Script("T", "en", "why?", ("",), (segment,))
    words = (WordTiming(0, 8, 0.0, 0.4), WordTiming(10, 13, 0.5, 0.8))
    assert [(c.name, c.text) for c in word_captions(script, CUES[:1], [words])] == [
        ("0.0", "Question"),
        ("0.1:0-3", "why"),
    ]
    assert source_place(script, segment, words[0]) is None


def test_a_segment_without_a_place_in_the_source_is_captioned_as_spoken() -> None:
    script = Script("T", "en", "", ("",), (Segment("A title.", 0, 0, (), 0, 0),))
    assert sentence_captions(script, CUES[:1])[0].text == "A title."


def test_chapters_follow_the_format() -> None:
    assert json.loads(chapters_json(SCRIPT, CUES)) == {
        "version": "1.2.0",
        "title": "Sea & <salt> --> air",
        "author": "A. Sailor",
        "chapters": [
            {"startTime": 0.0, "endTime": 3.24, "title": "Sea & <salt> --> air"},
            {"startTime": 3.24, "endTime": 3723.5, "title": "At sea"},
        ],
    }
    assert json.loads(chapters_json(SCRIPT, ()))["chapters"] == []


times = st.floats(0, 400_000, allow_nan=False)


@given(st.lists(st.tuples(times, times, st.text(min_size=1))), st.text())
def test_any_text_survives_the_file(found: list[tuple[float, float, str]], note: str) -> None:
    captions = [
        Caption(str(n), min(a, b), max(a, b), " ".join(t.split())) for n, (a, b, t) in enumerate(found)
    ]
    captions = [caption for caption in captions if caption.text]
    cues = parsed(web_vtt(captions, language="en", note=note))
    assert [cue.text for cue in cues] == [caption.text.replace("\0", "\ufffd") for caption in captions]
    assert all(
        abs(cue.start_ms - caption.start_s * 1000) <= 1 for cue, caption in zip(cues, captions, strict=True)
    )
