"""The publisher's files in the catalog, of which workers, who never see it, are told through Redis."""

from __future__ import annotations

import contextlib
import math
import socket
import time

import redis

from tts_service.broker.connection import connect
from tts_service.broker.publisher_files import PublisherCopy, contents_of, copies_folder
from tts_service.catalog import Catalog
from tts_service.contracts.publisher_version import PublisherVersion
from tts_service.errors import Unavailable
from tts_service.publisher.shared import EditableFiles, VersionBook
from tts_service.settings import Settings

COMPARED_EVERY_S = 2.0
"""In s, between two looks whether Redis still has the copy, while nothing changes."""


def told_files(
    settings: Settings, store: str, book: VersionBook | None, client: redis.Redis | None
) -> EditableFiles:
    """See ``files_of``; sounds and pictures are in ``store``."""
    book = book or BookOpenedEachTime(settings.catalog_url)
    told = ToldBook(book, PublisherCopy(client or connect(settings)))
    return EditableFiles(told, contents_of(store), copies_folder(settings), socket.gethostname())


class BookOpenedEachTime:
    """For commands, which look once or twice: nobody has to close it."""

    def __init__(self, catalog_url: str) -> None:
        self._url = catalog_url

    def newest(self, known: PublisherVersion | None) -> PublisherVersion:
        with contextlib.closing(Catalog(self._url)) as catalog:
            return catalog.publisher.newest(known)

    def add(self, version: PublisherVersion) -> bool:
        with contextlib.closing(Catalog(self._url)) as catalog:
            return catalog.publisher.add(version)


class ToldBook:
    """The versions in ``book``, and ``copy`` has the newest."""

    def __init__(self, book: VersionBook, copy: PublisherCopy) -> None:
        self._book = book
        self._copy = copy
        self._compared_at = -math.inf

    def newest(self, known: PublisherVersion | None) -> PublisherVersion:
        """Workers are told first, so they never know less than this process does. The copy is looked at
        before the catalog, and replaced only if it is still what it was: whoever is late changes nothing.
        While there is no newer version, it is looked at now and then, in case Redis has forgotten it."""
        compared = time.monotonic() - self._compared_at < COMPARED_EVERY_S
        if compared and known is not None and self._book.newest(known) is known:
            return known
        self._compared_at = time.monotonic()
        told = self._told()
        version = self._book.newest(known)
        if told != version.number:
            with contextlib.suppress(Unavailable):  # nothing can be sent to workers now, either
                self._copy.put(version, told)
        return version

    def add(self, version: PublisherVersion) -> bool:
        return self._book.add(version)

    def _told(self) -> int | None:
        try:
            return self._copy.number()
        except Unavailable:
            return None
