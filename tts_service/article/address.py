"""Page addresses: one spelling for each, and the address that a page states for itself. Light: the web
process imports this."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from tts_service.article.bounds import MAX_URL_CHARS
from tts_service.hosts import MOST_CHARS, is_host

DEFAULT_PORTS = {"http": 80, "https": 443}

HEAD_CHARS = 200_000
"""How far into a page its own address is searched for. Real heads with inlined styles reach 100,000
characters."""

_STATEMENT = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<unseen>script|style)\b.*?(?:</(?P=unseen)\s*>|\Z)"
    r"|<(?P<text>h1|article|main|p)\b|(?P<statement><(?:link|meta)\s[^<>]*>)",
    re.IGNORECASE | re.DOTALL,
)
"""Fed to the parser tag by tag: parsing a whole head takes ten times as long."""

_TRACKING = re.compile(
    r"(utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|mc_cid|mc_eid|_ga|_gl|ref_src|ref_url"
    r"|cmpid|ocid|ncid|smid|soc_src|soc_trk|at_medium|at_campaign|__twitter_impression|guccounter|guce_referrer\w*)",
    re.IGNORECASE,
)
_NOT_IN_URL = re.compile(r"[\x00-\x20\x7f\s\\<>\"]")
_AS_IS = "%!$&'()*+,;=:@/?~"
"""Characters that percent-encoding leaves alone: the reserved ones of RFC 3986, and % because the text is
already encoded."""


def is_page_url(url: str) -> bool:
    """True for an absolute http or https address with a host and without a password, which can be fetched as
    it is."""
    return _split(url) is not None


def hosts_of(url: str) -> Iterator[str]:
    """The host of ``url``, then each domain above it."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    labels = host.split(".")
    return (".".join(labels[i:]) for i in range(len(labels)))


def _split(url: str) -> SplitResult | None:
    if _NOT_IN_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or port == 0 or parts.username is not None:
        return None
    return parts if _host(parts) else None


def _host(parts: SplitResult) -> str:
    """The host in lower case and ASCII, with brackets around an IPv6 address; "" if no such host can
    exist."""
    host = (parts.hostname or "").rstrip(".")
    if len(host) > MOST_CHARS:
        return ""
    ascii_host = host if host.isascii() else _in_ascii(host)
    if not is_host(ascii_host):
        return ""
    return f"[{ascii_host}]" if ":" in ascii_host else ascii_host


def _in_ascii(host: str) -> str:
    """The host as browsers look it up: UTS 46, non-transitional, so that straße.de is not strasse.de. "" if
    no such host can exist."""
    import idna  # its tables are large, and nearly all hosts are ASCII

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, ValueError):
        return ""


def normalized_url(url: str) -> str:
    """One spelling per page: scheme and host in lower case, no default port, no fragment, no tracking
    parameters.

    "" if ``url`` is not the address of a page.
    """
    parts = _split(url)
    if parts is None:
        return ""
    host = _host(parts)
    if parts.port is not None and parts.port != DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{parts.port}"
    query = "&".join(
        pair for pair in parts.query.split("&") if pair and not _TRACKING.fullmatch(pair.partition("=")[0])
    )
    return urlunsplit(
        (parts.scheme, host, quote(parts.path or "/", safe=_AS_IS), quote(query, safe=_AS_IS), "")
    )


def origin(url: str) -> str:
    """``scheme://host[:port]`` of an address, in the spelling of ``normalized_url``; "" if it is not an
    address."""
    parts = urlsplit(normalized_url(url))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def host_of(url: str) -> str:
    """The host in the spelling of ``normalized_url``; "" if ``url`` is not an address."""
    return urlsplit(normalized_url(url)).hostname or ""


@lru_cache(maxsize=1)  # called several times while a page is accepted
def canonical_url(html: str) -> str:
    """The address that a page states for itself (rel=canonical, otherwise og:url), normalized; "" if none.

    An address without a path names the site rather than the article: the publisher's mistake, and ignored.
    """
    scan = _HeadScan()
    for found in _STATEMENT.finditer(html, 0, HEAD_CHARS):
        if found["text"]:  # it begins: nothing behind this point can state an address
            break
        scan.feed(found["statement"] or "")
    for stated in (scan.canonical, scan.og_url):
        url = normalized_url(stated.strip()) if len(stated) <= MAX_URL_CHARS else ""
        if url and (urlsplit(url).path != "/" or urlsplit(url).query):
            return url
    return ""


class _HeadScan(HTMLParser):
    canonical = ""
    og_url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "link" and "canonical" in values.get("rel", "").lower().split():
            self.canonical = self.canonical or values.get("href", "")
        if tag == "meta" and values.get("property", values.get("name", "")).lower() == "og:url":
            self.og_url = self.og_url or values.get("content", "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
