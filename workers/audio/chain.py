"""What every segment goes through: samples of any engine → MP3 frames, loudness and word times of the one
profile."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import soxr

from audio_cache.mp3 import frames
from audio_cache.store import SegmentInfo, StoredSegment, WordTiming
from workers.audio.jingles import LEAD, Bed, bedded
from workers.audio.limiter import CEILING, limit
from workers.audio.loudness import TARGET_LUFS, loudness
from workers.audio.mp3 import DELAY, Mp3Encoder, encode_mp3
from workers.audio.plausible import ANY_PACE, SpeakingRate, check_length, check_samples, oddities
from workers.audio.words import estimated
from workers.engines.base import Samples, Speech, SpokenWord, Voice

Indices = npt.NDArray[np.intp]

CHAIN_VERSION = 3
"""Increase it when anything here changes a sample: every segment is then made again."""

_LIMITER_REACH = 120  # 5 ms
_KEPT_SILENCE = 480  # 20 ms
_FADE = 72  # 3 ms
_FLOOR = 10 ** (-50 / 20)
"""Of the loudest frame, below which there is no sound: the faintest consonants are some 40 dB down. For
voices that are levelled by the whole segment."""
_KNOWN_FLOOR = 10 ** (-57 / 20)
"""The same as an absolute level, for voices with a known gain: at the target the loudest frames of speech are
7 dB below full scale. So where a segment begins is known before the rest of it is spoken."""
_FRAME = 120  # 5 ms
_CLICK_FRAMES, _GAP_FRAMES = 4, 30
"""20 and 150 ms: a sound this short, followed by this much silence, is not a consonant. Piper begins one
sentence in several hundred with one, 50 dB down and a third of a second before its first word (two of 1,275,
with piper-tts 1.8)."""
_MAX_LEVELLING_DB = 30.0
_UNSETTLED = 480
"""Samples at the end of a partial segment that what follows may still change, by the resampler and the
limiter: 20 ms."""
_SPEECH = 0.02
"""Level (RMS of 5 ms) that a voice reaches only with speech. Before it, it is not known where the segment
begins."""


def profile(voice: Voice) -> str:
    """Everything between the engine's samples and the stored bytes, for the segment's key."""
    gain = "levelled" if voice.gain_db is None else f"{voice.gain_db:+.1f}dB"
    return f"{frames.PROFILE}/chain{CHAIN_VERSION}/{gain}"


class PartialEncoder:
    """The beginning of a segment while the engine is still speaking: ``on_frames`` is called repeatedly with
    all its frames so far.

    Only for voices with a known gain: the others are levelled by the whole segment.
    """

    def __init__(self, voice: Voice, on_frames: Callable[[bytes], None]) -> None:
        self._gain = _linear(voice.gain_db or 0.0)
        self._on_frames = on_frames
        self._samples: list[Samples] = []
        self._encoder = Mp3Encoder()
        self._sent = b""
        self.start = 0
        """Where the segment begins in what the engine gives, in samples of the profile."""
        self.size = 0
        """Samples that have been encoded."""

    def add(self, samples: Samples, rate: int) -> None:
        """The next ``samples``, at ``rate`` Hz."""
        self._samples.append(samples)
        levelled = _resampled(np.concatenate(self._samples), rate) * self._gain
        if not np.isfinite(levelled).all() or _levels(levelled).max() < _SPEECH:
            return
        if self.size == 0:
            loud = _loud(_levels(levelled), _KNOWN_FLOOR)
            if loud.size <= _CLICK_FRAMES:
                return  # it may be a click yet
            self.start = max(0, int(_without_click(loud)[0]) * _FRAME - _KEPT_SILENCE)
        self._encode(_limited(levelled[self.start :]))

    def _encode(self, samples: Samples) -> None:
        settled = _faded(samples)[self.size : samples.size - _UNSETTLED]
        audio = self._encoder.add(settled)
        self.size += settled.size
        if audio != self._sent:
            self._sent = audio
            self._on_frames(audio)

    def end(self, samples: Samples) -> bytes:
        """The frames of the whole segment, ``samples``, which go on where the partial one ended."""
        self._encoder.add(samples[self.size :])
        return self._encoder.end()


def encode(
    speech: Speech,
    voice: Voice,
    text: str,
    bed: Bed | None = None,
    pace: SpeakingRate = ANY_PACE,
    partial: PartialEncoder | None = None,
    on_frames: Callable[[bytes], None] | None = None,
) -> StoredSegment:
    """One segment, ready to be stored; with ``bed`` beneath it if there is one. ``pace`` is that of the
    voice.

    ``partial`` has been given the first samples of ``speech``; the segment begins with its frames. There is
    none with a bed. Without it, ``on_frames`` is given the segment's first frames before the others are
    encoded, unless something is odd about it.

    Raises Implausible (an EngineFailed) for output that is empty, silent, not finite or far too short or long
    for ``text``.
    """
    check_samples(speech)
    samples = _resampled(speech.samples, speech.rate)
    first, last = _sounding(samples, voice)
    check_length((last - first) / frames.SAMPLE_RATE, text)
    start, stop = max(0, first - _KEPT_SILENCE), min(samples.size, last + _KEPT_SILENCE)
    if partial is not None and partial.size:
        start, stop = partial.start, max(stop, partial.start + partial.size + _FADE)
    samples = _limited(samples[start:stop] * _gain(samples, voice))
    flags = oddities(samples, frames.SAMPLE_RATE, text, pace)
    if bed is not None:
        samples, start = bedded(samples, bed), start - LEAD
    samples = _faded(samples)
    if partial is not None and partial.size:
        audio = partial.end(samples)
    else:
        audio = encode_mp3(samples, None if flags else on_frames)
    if speech.words is None:
        words = _timings(estimated(text, first - start, last - start), 1.0, 0, frames.seconds(len(audio)))
    else:
        words = _timings(speech.words, frames.SAMPLE_RATE / speech.rate, start, frames.seconds(len(audio)))
    timing = "estimated" if speech.words is None else "engine"
    return StoredSegment(audio, SegmentInfo(voice.id.partition("/")[0], voice.id, text, words, timing, flags))


def _resampled(samples: Samples, rate: int) -> Samples:
    if rate == frames.SAMPLE_RATE:
        return samples
    resampled: Samples = soxr.resample(samples, rate, frames.SAMPLE_RATE).astype(np.float32)
    return resampled


def _limited(samples: Samples) -> Samples:
    limited: Samples = np.clip(limit(samples, CEILING, _LIMITER_REACH), -1.0, 1.0)
    return limited


def _sounding(samples: Samples, voice: Voice) -> tuple[int, int]:
    """First and last sample of sound."""
    levels = _levels(samples)
    floors = [levels.max() * _FLOOR]
    if voice.gain_db is not None:
        floors.insert(0, _KNOWN_FLOOR / _linear(voice.gain_db))
    loud = _without_click(next(loud for floor in floors if (loud := _loud(levels, floor)).size))
    return int(loud[0]) * _FRAME, min(samples.size, (int(loud[-1]) + 1) * _FRAME)


def _loud(levels: Samples, floor: np.float32 | float) -> Indices:
    return np.flatnonzero(levels > floor)


def _without_click(loud: Indices) -> Indices:
    """The ``loud`` frames, but for a click long before the speech."""
    gaps = np.flatnonzero(np.diff(loud) > _GAP_FRAMES)
    return loud[gaps[0] + 1 :] if gaps.size and gaps[0] < _CLICK_FRAMES else loud


def _levels(samples: Samples) -> Samples:
    """RMS of each 5 ms."""
    padded = np.pad(samples, (0, -samples.size % _FRAME))
    levels: Samples = np.sqrt(np.mean(padded.reshape(-1, _FRAME) ** 2, axis=1))
    return levels


def _gain(samples: Samples, voice: Voice) -> np.float32:
    """Linear. A voice whose level cannot be measured beforehand is brought to the target segment by
    segment."""
    gain_db = voice.gain_db
    if gain_db is None:
        wanted = TARGET_LUFS - loudness(samples, frames.SAMPLE_RATE)
        gain_db = min(wanted, _MAX_LEVELLING_DB)
    return _linear(gain_db)


def _linear(gain_db: float) -> np.float32:
    return np.float32(10 ** (gain_db / 20))


def _faded(samples: Samples) -> Samples:
    """A raised cosine at both edges, so that nothing clicks where segments meet."""
    size = min(_FADE, samples.size // 2)
    ramp = (0.5 - 0.5 * np.cos(np.pi * (np.arange(size) + 0.5) / max(size, 1))).astype(np.float32)
    faded = samples.copy()
    faded[:size] *= ramp
    faded[faded.size - size :] *= ramp[::-1]
    return faded


def _timings(
    words: tuple[SpokenWord, ...], ratio: float, cut: int, duration_s: float
) -> tuple[WordTiming, ...]:
    """Samples of the engine → seconds from the segment's first byte, within it and in order."""

    def seconds(sample: int) -> float:
        at = (sample * ratio - cut + DELAY) / frames.SAMPLE_RATE
        return round(min(max(at, 0.0), duration_s), 3)

    return tuple(WordTiming(word.start, word.end, seconds(word.first), seconds(word.last)) for word in words)
