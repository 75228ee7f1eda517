"""What can be installed: voices, or sets of voices, each with the files it is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from tts_service.contracts.voices import Offer


class RemoteFile(msgspec.Struct, frozen=True):
    """``digest`` is "md5:…" or "sha256:…", as the publisher's list gives it; ``sha256`` is what its server
    gives beside that, or "". ``size`` is in bytes. Kept as ``name``."""

    name: str
    url: str
    size: int
    digest: str
    sha256: str = ""

    def is_at(self, path: Path) -> bool:
        """True when ``path`` holds exactly this file."""
        return path.is_file() and path.stat().st_size == self.size and self.matches(path)

    def matches(self, path: Path) -> bool:
        """True when every digest that is known is that of ``path``."""
        return all(
            _has(path, *known.split(":"))
            for known in (self.digest, self.sha256 and f"sha256:{self.sha256}")
            if known
        )


def _has(path: Path, kind: str, wanted: str) -> bool:
    with path.open("rb") as file:
        return hashlib.file_digest(file, kind).hexdigest() == wanted


class Download(Offer, frozen=True, kw_only=True):
    """An offer with what it is made of. The last of ``files`` completes it."""

    engine: str
    files: tuple[RemoteFile, ...]


def total(files: Iterable[RemoteFile]) -> int:
    """Bytes."""
    return sum(file.size for file in files)
