"""The level of a voice: measured once, when the voice is first used, and kept, because it is part of every
key."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec
import numpy as np

from audio_cache.disk import exclusive, publish, read_record
from audio_cache.keys import SegmentSpec, segment_key
from workers.audio.limiter import CEILING, limit
from workers.audio.loudness import TARGET_LUFS, loudness
from workers.engines.base import Engine, EngineFailed, Voice

log = logging.getLogger(__name__)

ENGLISH = (
    "The ferry left the harbour shortly after six on Tuesday morning, with two hundred passengers, a cargo "
    "of early apples, "
    "and a delegation of engineers from the ministry of transport on board.",
    "Representatives of the fishermen, who have opposed the new bridge since it was announced in 2019, said "
    "that they had not "
    "been invited to the discussions and would decide on their next steps within days.",
    "According to the harbour master, three of the five old cranes will stay where they are, while the "
    "remaining two are to be "
    "taken down and shipped to a museum further along the coast.",
    "Researchers at the university measured the height of the tide every hour for eleven years, and found "
    "that the sea inside "
    "the bay has risen faster than anywhere else in the region.",
    "What happens next depends on a court in the capital, which is expected to rule on the complaints of two "
    "coastal towns "
    "before construction of the southern pier can begin.",
)
"""Long, even sentences like those of a report: short and lively ones are louder by one to two decibels."""

NUMBERS = (
    "1989, 2024, 375, 60, 4218, 731, 96, 15, 2020, 384, 77, 1250.",
    "11, 562, 1974, 38, 645, 2031, 87, 19, 430, 1566, 72, 308.",
)
"""Digits are read aloud in every language."""

_STEP_DB = 0.5
"""Coarse, so that machines which each measure the same voice agree on its gain."""


class Level(msgspec.Struct, frozen=True):
    gain_db: float


def with_gain(engine: Engine, voice: Voice, folder: Path) -> Voice:
    """``voice`` with its gain. A local voice that has none is measured at the first call, and the result is
    kept in ``folder``.

    Raises what the engine raises.
    """
    if voice.gain_db is not None or not voice.local:
        return voice
    path = folder / f"{_name(engine, voice)}.level.json"
    level = read_record(path, Level) or _measured_once(engine, voice, path)
    return msgspec.structs.replace(voice, gain_db=level.gain_db)


def _measured_once(engine: Engine, voice: Voice, path: Path) -> Level:
    path.parent.mkdir(parents=True, exist_ok=True)
    with exclusive(path.with_suffix(".lock")):
        level = read_record(path, Level)
        if level is None:
            level = Level(measured_gain(engine, voice))
            publish(path, msgspec.json.encode(level))
            log.info("voice %s measured: gain %+.1f dB", voice.id, level.gain_db)
    return level


def _name(engine: Engine, voice: Voice) -> str:
    """A new model, version or parameter gives a new name, so the voice is measured again."""
    spec = SegmentSpec(engine.id, engine.version, voice.model, voice.name, engine.parameters, "", "", "level")
    return segment_key(spec)[:32]


def measured_gain(engine: Engine, voice: Voice) -> float:
    """dB that bring ``voice`` to the narration's loudness, limiter and all, in steps of half a decibel."""
    language = voice.languages[0]
    spoken = [engine.synthesize(text, voice, language) for text in (ENGLISH if language == "en" else NUMBERS)]
    samples, rate = np.concatenate([speech.samples for speech in spoken]), spoken[0].rate
    level = loudness(samples, rate)
    if not np.isfinite(level):
        raise EngineFailed(f"The voice {voice.id} gives only silence.")
    gain_db = TARGET_LUFS - level
    limited = limit(samples * np.float32(10 ** (gain_db / 20)), CEILING, rate // 200)
    gain_db += TARGET_LUFS - loudness(limited, rate)
    return round(gain_db / _STEP_DB) * _STEP_DB
