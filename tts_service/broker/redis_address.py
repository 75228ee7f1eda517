"""Where a Redis server is, as ``TTS_REDIS_URL`` says: an address as redis-py reads it, or one that names
Sentinels (``redis+sentinel://user:password@host:26379,host:26379/name/0``). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

import msgspec

SENTINEL_PORT = 26379
SENTINEL_SCHEMES = {"redis+sentinel": "redis", "rediss+sentinel": "rediss"}
"""Each with the scheme of the servers that its Sentinels name."""
_OF_SENTINELS = {"sentinel_username": "username", "sentinel_password": "password"}


class SentinelAddress(msgspec.Struct, frozen=True):
    """``hosts`` are those of the Sentinels, and ``name`` is what they call the server. ``login``: what they
    ask for themselves. ``server``: everything else about the server, as an address without a host."""

    hosts: tuple[tuple[str, int], ...]
    name: str
    server: str
    login: Mapping[str, Any]


def place(url: str) -> str:
    """What may be shown of ``url``: hosts and ports, or the path of a socket. No user and no password."""
    parts = urlsplit(url)
    return parts.netloc.rpartition("@")[2] or url.partition("?")[0].rpartition("@")[2]


def is_sentinels(url: str) -> bool:
    return url.partition("://")[0] in SENTINEL_SCHEMES


def sentinel_address(url: str) -> SentinelAddress:
    """Raises ValueError, which says what is missing."""
    parts = urlsplit(url)
    login, _, hosts = parts.netloc.rpartition("@")
    name, _, database = parts.path.strip("/").partition("/")
    if not name:
        raise ValueError(
            "it does not say what the Sentinels call the server, as in "
            "redis+sentinel://host1:26379,host2:26379/mymaster/0"
        )
    options = parse_qsl(parts.query)
    kept = urlencode([(key, value) for key, value in options if key not in _OF_SENTINELS])
    return SentinelAddress(
        hosts=tuple(_host(host, parts) for host in hosts.split(",")),
        name=unquote(name),
        server=f"{SENTINEL_SCHEMES[parts.scheme]}://{login}@/{database or 0}?{kept}",
        login={_OF_SENTINELS[key]: value for key, value in options if key in _OF_SENTINELS},
    )


def _host(text: str, parts: SplitResult) -> tuple[str, int]:
    one = urlsplit(f"{parts.scheme}://{text}")
    if not one.hostname:
        raise ValueError("a host is missing between its commas")
    return one.hostname, one.port or SENTINEL_PORT
