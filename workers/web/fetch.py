"""Pages and their pictures from the web, within bounds: whose, how long, how large, and of which kind."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import httpcore
import msgspec

from tts_service.article.address import normalized_url, origin
from tts_service.article.extract.html.parts.pages import ALONE, OtherPages
from tts_service.article.extract.html.paywall import leads_to_login, not_public
from tts_service.contracts.own_address import user_agent
from tts_service.errors import ProblemKind, TooLarge, Unprocessable, UpstreamFailed
from tts_service.settings import Settings
from workers.timed_network import time_left, tls_context
from workers.web.charset import decode_page
from workers.web.guard import FetchRules, GuardedBackend, rules_of

DEADLINE_S = 15.0
"""For everything together: name resolution, connections, redirects, the page."""
PICTURE_DEADLINE_S = 4.0
LISTING_DEADLINE_S = 60.0
MAX_BYTES = 5_000_000
"""Largest page, decompressed."""
MAX_LISTING_BYTES = 50_000_000
"""Largest feed or sitemap, compressed or not."""
MAX_REDIRECTS = 5

"""The kind of the error when a site says that it has no such page (404, 410)."""

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PICTURE_BEGINS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_WBITS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
_CLOSED = {
    401: "it requires a password",
    402: "it requires payment",
    403: "it does not let this service in",
}
"""Answers of pages that only some may read, and what they mean."""
_REFUSALS = _CLOSED | {
    404: "there is no such page",
    410: "the page is gone",
    429: "it has had too many requests; try again later",
}


class FetchedPage(msgspec.Struct, frozen=True):
    """``url`` is where the page was found in the end. ``etag`` and ``last_modified`` serve to ask again;
    "" if unknown. ``others`` are further pages of the same article."""

    url: str
    html: str
    etag: str = ""
    last_modified: str = ""
    others: OtherPages = ALONE


class Listed(msgspec.Struct, frozen=True):
    """As ``FetchedPage``, of a feed or a sitemap. ``link`` is its Link header (RFC 8288), or its several
    joined. None for what was not sent."""

    url: str
    body: bytes
    etag: str | None = None
    last_modified: str | None = None
    link: str | None = None


class _Wanted(NamedTuple):
    """The media types asked for, what they are called, what to give instead of others, the kind of the
    error, and bytes."""

    kinds: frozenset[str]
    name: str
    give: str
    problem: ProblemKind
    most_bytes: int = MAX_BYTES


_PAGE = _Wanted(
    frozenset(("text/html", "application/xhtml+xml")),
    "an HTML page",
    "the page that the article is on",
    ProblemKind.NOT_HTML,
)
_PICTURE = _Wanted(
    frozenset(("image/jpeg", "image/png")), "a picture", "a JPEG or PNG file", ProblemKind.NOT_A_PICTURE
)
_LISTING = _Wanted(
    frozenset(
        f"{family}/{kind}"
        for family, kinds in (
            ("application", ("rss+xml", "atom+xml", "rdf+xml", "xml", "gzip", "x-gzip", "octet-stream")),
            ("text", ("xml", "rss", "plain", "html")),
        )
        for kind in kinds
    ),
    "a feed or a sitemap",
    "the address of one",
    ProblemKind.NOT_A_LISTING,
    MAX_LISTING_BYTES,
)
"""Many servers call their feeds plain text, or worse: what they are is seen when they are read."""
_ROBOTS = _Wanted(
    frozenset(("text/plain", "text/html")), "a robots.txt", "one", ProblemKind.NOT_ROBOTS, 500_000
)


class NotModified(Exception):
    """The page is still what it was when ``etag`` or ``last_modified`` were given out."""


def fetch(
    url: str,
    settings: Settings,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    deadline_s: float = DEADLINE_S,
    within: str = "",
) -> FetchedPage:
    """The page at ``url``, after up to MAX_REDIRECTS redirects, each checked like the first address. With
    ``within``, an origin, no redirect is followed to another.

    Raises NotModified if ``etag`` or ``last_modified`` is given and still holds; BadRequest, Forbidden (kinds
    "site-not-allowed", "port-not-allowed", "private-address", "own-page"), Unprocessable (kind "not-html", or
    "not-public" for a page that answers 401, 402 or 403 or leads to a login), TooLarge, UpstreamFailed.
    """
    headers = _headers(settings, etag, last_modified)
    at, answered, body = _fetch(url, settings, _PAGE, headers, deadline_s, within)
    return _page(at, body, answered)


def fetch_picture(url: str, settings: Settings) -> bytes:
    """The JPEG or PNG file at ``url``, for which the same rules hold as for pages.

    Raises as ``fetch``; Unprocessable has the kind "not-a-picture".
    """
    at, _, body = _fetch(url, settings, _PICTURE, _headers(settings), PICTURE_DEADLINE_S)
    if not body.startswith(_PICTURE_BEGINS):
        raise _unwanted(at, "something else", _PICTURE)
    return body


def fetch_listing(
    url: str, settings: Settings, *, etag: str | None = None, last_modified: str | None = None
) -> Listed:
    """The feed or sitemap at ``url``, for which the same rules hold as for pages. Not yet parsed.

    Raises as ``fetch``; Unprocessable has the kind "not-a-listing".
    """
    at, answered, body = _fetch(
        url, settings, _LISTING, _headers(settings, etag, last_modified), LISTING_DEADLINE_S
    )
    return Listed(at, body, *(answered.get(name) or None for name in ("etag", "last-modified", "link")))


def fetch_robots(url: str, settings: Settings, deadline_s: float = DEADLINE_S) -> str:
    """Raises as ``fetch``."""
    return _fetch(url, settings, _ROBOTS, _headers(settings), deadline_s)[2].decode("utf-8", "replace")


def _fetch(
    url: str,
    settings: Settings,
    wanted: _Wanted,
    headers: dict[str, str],
    deadline_s: float,
    within: str = "",
) -> tuple[str, dict[str, str], bytes]:
    """Where it was found in the end, the headers of the answer, and its body."""
    rules = rules_of(settings)
    deadline = time.monotonic() + deadline_s
    headers = {**headers, "Accept": ", ".join(sorted(wanted.kinds))}
    at = url
    for _ in range(MAX_REDIRECTS + 1):
        rules.check(at)
        at = normalized_url(at)
        if within and origin(at) != within:
            raise UpstreamFailed(f"{url} leads to another site, {origin(at)}.")
        try:
            answer = _ask(at, rules, wanted, headers, deadline)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise upstream_failed(at, error, deadline_s) from error
        if not isinstance(answer, str):
            return at, *answer
        at = answer
        if wanted is _PAGE and leads_to_login(url, at):
            raise not_public(
                f"{url} leads to {at}, where one logs in or subscribes. Send the article's text or HTML "
                "instead."
            )
    raise UpstreamFailed(
        f"{url} leads from one address to the next, more than {MAX_REDIRECTS} times. Give the last one."
    )


def _headers(settings: Settings, etag: str | None = None, last_modified: str | None = None) -> dict[str, str]:
    headers = {
        "User-Agent": user_agent(settings),
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    return headers


def _ask(
    url: str, rules: FetchRules, wanted: _Wanted, headers: dict[str, str], deadline: float
) -> tuple[dict[str, str], bytes] | str:
    """The headers and the body of what is at ``url``, or the address it redirects to."""
    backend = GuardedBackend(rules.settings, private=origin(url) in rules.private, deadline=deadline)
    with (
        httpcore.ConnectionPool(tls_context(), network_backend=backend, max_connections=1) as pool,
        pool.stream("GET", url, headers=[*headers.items(), ("Host", urlsplit(url).netloc)]) as response,
    ):
        answered = headers_of(response)
        if response.status in _REDIRECTS and answered.get("location"):
            return urljoin(url, answered["location"])
        if response.status == 304 and ("If-None-Match" in headers or "If-Modified-Since" in headers):
            raise NotModified
        _check_answer(url, response.status, answered, wanted)
        body = b"".join(_unpacked(url, response.iter_stream(), answered, wanted.most_bytes, deadline))
    return answered, body


def headers_of(response: httpcore.Response) -> dict[str, str]:
    """By name in lower case. Of several with one name the last; links are joined (RFC 9110, 5.3)."""
    pairs = [
        (name.decode("latin-1").lower(), value.decode("latin-1").strip()) for name, value in response.headers
    ]
    links = [value for name, value in pairs if name == "link"]
    return {**dict(pairs), "link": ", ".join(links)}


def _check_answer(url: str, status: int, answered: dict[str, str], wanted: _Wanted) -> None:
    if status in _CLOSED and wanted is _PAGE:
        raise not_public(
            f"{url} answered {status}: {_CLOSED[status]}. Send the article's text or HTML instead."
        )
    if status != 200:
        why = _REFUSALS.get(
            status, "it has an error; try again later" if status >= 500 else "that is not a page"
        )
        problem = ProblemKind.PAGE_GONE if status in (404, 410) else None
        raise UpstreamFailed(f"{url} answered {status}: {why}.", kind=problem)
    kind = answered.get("content-type", "").partition(";")[0].strip().lower()
    if kind and kind not in wanted.kinds:
        raise _unwanted(url, kind, wanted)
    if answered.get("content-length", "").isdecimal() and int(answered["content-length"]) > wanted.most_bytes:
        raise _too_large(url, wanted.most_bytes)


def _unpacked(
    url: str, chunks: Iterator[bytes], answered: dict[str, str], most: int, deadline: float
) -> Iterator[bytes]:
    """The body piece by piece; never more than ``most`` bytes, packed or unpacked, are held."""
    unpack = _Unpacker(url, answered.get("content-encoding", "identity").lower())
    packed_size = size = 0
    for chunk in chunks:
        time_left(deadline)
        piece = unpack(chunk, most + 1 - size)
        packed_size, size = packed_size + len(chunk), size + len(piece)
        if max(size, packed_size) > most:
            raise _too_large(url, most)
        yield piece
    unpack.finish()


class _Unpacker:
    """One content encoding, undone piece by piece. Raises UpstreamFailed for one that is unknown, damaged
    or cut off."""

    def __init__(self, url: str, encoding: str) -> None:
        if encoding not in ("", "identity", *_WBITS):
            raise UpstreamFailed(f"{url} came packed as {encoding[:40]!r}, which was not asked for.")
        self._url, self._encoding = url, encoding
        self._stream = zlib.decompressobj(_WBITS[encoding]) if encoding in _WBITS else None
        self._begun = False

    def __call__(self, chunk: bytes, at_most: int) -> bytes:
        """What ``chunk`` holds, up to ``at_most`` (1 or more) bytes of it."""
        if self._stream is None:
            return chunk
        try:
            piece = self._stream.decompress(chunk, at_most)
        except zlib.error as error:
            if self._encoding != "deflate" or self._begun:
                raise UpstreamFailed(f"{self._url} came damaged: it cannot be unpacked.") from error
            # some servers mean bare deflate, without the zlib header that the standard asks for
            self._stream, self._begun = zlib.decompressobj(-zlib.MAX_WBITS), True
            return self(chunk, at_most)
        self._begun = True
        return piece

    def finish(self) -> None:
        if self._stream is not None and not self._stream.eof:
            raise UpstreamFailed(f"{self._url} broke off before its end. Try again.")


def _page(url: str, body: bytes, answered: dict[str, str]) -> FetchedPage:
    html = decode_page(body, answered.get("content-type", ""))
    if "content-type" not in answered and not html.lstrip().startswith("<"):
        raise _unwanted(url, "something else", _PAGE)
    return FetchedPage(url, html, answered.get("etag", ""), answered.get("last-modified", ""))


def _unwanted(url: str, kind: str, wanted: _Wanted) -> Unprocessable:
    return Unprocessable(
        f"{url} is {kind[:100]}, not {wanted.name}. Give {wanted.give}.", kind=wanted.problem
    )


def _too_large(url: str, most: int) -> TooLarge:
    return TooLarge(f"{url} is larger than {most:,} bytes. Send the article's text or HTML instead.")


def upstream_failed(url: str, error: Exception, deadline_s: float) -> UpstreamFailed:
    """The error that ``httpcore`` raised, in a sentence."""
    if isinstance(error, httpcore.TimeoutException):
        return UpstreamFailed(
            f"{url} took longer than {deadline_s:g} s. Try again later.", kind=ProblemKind.UPSTREAM_TIMEOUT
        )
    if isinstance(error, httpcore.ConnectError):
        return UpstreamFailed(f"{url} cannot be reached: {error}.")
    return UpstreamFailed(f"{url} broke off or does not speak HTTP: {error}.")
