"""Names of hosts, as settings and requests give them. Pure."""

from __future__ import annotations

import ipaddress
import re

_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?", re.ASCII)
_AUTHORITY = re.compile(
    r"(?P<host>\[[0-9a-f:.]{2,45}\]|[^\[\]:@]{1,254})(:(?P<port>[0-9]{0,5}))?", re.IGNORECASE | re.ASCII
)
MOST_CHARS = 254
"""Of a name in the DNS, with the point at its end."""


def is_host(host: str) -> bool:
    """``host`` is the name of a host in ASCII and lower case, or an address; IPv6 without brackets and
    without a zone."""
    if ":" in host:
        return _address(host) is not None and "%" not in host
    return len(host) <= MOST_CHARS and _NAME.fullmatch(host) is not None


def is_loopback(host: str) -> bool:
    """``host`` cannot mean another machine than this one, whatever a DNS says."""
    address = _address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def host_named(authority: str) -> str:
    """The host of ``host[:port]``, as of a Host header: lower case, no brackets, no point at its end; ""
    for anything else."""
    found = _AUTHORITY.fullmatch(authority)
    if found is None or int(found["port"] or 0) > 65_535:
        return ""
    host = found["host"].strip("[]").lower()
    return host.rstrip(".") if is_host(host) else ""


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
