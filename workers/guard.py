"""Which pages may be fetched, and a network backend for ``httpcore`` that connects to no address that was not checked.

A name is resolved once; the connection goes to the very address that was looked at, so a name that changes its mind between
check and connection (DNS rebinding) gains nothing. TLS and the Host header keep the name.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from urllib.parse import urlsplit

import httpcore
import msgspec

from tts_service.article.address import DEFAULT_PORTS, origin
from tts_service.errors import BadRequest, Forbidden
from tts_service.settings import Settings

PORTS = frozenset((80, 443, 8080, 8443))
"""Where public sites answer; any port may be named in TTS_ALLOWED_SITES."""

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Rules(msgspec.Struct, frozen=True):
    """``sites``: the only origins allowed, if there are any. ``named``: origins that the operator vouches for, on any port.
    ``private``: those of them that may be on a private address. All as ``scheme://host[:port]``."""

    sites: frozenset[str]
    named: frozenset[str]
    private: frozenset[str]

    def check(self, url: str) -> None:
        """Raise BadRequest for what is no address of a page, Forbidden for a site or port that may not be read."""
        site = origin(url)
        if not site:
            raise BadRequest(f"{url[:200]!r} is not an address that can be fetched: it must start with http:// or https://.")
        if self.sites and site not in self.named:
            raise Forbidden(
                f"{site} is not one of the sites that this service may read. The operator can add it to TTS_ALLOWED_SITES.",
                kind="site-not-allowed",
            )
        parts = urlsplit(site)
        port = parts.port or DEFAULT_PORTS[parts.scheme]
        if port not in PORTS and site not in self.named:
            raise Forbidden(f"Pages on port {port} are not fetched. Use the site's public address.", kind="port-not-allowed")


def rules_of(settings: Settings) -> Rules:
    own = origin(settings.base_url)
    sites = frozenset(origin(site) for site in settings.allowed_sites)
    by_number = frozenset(site for site in sites if _names_a_machine(urlsplit(site).hostname or ""))
    return Rules(sites=sites, named=sites | {own}, private=by_number | {own})


def _names_a_machine(host: str) -> bool:
    """True for ``localhost`` and for numbers: who writes these knows where they lead."""
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_public(address: IPAddress) -> bool:
    """True for addresses of the open internet. An IPv4 address wrapped in an IPv6 one is judged as what it is."""
    inner = _wrapped(address)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _wrapped(address: IPAddress) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


class GuardedBackend(httpcore.NetworkBackend):
    """Connects for one page within ``deadline`` (``time.monotonic`` seconds), to private addresses only if ``private``."""

    def __init__(self, *, private: bool, deadline: float) -> None:
        self._private, self._deadline = private, deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Raises Forbidden (kind "private-address") when ``host`` has no address that may be connected to."""
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._permitted(host, port):
            try:
                stream = self._plain.connect_tcp(address, port, time_left(self._deadline), local_address, socket_options)
                return _TimedStream(stream, self._deadline)
            except httpcore.ConnectError as error:
                failure = error
        raise failure

    def _permitted(self, host: str, port: int) -> list[str]:
        found = [ipaddress.ip_address(address) for address in _resolve(host, port, time_left(self._deadline))]
        permitted = [str(address) for address in found if self._private or is_public(address)]
        if found and not permitted:
            raise Forbidden(
                f"{host} is on a private network: only pages of the public internet are fetched. The operator can name it "
                "by number in TTS_ALLOWED_SITES.",
                kind="private-address",
            )
        return permitted


class _TimedStream(httpcore.NetworkStream):
    """A stream on which no operation outlasts the deadline, however little arrives at a time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, time_left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, time_left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, time_left(self._deadline))
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def time_left(deadline: float) -> float:
    """Seconds until ``deadline``. Raises httpcore.ReadTimeout when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the deadline for the page has passed")
    return left


def _resolve(host: str, port: int, timeout: float) -> list[str]:
    """Addresses of ``host`` in the system's order, without zones. The system's resolver knows no time limit of its own."""
    found: list[str] = []
    failed: list[OSError] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(answer[4][0]).partition("%")[0] for answer in answers))
        except (OSError, UnicodeError) as error:
            failed.append(error if isinstance(error, OSError) else OSError(str(error)))

    asking = threading.Thread(target=ask, daemon=True, name=f"resolve {host}")
    asking.start()
    asking.join(timeout)
    if failed or asking.is_alive():
        raise httpcore.ConnectError(f"{host} cannot be found: {failed[0] if failed else 'the name service does not answer'}")
    return found
