"""How far word times are from where the words really sound.

    ARTICLES=folder python -m bench.timings [name…]

Two judges. *Samples*: a word behind a pause begins where the sound begins, which the samples say to the
millisecond. *Aligner*: a forced aligner, for every word of the sentences whose words are all in its
dictionary. It has a bias of its own (it counts the silent closure before a "p" as a part of it, say); how
much follows from the words behind a pause, independently of our times: the median of the aligner's time minus
the samples'. The last row corrects for it.
"""

from __future__ import annotations

import re
import statistics
import sys
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from audio_cache.mp3.frames import SAMPLE_RATE
from audio_cache.plan import Cue
from bench.aligner import Aligner
from bench.spoken import Spoken, spoken
from bench.table import Row, ms
from workers.engines.base import Samples

BOUND_S = 0.060
_MARGIN_S = 0.1
_PAUSE_S = 0.12
_NEAR_S = 0.15
_BLOCK = 48  # 2 ms
_LOUD, _QUIET_BLOCKS = 0.02, 5
_PARTS = re.compile(r"[a-z']+")


class Judged(NamedTuple):
    """Starts of one word in s: ours, the aligner's, and the samples' if a pause is before it."""

    ours: float
    aligner: float | None
    onset: float | None


def judged(article: Spoken, cue: Cue, samples: Samples, aligner: Aligner) -> list[Judged]:
    """The words of one segment."""
    times = article.words[cue.index]
    text = article.script.segments[cue.index].text.lower().replace("’", "'")
    parts = [_PARTS.findall(text[word.spoken_start : word.spoken_end]) for word in times]
    first = max(0, round((cue.start_s - _MARGIN_S) * SAMPLE_RATE))
    starts = aligner.starts(
        samples[first : round((cue.end_s + _MARGIN_S) * SAMPLE_RATE)], [part for one in parts for part in one]
    )
    found: list[Judged] = []
    at, before_s = 0, -1.0
    for word, one in zip(times, parts, strict=True):
        ours = cue.start_s + word.start_s
        theirs = first / SAMPLE_RATE + starts[at] if starts and one else None
        found.append(
            Judged(ours, theirs, onset(samples, ours) if word.start_s - before_s >= _PAUSE_S else None)
        )
        at, before_s = at + len(one), word.end_s
    return found


def onset(samples: Samples, near_s: float) -> float | None:
    """Where sound begins near ``near_s``; None when it is not quiet before."""
    first = max(0, round((near_s - _NEAR_S) * SAMPLE_RATE))
    part = np.abs(samples[first : first + round(2 * _NEAR_S * SAMPLE_RATE)])
    blocks = part[: part.size // _BLOCK * _BLOCK].reshape(-1, _BLOCK).max(axis=1)
    loud = np.flatnonzero(blocks > _LOUD)
    if not loud.size or loud[0] < _QUIET_BLOCKS:
        return None
    return (first + int(loud[0]) * _BLOCK) / SAMPLE_RATE


def measure(names: Sequence[str] = ()) -> list[Row]:
    """Rows of the summary; prints how many words of each article were judged, and the errors."""
    words = [word for article in spoken(names) if article.script.language == "en" for word in _words(article)]
    if not words:
        return []
    bias = statistics.median(
        w.aligner - w.onset for w in words if w.aligner is not None and w.onset is not None
    )
    against_aligner = [word.ours - word.aligner for word in words if word.aligner is not None]
    print(f"\n{'start of words':46}{'words':>7}{'median':>10}{'90 %':>10}")
    return [
        _row(
            "against the samples, behind a pause",
            [word.ours - word.onset for word in words if word.onset is not None],
        ),
        _row("against a forced aligner", against_aligner),
        _row(
            f"against it, less its bias ({bias * 1000:+.0f} ms)", [error + bias for error in against_aligner]
        ),
    ]


def _words(article: Spoken) -> list[Judged]:
    samples = article.samples()
    found = [word for cue in article.cues for word in judged(article, cue, samples, _aligner())]
    print(
        f"{article.name}: {len(found)} words, {sum(word.aligner is not None for word in found)} aligned",
        flush=True,
    )
    return found


@cache
def _aligner() -> Aligner:
    return Aligner()


def _row(what: str, errors: Sequence[float]) -> Row:
    sizes = np.abs(np.array(errors))
    middle = float(np.median(sizes))
    print(f"{what:46}{sizes.size:7}{ms(middle):>10}{ms(float(np.percentile(sizes, 90))):>10}")
    return Row(
        f"Starts of {sizes.size:,} words {what}, median",
        ms(middle),
        "",
        "",
        f"≤ {ms(BOUND_S)}",
        middle <= BOUND_S,
    )


if __name__ == "__main__":
    measure(sys.argv[1:])
