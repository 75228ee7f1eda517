"""Which pages may be fetched, and a network backend for ``httpcore`` that connects to no address that was not
checked.

A name is resolved once; the connection goes to the very address that was checked, so a name that changes
between check and connection (DNS rebinding) gains nothing. TLS and the Host header keep the name.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

import msgspec

from tts_service.article.address import DEFAULT_PORTS, origin
from tts_service.contracts.own_address import own_page, refuse_own
from tts_service.errors import BadRequest, Forbidden, ProblemKind
from tts_service.settings import Settings
from workers.timed_network import TimedBackend
from workers.web.public_address import IPAddress, is_public, unwrapped

PORTS = frozenset((80, 443, 8080, 8443))
"""Where public sites answer; any port may be named in TTS_ALLOWED_SITES."""


class FetchRules(msgspec.Struct, frozen=True):
    """``sites``: the only origins allowed, if there are any. ``named``: origins that the operator vouches
    for, on any port. ``private``: those of them that may be on a private address. All as
    ``scheme://host[:port]``."""

    settings: Settings
    sites: frozenset[str]
    named: frozenset[str]
    private: frozenset[str]

    def check(self, url: str) -> None:
        """Raise BadRequest for what is no address of a page, Forbidden for a site or port that may not be
        read, and for the service itself, whoever names it."""
        site = origin(url)
        if not site:
            raise BadRequest(
                f"{url[:200]!r} is not an address that can be fetched: it must start with http:// or "
                "https://."
            )
        refuse_own(url, self.settings)
        if self.sites and site not in self.named:
            raise Forbidden(
                f"{site} is not one of the sites that this service may read. The operator can add it to "
                "TTS_ALLOWED_SITES.",
                kind=ProblemKind.SITE_NOT_ALLOWED,
            )
        parts = urlsplit(site)
        port = parts.port or DEFAULT_PORTS[parts.scheme]
        if port not in PORTS and site not in self.named:
            raise Forbidden(
                f"Pages on port {port} are not fetched. Use the site's public address.",
                kind=ProblemKind.PORT_NOT_ALLOWED,
            )


def rules_of(settings: Settings) -> FetchRules:
    sites = frozenset(settings.allowed_sites)
    by_number = frozenset(site for site in sites if _names_a_machine(urlsplit(site).hostname or ""))
    return FetchRules(settings=settings, sites=sites, named=sites, private=by_number)


def _names_a_machine(host: str) -> bool:
    """True for ``localhost`` and for numbers: whoever configures these knows where they lead."""
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class GuardedBackend(TimedBackend):
    """Connects for one page within ``deadline`` (``time.monotonic`` seconds), to private addresses only if
    ``private``, and never to the service that ``settings`` are of."""

    def __init__(self, settings: Settings, *, private: bool, deadline: float) -> None:
        super().__init__(deadline)
        self._settings, self._private = settings, private

    def addresses(self, host: str, port: int) -> list[str]:
        """Raises Forbidden (kinds "private-address", "own-page") when ``host`` has no address that may be
        connected to."""
        found = [ipaddress.ip_address(address) for address in super().addresses(host, port)]
        if any(_answers_here(address, port, self._settings) for address in found):
            raise own_page(f"{host}:{port}")
        permitted = [str(address) for address in found if self._private or is_public(address)]
        if found and not permitted:
            raise Forbidden(
                f"{host} is on a private network: only pages of the public internet are fetched. The "
                "operator can name it "
                "by number in TTS_ALLOWED_SITES.",
                kind=ProblemKind.PRIVATE_ADDRESS,
            )
        return permitted


def _answers_here(address: IPAddress, port: int, settings: Settings) -> bool:
    """The service itself listens at ``address`` and ``port``, under whatever name."""
    inner = unwrapped(address)
    if port != settings.port:
        return False
    if inner.is_loopback or inner.is_unspecified or settings.host == str(inner):
        return True
    return settings.host in ("", "0.0.0.0", "::") and _is_of_this_machine(inner)


def _is_of_this_machine(address: IPAddress) -> bool:
    """To reach an address of its own a machine takes that very address as the sender's. Nothing is sent for
    this check."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((str(address), 9))
            return ipaddress.ip_address(probe.getsockname()[0].partition("%")[0]) == address
    except OSError:
        return False
