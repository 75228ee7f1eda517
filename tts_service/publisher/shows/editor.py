"""Articles that an editor picks for a show by hand: their ids in ``shows.toml``, whose comments and order are
preserved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tts_service.errors import BadRequest, ProblemKind
from tts_service.publisher.files import FolderFiles, PublisherFiles
from tts_service.publisher.shows.parse import parse_publisher
from tts_service.settings import Settings


class ShowEditor:
    """Each change applies to the file as it is at that moment, and nobody else changes it meanwhile.

    Both methods raise FileError if the file has an error (which must be fixed by hand first), BadRequest
    ("unknown-show"), and Unavailable if it cannot be written.
    """

    def __init__(self, settings: Settings, files: PublisherFiles | None = None) -> None:
        """``files``: default: those in the data folder."""
        self._files = files or FolderFiles(settings)

    def pick(self, show: str, article_id: str) -> None:
        """Add the article to the show. Idempotent."""
        self._change(show, lambda text: picked(text, show, article_id))

    def unpick(self, show: str, article_id: str) -> None:
        """Remove the article from the show, unless another of the show's rules claims it. Idempotent."""
        self._change(show, lambda text: unpicked(text, show, article_id))

    def _change(self, show: str, change: Callable[[str], str]) -> None:
        name = self._files.name("shows")

        def changed(text: str) -> str:
            if show not in parse_publisher(text, name).shows:
                raise BadRequest(f"There is no show {show!r} in {name}.", kind=ProblemKind.UNKNOWN_SHOW)
            new = change(text)
            parse_publisher(new, name)  # never write a broken file, whatever led to it
            return new

        self._files.change("shows", changed)


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
