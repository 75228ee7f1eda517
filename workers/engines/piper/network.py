"""A Piper voice's network, run in two parts: see ``workers.engines.piper.split``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from workers.engines.base import Samples

REACH = 10
"""Frames to either side that a sample depends on: with as many, pieces differ from the whole by a
millionth (measured)."""
FIRST = 40
"""Frames of the first piece of a sentence that is waited for, half a second: each piece after it may take
as long to make as those before it last. Doubled until they are as long as any may be."""
MOST = 160
"""Frames that are decoded at once. No slower than all at once, and in less than half the memory
(measured)."""

Frames = npt.NDArray[np.float32]
"""Shape (1, channels, frames)."""


class SplitNetwork:
    """Stands where PiperVoice expects an onnxruntime session."""

    def __init__(self, acoustic: onnxruntime.InferenceSession, decoder: onnxruntime.InferenceSession) -> None:
        self._acoustic = acoustic
        self._decoder = decoder
        self._latents, *others = [value.name for value in decoder.get_inputs()]
        self._others = others

    def run(
        self,
        _names: object,
        feeds: Mapping[str, npt.NDArray[Any]],
        on_samples: Callable[[Samples], None] | None = None,
    ) -> list[npt.NDArray[np.float32]]:
        """Samples, and the length of each phoneme in frames. ``on_samples`` is given the samples as they are
        made."""
        latents, durations = self._acoustic.run(None, feeds)
        others = {name: feeds[name] for name in self._others}
        pieces = []
        for first, end in spans(latents.shape[2], quick=on_samples is not None):
            pieces.append(self._decoded(latents, first, end, others))
            if on_samples is not None:
                on_samples(pieces[-1])
        return [np.concatenate(pieces), durations]

    def _decoded(
        self, latents: Frames, first: int, end: int, others: Mapping[str, npt.NDArray[Any]]
    ) -> Samples:
        start, stop = max(0, first - REACH), min(latents.shape[2], end + REACH)
        frames = np.ascontiguousarray(latents[:, :, start:stop])
        samples: Samples = self._decoder.run(None, {self._latents: frames, **others})[0].ravel()
        hop = samples.size // (stop - start)
        return samples[(first - start) * hop : (end - start) * hop]


class Overheard:
    """A network whose first sentence ``on_samples`` is given while it is made."""

    def __init__(self, network: SplitNetwork, on_samples: Callable[[Samples], None]) -> None:
        self._network = network
        self._on_samples: Callable[[Samples], None] | None = on_samples

    def run(self, names: object, feeds: Mapping[str, npt.NDArray[Any]]) -> list[npt.NDArray[np.float32]]:
        on_samples, self._on_samples = self._on_samples, None
        return self._network.run(names, feeds, on_samples)


def spans(count: int, *, quick: bool) -> Iterator[tuple[int, int]]:
    """First and last frame (exclusive) of each piece of ``count`` frames; ``quick``: small ones first."""
    first, size = 0, FIRST if quick else MOST
    while first < count:
        size = min(size, MOST)
        end = count if count - first < size + REACH else first + size
        yield first, end
        first, size = end, size * 2
