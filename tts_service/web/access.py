"""Who may do what: API keys, and what pages of other sites may do from a reader's browser.

Reading is open to everyone. Writing needs a key where keys are set, with one exception: a reader who presses Listen has
none, so anybody may ask for a page of an allowed site, by its address alone.
"""

from __future__ import annotations

import hmac
import ipaddress
from urllib.parse import urlsplit

from flask import Flask, Response, request

from tts_service.article import address
from tts_service.article.request import ArticleRequest
from tts_service.errors import Forbidden, Unauthorized
from tts_service.settings import Settings
from tts_service.web.ready_audio import OPEN_TO_ALL

KEYLESS_FIELDS = frozenset({"url", "voice", "show", "language"})
KEYLESS_BODY_BYTES = 20_000
API = "/v1/"
PREFLIGHT_S = 600


class Access:
    def __init__(self, settings: Settings) -> None:
        self._keys = tuple(key.encode() for key in settings.api_keys)
        self._sites = frozenset(map(address.origin, (settings.base_url, *settings.allowed_sites)))
        self._open = not settings.api_keys and settings.is_loopback

    @property
    def is_keyless(self) -> bool:
        """No keys are set: who reaches this machine may do anything."""
        return not self._keys

    def has_key(self) -> bool:
        """The request may write anything. Raises Unauthorized for a key that is wrong."""
        if not self._keys:
            return True
        given = request.headers.get("Authorization")
        if given is None:
            return False
        scheme, _, key = given.partition(" ")
        if scheme.lower() != "bearer" or not self.is_key(key.strip()):
            raise Unauthorized("This is not a key of this service. Send Authorization: Bearer, a blank, and the key.")
        return True

    def require_key(self) -> None:
        if not self.has_key():
            raise Unauthorized("This needs an API key: send Authorization: Bearer, a blank, and the key.")

    def check_keyless_length(self, length: int | None) -> None:
        """Raises for a body, of ``length`` bytes if that is known, that is longer than any address."""
        if (length or 0) > KEYLESS_BODY_BYTES:
            raise _key_needed()

    def check_keyless(self, wanted: ArticleRequest) -> None:
        """Raises unless ``wanted`` is only the address of a page of an allowed site, and how it is to be read."""
        given = {name for name in wanted.__struct_fields__ if getattr(wanted, name) is not None}
        if wanted.url is None or not given <= KEYLESS_FIELDS:
            raise _key_needed()
        if address.origin(wanted.url) not in self._sites:
            raise Forbidden(
                "Without an API key only pages of allowed sites can be read aloud, and this is none of them.",
                kind="site-not-allowed",
            )

    def may_ask_for(self, url: str, origin: str | None) -> bool:
        """A reader without a key may have the page ``url`` read aloud, from a page of ``origin`` (None: this service's)."""
        return (not self._keys or address.origin(url) in self._sites) and (origin is None or self.may_post_from(origin))

    def may_post_from(self, origin: str) -> bool:
        """A page of ``origin`` may write from a browser: ours, an allowed site's, or this machine's while no keys are set."""
        named = address.origin(origin)
        return named in self._sites or (self._open and _is_this_machine(named))

    def embedders(self) -> tuple[str, ...]:
        """Whose pages may show the player in a frame, beside our own, as sources of a Content-Security-Policy."""
        here = ("http://localhost:*", "http://127.0.0.1:*") if self._open else ()
        return (*sorted(self._sites), *here)

    def is_key(self, given: str) -> bool:
        """Compares with every key, so that the time taken tells nothing."""
        return any([hmac.compare_digest(given.encode("utf-8", "replace"), key) for key in self._keys])  # noqa: C419


def _key_needed() -> Unauthorized:
    return Unauthorized("Without an API key only a page can be asked for, by its url. Send Authorization: Bearer and a key.")


def add_access(app: Flask, settings: Settings) -> None:
    """Let pages of other sites read ``/v1/``, and those that may, write."""
    access = Access(settings)

    @app.after_request
    def share(response: Response) -> Response:
        if request.path.startswith(API):
            _share(response, access)
        return response


def _share(response: Response, access: Access) -> None:
    response.headers.update(OPEN_TO_ALL)
    asked = request.headers.get("Access-Control-Request-Method") if request.method == "OPTIONS" else request.method
    origin = request.headers.get("Origin", "")
    if asked == "POST":
        response.vary.add("Origin")
        if access.may_post_from(origin):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "Location, Retry-After, X-Narration-Revision"
        else:
            del response.headers["Access-Control-Allow-Origin"]
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST" if asked == "POST" else "GET, HEAD"
        response.headers["Access-Control-Allow-Headers"] = "Authorization, Cache-Control, Content-Type, Last-Event-ID"
        response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_S)


def _is_this_machine(origin: str) -> bool:
    host = urlsplit(origin).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
