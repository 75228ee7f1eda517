"""Which addresses are fetched from: those of the public internet, independent of Python's own tables."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.web.public_address import IPAddress, is_public

pytestmark = pytest.mark.pure

IPV4 = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12
192.0.0.0/24 192.0.2.0/24
192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15
198.51.100.0/24 203.0.113.0/24
224.0.0.0/4 240.0.0.0/4
"""
IPV6 = """
::/96 100::/64 100:0:0:1::/64 64:ff9b:1::/48 2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48
3fff::/20 5f00::/16 fc00::/7
fe80::/10 fec0::/10 ff00::/8 ::ffff:0:0:0/96 4000::/3 8000::/3
"""
NETWORKS = [ipaddress.ip_network(network) for network in (*IPV4.split(), *IPV6.split())]
WRAPPERS = ["::ffff:0:0", "64:ff9b::"]


@pytest.mark.parametrize("network", NETWORKS, ids=str)
@given(place=st.floats(0, 1))
def test_nothing_special_is_public(
    network: ipaddress.IPv4Network | ipaddress.IPv6Network, place: float
) -> None:
    last = network.num_addresses - 1
    for at in (0, last, min(last, int(place * last))):
        assert not is_public(network[at])


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.1.1",
            "172.31.255.255",
            "169.254.169.254",
            "192.0.0.192",
            "100.100.100.200",
            "255.255.255.255",
        ),
        *(
            "::1",
            "::",
            "::127.0.0.1",
            "fe80::1",
            "fd00:ec2::254",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
        ),
        *(
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::8.8.8.8",
            "2002:7f00:1::",
            "2002:808:808::",
            "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        ),
    ],
)
def test_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        *(
            "93.184.215.14",
            "1.1.1.1",
            "192.0.1.1",
            "192.88.98.1",
            "168.63.129.17",
            "172.32.0.1",
            "223.255.255.255",
        ),
        *(
            "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
            "2a00:1450:4001:81b::200e",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
        ),
    ],
)
def test_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


ADDRESSES = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6))


@given(address=ADDRESSES)
def test_it_is_never_laxer_than_the_library(address: IPAddress) -> None:
    if is_public(address):
        inner = getattr(address, "ipv4_mapped", None) or address
        assert inner.is_global or address in ipaddress.ip_network("64:ff9b::/96")
        assert not inner.is_multicast


@given(address=st.ip_addresses(v=4), wrapper=st.sampled_from(WRAPPERS))
def test_what_is_wrapped_is_judged_as_what_it_is(address: ipaddress.IPv4Address, wrapper: str) -> None:
    wrapped = ipaddress.IPv6Address(int(ipaddress.IPv6Address(wrapper)) | int(address))
    assert is_public(wrapped) == is_public(address)
