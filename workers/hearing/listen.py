"""A whole narration, heard and compared with its script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby

import numpy as np

from audio_cache.frames import SAMPLE_RATE
from audio_cache.plan import Cue
from tts_service.article.model import Script
from workers.audio.sound import as_samples, decoded_mp3
from workers.engines.base import Samples
from workers.hearing.alike import sound_alike
from workers.hearing.compare import HeardSentence, Hearing, compare
from workers.hearing.ear import Ear
from workers.hearing.words import names, occurring

WINDOW_S = 28.0
"""Whisper hears 30 s at a time; with whole sentences in each window it cuts none."""
FEW = 4
"""One word of so many may be misheard before a sentence is heard once more."""

_TAIL_S = 0.1
_LEAD = SAMPLE_RATE // 5
"""Silence before a window: a word that begins with the very first sample is not made out."""


def listener(model: str) -> Callable[[Script, Sequence[Cue], bytes], Hearing]:
    """``listen`` with an ear of its own. Raises as ``Ear``."""
    return partial(listen, Ear(model))


def listen(ear: Ear, script: Script, cues: Sequence[Cue], frames: bytes) -> Hearing:
    """``frames`` are those of the narration, behind its tag."""
    samples = as_samples(decoded_mp3(frames))
    known = names([segment.text for segment in script.segments])
    runs = (list(run) for _, run in groupby(cues, key=lambda cue: _language(script, cue)))
    heard = [one for run in runs for window in windows(run) for one in _window(ear, script, window, samples, known)]
    again = (_again(ear, script, cue, samples, known, one) for cue, one in zip(cues, heard, strict=True))
    return Hearing(tuple(again))


def _window(ear: Ear, script: Script, cues: Sequence[Cue], samples: Samples, names: Sequence[str]) -> list[HeardSentence]:
    sentences = [(cue.index, script.segments[cue.index].text) for cue in cues]
    known = occurring(names, [text for _, text in sentences])
    part = samples[round(cues[0].start_s * SAMPLE_RATE) : round((cues[-1].end_s + _TAIL_S) * SAMPLE_RATE)]
    language = _language(script, cues[0])
    written = ear.hear(np.pad(part, (_LEAD, 0)), language, known)
    return compare(sentences, written, language, known, partial(sound_alike, language=language))


def _language(script: Script, cue: Cue) -> str:
    return script.segments[cue.index].language or script.language


def _again(ear: Ear, script: Script, cue: Cue, samples: Samples, names: Sequence[str], first: HeardSentence) -> HeardSentence:
    """Recognizers drop words at the edges of a window, and more with names to look out for. A sentence that seems to lack some
    is heard by itself, with them and without, and the best hearing counts."""
    if FEW * first.errors <= first.words:
        return first
    alone = (one for known in (names, ()) for one in _window(ear, script, [cue], samples, known))
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
