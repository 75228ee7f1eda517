"""The publisher's files: shows, lexicon, and the sounds and pictures that shows name.

On one machine they are files that editors maintain by hand (``FolderFiles``). Where machines share no folder
the service has them (``publisher.shared``).
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from tts_service.contracts.publisher_version import TextName
from tts_service.errors import ProblemKind, Unavailable
from tts_service.publisher.contents import content_digest
from tts_service.publisher.live import LiveFile, publish
from tts_service.settings import Settings

T = TypeVar("T", covariant=True)
V = TypeVar("V")


class Live(Protocol[T]):
    """The value of a text that changes while the service runs."""

    def current(self) -> T:
        """The value in force: that of the last text without an error."""

    @property
    def problem(self) -> str:
        """Why the present text is not used; "" if it is."""


class PublisherFiles(Protocol):
    """Safe to share between threads. Everything may raise FilesAway."""

    def name(self, which: TextName) -> str:
        """Of the text, as editors know it: "shows.toml"."""

    def place(self, which: TextName) -> str:
        """Where it is, for people."""

    def text(self, which: TextName) -> str | None:
        """As it is now; None if there is none. Raises OSError, UnicodeDecodeError."""

    def live(self, which: TextName, parse: Callable[[str], V], nothing: V) -> Live[V]:
        """``parse`` raises FileError; ``nothing`` is the value if there is no text."""

    def change(self, which: TextName, edit: Callable[[str], str]) -> None:
        """Replace the text by ``edit`` of it, which nobody else changes meanwhile. ``edit`` may be called
        again with another text. Raises what it raises, and Unavailable if the text cannot be written."""

    def digest(self, name: str) -> str:
        """SHA-256 (hex digits) of the sound or picture ``name``; "" if there is none."""

    def path(self, name: str) -> Path:
        """Where it can be read on this machine: no file is there if there is none."""

    def look(self) -> None:
        """Have changes by others count now."""


class FolderFiles:
    """In the data folder, or where TTS_SHOWS and TTS_LEXICON say; sounds and pictures beside the shows."""

    def __init__(self, settings: Settings) -> None:
        self._paths: dict[TextName, Path] = {
            "shows": settings.shows_path,
            "lexicon": settings.lexicon_path,
        }
        self._kept: dict[TextName, Path] = {
            "shows": settings.data_dir / "kept" / "shows.toml",
            "lexicon": settings.data_dir / "kept" / settings.lexicon_path.name,
        }

    def name(self, which: TextName) -> str:
        return self._paths[which].name

    def place(self, which: TextName) -> str:
        return str(self._paths[which])

    def text(self, which: TextName) -> str | None:
        try:
            return self._paths[which].read_text("utf-8-sig")
        except FileNotFoundError:
            return None

    def live(self, which: TextName, parse: Callable[[str], V], nothing: V) -> LiveFile[V]:
        return LiveFile(self._paths[which], self._kept[which], parse, nothing)

    def change(self, which: TextName, edit: Callable[[str], str]) -> None:
        path = self._paths[which]
        with _translated(path), _locked(self._kept[which].parent / f"{which}.lock"):
            text = self.text(which) or ""
            if (changed := edit(text)) != text:
                publish(path, changed)

    def digest(self, name: str) -> str:
        try:
            return content_digest(self.path(name))
        except OSError:
            return ""

    def path(self, name: str) -> Path:
        return self._paths["shows"].parent / name

    def look(self) -> None:
        """Each access looks at the file."""


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """The kernel releases it when its holder dies. Other greenlets of this process wait like other
    processes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable(
            f"{path.name} cannot be read or written: {error}.", kind=ProblemKind.STORAGE_UNAVAILABLE
        ) from error
