"""The publisher's files where machines share no folder: the catalog has them, version by version, and every
process knows the newest.

A process looks now and then whether there is a newer one, in a thread of its own (``keep_looking``); one
without that thread, such as a command, looks when it needs them.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from audio_cache.disk import PendingFile
from audio_cache.errors import CacheError
from tts_service.contracts.publisher_version import PublisherVersion, TextName
from tts_service.errors import FileError, FilesAway, ServiceError, Unavailable

log = logging.getLogger(__name__)

V = TypeVar("V")

LOOK_S = 0.5
"""Between two looks of a process that looks when it needs them."""
MOST_ATTEMPTS = 20
"""At a change that others forestall."""


class VersionSource(Protocol):
    """Where a process learns of versions."""

    def newest(self, known: PublisherVersion | None) -> PublisherVersion:
        """``known`` itself if there is no newer one. Raises Unavailable."""


class VersionBook(VersionSource, Protocol):
    """Where they are written."""

    def add(self, version: PublisherVersion) -> bool:
        """False if another version has this number. Raises Unavailable."""


class Contents(Protocol):
    """Sounds and pictures, by their SHA-256. Both methods raise CacheError."""

    def put(self, digest: str, data: bytes) -> None: ...

    def fetch(self, digest: str, write: Callable[[bytes], object]) -> bool:
        """False if there is no such file."""


class SharedFiles:
    """For processes that only read: see ``PublisherFiles``."""

    def __init__(self, source: VersionSource, contents: Contents, folder: Path) -> None:
        """Copies of sounds and pictures are kept in ``folder``, by digest."""
        self._source = source
        self._contents = contents
        self._folder = folder
        self._looking = threading.Lock()
        self._version: PublisherVersion | None = None
        self._looked_at = -math.inf
        self._in_background = False

    @property
    def version(self) -> PublisherVersion:
        """The newest that is known here. Raises FilesAway if none is yet."""
        if self._version is None or (not self._in_background and time.monotonic() - self._looked_at > LOOK_S):
            self.look()
        assert self._version is not None  # otherwise it has raised
        return self._version

    def look(self) -> None:
        """If the source is away, what is known stays in force. Raises FilesAway if nothing is."""
        with self._looking:
            self._looked_at = time.monotonic()
            try:
                self._version = self._source.newest(self._version)
            except Unavailable as error:
                if self._version is None:
                    raise FilesAway(
                        f"The publisher's shows and words cannot be read. {error.detail}"
                    ) from error
                log.debug("the publisher's files stay as they are: %s", error.detail)

    def keep_looking(self, pause: Callable[[], object]) -> None:
        """In a thread of its own, until the process ends, with a ``pause()`` between two looks: a change is
        to count everywhere within two seconds. Sounds and pictures are copied ahead of need."""
        self._in_background = True
        threading.Thread(target=self._look_for_ever, args=(pause,), name="publisher", daemon=True).start()

    def _look_for_ever(self, pause: Callable[[], object]) -> None:
        copied: PublisherVersion | None = None
        while True:
            try:
                self.look()
                if self._version is not copied:
                    copied, version = None, self.version
                    for name in version.files:
                        self.path(name)
                    copied = version
            except ServiceError as error:
                log.debug("no look at the publisher's files: %s", error.detail)
            except Exception:
                log.exception("no look at the publisher's files")
            pause()

    # -- as PublisherFiles -----------------------------------------------------------------------------------

    def name(self, which: TextName) -> str:
        return f"{which}.toml"

    def place(self, which: TextName) -> str:
        return f"{which}.toml in the catalog"

    def text(self, which: TextName) -> str | None:
        return self.version.text(which) or None

    def live(self, which: TextName, parse: Callable[[str], V], nothing: V) -> SharedText[V]:
        return SharedText(lambda: self.version.text(which), parse, nothing)

    def change(self, which: TextName, edit: Callable[[str], str]) -> None:
        raise NotImplementedError("This process only reads the publisher's files.")

    def digest(self, name: str) -> str:
        return self.version.files.get(name, "")

    def path(self, name: str) -> Path:
        digest = self.digest(name)
        path = self._folder / (digest or "none") / Path(name).name
        if digest and not path.is_file():
            self._copy(name, digest, path)
        return path

    def _copy(self, name: str, digest: str, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with PendingFile(path) as draft:
                if self._contents.fetch(digest, draft.write):
                    draft.publish()
                else:
                    log.error("the publisher's file %s is not in the bucket", name)
        except (CacheError, OSError) as error:
            raise FilesAway(f"The publisher's file {name} cannot be read: {error}") from error


class EditableFiles(SharedFiles):
    """For processes that reach the catalog."""

    def __init__(self, book: VersionBook, contents: Contents, folder: Path, who: str) -> None:
        """``who`` makes the changes, for people."""
        super().__init__(book, contents, folder)
        self._book = book
        self.who = who

    def change(self, which: TextName, edit: Callable[[str], str]) -> None:
        for _ in range(MOST_ATTEMPTS):
            self.look()
            seen = self.version
            text = seen.text(which)
            changed = edit(text)
            if changed == text or self.add(
                seen.next(by=self.who, shows=changed)
                if which == "shows"
                else seen.next(by=self.who, lexicon=changed)
            ):
                return
        raise FilesAway(f"{self.name(which)} is being changed by others all the time. Try again in a moment.")

    def add(self, version: PublisherVersion) -> bool:
        """False if another version of this number is there already. Raises Unavailable."""
        is_new = self._book.add(version)
        self.look()
        return is_new

    def put(self, digest: str, data: bytes) -> None:
        """Raises FilesAway."""
        try:
            self._contents.put(digest, data)
        except CacheError as error:
            raise FilesAway(f"The publisher's files cannot be stored: {error}") from error


class SharedText(Generic[V]):
    """See ``Live``."""

    def __init__(self, text: Callable[[], str], parse: Callable[[str], V], nothing: V) -> None:
        self._text = text
        self._parse = parse
        self._nothing = nothing
        self._lock = threading.Lock()
        self._seen: str | None = None
        self._value = nothing
        self._problem = ""

    def current(self) -> V:
        with self._lock:
            text = self._text()
            if text is not self._seen and text != self._seen:
                self._read(text)
            self._seen = text
            return self._value

    @property
    def problem(self) -> str:
        self.current()
        return self._problem

    def _read(self, text: str) -> None:
        try:
            self._value = self._parse(text) if text else self._nothing
            self._problem = ""
        except FileError as error:  # written by a newer release
            log.error("%s The last good one stays in force.", error)
            self._problem = str(error)
