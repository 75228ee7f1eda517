"""Who may do what: API keys, and what pages of other sites may do from a reader's browser.

What needs a key, and which scope it must have, is in ``web.scopes.table``. A reader who presses Listen has
none, so anybody may ask for a page of an allowed site, by its address alone. Pages of the service itself are
none of these.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from tts_service.article import address
from tts_service.article.request import ArticleRequest
from tts_service.contracts.own_address import is_own, own_page, refuse_own, user_agent
from tts_service.errors import Forbidden, ProblemKind, Unauthorized
from tts_service.hosts import host_named, is_loopback
from tts_service.scopes import Scope, in_order
from tts_service.settings import Settings
from tts_service.web.limits.enforce import acting_as, shown_key
from tts_service.web.media.ready_audio import OPEN_TO_ALL

KEYLESS_FIELDS = frozenset({"url", "voice", "show", "language"})
KEYLESS_BODY_BYTES = 20_000
API = "/v1/"
PREFLIGHT_S = 600


class Access:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._keys = settings.api_keys
        self._readable = frozenset(settings.allowed_sites)
        self._sites = self._readable | {address.origin(settings.base_url)}
        self._open = not settings.api_keys and settings.is_loopback

    @property
    def is_keyless(self) -> bool:
        """No keys are set: anyone who reaches this machine may do anything."""
        return not self._keys

    def has_key(self, scope: Scope) -> bool:
        """The request has a key. Raises Unauthorized for a wrong one, Forbidden for one without ``scope``,
        TooMany after many wrong ones."""
        if not self._keys:
            return True
        holder = shown_key()
        if holder is None:
            return False
        acting_as(holder.who, holder.name)
        if not holder.may(scope):
            raise lacks(scope, holder.scopes, "This key")
        return True

    def require(self, scope: Scope) -> None:
        """Raises as ``has_key``, and Unauthorized without a key."""
        if not self.has_key(scope):
            raise Unauthorized(
                f"This needs an API key with the scope {scope}: send Authorization: Bearer, a space, and the "
                "key."
            )

    def check_keyless_length(self, length: int | None) -> None:
        """Raises for a body, of ``length`` bytes if that is known, that is longer than any address."""
        if (length or 0) > KEYLESS_BODY_BYTES:
            raise _key_needed()

    def check_keyless(self, wanted: ArticleRequest) -> None:
        """Raises unless ``wanted`` names only the page of an allowed site, and how it should be
        read."""
        given = {name for name in wanted.__struct_fields__ if getattr(wanted, name) is not None}
        if wanted.url is None or not given <= KEYLESS_FIELDS:
            raise _key_needed()
        refuse_own(wanted.url, self._settings)
        if address.origin(wanted.url) not in self._readable:
            raise Forbidden(
                "Without an API key only pages of allowed sites can be read aloud, and this is not one. "
                "Send "
                "Authorization: Bearer and a key, or have the operator add the site to TTS_ALLOWED_SITES.",
                kind=ProblemKind.SITE_NOT_ALLOWED,
            )

    def may_ask_for(self, url: str, origin: str | None) -> bool:
        """True if a reader without a key may have the page ``url`` read aloud from a page of ``origin``
        (None: one of this service)."""
        if is_own(url, self._settings) or (self._keys and address.origin(url) not in self._readable):
            return False
        return origin is None or self.may_post_from(origin)

    def may_post_from(self, origin: str) -> bool:
        """A page of ``origin`` may write from a browser: ours, an allowed site's, or this machine's while
        no keys are set."""
        named = address.origin(origin)
        return named in self._sites or (self._open and is_loopback(host_named(urlsplit(named).netloc)))

    def embedders(self) -> tuple[str, ...]:
        """Whose pages, besides our own, may show the player in a frame: sources for a
        Content-Security-Policy."""
        here = ("http://localhost:*", "http://127.0.0.1:*") if self._open else ()
        return (*sorted(self._sites), *here)


def lacks(scope: Scope, held: Iterable[Scope], whose: str) -> Forbidden:
    """Of a request that is refused because ``whose`` scopes, ``held``, do not include ``scope``."""
    g.scope_needed = scope
    has = " and ".join(in_order(held)) or "no scope"
    return Forbidden(f"This needs the scope {scope}. {whose} has {has}.", kind=ProblemKind.SCOPE_NEEDED)


def _key_needed() -> Unauthorized:
    return Unauthorized(
        "Without an API key only a page can be asked for, by its url. Send Authorization: Bearer and a key."
    )


def add_access(app: Flask, access: Access) -> None:
    """Let pages of other sites read ``/v1/``, and let those that are allowed write."""

    @app.after_request
    def share(response: Response) -> Response:
        if request.path.startswith(API):
            _share(response, access)
        return response


def refuse_itself(app: Flask, settings: Settings) -> None:
    """Refuse requests that this service sends to itself, under a name that only a proxy in front of it
    knows."""
    itself = user_agent(settings)

    @app.before_request
    def refuse() -> None:
        if request.headers.get("User-Agent") == itself:
            raise own_page(request.base_url)


def _share(response: Response, access: Access) -> None:
    response.headers.update(OPEN_TO_ALL)
    asked = (
        request.headers.get("Access-Control-Request-Method")
        if request.method == "OPTIONS"
        else request.method
    )
    origin = request.headers.get("Origin", "")
    if asked == "POST":
        response.vary.add("Origin")
        if access.may_post_from(origin):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "Location, Retry-After, X-Narration-Revision"
        else:
            del response.headers["Access-Control-Allow-Origin"]
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = (
            "GET, HEAD, POST" if asked == "POST" else "GET, HEAD"
        )
        response.headers["Access-Control-Allow-Headers"] = (
            "Authorization, Cache-Control, Content-Type, Last-Event-ID"
        )
        response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_S)
