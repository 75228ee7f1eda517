"""A show's own sounds: an intro, an outro, and a bed of music under the headline, at a loudness that suits
the voice."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from audio_cache.mp3.frames import SAMPLE_RATE
from workers.audio.limiter import CEILING, limit
from workers.audio.loudness import TARGET_LUFS, loudness
from workers.audio.sound import (
    AudioSegment,
    Undecodable,
    as_samples,
    as_sound,
    decoded,
    detect_leading_silence,
)
from workers.engines.base import Samples

JINGLES_VERSION = 1
"""Increase it when anything here changes a sample."""

MOST_S = 60.0
"""Longest intro or outro. A bed need not be longer than a headline."""
MOST_BYTES = 20_000_000

_REACH = 120  # 5 ms
_SILENCE_DBFS = -60.0
_FADE_IN_MS, _FADE_OUT_MS = 10, 250
_ROUNDS = 4
_CLOSE_LU = 0.3
_MOST_GAIN_DB = 30.0

LEAD_MS = 500
"""How long a bed is heard before the voice."""
LEAD = LEAD_MS * SAMPLE_RATE // 1000
"""The same in samples."""
_OPEN_DB, _DUCKED_DB = -8.0, -18.0
"""The bed against the voice: alone, and under it."""
_DUCK_MS = 200


class Bed(NamedTuple):
    """Music to be laid under a voice, as ``read_sound`` gives it; it fades for ``tail_ms`` after the last
    word."""

    samples: Samples
    tail_ms: int


class UnusableSound(Exception):
    """A sound file that cannot be played. The message names it and says what to do."""


def read_sound(path: Path) -> Samples:
    """The sound in ``path``, ready to be joined to speech: trimmed, faded, −16 LUFS as dual mono, true peak
    under −1 dBTP.

    Raises UnusableSound for a file that is missing, not audio, silent, too large or too long.
    """
    _check_file(path)
    try:
        sound = decoded(path, MOST_S + 1)
    except Undecodable as error:
        raise UnusableSound(
            f"{path.name} cannot be played: {error}. Give an MP3, WAV, FLAC, Ogg or M4A file."
        ) from error
    if len(sound) > MOST_S * 1000:
        raise UnusableSound(f"{path.name} is longer than {MOST_S:g} s. Cut it.")
    return dressed(sound, path.name)


def dressed(sound: AudioSegment, name: str) -> Samples:
    """``sound``, ready to be joined to speech: see ``read_sound``. Raises UnusableSound if it is silent."""
    return levelled(as_samples(_faded(_trimmed(sound, name))))


def _faded(sound: AudioSegment) -> AudioSegment:
    return sound.fade_in(min(_FADE_IN_MS, len(sound) // 4)).fade_out(min(_FADE_OUT_MS, len(sound) // 2))


def _check_file(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UnusableSound(f"{path.name} cannot be read: {error.strerror}.") from error
    if not path.is_file():
        raise UnusableSound(f"{path.name} is not a file.")
    if size > MOST_BYTES:
        raise UnusableSound(f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB. Save it as MP3.")


def _trimmed(sound: AudioSegment, name: str) -> AudioSegment:
    lead = detect_leading_silence(sound, _SILENCE_DBFS, chunk_size=5)
    if lead >= len(sound):
        raise UnusableSound(f"{name} is silent.")
    return sound[lead : len(sound) - detect_leading_silence(sound.reverse(), _SILENCE_DBFS, chunk_size=5)]


def levelled(samples: Samples) -> Samples:
    """As loud as a narration, after limiting; sound that is all peaks stays quieter."""
    gain_db, louder = 0.0, limit(samples, CEILING, _REACH)
    for _ in range(_ROUNDS):
        short_by = TARGET_LUFS - loudness(louder, SAMPLE_RATE)
        if abs(short_by) < _CLOSE_LU or gain_db + short_by > _MOST_GAIN_DB:
            break
        gain_db += short_by
        louder = limit(samples * np.float32(10 ** (gain_db / 20)), CEILING, _REACH)
    return louder


def bedded(voice: Samples, bed: Bed) -> Samples:
    """``voice`` with ``bed`` beneath it: alone for LEAD_MS, ducked while the voice speaks, and fading behind
    it.

    The voice is as loud as a narration; a bed that is too short is looped.
    """
    speech = as_sound(voice)
    tail_ms = max(bed.tail_ms, _DUCK_MS)
    whole = LEAD_MS + len(speech) + tail_ms
    music = as_sound(bed.samples)
    music = (music * -(-whole // max(len(music), 1)))[:whole].apply_gain(_OPEN_DB)
    duck = _DUCKED_DB - _OPEN_DB
    ducked = music.fade(to_gain=duck, start=LEAD_MS - _DUCK_MS, end=LEAD_MS)
    raised = ducked.fade(to_gain=-duck, start=LEAD_MS + len(speech), duration=_DUCK_MS)
    both = raised.fade_in(_DUCK_MS).fade_out(tail_ms).overlay(speech, position=LEAD_MS)
    return limit(as_samples(both), CEILING, _REACH)
