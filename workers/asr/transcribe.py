"""A whole narration, transcribed and compared with its script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

import numpy as np

from audio_cache.mp3.frames import SAMPLE_RATE
from audio_cache.plan import Cue
from tts_service.article.model import Script
from tts_service.contracts.transcription import HeardSentence, Transcriber, Transcription
from tts_service.errors import ProblemKind, Unprocessable
from workers.asr.compare import SaidSentence, compare
from workers.asr.homophones import sound_alike
from workers.asr.recognizer import Recognizer
from workers.asr.words import names, occurring
from workers.audio.sound import as_samples, decoded_mp3
from workers.engines.base import Samples

WINDOW_S = 28.0
"""Whisper takes 30 s at a time; windows of whole sentences cut none."""
FEW = 4
"""A sentence with more than one error in this many words is transcribed again."""

_TAIL_S = 0.1
_LEAD = SAMPLE_RATE // 5
"""Silence before a window: a word that begins with the very first sample is missed."""


def transcriber(model: str, *, offline: bool) -> Transcriber:
    """``transcribe`` with a recognizer of its own. Raises as ``Recognizer``."""
    return partial(transcribe, Recognizer(model, offline=offline))


def transcribe(recognizer: Recognizer, script: Script, cues: Sequence[Cue], frames: bytes) -> Transcription:
    """``frames`` are those of the narration, behind its tag. Segments in a language that the model does not
    know are left out.

    Raises Unprocessable when that is the language of the whole article.
    """
    if not recognizer.knows(script.language):
        raise Unprocessable(
            f"The recognizer's model knows English only, and the article's language is {script.language}. "
            "Choose a model for many languages, such as --model tiny.",
            kind=ProblemKind.NO_MODEL,
        )
    cues = [cue for cue in cues if recognizer.knows(_language(script, cue))]
    samples = as_samples(decoded_mp3(frames))
    known = names([segment.text for segment in script.segments])
    runs = (list(run) for _, run in groupby(cues, key=lambda cue: _language(script, cue)))
    heard = [
        one
        for run in runs
        for window in windows(run)
        for one in _window(recognizer, script, window, samples, known)
    ]
    again = (
        _again(recognizer, script, cue, samples, known, one) for cue, one in zip(cues, heard, strict=True)
    )
    return Transcription(tuple(again))


def _window(
    recognizer: Recognizer, script: Script, cues: Sequence[Cue], samples: Samples, names: Sequence[str]
) -> list[HeardSentence]:
    sentences = [_said(script, cue) for cue in cues]
    known = occurring(names, [one.text for one in sentences])
    part = samples[round(cues[0].start_s * SAMPLE_RATE) : round((cues[-1].end_s + _TAIL_S) * SAMPLE_RATE)]
    language = _language(script, cues[0])
    written = recognizer.transcribe(np.pad(part, (_LEAD, 0)), language, known)
    return compare(sentences, written, language, known, partial(sound_alike, language=language))


def _said(script: Script, cue: Cue) -> SaidSentence:
    segment = script.segments[cue.index]
    return SaidSentence(cue.index, segment.text, [(word.start, word.end) for word in segment.spelled])


def _language(script: Script, cue: Cue) -> str:
    return script.segments[cue.index].language or script.language


def _again(
    recognizer: Recognizer,
    script: Script,
    cue: Cue,
    samples: Samples,
    names: Sequence[str],
    first: HeardSentence,
) -> HeardSentence:
    """Recognizers drop words at the edges of a window, and more with names to look out for. A sentence
    that seems to lack some is transcribed by itself, with and without names, and the best result counts."""
    if FEW * first.errors <= first.words:
        return first
    alone = (one for known in (names, ()) for one in _window(recognizer, script, [cue], samples, known))
    return min(first, *alone, key=lambda heard: heard.errors)


def windows(cues: Sequence[Cue]) -> Iterator[list[Cue]]:
    """``cues`` in groups of at most WINDOW_S seconds, a longer one by itself."""
    window: list[Cue] = []
    for cue in cues:
        if window and cue.end_s - window[0].start_s > WINDOW_S:
            yield window
            window = []
        window.append(cue)
    if window:
        yield window
