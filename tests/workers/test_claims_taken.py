"""Which claims workers take, and how they count attempts, on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from audio_cache.claims import LocalClaims
from tts_service.broker.store import store_of
from tts_service.contracts.messages import ATTEMPTS_KEPT_S, attempts
from tts_service.settings import Settings
from workers.notices import RedisAnnouncer


@pytest.fixture
def client(valkey: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(valkey) as client:
        client.flushdb()
        yield client


def test_workers_of_several_machines_claim_in_redis_too(
    client: redis.Redis, valkey: str, tmp_path: Path
) -> None:
    claims = store_of(Settings(data_dir=tmp_path, redis_url=valkey)).claims
    with claims.claim("a") as mine:
        assert mine
        assert client.keys() == [b"tts:claim:a"]
        elsewhere = store_of(Settings(data_dir=tmp_path / "other", redis_url=valkey)).claims
        with elsewhere.claim("a") as also:
            assert not also


def test_with_the_embedded_server_nobody_is_asked(client: redis.Redis, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    with store_of(settings).claims.claim("a") as mine:
        assert mine
        assert client.keys() == []
        with (
            LocalClaims(settings.cache_dir).claim("a") as also,
            store_of(settings).claims.claim("a") as too,
        ):
            assert not also
            assert not too


def test_attempts_are_counted_until_one_succeeds(client: redis.Redis) -> None:
    announcer = RedisAnnouncer(client)
    assert [announcer.attempt("a") for _ in range(3)] == [1, 2, 3]
    assert 0 < client.ttl(attempts("a")) <= ATTEMPTS_KEPT_S
    announcer.succeeded("a")
    assert announcer.attempt("a") == 1
    assert 0 < client.ttl(attempts("a")) <= ATTEMPTS_KEPT_S


def test_the_first_attempt_is_one_command(client: redis.Redis) -> None:
    announcer = RedisAnnouncer(client)
    client.config_resetstat()
    assert announcer.attempt("a") == 1
    ran = {name: entry["calls"] for name, entry in client.info("commandstats").items()}
    assert ran == {"cmdstat_set": 1, "cmdstat_config|resetstat": 1}
