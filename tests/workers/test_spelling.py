"""Words that are spelled: how engines are given them, and timed as they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_cache.keys import Scalar, SegmentSpec, segment_key
from tests.workers.conftest import Report
from tts_service.article.extract.reading import read_article
from tts_service.article.lexicon.entry import LexiconEntry, Occasion
from tts_service.article.lexicon.lexicon import Lexicon
from tts_service.article.lexicon.pronounce import LexiconMatcher
from tts_service.article.model import Phonemes, Segment, Spelled
from tts_service.article.request import ArticleRequest
from tts_service.article.script.script import make_script
from workers.audio.chain import profile
from workers.audio.words import words_of
from workers.engines.base import Samples, Speech, SpokenWord, Voice
from workers.engines.spelling import spelled_out
from workers.render.planning import key_of, spelled_for
from workers.render.speaking import speak

VOICE = Voice("letters/one", "one", ("en",), 0.0, "")
RATE = 24_000


class Asked(msgspec.Struct):
    text: str
    told: Mapping[str, object]


class Letters:
    """Takes a tenth of a second for each character, and remembers what it was given."""

    id = "letters"
    version = "1"
    parameters: Mapping[str, Scalar] = {}

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    def voices(self) -> Sequence[Voice]:
        return [VOICE]

    def warm(self, voice: Voice) -> None:
        pass

    def synthesize(self, text: str, voice: Voice, language: str) -> Speech:
        return self._speech(text)

    def _speech(self, text: str, **told: object) -> Speech:
        self.asked.append(Asked(text, told))
        samples = _tone(len(text) / 15)
        step = samples.size // len(text)
        words = (SpokenWord(start, end, start * step, end * step) for start, end in words_of(text))
        return Speech(samples, RATE, tuple(words))


class Knowing(Letters):
    """Knows how to spell."""

    def synthesize(
        self,
        text: str,
        voice: Voice,
        language: str,
        phonemes: Sequence[Phonemes] = (),
        spelled: Sequence[Spelled] = (),
    ) -> Speech:
        return self._speech(text, phonemes=tuple(phonemes), spelled=tuple(spelled))


def _tone(seconds: float) -> Samples:
    return (0.16 * np.sin(2 * np.pi * 997 * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)


def segment_of(text: str, *entries: LexiconEntry) -> Segment:
    known = LexiconMatcher(Lexicon(entries), Occasion("en"))
    request = ArticleRequest(text=text, title="News", language="en")
    return make_script(read_article(request), words=lambda *_: known).segments[-1]


def letters(segment: Segment) -> list[str]:
    return [segment.text[word.start : word.end] for word in segment.spelled]


@pytest.mark.pure
def test_only_segments_with_spelled_words_have_other_keys() -> None:
    plain = Segment("No one came.", 0, 12, (), 0, 250)
    marked = msgspec.structs.replace(plain, spelled=(Spelled(0, 2),))
    engine = Letters()
    # As it was made before there were marks.
    before = SegmentSpec("letters", "1", "", "one", {}, "en", "No one came.", profile(VOICE))
    assert key_of(plain, engine, VOICE, "en") == segment_key(before)
    other = msgspec.structs.replace(before, spelled=((0, 2),))
    assert key_of(marked, engine, VOICE, "en") == segment_key(other) != segment_key(before)


@pytest.mark.pure
def test_what_has_a_sound_of_its_own_is_not_spelled() -> None:
    segment = segment_of("The UN and the EU met there.", LexiconEntry("UN", ipa="juːˈɛn"))
    assert letters(segment) == ["UN", "EU"]
    assert [word.start for word in spelled_for(segment, VOICE)] == [4, 15]
    taking = msgspec.structs.replace(VOICE, ipa="juːˈɛn")
    assert [word.start for word in spelled_for(segment, taking)] == [15]


@pytest.mark.pure
def test_an_engine_that_knows_nothing_of_it_is_given_points_and_times_are_of_the_words_as_written() -> None:
    engine = Letters()
    segment = segment_of("The UN met Type A teams at 9 p.m. on Friday.")
    stored = speak(engine, VOICE, segment.text, "en", spelled=segment.spelled)
    assert engine.asked == [Asked("The U.N met Type A-teams at nine P.M on Friday.", {})]
    timed = [segment.text[word.spoken_start : word.spoken_end] for word in stored.info.words]
    assert timed == ["The", "UN", "met", "Type", "A", "teams", "at", "nine", "p.m", "on", "Friday"]
    starts = [word.start_s for word in stored.info.words]
    assert starts == sorted(starts)
    assert stored.info.timing == "engine"


@pytest.mark.pure
def test_an_engine_that_spells_is_told_which_words() -> None:
    engine = Knowing()
    segment = segment_of("The UN met at 9 p.m. on Friday.")
    speak(engine, msgspec.structs.replace(VOICE, spells=True), segment.text, "en", spelled=segment.spelled)
    assert engine.asked[0].text == segment.text
    assert engine.asked[0].told["spelled"] == segment.spelled


@pytest.mark.pure
def test_given_sounds_keep_their_words_among_points() -> None:
    engine = Knowing()
    text = "The FBI met Kaz, and MPs met Kaz."
    sounds = [Phonemes(at, at + 3, "kæz") for at in (12, 29)]
    speak(engine, VOICE, text, "en", phonemes=sounds, spelled=[Spelled(4, 7), Spelled(21, 23)])
    given = engine.asked[0]
    assert given.text == "The F.B.I met Kaz, and M-P's met Kaz."
    assert [given.text[one.start : one.end] for one in given.told["phonemes"]] == ["Kaz", "Kaz"]  # type: ignore[attr-defined]


WORDS = st.tuples(
    st.sampled_from(["", "so ", "he’s ", "in "]),
    st.sampled_from(["UN", "A", "p.m.", "AI", "ACLU", "TL;DR", "F."]),
    st.sampled_from([" ", "s ", "'s ", ", "]),
)


@given(st.lists(WORDS, max_size=6))
@pytest.mark.pure
def test_all_that_is_written_leads_back_to_the_text(parts: list[tuple[str, str, str]]) -> None:
    text, spelled = "", []
    for before, word, behind in parts:
        spelled.append(Spelled(len(text + before), len(text + before + word)))
        text += before + word + behind
    out = spelled_out(text, spelled, "en")
    rebuilt, at = "", 0
    for one in out.rewritings:
        assert out.original(one.first, one.last) == (one.start, one.end)
        rebuilt += out.text[at : one.first] + text[one.start : one.end]
        at = one.last
    assert rebuilt + out.text[at:] == text
    for start, end in words_of(out.text):
        first, last = out.original(start, end)
        assert words_of(text[first:last])


@pytest.mark.parametrize("written", ["The UN and MPs met the FBI at 9 p.m. in the U.S. on Friday."])
def test_a_real_voice_times_the_words_as_they_are_written(report: Report, written: str) -> None:
    segment = segment_of(written)
    stored = speak(report.engine, report.voice, segment.text, "en", spelled=segment.spelled)
    timed = [segment.text[word.spoken_start : word.spoken_end] for word in stored.info.words]
    assert timed == [segment.text[start:end] for start, end in words_of(segment.text)]
    long = {segment.text[w.spoken_start : w.spoken_end]: w.end_s - w.start_s for w in stored.info.words}
    assert long["FBI"] > long["on"]
