"""Fetching a page that a caller named, as an untrusted errand: bounded in time and size, never into a private network.

The address that is checked is the address that is connected to: a name is looked up once, and the connection goes to what the
look-up gave, so an answer that changes in between (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
import zlib
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore
import msgspec
from charset_normalizer import from_bytes

from tts_service.article.address import is_page_url
from tts_service.errors import Forbidden, TooLarge, Unprocessable, UpstreamFailed
from tts_service.settings import Settings

TOTAL_S = 15.0
STEP_S = 5.0
"""For each connect, and for each read."""
MOST_BYTES = 5_000_000
"""Of a page, unpacked."""
MOST_REDIRECTS = 5
HTML_TYPES = ("text/html", "application/xhtml+xml")
USER_AGENT = "tts-service (article listening)"

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_REDIRECTS = (301, 302, 303, 307, 308)


class Page(msgspec.Struct, frozen=True):
    """``url`` is where it was found, after redirects. ``etag`` and ``last_modified`` are the server's, "" when it has none."""

    url: str
    html: str
    etag: str = ""
    last_modified: str = ""


def fetch(url: str, settings: Settings) -> Page:
    """The page at ``url``.

    Raises Forbidden for a site that is not allowed or an address that is private (on any redirect too), UpstreamFailed when
    it does not answer well or in time, TooLarge, and Unprocessable for what is no HTML.
    """
    deadline = time.monotonic() + TOTAL_S
    for _ in range(MOST_REDIRECTS + 1):
        answer = _ask(url, settings, deadline)
        if isinstance(answer, Page):
            return answer
        url = urljoin(url, answer)
    raise UpstreamFailed(f"The page redirects more than {MOST_REDIRECTS} times. Send the address it ends at.", kind="redirects")


def _ask(url: str, settings: Settings, deadline: float) -> Page | str:
    """The page, or where it is said to be."""
    if not is_page_url(url):
        raise Unprocessable("Only http and https addresses of a page can be read.", kind="bad-url")
    may_be_private = _check_site(url, settings)
    backend = _CheckedBackend(may_be_private, deadline)
    try:
        with httpcore.ConnectionPool(network_backend=backend) as pool:
            request_headers = {"User-Agent": USER_AGENT, "Accept": "text/html", "Accept-Encoding": "gzip"}
            timeouts = {"connect": STEP_S, "read": STEP_S, "write": STEP_S, "pool": STEP_S}
            with pool.stream("GET", url, headers=request_headers, extensions={"timeout": timeouts}) as response:
                return _answer(url, response, deadline)
    except httpcore.TimeoutException as error:
        raise _too_slow() from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError, zlib.error) as error:
        raise UpstreamFailed(f"{urlsplit(url).hostname} could not be reached, or broke off.", kind="unreachable") from error


def _answer(url: str, response: httpcore.Response, deadline: float) -> Page | str:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
    if response.status in _REDIRECTS and "location" in headers:
        return headers["location"]
    if response.status != 200:
        raise UpstreamFailed(f"The page's server answered {response.status}. Check the address.", kind="upstream-status")
    if headers.get("content-type", "").partition(";")[0].strip().lower() not in HTML_TYPES:
        raise Unprocessable("This address is not an HTML page. Send the address of the article's page.", kind="not-html")
    body = _body(response.iter_stream(), headers.get("content-encoding", ""), deadline)
    html = _decoded(body, headers.get("content-type", ""))
    return Page(url, html, headers.get("etag", ""), headers.get("last-modified", ""))


def _body(chunks: Iterable[bytes], encoding: str, deadline: float) -> bytes:
    """Unpacked no further than the limit, whatever it would unpack to."""
    body = bytearray()
    for chunk in _unpacked(chunks, encoding.strip().lower()):
        body += chunk
        if len(body) > MOST_BYTES:
            raise TooLarge(
                f"The page is larger than {MOST_BYTES // 1_000_000} MB. Send the article's text instead.", kind="page-too-large"
            )
        if time.monotonic() > deadline:
            raise _too_slow()
    return bytes(body)


def _unpacked(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise UpstreamFailed(f"The page is compressed as {encoding[:20]!r}, which was not asked for.", kind="encoding")
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)
    for chunk in chunks:
        while chunk:
            yield unpack.decompress(chunk, 65_536)
            chunk = unpack.unconsumed_tail


def _decoded(body: bytes, content_type: str) -> str:
    declared = _CHARSET.search(content_type.encode()) or _CHARSET.search(body[:2048])
    for charset in (declared.group(1).decode() if declared else "utf-8", "utf-8"):
        try:
            return body.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    best = from_bytes(body[:200_000]).best()
    return body.decode(best.encoding if best else "utf-8", "replace")


def _too_slow() -> UpstreamFailed:
    return UpstreamFailed("The page did not arrive in time. Try again, or send the article's text.", kind="upstream-timeout")


def _check_site(url: str, settings: Settings) -> bool:
    """Whether the operator named this very origin, by which it may lie in a private network.

    Raises Forbidden when sites are listed and this is none of them.
    """
    origin = _origin(url)
    named = {_origin(site) for site in (*settings.allowed_sites, settings.base_url)}
    if origin in named:
        return origin == _origin(settings.base_url) or _is_literal(urlsplit(url).hostname or "")
    if settings.allowed_sites:
        raise Forbidden(
            f"Pages of {origin} may not be fetched. The operator lists sites in TTS_ALLOWED_SITES.", kind="site-not-allowed"
        )
    return False


def _origin(url: str) -> str:
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    return f"{parts.scheme}://{(parts.hostname or '').rstrip('.')}:{port}"


def _is_literal(host: str) -> bool:
    """An address, or this machine's own name: not a name that somebody else could point elsewhere."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return ip.is_global and not ip.is_multicast and (mapped is None or (mapped.is_global and not mapped.is_multicast))


class _CheckedBackend(httpcore.NetworkBackend):
    """Looks a name up once, refuses private addresses, and connects to the address it has checked."""

    def __init__(self, may_be_private: bool, deadline: float) -> None:
        self._may_be_private = may_be_private
        self._deadline = deadline
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        if time.monotonic() > self._deadline:
            raise _too_slow()
        return self._backend.connect_tcp(self._checked(host, port), port, timeout, local_address, socket_options)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise Forbidden("Pages are fetched over the network only.", kind="private-address")

    def _checked(self, host: str, port: int) -> str:
        addresses = [str(info[4][0]) for info in _looked_up(host, port)]
        if not self._may_be_private and not all(_is_public(address) for address in addresses):
            raise Forbidden(
                f"{host} is in a private network, and pages are fetched from public sites only.", kind="private-address"
            )
        return addresses[0]


def _looked_up(host: str, port: int) -> list[Any]:
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise UpstreamFailed(f"There is no site named {host[:100]}. Check the address.", kind="unknown-host") from error
