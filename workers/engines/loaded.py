"""Models in memory: the most recently used, of all engines of a process, within a limit."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import NamedTuple, TypeVar, cast

from tts_service.settings import Settings

log = logging.getLogger(__name__)

Model = TypeVar("Model")


class _Held(NamedTuple):
    model: object
    size: int


_TAKES = 1.5
"""Times the size of its file: Piper voices take 1.3, in memory that they share while they speak (four were
measured)."""


class LoadedModels:
    """Holds models that take at most ``limit`` bytes together, going by the size of their files; a single one
    may take more.

    A model that is dropped while in use stays in memory until its sentence is spoken.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: OrderedDict[Hashable, _Held] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, size: int, load: Callable[[], Model]) -> Model:
        """The model ``key``, whose file has ``size`` bytes; loaded, and others unloaded for it, if it is not
        in memory.

        Raises what ``load`` raises.
        """
        with self._lock:  # two threads that want one model must not both load it
            if key not in self._held:
                self._make_room(round(_TAKES * size))
                self._held[key] = _Held(load(), round(_TAKES * size))
            self._held.move_to_end(key)
            return cast(Model, self._held[key].model)

    def _make_room(self, wanted: int) -> None:
        while self._held and self.size + wanted > self._limit:
            key, _ = self._held.popitem(last=False)
            log.info("the model %s is unloaded", key)

    @property
    def size(self) -> int:
        """Bytes that all models that are held take together."""
        return sum(held.size for held in self._held.values())

    @property
    def keys(self) -> list[Hashable]:
        """The least recently used first."""
        return list(self._held)


@lru_cache(maxsize=8)
def loaded_models(settings: Settings) -> LoadedModels:
    """The models of this process; all its engines share the limit."""
    return LoadedModels(settings.model_memory_mb * 1_000_000)
