"""What the blueprints work with: made once per process, kept on the application."""

from __future__ import annotations

from typing import cast

import msgspec
from flask import Flask

from audio_cache.local import LocalStore
from audio_cache.narrations import Narrations
from tts_service.catalog import Catalog
from tts_service.embedded_redis import client_url
from tts_service.narration import Listening
from tts_service.queue import Queue
from tts_service.settings import Settings
from tts_service.storage import has_limits, prune_aside
from tts_service.sweeper import Sweeper
from tts_service.web.notices import Notices

_NAME = "tts_service"


class Parts(msgspec.Struct, frozen=True):
    settings: Settings
    catalog: Catalog
    narrations: Narrations
    queue: Queue
    listening: Listening
    sweeper: Sweeper
    notices: Notices

    def close(self) -> None:
        self.sweeper.stop()
        self.notices.close()
        self.queue.close()
        self.catalog.close()


def make_parts(settings: Settings) -> Parts:
    """Opens the catalog; everything else connects when it is first used. Raises CatalogError, Unavailable."""
    catalog = Catalog(settings.catalog_url)
    narrations = Narrations(settings.cache_dir, LocalStore(settings.cache_dir))
    queue = Queue(settings)
    listening = Listening(settings, catalog, narrations, queue)
    sweeper = Sweeper(catalog, listening, queue, prune=prune_aside if has_limits(settings) else None)
    return Parts(settings, catalog, narrations, queue, listening, sweeper, Notices(client_url(settings)))


def parts_of(app: Flask) -> Parts:
    """The parts that ``app`` was made with."""
    return cast(Parts, app.extensions[_NAME])


def keep_parts(app: Flask, parts: Parts) -> None:
    app.extensions[_NAME] = parts
