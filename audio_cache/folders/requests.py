"""What is stored beside the revisions of an article, each under the digest of its request."""

from __future__ import annotations

import contextlib
import math
import os
import time
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec

from audio_cache.disk import publish, read_or_none, read_record, sync_to_disk
from audio_cache.folders.locked import LockedFolders
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Outcome


class RequestRecords(LockedFolders):
    """Outcomes of requests, pages as they were fetched, articles as they were read, pictures, recordings."""

    def expect(self, article_id: str) -> None:
        """Nowhere else is anything kept."""

    def put_outcome(self, article_id: str, digest: str, outcome: Outcome) -> None:
        """An outcome that names a revision needs that revision; a problem stands alone."""
        path = self.folders.article(article_id).outcome(digest)
        with self.writing():
            if outcome.revision:
                self._must_exist(NarrationId(article_id, outcome.revision))
            path.parent.mkdir(exist_ok=True)
            publish(path, msgspec.json.encode(outcome))

    def outcome(self, article_id: str, digest: str) -> Outcome | None:
        return read_record(self.folders.article(article_id).outcome(digest), Outcome)

    def settled_s(self, article_id: str, digest: str) -> float:
        """How long ago, in s, the outcome was stored, or the failure of the revision that it names;
        infinite for none."""
        outcome = self.outcome(article_id, digest)
        folder = self.folders.article(article_id)
        revision = outcome.revision if outcome else ""
        path = folder.revision(revision).failure if revision else folder.outcome(digest)
        try:
            return time.time() - path.stat().st_mtime
        except FileNotFoundError:
            return math.inf

    def clear_outcome(self, article_id: str, digest: str) -> None:
        """Remove it, so that it cannot be mistaken for the next outcome of the same request."""
        self._remove(self.folders.article(article_id).outcome(digest))

    def put_page(self, article_id: str, digest: str, data: bytes) -> None:
        """Keep a page as it was fetched until it is read. ``digest`` names the request."""
        self._publish_beside_revisions(self.folders.article(article_id).page(digest), data)

    def page(self, article_id: str, digest: str) -> bytes | None:
        return read_or_none(self.folders.article(article_id).page(digest))

    def clear_page(self, article_id: str, digest: str) -> None:
        self._remove(self.folders.article(article_id).page(digest))

    def put_article(self, article_id: str, digest: str, data: bytes) -> None:
        """Keep the article read from a page. ``digest`` names the request and the rules used."""
        self._publish_beside_revisions(self.folders.article(article_id).article(digest), data)

    def article(self, article_id: str, digest: str) -> bytes | None:
        return read_or_none(self.folders.article(article_id).article(digest))

    def clear_article(self, article_id: str, digest: str) -> None:
        """Remove it, so that the page is read again."""
        self._remove(self.folders.article(article_id).article(digest))

    def put_picture(self, article_id: str, name: str, data: bytes) -> None:
        """Keep a picture of the article. ``name`` is 1 to 64 of ``a-z0-9``. Does nothing for an article
        that does not exist."""
        path = self.folders.article(article_id).picture(name)
        with self.writing():
            if path.parent.is_dir():
                publish(path, data)

    def picture(self, article_id: str, name: str) -> bytes | None:
        return read_or_none(self.folders.article(article_id).picture(name))

    def put_recording(self, article_id: str, digest: str, path: Path) -> None:
        """Keep the file at ``path``, which is on the same disk, under another name. No worker can make it
        again, so it is flushed to the disk before this returns."""
        kept = self.folders.article(article_id).recording(digest)
        with self._clear_errors(), contextlib.suppress(FileNotFoundError):
            sync_to_disk(path)
            with contextlib.suppress(FileExistsError):
                os.link(path, kept)
            sync_to_disk(kept.parent)

    @contextlib.contextmanager
    def recording(self, article_id: str, digest: str) -> Iterator[Path | None]:
        """``with … as path``: the file; None if there is none."""
        path = self.folders.article(article_id).recording(digest)
        yield path if path.is_file() else None

    def drop_recordings(self, article_id: str, but: Collection[str] = ()) -> None:
        """Remove all recordings of the article ``but`` these."""
        folder = self.folders.article(article_id)
        stay = {folder.recording(digest) for digest in but}
        for path in folder.recordings():
            if path not in stay:
                self._remove(path)
