from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from audio_cache.claims import AllOf, Counter, LocalClaims, RedisClaims
from audio_cache.errors import ClaimsUnavailable
from audio_cache.store import Claims
from tests.contracts.claims import LEASE_S, ClaimsContract
from tests.redis_commands import commands_of_clients
from tests.running import wait_until


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_url) as client:
        client.flushdb()
        yield client


@pytest.fixture
def redis_maker(client: redis.Redis, redis_url: str) -> str:
    return f"RedisClaims(redis.Redis.from_url({redis_url!r}), ttl_s={LEASE_S})"


class TestLocalClaims(ClaimsContract):
    @pytest.fixture
    def maker(self, tmp_path: Path) -> str:
        return f"LocalClaims(Path({str(tmp_path)!r}), {LEASE_S})"

    @pytest.fixture
    def claims(self, tmp_path: Path) -> Claims:
        return LocalClaims(tmp_path, LEASE_S)

    @pytest.fixture
    def elsewhere(self, tmp_path: Path) -> Claims:
        return LocalClaims(tmp_path, LEASE_S)

    def test_nothing_is_left_on_the_disk(self, claims: Claims, tmp_path: Path) -> None:
        with claims.claim("a"):
            assert len(list((tmp_path / "claims").iterdir())) == 1
        assert list((tmp_path / "claims").iterdir()) == []


class TestRedisClaims(ClaimsContract):
    @pytest.fixture
    def maker(self, redis_maker: str) -> str:
        return redis_maker

    @pytest.fixture
    def claims(self, client: redis.Redis) -> Claims:
        return RedisClaims(client, ttl_s=LEASE_S)

    @pytest.fixture
    def elsewhere(self, client: redis.Redis, redis_url: str) -> Iterator[Claims]:
        with redis.Redis.from_url(redis_url) as other:
            yield RedisClaims(other, ttl_s=LEASE_S)

    def test_a_claim_taken_over_by_another_is_left_alone(self, claims: Claims, client: redis.Redis) -> None:
        with claims.claim("a"):
            client.set("tts:claim:a", "of somebody else")
            time.sleep(0.7 * LEASE_S)  # it is renewed more often than that
        assert client.get("tts:claim:a") == b"of somebody else"
        assert client.pttl("tts:claim:a") == -1

    def test_however_many_are_held_one_command_finds_what_is_free(
        self, claims: Claims, elsewhere: Claims, client: redis.Redis
    ) -> None:
        with elsewhere.claim_first(["warm"]), claims.claim("a"), claims.claim("b"):
            with commands_of_clients(client) as sent, elsewhere.claim_first(["a", "b", "c"]) as place:
                assert place == 2
                elsewhere.spent("c")
            assert (sent["EVALSHA"], sent["SET"], sent["in scripts"]) == (1, 0, 3)

    def test_what_was_claimed_in_vain_is_counted(self, client: redis.Redis) -> None:
        claims = RedisClaims(client, ttl_s=LEASE_S, counter=Counter("tries:{}".format, 100))
        for tries in (1, 2, 3):
            with claims.claim_first(["a", "b"]) as place:
                assert (place, claims.tries("a"), claims.tries("b")) == (0, tries, 0)
                with claims.claim_first(["a", "b"]) as other:
                    assert (other, claims.tries("b")) == (1, tries)
        assert 0 < client.ttl("tries:a") <= 100
        client.delete("tries:a")
        with claims.claim_first(["a"]):
            assert claims.tries("a") == 1
        assert RedisClaims(client).tries("a") == 0, "it counts nothing"

    def test_the_name_and_the_time_to_live_are_those_documented(
        self, claims: Claims, client: redis.Redis
    ) -> None:
        with claims.claim("a"):
            assert client.keys() == [b"tts:claim:a"]
            assert 0 < client.pttl("tts:claim:a") <= LEASE_S * 1000
        assert client.keys() == []


class TestAllOf(ClaimsContract):
    @pytest.fixture
    def maker(self, tmp_path: Path, redis_maker: str) -> str:
        return f"AllOf(LocalClaims(Path({str(tmp_path)!r}), {LEASE_S}), {redis_maker})"

    @pytest.fixture
    def claims(self, tmp_path: Path, client: redis.Redis) -> Claims:
        return AllOf(LocalClaims(tmp_path, LEASE_S), RedisClaims(client, ttl_s=LEASE_S))

    @pytest.fixture
    def elsewhere(self, tmp_path: Path, client: redis.Redis) -> Claims:
        return AllOf(LocalClaims(tmp_path, LEASE_S), RedisClaims(client, ttl_s=LEASE_S))

    def test_it_is_refused_by_the_first_or_the_last_and_keeps_nothing(self, tmp_path: Path) -> None:
        first, last = LocalClaims(tmp_path / "first"), LocalClaims(tmp_path / "last")
        for taken, other in ((first, last), (last, first)):
            with taken.claim("a"), AllOf(first, last).claim("a") as mine:
                assert not mine
                with other.claim("a") as free:
                    assert free


def test_who_holds_a_claim_for_longer_than_any_work_takes_loses_it(
    tmp_path: Path, client: redis.Redis
) -> None:
    """Its thread would renew it for ever."""
    lease_s, longest_s = 0.2, 0.1
    for stuck, other in (
        (LocalClaims(tmp_path, lease_s, longest_s), LocalClaims(tmp_path, lease_s)),
        (RedisClaims(client, lease_s, longest_s), RedisClaims(client, lease_s)),
    ):
        with stuck.claim("a") as mine:
            assert mine
            wait_until(partial(taken, other), "the end of the claim")


def taken(claims: Claims) -> bool:
    with claims.claim("a") as mine:
        return mine


def test_a_redis_that_does_not_answer_is_named_and_holds_nothing(tmp_path: Path) -> None:
    local = LocalClaims(tmp_path, LEASE_S)
    with redis.Redis(unix_socket_path=str(tmp_path / "no.sock"), retry=Retry(NoBackoff(), 0)) as nowhere:
        with pytest.raises(ClaimsUnavailable, match="Redis does not answer"), RedisClaims(nowhere).claim("a"):
            pass
        with pytest.raises(ClaimsUnavailable), AllOf(local, RedisClaims(nowhere)).claim("a"):
            pass
    with local.claim("a") as mine:
        assert mine
