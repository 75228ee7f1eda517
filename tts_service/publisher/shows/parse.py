"""The text of ``shows.toml`` → ``Publisher``, or what is wrong with it, line by line. Pure."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

import msgspec

from tts_service.article.lexicon.entry import LexiconEntry
from tts_service.errors import FileError
from tts_service.publisher.lexicon.table import word
from tts_service.publisher.shows.checks import (
    INCLUDE,
    SHOW,
    SITE,
    WATCH,
    Check,
    InvalidSetting,
    host,
    listing,
    show_name,
)
from tts_service.publisher.shows.playlist_checks import BRIEFING, PLAYLIST, RULE, playlist_name
from tts_service.publisher.shows.playlists import Briefing, Playlist, PlaylistRule, circles
from tts_service.publisher.shows.shows import Include, Publisher, Show, Site, WatchRule
from tts_service.publisher.shows.sponsor_checks import FIELDS, SPONSOR
from tts_service.publisher.shows.sponsors import Sponsor
from tts_service.publisher.toml_lines import Lines, Path

_AT_LINE = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)$")


class FileProblem(NamedTuple):
    """What is wrong in ``line`` (from 1), and what to do."""

    line: int
    reason: str


def parse_publisher(text: str, name: str = "shows.toml") -> Publisher:
    """Raises FileError with the first problem; ``name`` is the file's name in its message."""
    publisher, findings = read_publisher(text)
    if findings:
        more = f" (and {len(findings) - 1} more: tts-service shows check)" if len(findings) > 1 else ""
        raise FileError(f"{name}, line {findings[0].line}: {findings[0].reason}{more}")
    return publisher


def read_publisher(text: str) -> tuple[Publisher, list[FileProblem]]:
    """What can be read, and every problem, in the order of the lines."""
    text = text.removeprefix("\ufeff")  # some editors put it at the beginning of every file
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Publisher(), [_syntax(str(error), text)]
    except RecursionError:
        return Publisher(), [FileProblem(1, "this is nested too deeply.")]
    reading = _Reading(Lines(text))
    publisher = reading.publisher(data)
    return publisher, sorted(reading.findings)


def line_of(text: str, path: Path, value: object = None) -> int:
    """The line of a key, or of ``value`` in it, in a file that could be parsed."""
    return Lines(text).of(path, value)


def _syntax(message: str, text: str) -> FileProblem:
    at = _AT_LINE.search(message)
    line = int(at[1]) if at and at[1] else text.rstrip().count("\n") + 1
    reason = _AT_LINE.sub("", message)
    return FileProblem(line, f"this is not TOML: {reason[:1].lower()}{reason[1:]}.")


class _Reading:
    """Walks the tables; what is wrong is noted and left out."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self.findings: list[FileProblem] = []
        self._words: dict[str, LexiconEntry] = {}

    def publisher(self, data: dict[str, Any]) -> Publisher:
        self._unknown((), data, ("site", "show", "watch", "playlist", "briefing", "sponsor"))
        shows = {name: self._show(name, table) for name, table in self._tables("show", data)}
        sites = [self._site(name, table, shows) for name, table in self._tables("site", data)]
        watches = [self._watch(url, table, shows) for url, table in self._tables("watch", data)]
        playlists = self._playlists(data, shows)
        briefings = [
            self._briefing(name, table, shows, playlists) for name, table in self._tables("briefing", data)
        ]
        sponsors = [self._sponsor(name, table, shows) for name, table in self._tables("sponsor", data)]
        return Publisher(
            {site.host: site for site in sites},
            shows,
            {watch.url: watch for watch in watches},
            tuple(self._words.values()),
            playlists,
            {briefing.name: briefing for briefing in briefings if briefing is not None},
            {sponsor.name: sponsor for sponsor in sponsors if sponsor is not None},
        )

    def _tables(self, kind: str, data: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        tables = data.get(kind, {})
        if not isinstance(tables, dict):
            self._note((kind,), f"begin each with a heading of its own, such as [{kind}.{_EXAMPLES[kind]}].")
            return []
        for name, table in tables.items():
            if not isinstance(table, dict):
                self._note((kind, name), f"this belongs under a heading such as [{kind}.{_EXAMPLES[kind]}].")
        return [(name, table) for name, table in tables.items() if isinstance(table, dict)]

    def _site(self, name: str, table: dict[str, Any], shows: Mapping[str, Show]) -> Site:
        path = ("site", name)
        if any(isinstance(value, dict) for key, value in table.items() if key not in SITE):
            self._note((*path, *table), 'put the host in quotation marks, such as [site."news.example"].')
            return Site(host=name)
        self._check(path, host, name)
        fields = self._fields(path, table, SITE)
        self._take_words((*path, "lexicon"), fields.pop("lexicon", {}), site=name.lower())
        site = Site(host=name.lower(), **fields)
        self._check_show(path, site.show, shows)
        return site

    def _watch(self, url: str, table: dict[str, Any], shows: Mapping[str, Show]) -> WatchRule:
        path = ("watch", url)
        if any(isinstance(value, dict) for value in table.values()):
            self._note(
                (*path, *table), f"put the address in quotation marks, such as [watch.{_EXAMPLES['watch']}]."
            )
            return WatchRule(url=url)
        self._check(path, listing, url)
        watch = WatchRule(url=url, **self._fields(path, table, WATCH))
        self._check_show(path, watch.show, shows)
        return watch

    def _check_show(self, path: Path, show: str | None, shows: Mapping[str, Show]) -> None:
        self._existing((*path, "show"), "show", [show] if show else (), shows)

    def _show(self, name: str, table: dict[str, Any]) -> Show:
        path = ("show", name)
        self._check(path, show_name, name)
        fields = self._fields(path, table, SHOW)
        self._take_words((*path, "lexicon"), fields.pop("lexicon", {}), show=name)
        included = self._fields((*path, "include"), fields.pop("include", {}), INCLUDE)
        return Show(name=name, include=Include(**included), **fields)

    def _playlists(self, data: dict[str, Any], shows: Mapping[str, Show]) -> dict[str, Playlist]:
        """Without those that contain themselves, or what does not exist."""
        found = {name: self._playlist(name, table) for name, table in self._tables("playlist", data)}
        for name, playlist in found.items():
            path = ("playlist", name)
            kept = self._existing((*path, "shows"), "show", playlist.shows, shows)
            inner = self._existing((*path, "playlists"), "playlist", playlist.playlists, found)
            found[name] = msgspec.structs.replace(playlist, shows=kept, playlists=inner)
        for name, way in list(circles(found)):
            how = "itself" if len(way) == 2 else f"itself, by way of {' and '.join(way[1:-1])}"
            self._note(
                ("playlist", name, "playlists"), f"this playlist contains {how}. Take one out.", way[1]
            )
            found[name] = msgspec.structs.replace(found[name], playlists=())
        return found

    def _playlist(self, name: str, table: dict[str, Any]) -> Playlist:
        path = ("playlist", name)
        self._check(path, playlist_name, name)
        fields = self._fields(path, table, PLAYLIST)
        rule = self._fields((*path, "include"), fields.pop("include", {}), RULE)
        return Playlist(name=name, include=PlaylistRule(**rule), **fields)

    def _briefing(
        self,
        name: str,
        table: dict[str, Any],
        shows: Mapping[str, Show],
        playlists: Mapping[str, Playlist],
    ) -> Briefing | None:
        """None when it could not be made: it lacks something, or names what does not exist."""
        path, before = ("briefing", name), len(self.findings)
        self._check(path, playlist_name, name)
        briefing = Briefing(name=name, **self._fields(path, table, BRIEFING))
        for key in ("show", "playlist", "at"):
            if key not in table:
                self._note(path, f"{key} is missing.")
        self._existing((*path, "show"), "show", filter(None, [briefing.show]), shows)
        self._existing((*path, "playlist"), "playlist", filter(None, [briefing.playlist]), playlists)
        return briefing if len(self.findings) == before else None

    def _sponsor(self, name: str, table: dict[str, Any], shows: Mapping[str, Show]) -> Sponsor | None:
        """None when it could not be made: it lacks something, or is wrong somewhere."""
        path, before = ("sponsor", name), len(self.findings)
        self._check(path, show_name, name)
        fields = self._fields(path, table, SPONSOR)
        sponsor = Sponsor(name=name, **{FIELDS.get(key, key): value for key, value in fields.items()})
        if "label" not in table:
            self._note(path, "label is missing: listeners are told whose message it is.")
        if "text" not in table and "sound" not in table:
            self._note(path, "text is missing: what is to be spoken. Or give a file as sound.")
        if sponsor.at != "mid" and "every" in table:
            self._note((*path, "every"), 'only what is heard between paragraphs has a distance: at = "mid".')
        if sponsor.begins and sponsor.ends and sponsor.begins >= sponsor.ends:
            self._note((*path, "until"), "it ends before it begins.")
        self._existing((*path, "shows"), "show", sponsor.shows, shows)
        return sponsor if len(self.findings) == before else None

    def _existing(
        self, path: Path, kind: str, names: Iterable[str], known: Collection[str]
    ) -> tuple[str, ...]:
        """Those of ``names`` that are ``known``; the others are noted."""
        names = tuple(names)
        for name in names:
            if name not in known:
                self._note(path, f"there is no [{kind}.{name}].{_near(name, known)}", name)
        return tuple(name for name in names if name in known)

    def _take_words(self, path: Path, table: dict[str, Any], **where: str) -> None:
        for write, said in table.items():
            for one in said if isinstance(said, list) else [said]:
                entry = self._check((*path, write), partial(self._new_word, write, where), one)
                if entry is not None:
                    self._words[entry.key] = entry

    def _new_word(self, write: str, where: Mapping[str, str], said: Any) -> LexiconEntry:
        entry = msgspec.structs.replace(word(write, said), **where)
        if entry.key in self._words:
            raise InvalidSetting(f"{entry.write!r} is given twice for the same articles. Remove one of them.")
        return entry

    def _fields(self, path: Path, table: dict[str, Any], checks: Mapping[str, Check]) -> dict[str, Any]:
        self._unknown(path, table, checks)
        checked = {
            key: self._check((*path, key), checks[key], value)
            for key, value in table.items()
            if key in checks
        }
        return {key: value for key, value in checked.items() if value is not None}

    def _unknown(self, path: Path, table: dict[str, Any], known: Iterable[str]) -> None:
        for key in table:
            if key not in known:
                self._note((*path, key), f"there is no such setting.{_near(key, known)}")

    def _check(self, path: Path, check: Check, value: Any) -> Any:
        try:
            return check(value)
        except InvalidSetting as error:
            self._note((*path, *error.inside), error.reason, error.value)
            return None

    def _note(self, path: Path, reason: str, value: object = None) -> None:
        self.findings.append(
            FileProblem(self._lines.of(path, value), f"{'.'.join(map(_key, path))}: {reason}")
        )


_EXAMPLES = {
    "site": '"news.example"',
    "show": "world",
    "watch": '"https://news.example/feed.xml"',
    "playlist": "morning",
    "briefing": "morning",
    "sponsor": "acme",
}


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{key}"'


def _near(word: str, known: Iterable[str]) -> str:
    """A hint, preceded by a space."""
    names = list(known)
    near = difflib.get_close_matches(word, names, n=1)
    if near:
        return f" Did you mean {near[0]}?"
    return f" There are: {', '.join(names)}." if names else ""
