"""Which client a request is counted for."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from ipaddress import IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_service.settings import SettingsError, load_settings
from tts_service.web.limits.clients import Client, Proxies, count_with_others

pytestmark = pytest.mark.pure

PROXIES = Proxies(("10.0.0.0/8", "127.0.0.1", "2001:db8:1::/48"))
HOPS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), max_size=20)


def environ(peer: str, forwarded: str | None = None) -> dict[str, str]:
    return {"REMOTE_ADDR": peer} | ({} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded})


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.7", None, "203.0.113.7"),
        ("203.0.113.7", "198.51.100.2", "203.0.113.7"),
        ("192.168.0.9", "198.51.100.2", "192.168.0.9"),
        ("127.0.0.1", "198.51.100.2", "198.51.100.2"),
        ("127.0.0.1", "forged, 198.51.100.2", "198.51.100.2"),
        ("127.0.0.1", "198.51.100.2, 10.1.2.3", "198.51.100.2"),
        ("10.1.2.3", "198.51.100.2, forged", "10.1.2.3"),
        ("10.1.2.3", "10.0.0.1, 10.0.0.2", "10.0.0.1"),
        ("10.1.2.3", "198.51.100.2:4711", "198.51.100.2"),
        ("10.1.2.3", '"[2001:db8:2::7]:4711"', "2001:db8:2::7"),
        ("2001:db8:1::1", "2001:db8:2::7", "2001:db8:2::7"),
        ("::ffff:127.0.0.1", "198.51.100.2", "198.51.100.2"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("", "198.51.100.2", "unknown"),
    ],
)
def test_only_a_named_proxy_says_for_whom_it_speaks(peer: str, forwarded: str | None, client: str) -> None:
    assert PROXIES.client(environ(peer, forwarded)) == Client(client)


def test_a_proxy_on_a_unix_socket_is_named_so() -> None:
    assert Proxies(("unix",)).client(environ("", "198.51.100.2")) == Client("198.51.100.2")


@given(HOPS)
def test_nothing_that_a_client_sends_makes_it_another(forged: list[str]) -> None:
    """The proxy writes whom it has seen behind whatever was there."""
    told = ",".join([*forged, " 198.51.100.2"])
    assert PROXIES.client(environ("10.1.2.3", told)).address == "198.51.100.2"
    assert PROXIES.client(environ("203.0.113.7", told)).address == "203.0.113.7"


@given(st.integers(0x2000 << 112, (0x4000 << 112) - 1), st.integers(0, 2**64 - 1))
def test_of_ipv6_the_network_counts(address: int, host: int) -> None:
    neighbour = address >> 64 << 64 | host
    assert Client(str(IPv6Address(address))).networks == Client(str(IPv6Address(neighbour))).networks
    assert [network.rpartition("/")[2] for network in Client(str(IPv6Address(address))).networks] == [
        "64",
        "48",
    ]


def test_all_addresses_of_a_household_are_one_client() -> None:
    assert Client("2001:db8:2:3::1").digests == Client("2001:db8:2:3:ffff::9").digests
    near = Client("2001:db8:2:4::1").digests
    assert near[0] != Client("2001:db8:2:3::1").digests[0]
    assert near[1] == Client("2001:db8:2:3::1").digests[1]
    assert Client("::ffff:203.0.113.7").networks == Client("203.0.113.7").networks == ("203.0.113.7/32",)


def test_a_digest_does_not_tell_the_address() -> None:
    assert "203.0.113" not in "".join(Client("203.0.113.7").digests)


@pytest.mark.parametrize("value", ["proxy.example", "10.0.0.0/33", "127.0.0.1:80", "*"])
def test_what_is_no_network_stops_the_start(value: str) -> None:
    with pytest.raises(SettingsError, match=r"TTS_TRUSTED_PROXIES: .* such as 127\.0\.0\.1"):
        load_settings({"TTS_TRUSTED_PROXIES": f"127.0.0.1,{value}"}, env_file=None)


@pytest.mark.parametrize("name", ["CLIENT_ARTICLES_PER_MINUTE", "CLIENT_STREAMS", "ANONYMOUS_HOURS_PER_DAY"])
def test_limits_are_numbers(name: str) -> None:
    assert load_settings({f"TTS_{name}": "0"}, env_file=None)
    for value in ("-1", "many"):
        with pytest.raises(SettingsError, match=f"TTS_{name}"):
            load_settings({f"TTS_{name}": value}, env_file=None)


@pytest.fixture
def counted_alone() -> Iterator[None]:
    yield
    count_with_others(())


DIGEST = (
    "from tts_service.web.limits.clients import Client, count_with_others; import sys; "
    "count_with_others(sys.argv[1:]); print(Client('203.0.113.7').digests[0])"
)


def digest_elsewhere(*keys: str) -> str:
    """As another machine makes it."""
    made = subprocess.run([sys.executable, "-c", DIGEST, *keys], check=True, capture_output=True, text=True)
    return made.stdout.strip()


@pytest.mark.usefixtures("counted_alone")
def test_machines_with_the_same_keys_count_a_client_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client("203.0.113.7")
    alone = client.digests
    assert digest_elsewhere() not in (*alone, digest_elsewhere())
    count_with_others(("one-key", "another"))
    together = client.digests
    assert together != alone
    assert digest_elsewhere("another", "one-key") in together or client.digests != together, (
        "or it is midnight"
    )
    assert digest_elsewhere("another") not in together
    tomorrow = time.time() + 86_400
    monkeypatch.setattr(time, "time", lambda: tomorrow)
    assert client.digests != together, "what is stored today says nothing tomorrow"
