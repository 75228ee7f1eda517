"""Samples → whole MP3 frames in the profile of ``audio_cache.mp3.frames``."""

from __future__ import annotations

from collections.abc import Callable

import lameenc
import numpy as np

from audio_cache.mp3 import frames
from workers.engines.base import EngineFailed, Samples

DELAY = 576 + 529
"""Samples by which decoded audio lags what was encoded: LAME's encoder delay (ENCDELAY, 576) and what
every Layer III decoder adds (528 + 1, LAME's technical FAQ). Players cannot take it off: that needs the
LAME tag, which segments lack."""

_SCALE = 0.95
"""LAME attenuates everything by this at this bit rate: measured with sines from 200 Hz to 11 kHz, and
undone here."""

_QUALITY = 5
"""LAME's 0 (best) to 9. 5 costs half of 2 on speech and is just as close to the original: 23.7 dB against
22.3 dB."""

_OPENING = 12_000
"""Samples that are heard before the rest is encoded: half a second, long enough for that."""


class Mp3Encoder:
    """Samples (24 kHz, mono) in any number of pieces → CBR frames without a Xing header."""

    def __init__(self) -> None:
        self._lame = lameenc.Encoder()
        self._lame.silence()
        self._lame.set_channels(1)
        self._lame.set_in_sample_rate(frames.SAMPLE_RATE)
        self._lame.set_out_sample_rate(frames.SAMPLE_RATE)
        self._lame.set_bit_rate(frames.BYTES_PER_SECOND * 8 // 1000)
        self._lame.set_quality(_QUALITY)
        self._audio = bytearray()

    def add(self, samples: Samples) -> bytes:
        """All whole frames so far: they lag some frames behind the samples."""
        pcm = np.rint(np.clip(samples / _SCALE, -1.0, 1.0) * 32767.0).astype("<i2")
        self._audio += self._lame.encode(pcm.tobytes())
        return bytes(self._audio[: len(self._audio) // frames.FRAME_BYTES * frames.FRAME_BYTES])

    def end(self) -> bytes:
        """All frames. Raises EngineFailed if LAME has left the profile."""
        self._audio += self._lame.flush()
        audio = bytes(self._audio)
        if not frames.whole_frames(audio):
            raise EngineFailed("The MP3 encoder wrote something other than whole frames of the profile.")
        return audio


def encode_mp3(samples: Samples, on_frames: Callable[[bytes], None] | None = None) -> bytes:
    """``samples`` (24 kHz, mono) as CBR frames without a Xing header. ``on_frames`` is given the first of
    them before the others are made, which takes 2.5 ms for a second of sound. Raises EngineFailed if LAME
    leaves the profile."""
    encoder = Mp3Encoder()
    begun = 0
    if on_frames is not None and samples.size > _OPENING:
        begun = _OPENING
        on_frames(encoder.add(samples[:begun]))
    encoder.add(samples[begun:])
    return encoder.end()
