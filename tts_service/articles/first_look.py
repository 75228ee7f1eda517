"""What a request has looked up before its view begins: who may hear an article is asked of the row that the
view looks at next."""

from __future__ import annotations

import threading

from tts_service.catalog import Catalog, CatalogEntry


class FirstLook(threading.local):
    """Of the request that is answered by this thread, or under gevent by this greenlet."""

    def __init__(self) -> None:
        self._entry: CatalogEntry | None = None

    def begin(self) -> None:
        """Another request: what was looked up for the last one is old."""
        self._entry = None

    def look(self, catalog: Catalog, article_id: str) -> CatalogEntry | None:
        """Now, and keep it for ``take``."""
        self._entry = catalog.get(article_id)
        return self._entry

    def take(self, article_id: str) -> CatalogEntry | None:
        """What was found of the article, once: whoever looks again, as in waiting for it, wants to see what
        has changed."""
        entry, self._entry = self._entry, None
        return entry if entry is not None and entry.id == article_id else None


first_look = FirstLook()
