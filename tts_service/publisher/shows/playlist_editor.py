"""Where editors change playlists through the service: each is a table in ``shows.toml``, whose comments and
order are preserved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from tts_service.errors import BadRequest, Conflict, NotFound, OutOfDate, ProblemKind
from tts_service.publisher.files import PublisherFiles
from tts_service.publisher.shows.parse import parse_publisher, read_publisher
from tts_service.publisher.shows.playlists import Playlist, PlaylistSettings
from tts_service.publisher.shows.shows import Publisher

ANY_VERSION = "*"

Unknown = Callable[[Iterable[str]], Iterable[str]]
"""Of some ids of articles, those that the service does not know."""


class PlaylistEditor:
    """Every method raises FileError if the file has an error (which must be fixed by hand first), and
    Unavailable if it cannot be written."""

    def __init__(self, files: PublisherFiles, unknown: Unknown) -> None:
        self._files = files
        self._unknown = unknown

    def add(self, name: str, settings: PlaylistSettings) -> Playlist:
        """Raises BadRequest ("bad-playlist"), and Conflict if there is a playlist of this name."""

        def added(text: str) -> str:
            if name in self._parse(text).playlists:
                raise Conflict(f"There is a playlist {name!r} already. Choose another name, or change that.")
            return self._with(text, name, settings, ())

        return self._change(added).get(name) or Playlist(name=name)

    def replace(self, name: str, settings: PlaylistSettings, version: str) -> Playlist:
        """``version`` is the one that the editor has seen, or ANY_VERSION. Raises BadRequest, NotFound, and
        OutOfDate if the playlist has changed since."""

        def replaced(text: str) -> str:
            return self._with(text, name, settings, self._seen(text, name, version).articles)

        return self._change(replaced).get(name) or Playlist(name=name)

    def remove(self, name: str, version: str) -> None:
        """Raises NotFound, OutOfDate, and BadRequest while a playlist or a briefing uses it."""

        def removed(text: str) -> str:
            self._seen(text, name, version)
            return without_playlist(text, name)

        self._change(removed)

    def _parse(self, text: str) -> Publisher:
        return parse_publisher(text, self._files.name("shows"))

    def _seen(self, text: str, name: str, version: str) -> Playlist:
        known = self._parse(text).playlists.get(name)
        if known is None:
            raise no_such_playlist()
        if version not in (ANY_VERSION, known.version):
            raise OutOfDate(
                f"The playlist {name!r} has been changed in the meantime. Check it again before you save."
            )
        return known

    def _with(self, text: str, name: str, settings: PlaylistSettings, before: tuple[str, ...]) -> str:
        """An article that it had ``before`` may have been withdrawn since."""
        new = [article for article in settings.articles if article not in before]
        if unknown := next(iter(self._unknown(new)), ""):
            raise BadRequest(
                f"There is no article {unknown[:64]!r}. Copy the id from the newsroom or from the API.",
                kind=ProblemKind.BAD_PLAYLIST,
            )
        return with_playlist(text, name, settings)

    def _change(self, edit: Callable[[str], str]) -> Mapping[str, Playlist]:
        """The playlists as they are afterwards."""
        made: Mapping[str, Playlist] = {}

        def checked(text: str) -> str:
            nonlocal made
            changed = edit(text)
            publisher, findings = read_publisher(changed)
            if findings:
                raise BadRequest(findings[0].reason, kind=ProblemKind.BAD_PLAYLIST)
            made = publisher.playlists
            return changed

        self._files.change("shows", checked)
        return made


def no_such_playlist() -> NotFound:
    return NotFound(
        "There is no playlist of this name. It may have been removed.", kind=ProblemKind.NO_SUCH_PLAYLIST
    )


def with_playlist(text: str, name: str, settings: PlaylistSettings) -> str:
    """``text``, a shows.toml, with the playlist as its ``settings`` say: what they leave out goes."""
    import tomlkit  # not needed for reading

    document = tomlkit.parse(text)
    tables: Any = document.setdefault("playlist", tomlkit.table(is_super_table=True))
    table: Any = tables.setdefault(name, tomlkit.table())
    wanted: dict[str, Any] = msgspec.to_builtins(settings)
    for key in [key for key in table if key not in wanted]:
        del table[key]
    for key, value in wanted.items():
        if key not in table or table[key].unwrap() != value:
            table[key] = _item(value)
    return tomlkit.dumps(document)


def without_playlist(text: str, name: str) -> str:
    import tomlkit

    document: Any = tomlkit.parse(text)
    del document["playlist"][name]
    return tomlkit.dumps(document)


def _item(value: Any) -> Any:
    import tomlkit

    if not isinstance(value, dict):
        return tomlkit.item(value)
    table = tomlkit.inline_table()
    table.update(value)
    return table
