"""How natural narrations sound: the rating that people would give each sentence, predicted; the ten worst,
and all that are below the bound.

    ARTICLES=folder python -m bench.naturalness [name…]

By distillmos, which is no part of this project (``pip install distillmos``; it brings torch): a mean opinion
score from 1 to 5, of the finished sound, after the chain and MP3. It has learnt from people's ratings of
sound, most of them of telephone lines and codecs: a wrong word costs nothing, it does not hear whether a
question sounds like one, short utterances are rated lower by any voice, and it does not know whether a voice
is pleasant for an hour.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np
import soxr

from audio_cache.mp3.frames import SAMPLE_RATE
from bench.spoken import Spoken, spoken
from bench.table import Row
from workers.engines.base import Samples

WORST = 10
LEAST_MEAN, LEAST = 4.5, 3.8
_RATE = 16_000
_LEAST_S = 1.0
"""Shorter sounds get silence around them: the judge has no view of less."""


class Rated(NamedTuple):
    article: str
    segment: int
    mos: float
    text: str


class Listener:
    """Raises ModuleNotFoundError without distillmos."""

    def __init__(self) -> None:
        distillmos = import_module("distillmos")
        self._torch: Any = import_module("torch")
        self._model: Any = distillmos.ConvTransformerSQAModel()
        self._model.eval()

    def mos(self, samples: Samples) -> float:
        """Of ``samples``, at the profile's rate."""
        heard = soxr.resample(samples, SAMPLE_RATE, _RATE).astype(np.float32)
        missing = max(0, round(_LEAST_S * _RATE) - heard.size)
        heard = np.pad(heard, (missing // 2, missing - missing // 2))
        with self._torch.no_grad():
            return float(self._model(self._torch.from_numpy(heard)[None]))


def is_here() -> bool:
    return find_spec("distillmos") is not None


def measure(names: Sequence[str] = ()) -> list[Row]:
    """Rows of the summary; prints a line for each article, and the sentences rated worst."""
    listener = Listener()
    rated: list[Rated] = []
    print(f"\n{'article':14}{'sentences':>10}{'mean':>7}{'worst':>7}{'wpm':>6}")
    for article in spoken(names):
        found = list(_rated(article, listener))
        rated += found
        scores = [one.mos for one in found]
        print(
            f"{article.name:14}{len(found):10}{statistics.mean(scores):7.2f}{min(scores):7.2f}"
            f"{_pace(article):6.0f}",
            flush=True,
        )
    return _rows(rated) if rated else []


def _pace(article: Spoken) -> float:
    """Words a minute, pauses counted."""
    words = sum(len(segment.text.split()) for segment in article.script.segments)
    return words / article.cues[-1].end_s * 60


def _rated(article: Spoken, listener: Listener) -> list[Rated]:
    samples = article.samples()
    return [
        Rated(
            article.name,
            cue.index,
            listener.mos(samples[round(cue.start_s * SAMPLE_RATE) : round(cue.end_s * SAMPLE_RATE)]),
            article.script.segments[cue.index].text,
        )
        for cue in article.cues
    ]


def _rows(rated: Sequence[Rated]) -> list[Row]:
    scores = [one.mos for one in rated]
    mean, below = statistics.mean(scores), sum(score < LEAST for score in scores)
    print(f"\nmean {mean:.2f}, median {statistics.median(scores):.2f}")
    print(f"below {LEAST}: {below} of {len(scores)}\n")
    for one in sorted(rated, key=lambda one: one.mos)[: max(WORST, below)]:
        print(f"{one.mos:.2f}  {one.article}, segment {one.segment + 1}: {one.text}")
    what = f"Predicted MOS, mean of {len(scores):,} sentences"
    return [
        Row(what, f"{mean:.2f}", "", "", f"≥ {LEAST_MEAN}", mean >= LEAST_MEAN),
        Row(f"Sentences below {LEAST}", str(below), "", "", "each explained"),
    ]


if __name__ == "__main__":
    measure(sys.argv[1:])
