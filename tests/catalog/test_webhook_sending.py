"""Webhooks on their way to a real server: signed, tried again, sent by one process. On SQLite and on
PostgreSQL."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tests.catalog.test_webhook_books import heard
from tests.webhook_receiver import Clock, Receiver, answers, endless
from tts_service.background.webhooks.message import TRIED_FOR
from tts_service.background.webhooks.sender import LEASE, PER_ENDPOINT, WebhookSender
from tts_service.catalog import Catalog
from tts_service.catalog.webhooks.deliveries import Delivery
from tts_service.contracts.webhooks import EVENT_TYPES, PostAnswer
from tts_service.ops.workers_port import webhook_poster
from tts_service.settings import Settings

BASE = "https://listen.example"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


class Scene:
    """A catalog with one endpoint, and a process that sends."""

    def __init__(self, catalog: Catalog, receiver: Receiver) -> None:
        self.catalog, self.receiver = catalog, receiver
        self.clock = Clock()
        self.counted: list[str] = []
        url = f"{receiver.origin}/listen?key=own"
        self.endpoint, self.secret = catalog.endpoints.add(url, EVENT_TYPES, None, self.clock.now)
        self.sender = self.another(catalog)

    def another(self, catalog: Catalog, receiver: Receiver | None = None) -> WebhookSender:
        """Another process that sends."""
        poster = webhook_poster(Settings(webhook_sites=((receiver or self.receiver).origin,)))
        return WebhookSender(
            catalog.deliveries,
            lambda: poster,
            BASE,
            count=self.counted.append,
            now=self.clock,
            chance=lambda: 0.5,
        )

    def send(self) -> int:
        """All that is due, until it is sent. How many."""
        self.clock.pass_by(seconds=1)
        threads = self.sender.send_due()
        for thread in threads:
            thread.join(30)
        return len(threads)

    def entry(self) -> Delivery:
        return self.catalog.deliveries.log()[0]

    def wait_in_s(self) -> float:
        due_at = self.entry().due_at
        assert due_at is not None
        return (due_at - self.clock.now).total_seconds()


@pytest.fixture
def scene(catalog: Catalog, receiver: Receiver) -> Scene:
    scene = Scene(catalog, receiver)
    heard(catalog)
    return scene


def test_the_official_library_takes_it(scene: Scene) -> None:
    assert scene.send() == 1
    (one,) = scene.receiver.received
    message = one.verified_by(scene.secret)
    assert message["id"] == one.id == scene.entry().event
    assert message["type"] == "ready"
    assert message["data"] == {
        "id": "river",
        "url": None,
        "title": "The river",
        "show": None,
        "shows": [],
        "access": "open",
        "publication": "published",
        "status": "ready",
        "revision": "r1",
        "duration_s": 12.5,
        "error": None,
        "audio_url": f"{BASE}/audio/river.mp3",
    }
    assert (one.path, one.headers["content-type"]) == ("/listen?key=own", "application/json")
    assert len(one.body) < 1_000
    assert (scene.entry().state, scene.entry().status) == ("delivered", 204)
    assert scene.send() == 0
    assert scene.counted == ['tts_webhook_attempts_total{outcome="delivered"}']


def test_the_official_library_refuses_what_was_changed_on_the_way(scene: Scene) -> None:
    scene.send()
    (one,) = scene.receiver.received
    for body, headers in (
        (one.body.replace(b"river", b"flood"), {}),
        (one.body, {"webhook-id": "msg_another"}),
        (one.body, {"webhook-timestamp": str(int(one.headers["webhook-timestamp"]) + 1)}),
    ):
        with pytest.raises(WebhookVerificationError):
            Webhook(scene.secret).verify(body, one.headers | headers)


def test_old_and_new_secret_are_good_for_a_day(scene: Scene) -> None:
    new = scene.catalog.endpoints.replace_secret(scene.endpoint.id, scene.clock.now)
    assert new is not None
    scene.send()
    (one,) = scene.receiver.received
    assert one.verified_by(scene.secret) == one.verified_by(new)


def test_what_fails_is_tried_again_later_and_later_for_a_day(scene: Scene) -> None:
    scene.receiver.behaves = answers(500, b"out of  order\n<b>")
    scene.send()
    assert scene.entry().problem == "The endpoint answered 500: out of order <b>"
    began, waits = scene.clock.now, []
    while scene.entry().state == "waiting":
        waits.append(scene.wait_in_s())
        scene.clock.pass_by(seconds=waits[-1] - 2)
        assert scene.send() == 0, "not before its time"
        assert scene.send() == 1
    assert [round(wait) for wait in waits[:5]] == [10, 30, 90, 270, 810]
    assert max(waits) <= 6 * 3600
    assert dt.timedelta(0) <= scene.clock.now - began - TRIED_FOR <= dt.timedelta(seconds=2)
    assert len(scene.receiver.ids) == len(waits) + 1 >= 10
    assert len(set(scene.receiver.ids)) == 1, "the same id each time"
    assert len({one.body for one in scene.receiver.received}) == 1
    stamps = [int(one.headers["webhook-timestamp"]) for one in scene.receiver.received]
    assert stamps == sorted(set(stamps)), "signed anew each time"
    assert scene.entry().state == "given-up"
    scene.clock.pass_by(days=30)
    assert scene.send() == 0
    assert scene.counted[-1] == 'tts_webhook_attempts_total{outcome="given-up"}'


def test_what_was_given_up_is_sent_when_somebody_asks(scene: Scene) -> None:
    scene.receiver.behaves = answers(500)
    scene.send()
    scene.clock.pass_by(days=2)
    scene.send()
    assert scene.entry().state == "given-up"
    scene.receiver.behaves = answers(200)
    scene.catalog.deliveries.send_again(scene.endpoint.id, scene.entry().event, scene.clock.now)
    assert scene.send() == 1
    assert scene.entry().state == "delivered"
    assert len(set(scene.receiver.ids)) == 1


def test_a_receiver_that_is_away_is_tried_again(scene: Scene) -> None:
    scene.receiver.close()
    scene.send()
    assert "cannot be reached" in (scene.entry().problem or "")
    assert (scene.entry().state, scene.entry().status) == ("waiting", None)


def test_a_receiver_asks_for_time(scene: Scene) -> None:
    scene.receiver.first = [answers(429, Retry_After="1200"), answers(503, Retry_After="Mon, 30 Nov 2026")]
    scene.send()
    assert scene.wait_in_s() == 1200
    scene.clock.pass_by(seconds=1200)
    scene.send()
    assert scene.wait_in_s() == 30, "a date is not understood, and does no harm"


def test_a_redirect_is_not_followed(scene: Scene, receiver: Receiver) -> None:
    receiver.behaves = answers(307, Location=f"{receiver.origin}/elsewhere")
    scene.send()
    assert [one.path for one in receiver.received] == ["/listen?key=own"]
    assert "redirects are not followed" in (scene.entry().problem or "")
    assert scene.entry().state == "waiting"


def test_an_endpoint_that_is_gone_is_switched_off(scene: Scene) -> None:
    scene.receiver.behaves = answers(410)
    heard(scene.catalog, name="boat")
    scene.send()
    (endpoint,) = scene.catalog.endpoints.all()
    assert endpoint.off_since is not None
    assert {one.state for one in scene.catalog.deliveries.log()} == {"given-up"}
    heard(scene.catalog, name="ferry")
    scene.clock.pass_by(days=1)
    assert scene.send() == 0


@pytest.mark.parametrize(("status", "state"), [(200, "delivered"), (500, "waiting")])
def test_an_answer_without_an_end_takes_no_memory_and_no_time(scene: Scene, status: int, state: str) -> None:
    scene.receiver.behaves = endless(status)
    scene.send()
    assert scene.entry().state == state
    assert len(scene.entry().problem or "") < 300


def test_a_receiver_that_never_answers_holds_up_only_itself(scene: Scene) -> None:
    slow, quick = scene.receiver, Receiver()
    slow.behaves = slow.never_answers
    scene.catalog.endpoints.add(f"{quick.origin}/", EVENT_TYPES, None, scene.clock.now)
    poster = webhook_poster(Settings(webhook_sites=(slow.origin, quick.origin)))
    sender = WebhookSender(scene.catalog.deliveries, lambda: poster, BASE, now=scene.clock)
    for n in range(6):
        heard(scene.catalog, name=f"boat{n}")
    scene.clock.pass_by(seconds=1)
    threads: list[threading.Thread] = []

    def all_quick() -> bool:
        threads.extend(sender.send_due())
        return len(quick.received) == 6

    wait_for(all_quick)
    assert len(slow.received) == PER_ENDPOINT, "at most so many under way"
    slow.silent.set()  # it breaks off
    for thread in threads:
        thread.join(30)
    failed = [one for one in scene.catalog.deliveries.log() if one.problem]
    assert {one.endpoint for one in failed} == {scene.endpoint.id}
    quick.close()


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_two_processes_send_each_once(
    scene: Scene, open_catalog: Callable[[], Catalog], receiver: Receiver
) -> None:
    other = scene.another(open_catalog())
    for n in range(9):
        heard(scene.catalog, name=f"boat{n}")
    scene.clock.pass_by(seconds=1)
    while threads := [*scene.sender.send_due(), *other.send_due()]:
        for thread in threads:
            thread.join(30)
    assert len(receiver.ids) == len(set(receiver.ids)) == 10


def test_what_nobody_has_foreseen_is_a_failed_attempt_like_any_other(scene: Scene) -> None:
    class Broken:
        def check(self, url: str) -> None: ...

        def post(self, url: str, headers: Mapping[str, str], body: bytes) -> PostAnswer:
            raise RuntimeError("odd")

    heard(scene.catalog)
    scene.sender = WebhookSender(scene.catalog.deliveries, Broken, BASE, now=scene.clock, chance=lambda: 0.5)
    assert scene.send() == 1
    entry = scene.entry()
    assert (entry.state, entry.attempts) == ("waiting", 1)
    assert "log says why" in (entry.problem or "")
    assert scene.wait_in_s() > 5


# -- killed --------------------------------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from tests.catalog.test_webhook_books import heard
from tts_service.background.webhooks.sender import WebhookSender
from tts_service.catalog import Catalog
from tts_service.ops.workers_port import webhook_poster
from tts_service.settings import Settings

url, origin, when = sys.argv[1:]
catalog = Catalog(url)

class Dying:
    def __init__(self):
        self._poster = webhook_poster(Settings(webhook_sites=(origin,)))
    def post(self, *arguments):
        answer = self._poster.post(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)

heard(catalog)
if when == "sent":
    (thread,) = WebhookSender(catalog.deliveries, Dying, "https://listen.example").send_due()
    thread.join(60)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("when", ["committed", "sent"])
def test_killed_at_the_worst_moment(
    catalog: Catalog, catalog_url: str, receiver: Receiver, when: str
) -> None:
    scene = Scene(catalog, receiver)
    command = [sys.executable, "-c", KILLED, catalog_url, receiver.origin, when]
    done = subprocess.run(command, cwd=ROOT, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert len(receiver.received) == (when == "sent")
    claimed_at = scene.entry().last_at
    assert (claimed_at is None) == (when == "committed")
    if claimed_at is not None:
        scene.clock.now = claimed_at
        assert scene.send() == 0, "perhaps it is still being sent"
        scene.clock.now += LEASE
    assert scene.send() == 1
    assert len(set(receiver.ids)) == 1
    assert {one.verified_by(scene.secret)["type"] for one in receiver.received} == {"ready"}
    assert scene.entry().state == "delivered"
