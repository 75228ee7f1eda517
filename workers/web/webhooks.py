"""Webhooks are posted within the bounds that hold for fetching: where to, how long, how much is read.

No redirect is followed, and of an answer nothing is read but its head and the beginning of a refusal.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from urllib.parse import quote, urlsplit, urlunsplit

import httpcore
import msgspec

from tts_service.article.address import DEFAULT_PORTS, origin
from tts_service.contracts.own_address import is_own, user_agent
from tts_service.contracts.webhooks import PostAnswer
from tts_service.errors import BadRequest, Forbidden, ProblemKind
from tts_service.settings import Settings
from workers.timed_network import tls_context
from workers.web.fetch import headers_of, upstream_failed
from workers.web.guard import PORTS, GuardedBackend, rules_of

DEADLINE_S = 10.0
"""For everything: names, connection, the head of the answer."""
SHOWN_CHARS = 200
MOST_RETRY_AFTER_S = 86_400
_ASCII = "".join(map(chr, range(128)))


class GuardedPoster:
    """Safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        # Whose pages may be read says nothing about who may be told of them, and the other way round.
        named = rules_of(msgspec.structs.replace(settings, allowed_sites=settings.webhook_sites))
        self._rules = msgspec.structs.replace(named, settings=settings, sites=frozenset())

    def check(self, url: str) -> None:
        """Raises BadRequest or Forbidden for an address that gets no webhooks, or that cannot be found."""
        self._check_address(url)
        host, port = _host_and_port(url)
        try:
            found = self._backend(url).addresses(host, port)
        except (httpcore.ConnectError, httpcore.ReadTimeout):
            found = []
        if not found:
            raise BadRequest(f"{host} cannot be found. Check the address.")

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> PostAnswer:
        """Raises UpstreamFailed when there is no answer in time, and as ``check``."""
        self._check_address(url)
        try:
            return self._post(url, headers, body)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise upstream_failed(origin(url), error, DEADLINE_S) from error

    def _post(self, url: str, headers: Mapping[str, str], body: bytes) -> PostAnswer:
        sent = {
            "Host": urlsplit(origin(url)).netloc,
            "User-Agent": user_agent(self._settings),
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Connection": "close",
            **headers,
        }
        with (
            httpcore.ConnectionPool(
                tls_context(), network_backend=self._backend(url), max_connections=1
            ) as pool,
            pool.stream("POST", _spelled(url), headers=list(sent.items()), content=body) as response,
        ):
            is_refused = not 200 <= response.status < 300
            return PostAnswer(
                response.status,
                _seconds(headers_of(response).get("retry-after", "")),
                _beginning(response) if is_refused else "",
            )

    def _backend(self, url: str) -> _Backend:
        private = origin(url) in self._rules.private
        return _Backend(self._settings, private=private, deadline=time.monotonic() + DEADLINE_S)

    def _check_address(self, url: str) -> None:
        site = origin(url)
        if not site:
            raise BadRequest(
                f"{url[:200]!r} is no address that webhooks can be sent to: it must start with https://."
            )
        if is_own(url, self._settings):
            raise _ourselves(site)
        if not site.startswith("https://") and site not in self._rules.named:
            raise Forbidden(
                f"{site} is not https, and a webhook could be read on its way. The operator can name the "
                "origin in TTS_WEBHOOK_SITES."
            )
        if _host_and_port(url)[1] not in PORTS and site not in self._rules.named:
            raise Forbidden(
                f"{site} is on a port to which no webhooks are sent. The operator can name the origin in "
                "TTS_WEBHOOK_SITES.",
                kind=ProblemKind.PORT_NOT_ALLOWED,
            )


class _Backend(GuardedBackend):
    """Says in words of webhooks what may not be connected to."""

    def addresses(self, host: str, port: int) -> list[str]:
        try:
            return super().addresses(host, port)
        except Forbidden as error:
            if error.kind == ProblemKind.OWN_PAGE:
                raise _ourselves(f"{host}:{port}") from None
            raise Forbidden(
                f"{host} is on a private network, to which no webhooks are sent. The operator can name its "
                "origin, by number, in TTS_WEBHOOK_SITES.",
                kind=ProblemKind.PRIVATE_ADDRESS,
            ) from None


def _ourselves(site: str) -> Forbidden:
    return Forbidden(f"{site} is this service, which sends no webhooks to itself.", kind=ProblemKind.OWN_PAGE)


def _host_and_port(url: str) -> tuple[str, int]:
    parts = urlsplit(origin(url))
    return parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme]


def _spelled(url: str) -> str:
    """In ASCII, and otherwise as it was given: its query belongs to the receiver."""
    parts, site = urlsplit(url), urlsplit(origin(url))
    spelled = urlunsplit((site.scheme, site.netloc, parts.path or "/", parts.query, ""))
    return quote(spelled, safe=_ASCII)


def _seconds(retry_after: str) -> int:
    """Of a Retry-After in seconds; a date counts as none."""
    given = retry_after.strip()
    return min(int(given[:9]), MOST_RETRY_AFTER_S) if given.isascii() and given.isdigit() else 0


def _beginning(response: httpcore.Response) -> str:
    """ "" when it does not come in time: the status says enough."""
    try:
        text = next(response.iter_stream(), b"")[: 4 * SHOWN_CHARS].decode("utf-8", "replace")
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:SHOWN_CHARS]
