"""Servers that cannot hold a queue are told apart, each in one sentence that says what to do; so are
addresses that cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

from tests.broker.redis_fleet import Server
from tests.running import wait_until
from tts_service.broker.connection import RedisServer
from tts_service.broker.queue_server import Fault, server_fault, wait_for_server
from tts_service.broker.redis_address import place, sentinel_address
from tts_service.errors import NotStartable
from tts_service.ops.checks import servers
from tts_service.ops.checks.check import Check
from tts_service.ops.start_checks import check_foundations
from tts_service.settings import Settings, SettingsError, load_settings


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    started: list[Server] = []

    def start(*options: str, sentinel: bool = False) -> Server:
        started.append(Server(tmp_path / str(len(started)), options, sentinel=sentinel))
        wait_until(lambda: _is_up(started[-1]), "a server")
        return started[-1]

    yield start
    for one in started:
        one.end()


def _is_up(server: Server) -> bool:
    """Answers, be it by asking for a password."""
    try:
        with server.client() as client:
            return bool(client.ping())
    except redis.AuthenticationError:
        return True
    except redis.RedisError:
        return False


def at(server: Server, **options: str) -> Settings:
    return Settings(redis_url=f"redis://127.0.0.1:{server.port}/0", **options)  # type: ignore[arg-type]


def fault_of(settings: Settings) -> Fault:
    fault = server_fault(settings)
    assert fault is not None
    return fault


def test_a_cluster_is_refused_at_the_start_and_by_doctor(server: Callable[..., Server]) -> None:
    cluster = server("cluster-enabled yes", "cluster-config-file nodes.conf")
    fault = fault_of(at(cluster))
    assert fault.lasting
    assert "is part of a cluster" in fault.sentence
    assert "name a server with cluster mode off in TTS_REDIS_URL" in fault.sentence
    assert servers.queue(at(cluster)) == Check("queue", "failed", fault.sentence)
    with pytest.raises(NotStartable) as refused:
        check_foundations(at(cluster))  # of every part
    assert refused.value.detail == fault.sentence


def test_a_sentinel_is_not_taken_for_a_server(server: Callable[..., Server]) -> None:
    fault = fault_of(at(server(sentinel=True)))
    assert fault.lasting
    assert "is a Sentinel: name all of them" in fault.sentence
    assert "redis+sentinel://host1:26379,host2:26379/name/0" in fault.sentence


def test_a_replica_is_waited_for(server: Callable[..., Server]) -> None:
    settings = at(server("replicaof 127.0.0.1 1"))
    assert "is a replica, which takes no changes" in fault_of(settings).sentence
    with pytest.raises(NotStartable, match="name its primary in TTS_REDIS_URL"):
        wait_for_server(settings, patience_s=0)
    with RedisServer(settings).client() as client:
        client.replicaof("NO", "ONE")
    wait_for_server(settings, patience_s=0)


def test_whoever_is_connected_to_a_former_primary_connects_anew(server: Callable[..., Server]) -> None:
    """Where an address moves to another server: the old one lives, keeps its connections, and refuses."""
    one = server()
    with RedisServer(at(one)).client() as client, one.client() as operator:
        before = client.client_id()
        operator.replicaof("127.0.0.1", "1")
        with pytest.raises(redis.ConnectionError, match="replica now"):
            client.set("a", 1)
        operator.replicaof("NO", "ONE")
        assert client.set("a", 1)
        assert client.client_id() != before


def test_a_queue_that_forgets_is_warned_of_and_so_is_a_relay_that_does_not(
    server: Callable[..., Server],
) -> None:
    forgets, keeps = server("maxmemory 100mb", "maxmemory-policy allkeys-lru"), server()
    assert fault_of(at(forgets)).bearable
    assert wait_for_server(at(forgets), patience_s=0) == fault_of(at(forgets)).sentence
    check = servers.queue(at(forgets))
    assert (check.state, "maxmemory-policy to noeviction" in check.detail) == ("warning", True)
    relays = [at(keeps, relay_url=f"redis://127.0.0.1:{one.port}/0") for one in (forgets, keeps)]
    assert [servers.relay(settings).state for settings in relays] == ["ok", "warning"]
    assert "set its maxmemory" in servers.relay(relays[1]).detail
    assert servers.relay(at(keeps)).state == "ok"
    with pytest.raises(NotStartable, match="TTS_RELAY_URL"):
        wait_for_server(at(keeps, relay_url="redis://127.0.0.1:1/0"), patience_s=0)


def test_a_user_who_may_not_ask_about_the_server_takes_it_as_it_is(server: Callable[..., Server]) -> None:
    guarded = server("user default off", "user tts on >opensesame ~* &* +@all -info")
    assert server_fault(Settings(redis_url=f"redis://tts:opensesame@127.0.0.1:{guarded.port}/0")) is None
    wrong = fault_of(Settings(redis_url=f"redis://tts:guessed@127.0.0.1:{guarded.port}/0"))
    assert wrong.lasting
    assert "guessed" not in wrong.sentence


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("redis+sentinel://a,b", "what the Sentinels call the server"),
        ("redis+sentinel://a,,b/stories", "a host is missing"),
        ("redis://127.0.0.1:1/0?colour=blue", "colour"),
    ],
)
def test_an_address_that_cannot_be_read_says_why(url: str, told: str) -> None:
    fault = server_fault(Settings(redis_url=url))
    assert fault is not None
    assert fault.lasting
    assert fault.sentence.startswith("TTS_REDIS_URL is not the address of a Redis server")
    assert told in fault.sentence


def test_sentinels_that_are_away_are_waited_for() -> None:
    fault = server_fault(Settings(redis_url="redis+sentinel://me:secret@127.0.0.1:1,127.0.0.1:2/stories"))
    assert fault is not None
    assert not fault.lasting
    assert fault.sentence.startswith("None of the Sentinels at 127.0.0.1:1,127.0.0.1:2 names a server")
    assert "secret" not in fault.sentence


@pytest.mark.pure
def test_an_address_of_sentinels_has_a_login_for_each_kind() -> None:
    url = "rediss+sentinel://tts:p%40ss@a:1,b/my%20stories/3?sentinel_password=q%2Fr&ssl_check_hostname=false"
    address = sentinel_address(url)
    assert address.hosts == (("a", 1), ("b", 26379))
    assert address.name == "my stories"
    assert address.server == "rediss://tts:p%40ss@/3?ssl_check_hostname=false"
    assert address.login == {"password": "q/r"}
    assert place(url) == "a:1,b"
    assert "ss" not in repr(RedisServer(Settings(redis_url=url)))


@pytest.mark.pure
@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"TTS_REDIS_URL": "http://cache.example"}, "must start with one of redis://, rediss://"),
        ({"TTS_RELAY_URL": "cache.example:6379"}, "must start with one of"),
        ({"TTS_RELAY_URL": "redis://a", "TTS_REDIS_URL": "redis://b"}, "needs TTS_STORE"),
        ({"TTS_REDIS_URL": "rediss://a", "TTS_REDIS_KEY": "/k"}, "needs TTS_REDIS_CERTIFICATE"),
        ({"TTS_REDIS_URL": "redis://a", "TTS_REDIS_CA": "/ca"}, "needs an address with TLS"),
    ],
)
def test_settings_that_do_not_go_together_are_refused(given: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=r"^TTS_RE") as refused:
        load_settings(given, env_file=None)
    assert told in str(refused.value)


def test_a_certificate_is_for_either_server() -> None:
    given = {"TTS_RELAY_URL": "rediss://a:1/0", "TTS_REDIS_URL": "redis://b", "TTS_REDIS_CA": "/ca"}
    given["TTS_STORE"] = "s3://audio/tts"
    assert load_settings(given, env_file=None).redis_ca == Path("/ca")
