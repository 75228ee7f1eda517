"""The same script as one of our voices says it, which knows when it says which word: what a recording is
aligned with."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import NamedTuple

from audio_cache.mp3.frames import SILENT_FRAME, frames_for_ms, seconds
from audio_cache.store import SegmentInfo
from tts_service.article.model import Script
from tts_service.errors import ProblemKind, Unavailable
from tts_service.settings import Settings
from workers.audio.sound import as_samples, decoded_mp3
from workers.engines.base import EngineError, Samples
from workers.engines.registry import Found, find_voice, local_voice
from workers.render.planning import phonemes_for, spelled_for
from workers.render.speaking import speak


class ReferenceSentence(NamedTuple):
    """Where a segment is in the reference, in s; ``info`` has its words, from ``start_s`` on."""

    start_s: float
    end_s: float
    info: SegmentInfo


class Reference(NamedTuple):
    """``samples`` (24 kHz, mono), and one sentence for each segment of the script."""

    samples: Samples
    sentences: tuple[ReferenceSentence, ...]


def reference_of(script: Script, settings: Settings) -> Reference:
    """``script``, spoken by the quickest way there is: a voice on this machine, if one speaks its language.

    Raises Unprocessable when nobody here speaks it, Unavailable when the voice fails.
    """
    frames, sentences = bytearray(), []
    for segment in script.segments:
        engine, voice = _voice(settings, segment.language or script.language)
        with _as_problem(voice.id):
            said = speak(
                engine,
                voice,
                segment.text,
                segment.language or script.language,
                phonemes=phonemes_for(segment, voice),
                spelled=spelled_for(segment, voice),
            )
        start = len(frames)
        frames += said.audio
        sentences.append(ReferenceSentence(seconds(start), seconds(len(frames)), said.info))
        frames += SILENT_FRAME * frames_for_ms(segment.pause_ms)
    return Reference(as_samples(decoded_mp3(bytes(frames))), tuple(sentences))


def _voice(settings: Settings, language: str) -> Found:
    return local_voice(settings, language) or find_voice(settings, None, language)


@contextlib.contextmanager
def _as_problem(voice: str) -> Iterator[None]:
    try:
        yield
    except EngineError as error:
        raise Unavailable(
            f"The recording cannot be aligned now: the voice {voice}, with which it is compared, failed. "
            f"{error}",
            kind=ProblemKind.ENGINE_FAILED,
        ) from error
