"""Whatever was lost is sent again, and nothing else is."""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import closing

import msgspec
import pytest

from audio_cache.folders.narrations import FolderNarrations
from tests.web.hands import Hands
from tts_service.article.request import ArticleRequest
from tts_service.articles.service import ArticleService
from tts_service.background.sweeper import WEBHOOKS_KEPT, Sweeper
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.contracts.webhooks import EVENT_TYPES
from tts_service.ops.context import make_context
from tts_service.settings import Settings


def story(n: int = 0) -> ArticleRequest:
    return ArticleRequest(text=f"River {n} rose. The bridge held.")


@pytest.fixture
def sweeper(catalog: Catalog, listening: ArticleService, queue: Queue) -> Sweeper:
    return Sweeper(catalog, listening, queue, grace_s=0)


SWEEPS = 40


def test_at_rest_redis_is_asked_next_to_nothing(settings: Settings, queue: Queue) -> None:
    """Counted by the server, within scripts, too. Sweeps come once a second."""

    def asked() -> int:
        return int(queue.redis.info()["total_commands_processed"])

    with closing(make_context(msgspec.structs.replace(settings, engine="tone"))) as context:
        context.sweeper.sweep()  # all articles follow the rules as they are now
        before = asked()
        for _ in range(SWEEPS):
            context.sweeper.sweep()
        assert asked() - before <= 2 * SWEEPS


def test_another_process_takes_over_from_one_that_has_died(
    catalog: Catalog, listening: ArticleService, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tts_service.background.sweeper.HELD_ANEW_EVERY_S", 0)
    listening.request(story())
    queue.redis.flushall()
    one, other = (Sweeper(catalog, listening, queue, grace_s=0) for _ in range(2))
    assert (one.sweep(), other.sweep()) == (1, 0)
    queue.redis.flushall()  # as when its time is over
    assert (other.sweep(), one.sweep()) == (1, 0)


@pytest.fixture(autouse=True)
def nobody_works_by_himself(hands: Hands) -> None:
    hands.work_while_waiting = False


def test_what_waits_in_the_queue_is_left_alone(
    sweeper: Sweeper, listening: ArticleService, hands: Hands
) -> None:
    listening.request(story())
    assert sweeper.sweep() == 0
    assert hands.work() == ["tts.prepare"]


def test_a_wiped_redis_loses_nothing(
    sweeper: Sweeper, listening: ArticleService, hands: Hands, queue: Queue
) -> None:
    for n in range(3):
        listening.request(story(n))
    queue.redis.flushall()
    assert sweeper.sweep() == 3
    assert hands.work() == ["tts.prepare"] * 3


def test_each_goes_back_to_its_own_queue(
    sweeper: Sweeper, listening: ArticleService, hands: Hands, queue: Queue
) -> None:
    listening.request(story(1), queue="batch")
    listening.request(story(2))
    queue.redis.flushall()
    sweeper.sweep()
    assert hands.take("batch") is not None
    assert hands.take("interactive") is not None


def test_a_planned_narration_gets_a_token_for_each_worker(
    sweeper: Sweeper, listening: ArticleService, hands: Hands, queue: Queue
) -> None:
    status = listening.request(story())
    hands.work()
    assert sweeper.sweep() == 1
    narration = listening.current_narration(status.id)
    task = hands.take()
    assert task is not None
    assert narration is not None
    assert (task.name, task.arguments) == ("tts.render", [status.id, narration.revision])
    queue.redis.flushall()
    sweeper.sweep()
    assert hands.work() == ["tts.render"] * 2, "without heartbeats the settings say how many there will be"


def test_what_is_worked_on_is_left_alone(
    sweeper: Sweeper, listening: ArticleService, hands: Hands, queue: Queue
) -> None:
    status = listening.request(story())
    hands.work()
    queue.touch(status.id)
    assert sweeper.sweep() == 0


def test_what_was_sent_again_is_not_sent_at_every_sweep(
    sweeper: Sweeper, listening: ArticleService, hands: Hands
) -> None:
    listening.request(story())
    hands.take()
    assert sweeper.sweep() == 1
    hands.take()
    assert sweeper.sweep() == 0


def test_what_has_just_been_taken_gets_time_to_begin(
    catalog: Catalog, listening: ArticleService, hands: Hands, queue: Queue
) -> None:
    listening.request(story())
    hands.take()
    assert Sweeper(catalog, listening, queue).sweep() == 0


def test_what_was_finished_unseen_is_settled(
    sweeper: Sweeper, listening: ArticleService, hands: Hands, catalog: Catalog, narrations: FolderNarrations
) -> None:
    status = listening.request(story())
    hands.work()
    narration = listening.current_narration(status.id)
    assert narration is not None
    hands.finish(status.id, narration.revision)
    assert sweeper.sweep() == 0
    assert catalog.unsettled() == ()
    entry = catalog.get(status.id)
    assert entry is not None
    assert entry.status == "ready"


def test_only_one_of_several_sweepers_works(
    sweeper: Sweeper, catalog: Catalog, listening: ArticleService, hands: Hands, queue: Queue
) -> None:
    assert sweeper.sweep() == 0
    listening.request(story())
    hands.take()
    assert Sweeper(catalog, listening, queue, grace_s=0).sweep() == 0
    assert sweeper.sweep() == 1


def test_many_articles_are_swept_slice_by_slice(
    sweeper: Sweeper, listening: ArticleService, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tts_service.background.sweeper.SLICE", 2)
    for n in range(5):
        listening.request(story(n))
    while hands.take():
        pass
    assert [(sweeper.sweep(), len(hands.work())) for _ in range(4)] == [(2, 2), (2, 2), (1, 1), (0, 0)]


def test_pruning_is_done_by_one_of_all_and_only_now_and_then(
    catalog: Catalog, listening: ArticleService, queue: Queue
) -> None:
    done: list[str] = []
    pruned = threading.Event()

    def sweeper(name: str) -> Sweeper:
        def prune() -> None:
            done.append(name)
            pruned.set()

        return Sweeper(catalog, listening, queue, prune=prune)

    Sweeper(catalog, listening, queue).prune_now_and_then()
    for name in ("first", "second", "first"):
        sweeper(name).prune_now_and_then()
    assert pruned.wait(60)
    assert done == ["first"]


def test_orphans_are_removed_once_a_night_on_one_machine(
    catalog: Catalog, listening: ArticleService, queue: Queue
) -> None:
    done: list[str] = []
    removed = threading.Event()

    def sweeper(name: str) -> Sweeper:
        def remove() -> None:
            done.append(name)
            removed.set()

        return Sweeper(catalog, listening, queue, remove_orphans=remove)

    Sweeper(catalog, listening, queue).remove_orphans_at_night(2)
    for name, hour in (("day", 12), ("first", 2), ("second", 2), ("first", 3)):
        sweeper(name).remove_orphans_at_night(hour)
    assert removed.wait(60)
    assert done == ["first"]


def test_a_click_on_a_pruned_narration_has_it_spoken_again(
    listening: ArticleService, hands: Hands, narrations: FolderNarrations, catalog: Catalog
) -> None:
    status = listening.request(story())
    hands.work()
    narration = listening.current_narration(status.id)
    assert narration is not None
    hands.finish(status.id, narration.revision)
    assert listening.status(status.id).status == "ready"
    listening.ensure_rendering(status.id)
    assert hands.take() is None, "it is there"
    narrations.unfinish(narration)
    listening.ensure_rendering(status.id)
    task = hands.take()
    assert task is not None
    assert task.name == "tts.prepare"
    assert catalog.keeping(1).busy == {status.id}


def test_the_log_of_webhooks_goes_back_90_days(
    sweeper: Sweeper, listening: ArticleService, hands: Hands, catalog: Catalog
) -> None:
    at = dt.datetime.now(dt.UTC)
    catalog.endpoints.add("https://cms.example/", EVENT_TYPES, None, at)
    listening.delete(listening.request(story()).id)
    assert len(catalog.deliveries.log()) == 1
    sweeper.tidy(at + WEBHOOKS_KEPT - dt.timedelta(hours=1))
    assert len(catalog.deliveries.log()) == 1
    sweeper.tidy(at + WEBHOOKS_KEPT + dt.timedelta(hours=1))
    assert catalog.deliveries.log() == ()
