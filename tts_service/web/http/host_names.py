"""The names under which the service answers, and whose pages may write while there are no keys.

Without keys, anyone who reaches the service may write, so it listens on this machine only. But a browser on
this machine can reach it on behalf of any page it shows: a site can point a name of its own at 127.0.0.1 (DNS
rebinding), and its page then has the same origin as the service. So without keys, requests under other names
than this machine's are refused, and so are writes from other sites' pages. With keys, any name will do: a
write needs a key, which no browser adds by itself, cookies belong to one name, and no answer depends on the
name in the request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request

from tts_service.errors import BadRequest, Forbidden, Misdirected, ProblemKind
from tts_service.hosts import host_named, is_loopback
from tts_service.settings import Settings
from tts_service.web.http.access import Access

READING = ("GET", "HEAD", "OPTIONS")


class HostNames:
    def __init__(self, settings: Settings) -> None:
        self._base_url = settings.base_url
        self._own = frozenset((settings.host, urlsplit(settings.base_url).hostname))
        self._any = bool(settings.api_keys)
        self.knows = lru_cache(maxsize=64)(self._knows)

    def _knows(self, authority: str) -> bool:
        """True if a request for ``authority``, ``host[:port]`` as in a Host header, is for this service."""
        host = host_named(authority)
        return host != "" and (self._any or host in self._own or is_loopback(host))

    def check(self, environ: Mapping[str, Any]) -> None:
        """Raises BadRequest and Misdirected. HTTP/1.0 may omit the name: no browser speaks it."""
        if "HTTP_HOST" not in environ and environ.get("SERVER_PROTOCOL") != "HTTP/1.0":
            raise BadRequest("The request names no host: send a Host header.", kind=ProblemKind.BAD_HOST)
        for authority in _named(environ):
            if not host_named(authority):
                raise BadRequest(
                    "The request names a host that cannot exist: see its Host header.",
                    kind=ProblemKind.BAD_HOST,
                )
            if not self.knows(authority):
                raise Misdirected(
                    f"Without API keys this service answers on this machine only: open {self._base_url}, or "
                    "set TTS_API_KEYS."
                )


def _named(environ: Mapping[str, Any]) -> Iterator[str]:
    """The Host header, and the host of an absolute-form target, which overrides it (RFC 9112, 3.2.2)."""
    if "HTTP_HOST" in environ:
        yield environ["HTTP_HOST"]
    target = str(environ.get("RAW_URI", "/"))
    if "://" in target and not target.startswith("/"):
        yield target.partition("://")[2].partition("/")[0].partition("?")[0]


def add_host_names(app: Flask, access: Access, names: HostNames) -> None:
    """Check the name of every request, even for an address that does not exist."""

    @app.before_request
    def check() -> None:
        names.check(request.environ)
        if access.is_keyless and request.method not in READING:
            _check_origin(access)


def _check_origin(access: Access) -> None:
    origin = request.headers.get("Origin")
    knows_better = request.blueprint == "plays"  # which accepts them from the article's own site
    if origin is not None and not knows_better and not access.may_post_from(origin):
        raise Forbidden(
            "Pages of this site may not write here. Name it in TTS_ALLOWED_SITES, or set TTS_API_KEYS and "
            "send a key.",
            kind=ProblemKind.SITE_NOT_ALLOWED,
        )
