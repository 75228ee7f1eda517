"""From what stands on the command line to single articles: folders, patterns, lists, feeds and sitemaps
are opened."""

from __future__ import annotations

import datetime as dt
import glob
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import msgspec

from tts_service.article.request import ArticleRequest, check
from tts_service.cli.batch.sources import STANDARD_INPUT, SUFFIXES, is_url, read_bytes, request_for
from tts_service.contracts.web_reading import WebReader
from tts_service.errors import BadRequest, Problem, ProblemKind, ServiceError
from tts_service.listing import Listing, parse_listing
from tts_service.listing.dates import parse_date

LISTINGS = (".xml", ".xml.gz", ".rss", ".atom", ".rdf")
"""How addresses and files of feeds and sitemaps end; ``LISTING_NAMES`` are last parts of addresses."""
LISTING_NAMES = ("feed", "rss", "atom")
MOST_SITEMAPS = 1_000
"""Read for one index."""


class Source(msgspec.Struct, frozen=True):
    """One article. ``name`` is a path or an address; ``request`` is there when it came with its list.
    ``problem``: this one, or the list that it stands for, cannot be used."""

    name: str
    request: ArticleRequest | None = None
    dated: dt.datetime | None = None
    sections: tuple[str, ...] = ()
    problem: Problem | None = None

    def asked(self, voice: str | None, language: str | None) -> ArticleRequest:
        """Raises ServiceError when there is nothing there."""
        if self.request is None:
            return request_for(self.name, voice=voice, language=language)
        request = msgspec.structs.replace(
            self.request, voice=self.request.voice or voice, language=self.request.language or language
        )
        check(request)
        return request


def gather(
    named: Iterable[str], listings: Iterable[str], reader: Callable[[], WebReader]
) -> Iterator[Source]:
    """Each article once, in order. ``listings`` are feeds or sitemaps whatever they look like; ``reader``
    fetches them."""
    gathering = _Gathering(reader)
    seen: set[str] = set()
    for source in (*gathering.all(named), *(found for url in listings for found in gathering.listing(url))):
        if source.name not in seen or (source.request is not None and source.request.url is None):
            seen.add(source.name)
            yield source


def selected(
    sources: Iterable[Source], since: dt.datetime | None, sections: tuple[str, ...]
) -> Iterator[Source]:
    """Those not dated before ``since`` and in one of ``sections``: a category of the feed, or a folder of
    path or address."""
    wanted = {section.casefold() for section in sections}
    for source in sources:
        early = since is not None and (dated := _date_of(source)) is not None and dated < since
        if source.problem or (not early and (not wanted or not wanted.isdisjoint(_sections_of(source)))):
            yield source


def looks_like_listing(source: str) -> bool:
    path = PurePosixPath(_path_of(source))
    return path.name.lower().endswith(LISTINGS) or (is_url(source) and path.name.lower() in LISTING_NAMES)


class _Gathering:
    def __init__(self, reader: Callable[[], WebReader]) -> None:
        self._reader = reader

    def all(self, named: Iterable[str]) -> Iterator[Source]:
        for name in named:
            if name == STANDARD_INPUT:
                yield from self._lines(sys.stdin)
            else:
                yield from self._one(name)

    def _lines(self, lines: Iterable[str]) -> Iterator[Source]:
        for number, line in enumerate((line.strip() for line in lines), start=1):
            if line.startswith("{"):
                yield _of_json(line, number)
            elif line not in ("", STANDARD_INPUT):
                yield from self._one(line)

    def _one(self, name: str) -> Iterator[Source]:
        if looks_like_listing(name):
            yield from self.listing(name)
        elif is_url(name):
            yield Source(name)
        elif _is(Path.is_dir, name):
            files = (path for path in sorted(Path(name).rglob("*")) if path.name.lower().endswith(SUFFIXES))
            yield from (Source(str(path)) for path in files if path.is_file())
        elif glob.has_magic(name) and not _is(Path.exists, name):
            yield from (Source(found) for found in sorted(glob.glob(name, recursive=True)) or [name])  # noqa: PTH207
        else:
            yield Source(name)

    def listing(self, name: str) -> Iterator[Source]:
        """The articles of a feed or sitemap; of an index, those of its sitemaps."""
        try:
            listing = self._read(name)
        except ServiceError as error:
            yield Source(name, problem=error.problem)
            return
        if listing.kind != "index":
            yield from _sources(listing, name)
            return
        for item in listing.items[:MOST_SITEMAPS]:
            try:
                yield from _sources(self._read(item.url), item.url)
            except ServiceError as error:
                yield Source(item.url, problem=error.problem)

    def _read(self, name: str) -> Listing:
        if not is_url(name):
            data = read_bytes(name)
            return parse_listing(data, Path(name).resolve().as_uri())
        found = self._reader().listing(name)
        return parse_listing(found.body, found.url)


def _sources(listing: Listing, name: str) -> Iterator[Source]:
    for item in listing.items:
        yield Source(item.url, ArticleRequest(url=item.url, version=item.version), item.dated, item.sections)
    if listing.refused:
        detail = (
            f"{name}: entries without an address, or of another host than the sitemap's, are not read: "
            f"{listing.refused}."
        )
        yield Source(name, problem=BadRequest(detail, kind=ProblemKind.BAD_ENTRIES).problem)
    if listing.broken_off:
        detail = f"{name} ends in its middle: {len(listing.items):,} articles of it were read."
        yield Source(name, problem=BadRequest(detail, kind=ProblemKind.BAD_ENTRIES).problem)
    if listing.cut:
        detail = f"{name} holds more than {len(listing.items):,} articles: the rest was not read. Split it."
        yield Source(name, problem=BadRequest(detail, kind=ProblemKind.BAD_ENTRIES).problem)


def _is(asked: Callable[[Path], bool], name: str) -> bool:
    """False for what can be the name of no file."""
    try:
        return asked(Path(name))
    except (OSError, ValueError):
        return False


def _of_json(line: str, number: int) -> Source:
    """A line such as a body of ``POST /v1/articles``."""
    name = f"line {number}"
    try:
        request = msgspec.json.decode(line.encode(), type=ArticleRequest)
    except (msgspec.DecodeError, UnicodeError) as error:
        return Source(
            name,
            problem=BadRequest(
                f"{name} of standard input is no request: {error}.", kind=ProblemKind.BAD_JSON
            ).problem,
        )
    return Source(request.url or request.title or name, request, parse_date(request.published_at or ""))


def _path_of(source: str) -> str:
    """ "" for an address that is none."""
    try:
        return urlsplit(source).path if is_url(source) else source
    except ValueError:
        return ""


def _date_of(source: Source) -> dt.datetime | None:
    """Of a file, when it was last written."""
    if source.dated is not None or source.request is not None or is_url(source.name):
        return source.dated
    try:
        return dt.datetime.fromtimestamp(Path(source.name).stat().st_mtime, dt.UTC)
    except (OSError, ValueError):
        return None


def _sections_of(source: Source) -> set[str]:
    path = unquote(_path_of(source.name)) if is_url(source.name) else source.name
    return {section.casefold() for section in (*source.sections, *PurePosixPath(path).parts[:-1])}
