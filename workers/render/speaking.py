"""One sentence, spoken until it is plausible."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from audio_cache.store import StoredSegment
from tts_service.article.model import Phonemes, Spelled
from workers.audio.chain import PartialEncoder, encode
from workers.audio.jingles import Bed
from workers.audio.plausible import Implausible, pace_of
from workers.engines.base import Engine, OnSamples, Speech, Voice
from workers.engines.spelling import spelled_out
from workers.render.written import as_written

log = logging.getLogger(__name__)

TRIES = 3


def speak(
    engine: Engine,
    voice: Voice,
    text: str,
    language: str,
    bed: Bed | None = None,
    phonemes: Sequence[Phonemes] = (),
    on_frames: Callable[[bytes], None] | None = None,
    spelled: Sequence[Spelled] = (),
) -> StoredSegment:
    """``text`` as a segment. What is implausible is spoken again, unless it would come out the same; if it
    stays so, the segment carries its flags.

    ``phonemes`` are only for voices that have ``ipa``. ``on_frames`` is given the first of the segment's
    frames as soon as they are encoded; if the voice is quick, a growing part of them while it is spoken. The
    segment starts with them, unless it has to be spoken again. ``spelled`` words, without ``phonemes``, are
    written out for voices that do not spell by themselves.

    Raises what the engine raises, and Implausible if no attempt gave anything that could be the text.
    """
    pace = pace_of(voice, engine.parameters)
    refused: Implausible | None = None
    flagged: list[StoredSegment] = []
    for attempt in range(1 if voice.deterministic else TRIES):
        partial = (
            PartialEncoder(voice, on_frames)
            if on_frames and attempt == 0 and bed is None and _is_quick(voice)
            else None
        )
        try:
            heard = _heard(voice, partial, on_frames)
            speech = _said(engine, voice, text, language, phonemes, heard, spelled)
            segment = encode(speech, voice, text, bed, pace, partial, on_frames)
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


def _heard(voice: Voice, partial: PartialEncoder | None, on_frames: object) -> OnSamples | None:
    """A segment that a listener waits for is spoken in pieces even where these cannot be played at once, as
    over a bed."""
    if partial is not None:
        return partial.add
    return (lambda samples, rate: None) if on_frames and voice.quick else None


def _said(
    engine: Any,
    voice: Voice,
    text: str,
    language: str,
    phonemes: Sequence[Phonemes],
    on_samples: OnSamples | None,
    spelled: Sequence[Spelled],
) -> Speech:
    """Call the engine only with the arguments it supports."""
    if spelled and not voice.spells:
        out = spelled_out(text, spelled, language)
        told = out.moved(phonemes)
        return as_written(_said(engine, voice, out.text, language, told, on_samples, ()), out, text)
    able: dict[str, Any] = {"spelled": spelled} if spelled else {}
    if phonemes:
        able["phonemes"] = phonemes
    if on_samples is not None:
        able["on_samples"] = on_samples
    speech: Speech = engine.synthesize(text, voice, language, **able)
    return speech
