"""The parts of a running service, for commands on its machines: its catalog, its queue, its folder of narrations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from audio_cache.local import LocalStore
from audio_cache.narrations import Narrations
from tts_service.catalog import Catalog
from tts_service.errors import Unavailable
from tts_service.narration import Listening
from tts_service.queue import Queue
from tts_service.settings import Settings


class Backstage(msgspec.Struct, frozen=True):
    catalog: Catalog
    narrations: Narrations
    queue: Queue
    listening: Listening


@contextmanager
def backstage(settings: Settings) -> Iterator[Backstage]:
    """Raises CatalogError when the catalog cannot be used. The queue is connected to when it is first used."""
    catalog, queue = Catalog(settings.catalog_url), Queue(settings)
    try:
        narrations = Narrations(settings.cache_dir, LocalStore(settings.cache_dir))
        yield Backstage(catalog, narrations, queue, Listening(settings, catalog, narrations, queue))
    finally:
        queue.close()
        catalog.close()


def is_running(settings: Settings) -> bool:
    """The queue answers, and somebody works."""
    queue = Queue(settings)
    try:
        return queue.alive() and queue.workers() > 0
    except Unavailable:
        return False
    finally:
        queue.close()
