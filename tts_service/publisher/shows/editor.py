"""Articles that an editor picks for a show by hand: their ids in ``shows.toml``, whose comments and order are
preserved."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tts_service.errors import BadRequest, ProblemKind, Unavailable
from tts_service.publisher.live import publish
from tts_service.publisher.shows.parse import parse_publisher
from tts_service.publisher.shows.shows import Publisher
from tts_service.settings import Settings


class ShowsFile:
    """``shows.toml``, to be changed. Each change applies to the file as it is at that moment, under a lock
    shared by all processes of this machine."""

    def __init__(self, settings: Settings) -> None:
        self.path = settings.shows_path
        self._lock = settings.data_dir / "kept" / "shows.lock"

    @contextmanager
    def changing(self) -> Iterator[str]:
        """The text of the file, which no other process of the service changes meanwhile. Raises Unavailable
        if it cannot be read or written."""
        try:
            self._lock.parent.mkdir(parents=True, exist_ok=True)
            with self._lock.open("ab") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield self.path.read_text("utf-8-sig") if self.path.exists() else ""
        except (OSError, UnicodeDecodeError) as error:
            detail = f"{self.path.name} cannot be read or written: {error}."
            raise Unavailable(detail, kind=ProblemKind.STORAGE_UNAVAILABLE) from error

    def parse(self, text: str) -> Publisher:
        """Raises FileError."""
        return parse_publisher(text, self.path.name)

    def write(self, text: str) -> None:
        """Within ``changing``. Raises FileError: never write a broken file, whatever led to it."""
        self.parse(text)
        publish(self.path, text)


class ShowEditor:
    """Both methods raise FileError if the file has an error (which must be fixed by hand first), BadRequest
    ("unknown-show"), and Unavailable if it cannot be written.
    """

    def __init__(self, settings: Settings) -> None:
        self._file = ShowsFile(settings)

    def pick(self, show: str, article_id: str) -> None:
        """Add the article to the show. Idempotent."""
        self._change(show, lambda text: picked(text, show, article_id))

    def unpick(self, show: str, article_id: str) -> None:
        """Remove the article from the show, unless another of the show's rules claims it. Idempotent."""
        self._change(show, lambda text: unpicked(text, show, article_id))

    def _change(self, show: str, change: Callable[[str], str]) -> None:
        with self._file.changing() as text:
            if show not in self._file.parse(text).shows:
                raise BadRequest(
                    f"There is no show {show!r} in {self._file.path.name}.", kind=ProblemKind.UNKNOWN_SHOW
                )
            changed = change(text)
            if changed != text:
                self._file.write(changed)


def picked(text: str, show: str, article_id: str) -> str:
    """``text``, a shows.toml with ``show``, with the article's id added to its ``include.id``."""
    import tomlkit  # not needed for reading

    document = tomlkit.parse(text)
    table: Any = document["show"][show]
    include = table.setdefault("include", tomlkit.inline_table())
    ids = include.setdefault("id", tomlkit.array())
    if isinstance(ids, str):
        include["id"] = ids = _array(ids)
    if article_id not in ids:
        ids.append(article_id)
    return tomlkit.dumps(document)


def unpicked(text: str, show: str, article_id: str) -> str:
    """``text`` without the article's id in the ``include.id`` of ``show``."""
    import tomlkit

    document = tomlkit.parse(text)
    include: Any = document["show"][show].get("include", {})
    ids = include.get("id", [])
    if ids == article_id:
        del include["id"]
    elif article_id in ids:
        ids.remove(article_id)
    return tomlkit.dumps(document)


def _array(*values: str) -> Any:
    import tomlkit

    array = tomlkit.array()
    array.extend(values)
    return array
