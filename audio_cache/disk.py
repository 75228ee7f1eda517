"""How this room writes and reads files: nothing partial is ever visible under a final name."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import msgspec

from audio_cache.errors import StoreFull, StoreReadOnly

TEMP_SUFFIX = ".tmp"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_WRITING = (errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)
RECORDS_KEPT = 64
UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError)
"""What msgspec raises for bytes that are not the expected JSON: invalid UTF-8 in a string is not a
DecodeError."""

Record = TypeVar("Record", bound=msgspec.Struct)


class PendingFile:
    """A temporary file beside ``path``. ``publish`` renames it to that; leaving the block without publishing
    removes it.

    ``durable``: the bytes are on the disk before the name is, for content that is expensive to recreate.
    """

    def __init__(self, path: Path, *, durable: bool = False) -> None:
        self.path = path
        self._durable = durable
        self._temp = path.with_name(f".{path.name}.{secrets.token_hex(6)}{TEMP_SUFFIX}")

    @property
    def draft(self) -> Path:
        """Where the temporary file is."""
        return self._temp

    def __enter__(self) -> PendingFile:
        self._file = self._temp.open("xb")
        return self

    def look_like(self, status: os.stat_result) -> None:
        """Take over mode and group of another file, as far as this user may."""
        handle = self._file.fileno()
        with suppress(OSError):
            os.fchown(handle, -1, status.st_gid)
        with suppress(OSError):
            os.fchmod(handle, stat.S_IMODE(status.st_mode))

    def write(self, data: bytes) -> None:
        self._file.write(data)

    def complete(self) -> None:
        """Flush everything to the system: only the rename is left then, which is quick and needs no space."""
        if not self._file.closed:
            self._file.flush()
            if self._durable:
                os.fsync(self._file.fileno())
            self._file.close()

    def date(self, used: float, changed: float) -> None:
        """Its time stamps, in s since 1970. After ``complete``."""
        os.utime(self._temp, (used, changed))

    def publish(self) -> None:
        self.complete()
        self._temp.replace(self.path)

    def publish_first(self) -> None:
        """As ``publish``, unless the file is there already: then it stays as it is."""
        self.complete()
        with suppress(FileExistsError):
            os.link(self._temp, self.path)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._file.close()
        finally:
            self._temp.unlink(missing_ok=True)


def publish(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, atomically."""
    with PendingFile(path) as draft:
        draft.write(data)
        draft.publish()


def sync_to_disk(path: Path) -> None:
    """Flush a file, or the names in a folder, to the disk: then not even a power failure loses them."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def exclusive(lock: Path) -> Iterator[None]:
    """Wait for, then hold, the lock file ``lock``: the kernel releases it when its holder dies. For a
    few renames only."""
    with lock.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            # Closing alone would leave it locked when another thread has forked a child meanwhile.
            fcntl.flock(file, fcntl.LOCK_UN)


@contextmanager
def clear_when_full(root: Path) -> Iterator[None]:
    """Raises StoreFull, naming the folder, if the system reports a full disk; StoreReadOnly if it does not
    allow writing."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_WRITING:
            raise StoreReadOnly(
                f"{error.filename or root}: {error.strerror}. Make it writable, then ask again."
            ) from error
        if error.errno not in NO_ROOM:
            raise
        raise StoreFull(
            f"No space left under {root}: {error.strerror}. Free some space, then ask again."
        ) from error


def read_or_none(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def size_or_none(path: str | Path) -> int | None:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - asked hundreds of times a poll: a Path for each doubles the time
    except FileNotFoundError:
        return None


def fingerprint(path: Path) -> tuple[int | None, str]:
    """Size in bytes and SHA-256 of a file; (None, "") when there is none."""
    try:
        with path.open("rb") as file:
            return os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None, ""


def read_record(path: Path, kind: type[Record]) -> Record | None:
    """The JSON record at ``path``. One that cannot be read counts as absent, and is made again when
    it is needed.

    Costs one ``stat`` while the file stays the same: records are replaced by rename, so a changed one has
    another inode or time.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return _decoded(path, kind, (status.st_ino, status.st_mtime_ns, status.st_size))  # type: ignore[return-value]


@lru_cache(maxsize=RECORDS_KEPT)
def _decoded(path: Path, kind: type[msgspec.Struct], state: tuple[int, int, int]) -> msgspec.Struct | None:
    data = read_or_none(path)
    try:
        return None if data is None else msgspec.json.decode(data, type=kind)
    except UNREADABLE:
        return None
