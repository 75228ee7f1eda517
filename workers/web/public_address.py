"""Which IP addresses belong to the public internet, independent of Python's own tables.

Refused is all that IANA's special-purpose registries list (RFC 6890; as of 2025), what was reserved and given
back, multicast, and addresses at which clouds answer their own machines. Of IPv6 only global unicast is left
(2000::/3). https://www.iana.org/assignments/iana-ipv4-special-registry,
https://www.iana.org/assignments/iana-ipv6-special-registry
"""

from __future__ import annotations

import ipaddress

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NO_SITES_4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",
            "100.64.0.0/10",  # shared by customers of a carrier
            "127.0.0.0/8",
            "168.63.129.16/32",  # Azure's own, from within
            "169.254.0.0/16",  # link-local, with the metadata of most clouds
            "172.16.0.0/12",
            "192.0.0.0/24",  # protocol assignments; once a cloud's metadata
            "192.0.2.0/24",  # documentation
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # AMT
            "192.88.99.0/24",  # relays of 6to4, given back
            "192.168.0.0/16",
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast
        ),
    )
)
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NO_SITES_6 = tuple(
    map(
        ipaddress.IPv6Network,
        (
            "2001::/23",  # protocol assignments, Teredo and ORCHID among them
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4: leads to any IPv4 address
            "2620:4f:8000::/48",  # AS112
            "3fff::/20",  # documentation
        ),
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: IPAddress) -> bool:
    """True for addresses at which public sites may be. An IPv4 address that is written as an
    IPv6 one (mapped, or behind NAT64) is judged as what it is."""
    inner = unwrapped(address)
    if isinstance(inner, ipaddress.IPv4Address):
        return not any(inner in network for network in _NO_SITES_4)
    return inner in _GLOBAL_UNICAST and not any(inner in network for network in _NO_SITES_6)


def unwrapped(address: IPAddress) -> IPAddress:
    """The IPv4 address to which a connection to ``address`` goes, where that is what it stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address
