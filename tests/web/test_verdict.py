"""Waiting for the verdict on a page: a notice ends it at once, and a lost notice only costs a moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import msgspec
import pytest

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.plan import Failure, Outcome
from tests.running import wait_until
from tts_service.articles.asking.verdict import NoNotices, Verdicts
from tts_service.broker.channels import Channels
from tts_service.broker.notices import Notices
from tts_service.broker.queue import Queue
from tts_service.contracts.messages import SETTLING, Notice, notices_of
from tts_service.settings import Settings

LONG_S = 60.0
REFUSED = Outcome(problem=Failure("no-article", "Nothing to read", "There is no article.", 422))


@pytest.fixture
def notices(settings: Settings) -> Iterator[Notices]:
    notices = Notices(Channels(settings))
    yield notices
    notices.close()


def connected(notices: Notices) -> None:
    with notices.watch("any"):
        until = time.monotonic() + LONG_S
        while not notices.connected and time.monotonic() < until:
            time.sleep(0.01)
    assert notices.connected


def test_a_notice_ends_the_wait(
    notices: Notices, narrations: FolderNarrations, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tts_service.articles.asking.verdict.LOOK_AGAIN_S", LONG_S)
    connected(notices)
    began = time.monotonic()

    def work() -> None:
        # Wakes in vain.
        queue.redis.publish(notices_of("a1"), b'{"id": "a1", "revision": "", "kind": "stored"}')
        narrations.put_outcome("a1", "digest", REFUSED)
        queue.redis.publish(notices_of("a1"), msgspec.json.encode(Notice("a1", "", "failed")))

    worker = threading.Timer(0.2, work)
    worker.start()
    problem = Verdicts(narrations, notices).wait("a1", "digest", LONG_S)
    worker.join()
    assert problem is not None
    assert problem.kind == "no-article"
    assert time.monotonic() - began < LONG_S / 2


def test_a_lost_notice_costs_a_moment(notices: Notices, narrations: FolderNarrations) -> None:
    connected(notices)
    worker = threading.Timer(0.2, narrations.put_outcome, ("a1", "digest", REFUSED))
    worker.start()
    assert Verdicts(narrations, notices).wait("a1", "digest", LONG_S)
    worker.join()


def test_patience_ends(notices: Notices, narrations: FolderNarrations) -> None:
    began = time.monotonic()
    assert Verdicts(narrations, notices).wait("a1", "digest", 0.3) is None
    assert 0.3 <= time.monotonic() - began < LONG_S / 2


def test_nobody_waits_for_what_is_known(narrations: FolderNarrations) -> None:
    waits: list[float] = []
    verdicts = Verdicts(narrations, NoNotices(waits.append))
    narrations.put_outcome("a1", "digest", REFUSED)
    assert verdicts.wait("a1", "digest", 1.0)
    assert waits == []
    assert verdicts.wait("a1", "other", 1.1) is None
    assert sum(waits) == pytest.approx(1.1)


@pytest.mark.parametrize(("follow", "name"), [("follow", SETTLING), ("follow_all", notices_of("a1"))])
def test_notices_are_passed_on_until_nobody_wants_them(
    notices: Notices, queue: Queue, follow: str, name: str
) -> None:
    received: list[Notice] = []
    arrived = threading.Event()

    def receive(notice: Notice) -> None:
        received.append(notice)
        arrived.set()

    unfollow = getattr(notices, follow)(receive)
    connected(notices)
    queue.redis.publish(name, b"no notice")
    queue.redis.publish(name, msgspec.json.encode(Notice("a1", "r1", "ready")))
    assert arrived.wait(LONG_S)
    assert received == [Notice("a1", "r1", "ready")]
    unfollow()
    wait_until(lambda: queue.redis.publish(name, b"{}") == 0, "the end of it")
