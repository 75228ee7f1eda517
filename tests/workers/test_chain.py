from __future__ import annotations

from itertools import pairwise

import msgspec
import numpy as np
import pytest

from audio_cache.mp3 import frames
from tests.hearing import decoded, measured
from workers.audio.chain import PartialEncoder, encode, profile
from workers.audio.loudness import TARGET_LUFS
from workers.audio.mp3 import DELAY, encode_mp3
from workers.audio.plausible import Implausible
from workers.engines.base import Engine, Samples, Speech, SpokenWord, Voice

RATE = frames.SAMPLE_RATE
VOICE = Voice("test/one", "one", ("en",), 0.0, "")
TEXT = "one two three"


def hum(seconds: float, level: float = 0.1, rate: int = RATE) -> Samples:
    return (level * np.sin(2 * np.pi * 300 * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def padded(samples: Samples, before_s: float, after_s: float, rate: int = RATE) -> Samples:
    return np.pad(samples, (round(before_s * rate), round(after_s * rate)))


def test_the_delay_of_the_codec_is_known_to_the_sample() -> None:
    impulse = np.zeros(24_000, np.float32)
    impulse[5_000] = 0.6
    assert int(np.abs(decoded(encode_mp3(impulse))).argmax()) == 5_000 + DELAY


@pytest.mark.parametrize("hertz", [200, 1_000, 5_000, 10_000])
def test_the_codec_gives_back_the_level_it_was_given(hertz: int) -> None:
    tone = (0.3 * np.sin(2 * np.pi * hertz * np.arange(48_000) / RATE)).astype(np.float32)
    heard = decoded(encode_mp3(tone))[8_000:40_000]
    assert float(heard.std()) == pytest.approx(float(tone.std()), rel=0.01)


def test_a_segment_is_whole_frames_that_last_as_long_as_they_say(tone: tuple[Engine, Voice]) -> None:
    engine, voice = tone
    stored = encode(engine.synthesize(TEXT, voice, "en"), voice, TEXT)
    assert frames.whole_frames(stored.audio)
    assert decoded(stored.audio).size == len(stored.audio) // frames.FRAME_BYTES * frames.FRAME_SAMPLES
    assert (stored.info.engine, stored.info.voice, stored.info.text) == ("tone", "tone/plain", TEXT)


def test_any_rate_keeps_its_length() -> None:
    for rate in (8_000, 16_000, 22_050, 44_100, 48_000):
        stored = encode(Speech(hum(2.0, rate=rate), rate), VOICE, TEXT)
        assert frames.seconds(len(stored.audio)) == pytest.approx(2.06, abs=0.03)


@pytest.mark.pure
def test_silence_around_the_sound_is_cut_down_and_the_sound_is_not() -> None:
    tight = encode(Speech(hum(1.0), RATE), VOICE, TEXT)
    loose = encode(Speech(padded(hum(1.0), 0.7, 1.3), RATE), VOICE, TEXT)
    assert 0 <= len(loose.audio) - len(tight.audio) <= 3 * frames.FRAME_BYTES


@pytest.mark.pure
def test_a_faint_consonant_at_the_edge_is_sound() -> None:
    """Forty decibels under the vowel that follows it, in speech at the target."""
    faint, vowel = hum(0.2, level=0.4 * 10 ** (-40 / 20)), hum(1.0, level=0.4)
    stored = encode(Speech(padded(np.concatenate([faint, vowel]), 0.5, 0.5), RATE), VOICE, TEXT)
    assert frames.seconds(len(stored.audio)) >= 1.2


@pytest.mark.pure
def test_a_click_long_before_the_speech_is_cut_off() -> None:
    click = padded(hum(0.01, level=0.0005), 0.0, 0.33)
    clean, clicked = (
        encode(Speech(padded(sound, 0.3, 0.0), RATE), VOICE, TEXT)
        for sound in (hum(1.0), np.append(click, hum(1.0)))
    )
    assert len(clicked.audio) == len(clean.audio)


@pytest.mark.pure
@pytest.mark.parametrize(("burst_s", "gap_s"), [(0.01, 0.08), (0.03, 0.33)])
def test_a_consonant_before_a_short_silence_or_a_longer_sound_before_a_long_one_stays(
    burst_s: float, gap_s: float
) -> None:
    burst = padded(hum(burst_s, level=0.002), 0.0, gap_s)
    stored = encode(Speech(padded(np.append(burst, hum(1.0)), 0.3, 0.0), RATE), VOICE, TEXT)
    assert frames.seconds(len(stored.audio)) >= burst_s + gap_s + 1.0


@pytest.mark.pure
def test_an_opening_leaves_the_click_out_as_the_whole_segment_does() -> None:
    click = padded(hum(0.01, level=0.0005), 0.3, 0.33)
    partial, told = opened(np.append(click, hum(2.0)), 8_000, 20_000, 40_000)
    assert partial.start == pytest.approx(0.64 * RATE - 480, abs=240)
    assert told


def test_words_are_where_they_sound(tone: tuple[Engine, Voice]) -> None:
    """The tone engine knows its words to the sample; in what a player decodes, they must be there."""
    engine, voice = tone
    speech = engine.synthesize(TEXT, voice, "en")
    stored = encode(msgspec.structs.replace(speech, samples=speech.samples), voice, TEXT)
    heard = decoded(stored.audio)
    assert stored.info.timing == "engine"
    for word in stored.info.words:
        inside = heard[round((word.start_s + 0.02) * RATE) : round((word.end_s - 0.02) * RATE)]
        assert (
            float(np.abs(inside).reshape(-1)[: inside.size // 240 * 240].reshape(-1, 240).max(axis=1).min())
            > 0.05
        )
    for before, after in pairwise(stored.info.words):
        gap = heard[round((before.end_s + 0.02) * RATE) : round((after.start_s - 0.02) * RATE)]
        assert float(np.abs(gap).max()) < 0.01


def test_word_times_move_along_with_the_silence_that_is_cut() -> None:
    rate = 22_050
    speech = Speech(padded(hum(1.0, rate=rate), 0.5, 0.2, rate), rate, (SpokenWord(0, 3, rate // 2, rate),))
    word = encode(speech, VOICE, TEXT).info.words[0]
    assert word.start_s == pytest.approx(0.02 + DELAY / RATE, abs=0.006)
    assert word.end_s - word.start_s == pytest.approx(0.5, abs=0.001)


@pytest.mark.pure
def test_word_times_are_estimated_and_marked_so_when_the_engine_gives_none() -> None:
    stored = encode(Speech(padded(hum(1.2), 0.5, 0.5), RATE), VOICE, TEXT)
    assert stored.info.timing == "estimated"
    assert [TEXT[word.spoken_start : word.spoken_end] for word in stored.info.words] == TEXT.split()
    assert stored.info.words[0].start_s == pytest.approx(0.02 + DELAY / RATE, abs=0.006)
    assert stored.info.words[-1].end_s <= frames.seconds(len(stored.audio))


@pytest.mark.parametrize("level", [0.02, 0.1, 0.4])
def test_a_voice_that_cannot_be_measured_is_brought_to_the_target_by_each_segment(level: float) -> None:
    """On noise like speech: a hum would be held back by the limiter before it is loud enough."""
    voice = msgspec.structs.replace(VOICE, gain_db=None)
    noise = (np.random.default_rng(5).standard_normal(RATE * 3) * level / 4).astype(np.float32)
    heard = decoded(encode(Speech(noise, RATE), voice, TEXT * 3).audio)
    assert measured(heard, RATE).lufs == pytest.approx(TARGET_LUFS, abs=1.0)
    assert measured(heard, RATE).true_peak <= -1.0


@pytest.mark.pure
def test_the_profile_names_the_gain() -> None:
    voices = [msgspec.structs.replace(VOICE, gain_db=gain) for gain in (None, 0.0, 0.5, -3.0)]
    assert len({profile(voice) for voice in voices}) == 4
    assert all(profile(voice).startswith(frames.PROFILE) for voice in voices)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("samples", "text", "complaint"),
    [
        (np.zeros(0, np.float32), TEXT, "no samples"),
        (np.zeros(24_000, np.float32), TEXT, "silence"),
        (hum(1.0, level=1e-5), TEXT, "silence"),
        (np.full(24_000, np.nan, np.float32), TEXT, "not numbers"),
        (np.append(hum(1.0), np.float32(np.inf)), TEXT, "not numbers"),
        (hum(0.1), "A whole sentence that nobody can say in a tenth of a second.", "0.10 s of sound"),
        (hum(30.0), "Yes.", "30.00 s of sound"),
        (np.zeros((2, 100), np.float32), TEXT, "no samples"),
    ],
)
def test_output_that_cannot_be_the_speech_is_refused(samples: Samples, text: str, complaint: str) -> None:
    with pytest.raises(Implausible, match=complaint):
        encode(Speech(samples, RATE), VOICE, text)


@pytest.mark.pure
def test_a_word_shorter_than_the_fades_still_encodes() -> None:
    assert frames.whole_frames(encode(Speech(hum(0.004), RATE), VOICE, "a").audio)


# -- openings ------------------------------------------------------------------------------------------------


def opened(samples: Samples, *cuts: int, rate: int = RATE) -> tuple[PartialEncoder, list[bytes]]:
    """A partial encoder that was given ``samples`` up to the last of ``cuts``, piece by piece."""
    told: list[bytes] = []
    partial = PartialEncoder(VOICE, told.append)
    for first, end in pairwise((0, *cuts)):
        partial.add(samples[first:end], rate)
    return partial, told


@pytest.mark.pure
@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000])
def test_a_segment_begins_with_its_openings_and_sounds_as_without(rate: int) -> None:
    samples = padded(hum(3.0, level=0.9, rate=rate), 0.1, 0.1, rate)
    partial, told = opened(samples, rate // 2, rate, rate, 2 * rate, rate=rate)
    stored = encode(Speech(samples, rate), VOICE, TEXT, partial=partial)
    assert len(told) == 3
    assert all(frames.whole_frames(audio) and stored.audio.startswith(audio) for audio in told)
    assert frames.seconds(len(told[0])) > 0.25
    whole = encode(Speech(samples, rate), VOICE, TEXT)
    assert stored.info == whole.info
    assert np.abs(decoded(stored.audio) - decoded(whole.audio)).max() < 0.01


@pytest.mark.pure
def test_words_keep_their_times_behind_an_opening() -> None:
    samples = padded(hum(2.0), 0.3, 0.0)
    words = (SpokenWord(0, 3, round(0.3 * RATE), RATE),)
    partial, _ = opened(samples, RATE)
    with_partial = encode(Speech(samples, RATE, words), VOICE, TEXT, partial=partial)
    assert with_partial.info.words == encode(Speech(samples, RATE, words), VOICE, TEXT).info.words


@pytest.mark.pure
def test_nothing_is_heard_before_there_is_speech() -> None:
    samples = padded(hum(1.0), 0.6, 0.0)
    partial, told = opened(samples, RATE // 2)
    assert (partial.size, told) == (0, [])
    partial.add(samples[RATE // 2 :], RATE)
    stored = encode(Speech(samples, RATE), VOICE, TEXT, partial=partial)
    assert told
    assert stored.audio == encode(Speech(samples, RATE), VOICE, TEXT).audio


@pytest.mark.pure
def test_what_is_no_sound_is_not_opened() -> None:
    samples = np.full(RATE, np.nan, np.float32)
    partial, told = opened(samples, RATE)
    assert told == []
    with pytest.raises(Implausible):
        encode(Speech(samples, RATE), VOICE, TEXT, partial=partial)


@pytest.mark.pure
def test_a_sentence_that_ends_in_silence_keeps_what_was_heard_of_it() -> None:
    samples = padded(hum(0.5), 0.0, 1.0)
    partial, told = opened(samples, round(1.2 * RATE))
    stored = encode(Speech(samples, RATE), VOICE, TEXT, partial=partial)
    assert stored.audio.startswith(told[-1])
