"""One sentence, spoken until it is plausible."""

from __future__ import annotations

import logging

from audio_cache.store import StoredSegment
from workers.audio.chain import encode
from workers.audio.jingles import Bed
from workers.audio.plausible import Implausible, pace_of
from workers.engines.base import Engine, Voice

log = logging.getLogger(__name__)

TRIES = 3


def speak(engine: Engine, voice: Voice, text: str, language: str, bed: Bed | None = None) -> StoredSegment:
    """``text`` as a segment. What is implausible is spoken again; if it stays so, the segment carries its flags.

    Raises what the engine raises, and Implausible when no try gave anything that could be heard as the text.
    """
    pace = pace_of(voice, engine.parameters)
    refused: Implausible | None = None
    flagged: list[StoredSegment] = []
    for _ in range(TRIES):
        try:
            segment = encode(engine.synthesize(text, voice, language), voice, text, bed, pace)
        except Implausible as error:
            refused = error
            continue
        if not segment.info.flags:
            return segment
        flagged.append(segment)
    if not flagged and refused is not None:
        raise Implausible(f"{refused} It was to say: {text[:80]!r}") from refused
    best = min(flagged, key=lambda segment: len(segment.info.flags))
    log.warning("%s: %s: %r", voice.id, " ".join(best.info.flags), text[:80])
    return best
