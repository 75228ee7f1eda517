"""Narrations in folders that any number of processes share. ``audio_cache.folders.paths`` lists the files."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator

from audio_cache.folders.credentials import SignedRevisions
from audio_cache.folders.requests import RequestRecords
from audio_cache.narration_id import NarrationId


class FolderNarrations(RequestRecords, SignedRevisions):
    """``Narrations`` in the folders of a cache: what was asked for, what will be said, and what can be heard.

    Every write may raise NarrationGone, StoreFull, and ValueError for an id that is not 1 to 64 of
    ``a-z0-9``.
    """

    def articles(self) -> Iterator[str]:
        """Ids, sorted."""
        return iter(self.folders.articles())

    def revisions(self, article_id: str) -> list[str]:
        """Revisions that have a script, sorted by name."""
        return self.folders.article(article_id).revisions()

    def ids(self) -> Iterator[NarrationId]:
        """All that have a script, sorted."""
        for article_id in self.articles():
            for revision in self.revisions(article_id):
                yield NarrationId(article_id, revision)

    def unread(self) -> Iterator[str]:
        return (name for name in self.articles() if not self.revisions(name))

    def touch(self, article_id: str) -> None:
        """Have whoever keeps files of the article open look at it anew: its folder gets a new time stamp."""
        with contextlib.suppress(FileNotFoundError, ValueError):
            now = time.time_ns()  # the system's own stamp may be that of some milliseconds ago
            os.utime(self.folders.article(article_id).path, ns=(now, now))

    def delete(self, article_id: str) -> None:
        """Remove all that is known about an article, in one step for everyone who looks. Segments stay in
        their store."""
        folder = self.folders.article(article_id).path
        trash = self.folders.new_trash()
        with self.writing():
            if folder.is_dir():
                folder.rename(trash)
        shutil.rmtree(trash, ignore_errors=True)
