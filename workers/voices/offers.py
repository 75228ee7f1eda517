"""What can be installed: voices, or sets of voices, each with the files it is made of."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec


class RemoteFile(msgspec.Struct, frozen=True):
    """``digest`` is "md5:…" or "sha256:…", as the publisher gives it; ``size`` is in bytes. Kept as ``name``."""

    name: str
    url: str
    size: int
    digest: str

    def is_at(self, path: Path) -> bool:
        """True when ``path`` holds this very file."""
        return path.is_file() and path.stat().st_size == self.size and self.matches(path)

    def matches(self, path: Path) -> bool:
        kind, _, wanted = self.digest.partition(":")
        with path.open("rb") as file:
            return hashlib.file_digest(file, kind).hexdigest() == wanted


class Offer(msgspec.Struct, frozen=True):
    """``id`` is "engine/name", or the name of an engine for all its voices at once. The last of ``files`` completes it."""

    id: str
    engine: str
    languages: tuple[str, ...]
    quality: str
    licence: str
    description: str
    files: tuple[RemoteFile, ...]
    installed: bool = False

    @property
    def size(self) -> int:
        """Bytes to download."""
        return sum(file.size for file in self.files)

    @property
    def name(self) -> str:
        return self.id.rpartition("/")[2]
