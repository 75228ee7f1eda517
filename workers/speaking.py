"""One sentence, spoken until it is plausible."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import cast

from audio_cache.store import StoredSegment
from tts_service.article.model import Phonemes
from workers.audio.chain import encode
from workers.audio.jingles import Bed
from workers.audio.plausible import Implausible, pace_of
from workers.engines.base import Engine, IpaEngine, Speech, Voice

log = logging.getLogger(__name__)

TRIES = 3


def speak(
    engine: Engine,
    voice: Voice,
    text: str,
    language: str,
    bed: Bed | None = None,
    phonemes: Sequence[Phonemes] = (),
) -> StoredSegment:
    """``text`` as a segment. What is implausible is spoken again; if it stays so, the segment carries its flags.

    ``phonemes`` are only for voices that have ``ipa``.

    Raises what the engine raises, and Implausible when no try gave anything that could be heard as the text.
    """
    pace = pace_of(voice, engine.parameters)
    refused: Implausible | None = None
    flagged: list[StoredSegment] = []
    for _ in range(TRIES):
        try:
            segment = encode(_said(engine, voice, text, language, phonemes), voice, text, bed, pace)
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


def _said(engine: Engine, voice: Voice, text: str, language: str, phonemes: Sequence[Phonemes]) -> Speech:
    if not phonemes:
        return engine.synthesize(text, voice, language)
    return cast(IpaEngine, engine).synthesize(text, voice, language, phonemes)
