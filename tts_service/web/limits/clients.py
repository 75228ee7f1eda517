"""Who asks: the address of a client, and the networks that it is counted by.

No client is counted by a whole IPv6 address: a household has 2⁶⁴ of them, a rented server often 2⁸⁰.
Addresses are only ever stored as digests, under a key that only the processes of this service know. On one
machine it is drawn at the start, and lost when they end. Several machines count together: theirs is made of
the service's API keys, is another one each day, and is stored nowhere either.

gunicorn's master imports this before gevent has patched anything, so that all web processes share the same
key: import nothing here that blocks.
"""

from __future__ import annotations

import functools
import hashlib
import ipaddress
import secrets
import time
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
PREFIXES = (64, 48)
"""Bits of an IPv6 address that name its client, the narrowest first. IPv4 addresses are scarce, and count as
a whole."""
WIDE_FACTOR = 4
"""How many times a client's limit its surrounding network, a /48, is allowed."""
UNIX = "unix"
"""In the list of trusted proxies: anyone who connects through a Unix socket."""
MOST_HOPS = 16
UNKNOWN = "unknown"

_DAY_S = 86_400
_drawn = secrets.token_bytes(32)
_shared = b""
"""What all machines of the service know, and nobody else; empty if there is one machine."""


class Client(msgspec.Struct, frozen=True):
    """``address``: as text, or "unknown"."""

    address: str

    @property
    def networks(self) -> tuple[str, ...]:
        """The networks it is counted by, the narrowest first."""
        return _networks(self.address)

    @property
    def digests(self) -> tuple[str, ...]:
        """Digests of ``networks``: all that is stored of them."""
        return tuple(map(digest, self.networks))


class Proxies:
    """The proxies that are trusted to name the client they forward for."""

    def __init__(self, trusted: Iterable[str]) -> None:
        """Addresses, networks as in 10.0.0.0/8, and "unix"."""
        names = tuple(trusted)
        self._unix = UNIX in names
        self._networks = tuple(ipaddress.ip_network(name, strict=False) for name in names if name != UNIX)

    def client(self, environ: Mapping[str, Any]) -> Client:
        """The client of a WSGI environment: the nearest hop that is not a trusted proxy."""
        address = str(environ.get("REMOTE_ADDR") or "")
        forwarded = str(environ.get("HTTP_X_FORWARDED_FOR") or "").rsplit(",", MOST_HOPS)[-MOST_HOPS:]
        while self.trusts(address) and forwarded:
            hop = parse_address(forwarded.pop())
            if hop is None:
                break  # something a proxy did not understand, or made up
            address = str(hop)
        named = parse_address(address)
        return Client(str(named) if named else UNKNOWN)

    def trusts(self, peer: str) -> bool:
        """``peer`` is "" on a Unix socket."""
        if not peer:
            return self._unix
        address = parse_address(peer)
        return address is not None and any(address in network for network in self._networks)


def count_with_others(api_keys: Iterable[str]) -> None:
    """From now on this process counts clients together with the other machines that have these keys; with
    none, with those of its own machine."""
    global _shared
    _shared = "\n".join(sorted(api_keys)).encode()


def digest(text: str) -> str:
    key = _key_of(_shared, int(time.time()) // _DAY_S) if _shared else _drawn
    return hashlib.blake2b(text.encode("utf-8", "replace"), key=key, digest_size=12).hexdigest()


@functools.lru_cache(maxsize=2)
def _key_of(secret: bytes, day: int) -> bytes:
    return hashlib.sha256(b"clients of day %d\n%s" % (day, secret)).digest()


def parse_address(text: str) -> IPAddress | None:
    """Of an address as proxies write it, with a port or without; None for anything else. IPv4 in IPv6 is
    IPv4."""
    host = text.strip().strip('"')
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return (getattr(address, "ipv4_mapped", None) or address) if address.version == 6 else address


def is_near(peer: str) -> bool:
    """True for a peer that is not on the internet; one on a Unix socket has no address."""
    address = parse_address(peer)
    return not peer or (address is not None and address.is_private)


def _networks(address: str) -> tuple[str, ...]:
    parsed = parse_address(address)
    if parsed is None:
        return (UNKNOWN,)
    if parsed.version == 4:
        return (f"{parsed}/32",)
    return tuple(str(ipaddress.ip_network((parsed, bits), strict=False)) for bits in PREFIXES)
