"""An independent judge of word times: PocketSphinx's forced alignment (an HMM, frames of 10
ms)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import soxr
from pocketsphinx import Decoder

from audio_cache.mp3.frames import SAMPLE_RATE
from workers.engines.base import Samples

_RATE = 16_000
_FRAME_S = 0.01
_VARIANT = re.compile(r"\(\d+\)$")  # "the(2)" is another pronunciation of "the"


class Aligner:
    def __init__(self) -> None:
        self._decoder = Decoder(samprate=_RATE, bestpath=False, lm=None, loglevel="FATAL")

    def starts(self, samples: Samples, words: Sequence[str]) -> list[float] | None:
        """When each of ``words`` begins in ``samples`` (at the profile's rate), in s.

        None when the dictionary does not know one of them, or they cannot be found.
        """
        if not words or any(self._decoder.lookup_word(word) is None for word in words):
            return None
        heard = soxr.resample(samples, SAMPLE_RATE, _RATE)
        pcm = (np.clip(heard, -1, 1) * 32767).astype("<i2").tobytes()
        try:
            self._decoder.set_align_text(" ".join(words))
            self._decode(pcm)
            self._decoder.set_alignment()  # a second pass, from words to phonemes
            self._decode(pcm)
        except RuntimeError:
            return None
        found = [word for word in self._decoder.get_alignment() if word.name[0] not in "<["]
        same = [_VARIANT.sub("", word.name) for word in found] == list(words)
        return [word.start * _FRAME_S for word in found] if same else None

    def _decode(self, pcm: bytes) -> None:
        self._decoder.start_utt()
        self._decoder.process_raw(pcm, full_utt=True)
        self._decoder.end_utt()
