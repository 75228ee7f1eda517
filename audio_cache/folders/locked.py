"""The one lock of all narration folders. Every read-then-write happens under it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from audio_cache.disk import clear_when_full, exclusive, publish, size_or_none
from audio_cache.errors import NarrationGone
from audio_cache.folders.paths import NarrationTree
from audio_cache.local import LocalStore
from audio_cache.narration_id import NarrationId


class LockedFolders:
    """The narration folders under ``root``, made of segments in ``segments``."""

    def __init__(self, root: Path, segments: LocalStore) -> None:
        self.segments = segments
        self.folders = NarrationTree(root)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep all others from changing anything during the block. For a few renames only.

        Raises StoreFull, StoreReadOnly.
        """
        with self._clear_errors():
            self.folders.path.mkdir(parents=True, exist_ok=True)
            with self._lock():
                yield

    def exists(self, narration: NarrationId) -> bool:
        """True if anything is stored about it."""
        return size_or_none(self.folders.revision(narration).script) is not None

    def is_deleted(self, narration: NarrationId) -> bool:
        """A folder loses nothing by itself."""
        return not self.exists(narration)

    def _must_exist(self, narration: NarrationId) -> None:
        if not self.exists(narration):
            raise NarrationGone(f"{narration} does not exist or was deleted")

    def _lock(self) -> AbstractContextManager[None]:
        return exclusive(self.folders.lock)

    def _publish_beside_revisions(self, path: Path, data: bytes) -> None:
        """Makes the article's folder if need be."""
        with self.writing():
            path.parent.mkdir(exist_ok=True)
            publish(path, data)

    def _remove(self, path: Path) -> None:
        with self._clear_errors():
            path.unlink(missing_ok=True)

    def _clear_errors(self) -> AbstractContextManager[None]:
        return clear_when_full(self.folders.path)
