"""A file that people edit while the service runs: a change takes effect at the next access, and a broken file
is ignored."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from audio_cache.disk import PendingFile
from tts_service.errors import FileError

log = logging.getLogger(__name__)

T = TypeVar("T")


class LiveFile(Generic[T]):
    """The value of ``path``, read again whenever the file changes.

    The last text that could be read is kept with the service's data (``kept``), so that a process that starts
    while the file is broken uses the same value as those already running. Safe to share between threads.
    """

    def __init__(self, path: Path, kept: Path, parse: Callable[[str], T], nothing: T) -> None:
        """``parse`` raises FileError; ``nothing`` is the value if there is no file."""
        self._path = path
        self._kept = kept
        self._parse = parse
        self._nothing = nothing
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] | str | None = "never looked"
        self._value = nothing
        self._problem = ""

    def current(self) -> T:
        """The value in force: the file's, or the last good one while the file is broken."""
        with self._lock:
            stamp = _stamp(self._path)
            if stamp != self._seen:
                self._look()
                self._seen = stamp
            return self._value

    @property
    def problem(self) -> str:
        """Why the file in its present state is not used; "" if it is."""
        self.current()
        return self._problem

    def _look(self) -> None:
        self._problem = ""
        try:
            text = self._path.read_text("utf-8")
        except FileNotFoundError:
            self._value = self._nothing
            with suppress(OSError):
                self._kept.unlink(missing_ok=True)
            return
        except (OSError, UnicodeDecodeError) as error:
            self._refuse(f"{self._path.name} cannot be read: {error}")
            return
        try:
            self._value = self._parse(text)
        except FileError as error:
            self._refuse(str(error))
            return
        self._keep(text)

    def _refuse(self, problem: str) -> None:
        log.error("%s The last good one stays in force.", problem)
        self._problem = problem
        try:
            # Another process may have saved a newer one.
            self._value = self._parse(self._kept.read_text("utf-8"))
        except (OSError, FileError):
            if self._seen == "never looked":
                self._value = self._nothing

    def _keep(self, text: str) -> None:
        try:
            publish(self._kept, text)
        except OSError as error:
            log.warning("%s could not be kept: %s", self._path.name, error)


def publish(path: Path, text: str) -> None:
    """Write ``text`` at ``path`` atomically. An existing file keeps its mode and group."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with PendingFile(path, durable=True) as draft:
        if path.exists():
            draft.look_like(path.stat())
        draft.write(text.encode())
        draft.publish()


def _stamp(path: Path) -> tuple[int, ...] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
