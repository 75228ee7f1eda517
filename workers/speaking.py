"""One sentence, spoken until it is plausible."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from audio_cache.store import StoredSegment
from tts_service.article.model import Phonemes
from workers.audio.chain import Opening, encode
from workers.audio.jingles import Bed
from workers.audio.plausible import Implausible, pace_of
from workers.engines.base import Engine, Heard, Speech, Voice

log = logging.getLogger(__name__)

TRIES = 3


def speak(
    engine: Engine,
    voice: Voice,
    text: str,
    language: str,
    bed: Bed | None = None,
    phonemes: Sequence[Phonemes] = (),
    tell: Callable[[bytes], None] | None = None,
) -> StoredSegment:
    """``text`` as a segment. What is implausible is spoken again; if it stays so, the segment carries its flags.

    ``phonemes`` are only for voices that have ``ipa``. ``tell`` is given the segment's first frames, ever more of them, while
    it is spoken, if the voice is quick: all of them begin the segment, unless it has to be spoken again.

    Raises what the engine raises, and Implausible when no try gave anything that could be heard as the text.
    """
    pace = pace_of(voice, engine.parameters)
    refused: Implausible | None = None
    flagged: list[StoredSegment] = []
    for attempt in range(TRIES):
        opening = Opening(voice, tell) if tell and attempt == 0 and bed is None and _is_quick(voice) else None
        try:
            speech = _said(engine, voice, text, language, phonemes, _heard(voice, opening, tell))
            segment = encode(speech, voice, text, bed, pace, opening)
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


def _is_quick(voice: Voice) -> bool:
    return voice.quick and voice.gain_db is not None


def _heard(voice: Voice, opening: Opening | None, tell: object) -> Heard | None:
    """A segment that somebody waits for is spoken as one that is heard at once, also where it cannot be, as over a bed."""
    if opening is not None:
        return opening.add
    return (lambda samples, rate: None) if tell and voice.quick else None


def _said(engine: Any, voice: Voice, text: str, language: str, phonemes: Sequence[Phonemes], heard: Heard | None) -> Speech:
    """Asks an engine only for what it says it can do: it need not know the rest."""
    able: dict[str, Any] = {}
    if phonemes:
        able["phonemes"] = phonemes
    if heard is not None:
        able["heard"] = heard
    speech: Speech = engine.synthesize(text, voice, language, **able)
    return speech
