"""Where each phoneme of Piper's speech sounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from piper import AudioChunk
from piper.const import BOS, EOS, PAD

from workers.engines.word_times import Sound


def sounds_of(chunk: AudioChunk, ids: Mapping[str, Sequence[int]]) -> list[Sound] | None:
    """Where each phoneme of ``chunk`` sounds, with the padding that follows it.

    Piper gives samples for each id: start, padding, each phoneme with padding, end. None when they do not add
    up that way.
    """
    durations = chunk.phoneme_id_samples
    pad = len(ids.get(PAD, ()))
    known = [phoneme for phoneme in chunk.phonemes if phoneme in ids]
    counts = [len(ids[phoneme]) + pad for phoneme in known]
    first = len(ids.get(BOS, ())) + pad
    if durations is None or first + sum(counts) + len(ids.get(EOS, ())) != len(durations):
        return None
    edges = np.concatenate(([0], np.cumsum(durations)))[np.cumsum([first, *counts])]
    return [Sound(phoneme, int(edges[at]), int(edges[at + 1])) for at, phoneme in enumerate(known)]
