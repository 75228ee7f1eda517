"""Whether sound can be the speech of a text: what is impossible is refused, what is odd is flagged. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from audio_cache.keys import Scalar
from workers.audio.loudness import TARGET_LUFS, rough_loudness
from workers.engines.base import EngineFailed, Samples, Speech, Voice


class SpeakingRate(NamedTuple):
    """How long a voice speaks: seconds for a beginning and an end, for a letter, and for a comma or the like;
    the end of a sentence within a text is one.

    Speech is plausible from ``shortest`` to ``longest`` times that.
    """

    start_s: float
    letter_s: float
    comma_s: float
    shortest: float
    longest: float

    def times(self, scale: float) -> SpeakingRate:
        """The pace of the same voice when it is made slower (above 1) or quicker."""
        return self._replace(
            start_s=self.start_s * scale, letter_s=self.letter_s * scale, comma_s=self.comma_s * scale
        )


_SILENT = 10 ** (-60 / 20)
_MIN_S_PER_LETTER = 0.012
_MAX_S_PER_CHARACTER, _MAX_S = 1.5, 5.0
_SHORT_TEXT = 12

ANY_PACE = SpeakingRate(0.3, 0.062, 0.25, 0.35, 3.0)
"""Of a voice that has not been measured."""
PACES = {
    "hibari/heart": SpeakingRate(0.2, 0.065, 0.155, 0.55, 1.9),
    "piper/en_US-joe-medium": SpeakingRate(0.27, 0.059, 0.28, 0.5, 1.8),
}
"""By voice, measured over real articles. hibari's 997 segments of 21 take 0.66 to 1.32 times what is
expected, Piper's 730 of sixteen 0.58 to 1.40 times."""

_WEIGHTS = (("\u3040", "\u30ff", 2.0), ("\u3400", "\u9fff", 4.0), ("\uac00", "\ud7a3", 3.0))
"""Letters that a Kana, a Han or a Hangul sign counts for."""
_DIGIT_WEIGHT = 5.0
_ENDS_WITHIN = re.compile(r"[.!?][\"”’»)\]]*\s")

_LONGEST_GAP_S = 1.2
"""The longest that a measured voice made was 0.74 s."""
_QUIET_LU = 8.0
"""The quietest sentence of a measured voice was 1.8 LU below."""
_BLOCK = 240
_STILL = 10 ** (-45 / 20)
"""Relative to the loudest block: anything below is a gap."""


class Implausible(EngineFailed):
    """What the engine returned cannot be its text, spoken: silent, broken, or of an impossible length."""


def check_samples(speech: Speech) -> None:
    """Raises Implausible for samples that are not sound."""
    if speech.samples.ndim != 1 or not speech.samples.size:
        raise Implausible("The engine gave no samples.")
    if not np.isfinite(speech.samples).all():
        raise Implausible("The engine gave samples that are not numbers.")
    if float(np.abs(speech.samples).max()) < _SILENT:
        raise Implausible("The engine gave silence.")


def check_length(duration_s: float, text: str) -> None:
    """Raises Implausible for a length in which nobody could say ``text``."""
    letters = _letters(text)
    shortest = letters * _MIN_S_PER_LETTER if letters >= _SHORT_TEXT else 0.0
    longest = _MAX_S + _MAX_S_PER_CHARACTER * len(text)
    if not shortest <= duration_s <= longest:
        raise Implausible(f"The engine gave {duration_s:.2f} s of sound for {len(text)} characters.")


def pace_of(voice: Voice, parameters: Mapping[str, Scalar]) -> SpeakingRate:
    """Of ``voice`` with an engine's ``parameters``: ``length_scale`` makes it slower, ``speed`` quicker."""
    slower, quicker = (parameters.get(name) for name in ("length_scale", "speed"))
    scale = float(slower or 1.0) / float(quicker or 1.0)
    return PACES.get(voice.id, ANY_PACE).times(scale)


def oddities(samples: Samples, rate: int, text: str, pace: SpeakingRate) -> tuple[str, ...]:
    """What is odd about ``samples`` as the speech of ``text``, in sentences. They begin and end with
    sound, at the level of a narration."""
    found = (_odd_length(samples.size / rate, text, pace), _odd_gap(samples, rate), _odd_level(samples, rate))
    return tuple(filter(None, found))


def _odd_length(duration_s: float, text: str, pace: SpeakingRate) -> str:
    expected_s = expected(text, pace)
    if pace.shortest * expected_s <= duration_s <= pace.longest * expected_s:
        return ""
    return f"It takes {duration_s:.1f} s, where about {expected_s:.1f} s are expected."


def expected(text: str, pace: SpeakingRate) -> float:
    """Seconds that a voice of ``pace`` takes for ``text``."""
    commas = sum(char in ",;:—–…" for char in text) + len(_ENDS_WITHIN.findall(text))
    return pace.start_s + pace.letter_s * sum(map(_weight, text)) + pace.comma_s * commas


def _weight(char: str) -> float:
    """How many letters ``char`` is as long as."""
    if char.isdigit():
        return _DIGIT_WEIGHT
    special = next((weight for first, last, weight in _WEIGHTS if first <= char <= last), 1.0)
    return special if char.isalpha() else 0.0


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)


def _odd_gap(samples: Samples, rate: int) -> str:
    gap_s = longest_gap(samples) / rate
    return f"There is a gap of {gap_s:.1f} s in it." if gap_s > _LONGEST_GAP_S else ""


def longest_gap(samples: Samples) -> int:
    """Samples in the longest stretch that is all but silent."""
    blocks = np.abs(np.pad(samples, (0, -samples.size % _BLOCK))).reshape(-1, _BLOCK).max(axis=1)
    loud = np.flatnonzero(blocks > blocks.max(initial=0.0) * _STILL)
    return int(np.diff(loud).max(initial=1) - 1) * _BLOCK


def _odd_level(samples: Samples, rate: int) -> str:
    below = TARGET_LUFS - rough_loudness(samples, rate)
    return f"It is {below:.0f} LU quieter than the rest." if below > _QUIET_LU else ""
