"""Recordings for tests: another voice than the one that is compared reads, at a pace of its own, in a room.

Piper's joe and hibari's heart have nothing in common but the language, and joe knows when he says which word.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import imageio_ffmpeg
import numpy as np

from audio_cache.mp3.frames import SAMPLE_RATE
from tts_service.article.extract.reading import read_article
from tts_service.article.model import Script
from tts_service.article.request import ArticleRequest
from tts_service.article.script.script import make_script
from tts_service.settings import load_settings
from workers.engines.base import Samples, Speech
from workers.engines.registry import find_voice

JOE = "piper/en_US-joe-medium"

FLOOD = ArticleRequest(
    title="Flood in Harlow",
    language="en",
    text="The river came over its banks on Tuesday night, and by dawn the lower streets of Harlow were under "
    "a metre of water. Nobody was hurt.\n\n"
    '"We had perhaps ten minutes," said Maria Lopez, who runs the bakery on Mill Lane. "I carried the flour '
    'upstairs, and then the cat, and then it was too late for anything else."\n\n'
    "Engineers from the county said on Wednesday that a sluice gate had jammed half open. It was last "
    "inspected in 2019, three years later than the rules require. Repairs will cost about $4.2 million.\n\n"
    "The council meets on Friday to decide who pays. Residents have asked for an inquiry, and for sandbags.",
)
COFFEE = ArticleRequest(
    title="Coffee is dearer than ever",
    language="en",
    text="Prices of coffee rose for the fifth month in a row, according to figures published on Monday. A "
    "pound of arabica now costs more than at any time since 1977.\n\n"
    "The reasons are well known. Drought in Brazil has cut the harvest by a third, and ships still take the "
    "long way round the Cape. Roasters have bought early, which makes matters worse.\n\n"
    "For drinkers the effect is small so far. Only a few cents of what a cup costs is coffee; most of it is "
    "rent, wages and milk. But cafes say that they cannot wait much longer.",
)


class HeardWord(NamedTuple):
    """``segment.text[start:end]`` begins at ``begins_s``."""

    segment: int
    start: int
    end: int
    begins_s: float


class Reading(NamedTuple):
    """``samples`` at the profile's rate; ``ends_s``: the end of each segment."""

    samples: Samples
    words: tuple[HeardWord, ...]
    ends_s: tuple[float, ...]


def script_of(request: ArticleRequest) -> Script:
    return make_script(read_article(request))


ALWAYS_THE_SAME = load_settings(
    {"TTS_OFFLINE": "1", "TTS_ENGINE": "piper", "TTS_ENGINE_OPTIONS": "noise_scale=0,noise_w_scale=0"},
    env_file=None,
)
"""Else the reader would not read twice alike."""


def reading(
    script: Script, *, seed: int = 1, left_out: Sequence[int] = (), noise_db: float = 35.0
) -> Reading:
    """``script`` without the segments ``left_out``: each sentence at another pace, after another pause, with
    reverberation, and noise so far below the voice."""
    dice = np.random.default_rng(seed)
    parts: list[Samples] = []
    words: list[HeardWord] = []
    ends: list[float] = []
    at = 0.0
    for index, segment in enumerate(script.segments):
        if index not in left_out:
            speech = said_by_joe(segment.text)
            tempo = float(np.exp(dice.normal(0, 0.12)))
            said = paced(speech.samples, speech.rate, tempo)
            pause = np.zeros(int(dice.uniform(0.15, 1.5) * SAMPLE_RATE), np.float32)
            scale = said.size / SAMPLE_RATE / speech.samples.size
            words += [
                HeardWord(index, word.start, word.end, at + word.first * scale) for word in speech.words or ()
            ]
            parts += [said, pause]
            at += (said.size + pause.size) / SAMPLE_RATE
        ends.append(at)
    return Reading(in_a_room(np.concatenate(parts), dice, noise_db), tuple(words), tuple(ends))


@cache
def said_by_joe(text: str) -> Speech:
    """He needs a second for ten of his."""
    engine, voice = find_voice(ALWAYS_THE_SAME, JOE, "en")
    return engine.synthesize(text, voice, "en")


def paced(samples: Samples, rate: int, tempo: float) -> Samples:
    """At the profile's rate, so much faster, and as high as before."""
    made = _ffmpeg(
        ["-f", "f32le", "-ar", str(rate), "-ac", "1", "-i", "-", "-af", f"atempo={tempo:.4f}"],
        ["-f", "f32le", "-ar", str(SAMPLE_RATE), "-"],
        samples.astype("<f4").tobytes(),
    )
    return np.frombuffer(made, "<f4")


def in_a_room(samples: Samples, dice: np.random.Generator, noise_db: float) -> Samples:
    """With reverberation and noise."""
    tail = np.arange(SAMPLE_RATE // 4)
    room = dice.normal(0, 0.05, tail.size) * np.exp(-tail / 1500)
    room[0] = 1.0
    heard = _convolved(samples, room)[: samples.size]
    level = np.sqrt(np.mean(heard**2)) * 10 ** (-noise_db / 20)
    noisy: Samples = (heard + dice.normal(0, level, heard.size)).astype(np.float32)
    return noisy


def _convolved(samples: Samples, room: np.ndarray) -> np.ndarray:
    """By way of their spectra: added up sample by sample, it takes as long as the reading itself."""
    size = samples.size + room.size - 1
    steps = 1 << (size - 1).bit_length()
    spectrum = np.fft.rfft(samples, steps) * np.fft.rfft(room, steps)
    return np.fft.irfft(spectrum, steps)[:size]


def as_file(samples: Samples, path: Path, *options: str) -> Path:
    """By the ending of ``path``, at 44.1 kHz in two channels, as it comes from a studio."""
    source = ["-f", "f32le", "-ar", str(SAMPLE_RATE), "-ac", "1", "-i", "-"]
    _ffmpeg(source, ["-ar", "44100", "-ac", "2", *options, "-y", str(path)], samples.astype("<f4").tobytes())
    return path


def _ffmpeg(source: list[str], wanted: list[str], given: bytes) -> bytes:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *source, *wanted]
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout
