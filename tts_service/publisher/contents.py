"""Names a file's contents: a changed sound under the same name is another sound."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path


def content_digest(path: Path) -> str:
    """SHA-256 of the file, in hexadecimal. It is read again only if its size, modification time or inode has
    changed.

    Raises OSError if it cannot be read.
    """
    status = path.stat()
    return _digest_of(path, status.st_mtime_ns, status.st_size, status.st_ino)


@lru_cache(maxsize=64)
def _digest_of(path: Path, mtime_ns: int, size: int, inode: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
