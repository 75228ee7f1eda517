"""Which addresses are the service's own. It reads no page from itself: an answer that waits for a worker
would hold a worker.

Web processes and workers import this. ``workers.web.guard`` checks what a name resolves to.
"""

from __future__ import annotations

import ipaddress
import posixpath
from urllib.parse import SplitResult, unquote, urlsplit

from tts_service.article.address import DEFAULT_PORTS, normalized_url
from tts_service.errors import Forbidden, ProblemKind
from tts_service.settings import Settings

_MOST_ENCODED = 5
"""How many times over a path may be percent-encoded and still be recognized."""


def user_agent(settings: Settings) -> str:
    """How this service identifies itself when it fetches, and recognizes its own requests."""
    return f"tts-service (+{settings.base_url})"


def refuse_own(url: str, settings: Settings) -> None:
    """Raises Forbidden ("own-page") if ``url`` is an address of this service."""
    if is_own(url, settings):
        raise own_page(url)


def own_page(url: str) -> Forbidden:
    """The error ("own-page") for ``url``, which is an address of this service."""
    return Forbidden(
        f"{url[:200]} is a page of this service, which does not read its own pages. Send the article's text "
        "or HTML instead.",
        kind=ProblemKind.OWN_PAGE,
    )


def is_own(url: str, settings: Settings) -> bool:
    """True for any address under TTS_PUBLIC_URL, and for the service's port on its host and on this machine's
    own names."""
    asked = urlsplit(normalized_url(url))
    if not asked.hostname:
        return False
    public = urlsplit(normalized_url(settings.public_url)) if settings.public_url else None
    if public is not None and _same_host(asked, public) and _lies_under(asked.path, public.path):
        return True
    return _port(asked) == settings.port and _names_the_machine(asked.hostname, settings.host)


def _same_host(one: SplitResult, other: SplitResult) -> bool:
    """One of a host's two default ports usually redirects to the other."""
    ports = {_port(one), _port(other)}
    return _spelled(one.hostname or "") == _spelled(other.hostname or "") and (
        len(ports) == 1 or ports == {80, 443}
    )


def _lies_under(path: str, folder: str) -> bool:
    """A proxy may give the service one folder of a site; the rest of the site is not the service's."""
    folder = _plain(folder)
    return folder == "/" or f"{_plain(path)}/".startswith(f"{folder}/")


def _plain(path: str) -> str:
    """The path as a proxy may understand it: decoded, without dot segments and double slashes."""
    for _ in range(_MOST_ENCODED):
        path, before = unquote(path), path
        if path == before:
            break
    return posixpath.normpath("/" + path.replace("\\", "/").lstrip("/")).casefold()


def _names_the_machine(host: str, listens_on: str) -> bool:
    """True if ``host`` is what the service listens on, or leads to this machine from anywhere."""
    if _spelled(host) == _spelled(listens_on) or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    inner = getattr(address, "ipv4_mapped", None) or address
    return bool(inner.is_loopback or inner.is_unspecified)


def _spelled(host: str) -> str:
    """One spelling for each number."""
    try:
        return ipaddress.ip_address(host).compressed
    except ValueError:
        return host.lower().rstrip(".")


def _port(parts: SplitResult) -> int:
    return parts.port or DEFAULT_PORTS[parts.scheme]
