"""When a recording says which word of the script, and whether it says it at all. Pure.

By dynamic time warping between the recording and a voice of ours that reads the same script.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from audio_cache.mp3.frames import SAMPLE_RATE
from audio_cache.store import WordTiming
from workers.engines.base import Samples
from workers.recordings.features import FRAMES_PER_S, Features, features
from workers.recordings.reference import Reference, ReferenceSentence
from workers.recordings.warping import WarpingPath, cost_of, warped

UNREAD = 0.5
"""A sentence that would take less than this part of its time, at the pace of the recording, is not read."""
_DECOYS = 8
"""Other places where each sentence is tried, at random but always the same."""
_JUDGED_S = 1.5
"""The shortest sentence that can be judged."""
_MOST_JUDGED = 60

_LEVEL_HOP = SAMPLE_RATE // 100
_SILENCE_DB = 30.0
"""Below the loud parts of a recording: silence, or a breath."""
_PAUSE = 8
"""Frames of 10 ms that make a pause."""
_SEARCH = 35
"""How far from where it is expected the pause before a sentence is looked for, in frames of 10 ms."""


class AlignedSentence(NamedTuple):
    """In s from the beginning of the recording. ``words`` as in SegmentInfo, but from there as well."""

    start_s: float
    end_s: float
    words: tuple[WordTiming, ...]


class Alignment(NamedTuple):
    """``sentences``: None for one that is not read. ``unlike``: how each sentence, of those that can be
    judged, by its index, suits the place where it was found: its cost there, of 1.0 for any other place.
    ``pace``: how long the recording takes for what takes the reference a second."""

    sentences: tuple[AlignedSentence | None, ...]
    unlike: dict[int, float]
    pace: float


def align(recording: Samples, reference: Reference) -> Alignment:
    """``recording`` (24 kHz, mono) with the sentences of ``reference``."""
    ours, theirs = features(reference.samples), features(recording)
    path = warped(ours, theirs)
    pauses = _pauses(recording)
    found = [_found(path, sentence, pauses) for sentence in reference.sentences]
    pace = _pace(found, reference.sentences)
    read = [
        aligned if _duration(aligned) > UNREAD * pace * (said.end_s - said.start_s) else None
        for aligned, said in zip(found, reference.sentences, strict=True)
    ]
    return Alignment(tuple(_in_order(read)), _unlike(path, ours, theirs, reference.sentences), pace)


def _found(path: WarpingPath, said: ReferenceSentence, pauses: list[tuple[int, int]]) -> AlignedSentence:
    words = [
        WordTiming(
            word.spoken_start,
            word.spoken_end,
            _moment(path, said.start_s + word.start_s),
            _moment(path, said.start_s + word.end_s),
        )
        for word in said.info.words
    ]
    begin, end = (words[0].start_s, words[-1].end_s) if words else _bounds(path, said)
    onset = _onset(begin, pauses)
    if words and onset < words[0].end_s:
        words[0] = WordTiming(words[0].spoken_start, words[0].spoken_end, onset, words[0].end_s)
    return AlignedSentence(onset, max(onset, end), tuple(words))


def _bounds(path: WarpingPath, said: ReferenceSentence) -> tuple[float, float]:
    return _moment(path, said.start_s), _moment(path, said.end_s)


def _moment(path: WarpingPath, reference_s: float) -> float:
    """Where the recording is when the reference is at ``reference_s``."""
    place = min(max(reference_s * FRAMES_PER_S, 0.0), len(path.first) - 1e-6)
    frame = int(place)
    begin = path.first[frame]
    end = path.first[frame + 1] if frame + 1 < len(path.first) else path.last[frame] + 1
    return round(float(begin + (place - frame) * (end - begin)) / FRAMES_PER_S, 3)


def _onset(expected_s: float, pauses: list[tuple[int, int]]) -> float:
    """The end of the pause nearest to where a sentence is expected to begin; there, if there is none."""
    expected = expected_s * 100
    near = [end for begin, end in pauses if begin <= expected + _SEARCH and abs(end - expected) <= _SEARCH]
    return round(min(near, key=lambda end: abs(end - expected), default=expected) / 100, 3)


def _pauses(samples: Samples) -> list[tuple[int, int]]:
    """First frame and end of each stretch of silence, in frames of 10 ms."""
    padded = np.pad(samples, (0, -samples.size % _LEVEL_HOP)).reshape(-1, _LEVEL_HOP)
    levels = 10 * np.log10(np.mean(padded**2, axis=1) + 1e-12)
    quiet = np.concatenate(([False], levels < np.percentile(levels, 95) - _SILENCE_DB, [False]))
    edges = np.flatnonzero(np.diff(quiet.astype(np.int8)))
    return [(begin, end) for begin, end in edges.reshape(-1, 2).tolist() if end - begin >= _PAUSE]


def _duration(aligned: AlignedSentence) -> float:
    return aligned.end_s - aligned.start_s


def _pace(found: Sequence[AlignedSentence], said: Sequence[ReferenceSentence]) -> float:
    """How long the recording takes for what takes the reference a second: that of most sentences."""
    ratios = [_duration(one) / (other.end_s - other.start_s) for one, other in zip(found, said, strict=True)]
    return float(np.median(ratios)) if ratios else 1.0


def _in_order(sentences: Sequence[AlignedSentence | None]) -> list[AlignedSentence | None]:
    """None begins before the one before it: pauses may be found twice."""
    ordered: list[AlignedSentence | None] = []
    at = 0.0
    for one in sentences:
        if one is not None:
            one = one._replace(start_s=max(one.start_s, at), end_s=max(one.end_s, one.start_s, at))
            at = one.start_s
        ordered.append(one)
    return ordered


def _unlike(
    path: WarpingPath, ours: Features, theirs: Features, sentences: Sequence[ReferenceSentence]
) -> dict[int, float]:
    dice = np.random.default_rng(0)
    long = [index for index, one in enumerate(sentences) if one.end_s - one.start_s >= _JUDGED_S]
    chosen = long[:: max(1, -(-len(long) // _MOST_JUDGED))]
    return {index: _unlike_here(path, ours, theirs, sentences[index], dice) for index in chosen}


def _unlike_here(
    path: WarpingPath, ours: Features, theirs: Features, said: ReferenceSentence, dice: np.random.Generator
) -> float:
    first, last = int(said.start_s * FRAMES_PER_S), min(int(said.end_s * FRAMES_PER_S), len(ours)) - 1
    begin, end = int(path.first[first]), int(path.last[last]) + 1
    size, rows = end - begin, ours[first : last + 1]
    places: npt.NDArray[np.intp] = np.arange(0, len(theirs) - size)
    others = places[np.abs(places - begin) >= size // 2]
    if not others.size:
        return 0.0
    elsewhere = [cost_of(rows, theirs[at : at + size]) for at in dice.choice(others, _DECOYS).tolist()]
    return cost_of(rows, theirs[begin:end]) / max(float(np.mean(elsewhere)), 1e-6)
