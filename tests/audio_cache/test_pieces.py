"""Where a narration is cut, and that a cut in the middle of a sentence takes nothing away."""

from __future__ import annotations

import functools
import math
import subprocess
from array import array
from itertools import pairwise

import imageio_ffmpeg
import lameenc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_cache.mp3.frames import (
    FRAME_BYTES,
    FRAME_HEADER,
    FRAME_SAMPLES,
    SAMPLE_RATE,
    SILENT_FRAME,
    silence,
    whole_frames,
)
from audio_cache.mp3.pieces import ENOUGH_FRAMES, MOST_FRAMES, Span, pieces
from audio_cache.mp3.reservoir import REACH, can_stand_alone, standing_alone, stands_alone

pytestmark = pytest.mark.pure

lengths = st.lists(st.integers(1, 3 * MOST_FRAMES), min_size=1, max_size=12)


def sentences(frames: list[int]) -> list[Span]:
    ends = [sum(frames[: n + 1]) for n in range(len(frames))]
    return [Span(end - length, end) for end, length in zip(ends, frames, strict=True)]


def read_silence(span: Span) -> bytes:
    return silence(span.frames)


@given(lengths)
def test_pieces_are_all_of_it_in_order_and_none_is_too_long(frames: list[int]) -> None:
    found = pieces(sentences(frames), read_silence, whole=True)
    assert (found[0].first, found[-1].end) == (0, sum(frames))
    assert all(one.end == other.first for one, other in pairwise(found))
    assert all(0 < piece.frames <= MOST_FRAMES for piece in found)


@given(lengths)
def test_what_was_told_while_it_grew_stays_true(frames: list[int]) -> None:
    stored = sentences(frames)
    whole = pieces(stored, read_silence, whole=True)
    for count in range(len(stored) + 1):
        found = pieces(stored[:count], read_silence, whole=False)
        assert found == whole[: len(found)]
        held_back = (stored[count - 1].end if count else 0) - (found[-1].end if found else 0)
        assert held_back < ENOUGH_FRAMES


@given(st.lists(st.integers(1, MOST_FRAMES), min_size=1, max_size=12))
def test_sentences_that_fit_are_never_cut(frames: list[int]) -> None:
    ends = {sentence.end for sentence in sentences(frames)}
    assert {piece.end for piece in pieces(sentences(frames), read_silence, whole=True)} <= ends


def test_short_sentences_share_a_piece() -> None:
    assert pieces(sentences([50, 50, 50, 60]), read_silence, whole=True) == [Span(0, 150), Span(150, 210)]


def test_a_long_sentence_is_cut_where_a_frame_can_stand_alone() -> None:
    (first, second) = pieces(sentences([400]), lambda span: speech(), whole=True)
    assert not stands_alone(speech()[second.first * FRAME_BYTES :])
    assert can_stand_alone(speech(), second.first)
    assert abs(first.frames - second.frames) < 100


# -- the cut itself ------------------------------------------------------------------------------------------


@functools.cache
def speech(frames: int = 400) -> bytes:
    """As speech is to an encoder: syllables of many overtones with breaths between them."""
    samples = array("h")
    for n in range(frames * FRAME_SAMPLES - 2 * FRAME_SAMPLES):
        t = n / SAMPLE_RATE
        loudness = max(0.0, math.sin(2 * math.pi * 2.3 * t)) ** 2
        pitch = 110 + 25 * math.sin(2 * math.pi * 0.7 * t)
        voice = sum(math.sin(2 * math.pi * pitch * k * t) / k for k in range(1, 24, 3))
        samples.append(int(9000 * loudness * voice))
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(SAMPLE_RATE)
    encoder.set_bit_rate(64)
    encoder.set_quality(7)
    audio = bytes(encoder.encode(samples.tobytes())) + bytes(encoder.flush())
    return audio[: frames * FRAME_BYTES]


def decoded(mp3: bytes) -> array[int]:
    """Samples, as ffmpeg decodes them. Raises CalledProcessError when anything in ``mp3`` is an error to
    it."""
    options = ["-v", "error", "-xerror", "-err_detect", "explode", "-f", "mp3"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), *options, "-i", "-", "-f", "s16le", "-"]
    done = subprocess.run(command, input=mp3, capture_output=True, check=True)
    assert done.stderr == b""
    return array("h", done.stdout)


def test_lame_makes_frames_that_need_others() -> None:
    needy = [n for n in range(400) if not stands_alone(speech()[n * FRAME_BYTES :])]
    assert len(needy) > 300
    assert 20 < sum(can_stand_alone(speech(), n) for n in needy) < len(needy)


def test_what_stands_alone_sounds_the_same() -> None:
    cut = next(
        n
        for n in range(150, 400)
        if can_stand_alone(speech(), n) and not stands_alone(speech()[n * FRAME_BYTES :])
    )
    alone = standing_alone(speech(), cut)
    assert stands_alone(alone)
    assert alone != speech()[cut * FRAME_BYTES :]
    assert whole_frames(alone)
    settled = 2 * FRAME_SAMPLES  # a decoder that begins anew has no frame to overlap the first with
    assert decoded(alone)[settled:] == decoded(speech())[cut * FRAME_SAMPLES + settled :]


def test_the_frames_in_reach_are_all_that_is_needed() -> None:
    for cut in (150, 151, 200, 311):
        assert standing_alone(speech()[(cut - REACH) * FRAME_BYTES :], REACH) == standing_alone(speech(), cut)


def test_frames_that_need_what_was_cut_off_fall_silent() -> None:
    cut = next(n for n in range(150, 400) if not can_stand_alone(speech(), n))
    alone = standing_alone(speech(), cut)
    assert alone.startswith(SILENT_FRAME)
    assert len(alone) == len(speech()) - cut * FRAME_BYTES
    decoded(alone)


def test_what_needs_nothing_stays_as_it_is() -> None:
    assert standing_alone(speech(), 0) == speech()
    assert standing_alone(silence(3), 1) == silence(2)
    assert standing_alone(b"", 0) == b""


@given(st.binary(min_size=FRAME_BYTES - 4, max_size=FRAME_BYTES - 4), st.integers(1, 5), st.integers(0, 5))
def test_bytes_that_are_no_audio_do_no_harm(body: bytes, count: int, first: int) -> None:
    frames = (FRAME_HEADER + body) * count
    assert len(standing_alone(frames, min(first, count))) == len(frames) - min(first, count) * FRAME_BYTES
