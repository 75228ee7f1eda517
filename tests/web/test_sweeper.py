"""Whatever was lost is sent again, and nothing else is."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing

import msgspec
import pytest

from audio_cache.errors import CacheError
from audio_cache.folders.narrations import FolderNarrations
from tests.web.hands import Hands, made
from tts_service import audit
from tts_service.article.request import ArticleRequest
from tts_service.articles.service import ArticleService
from tts_service.background.hooks import HookReport, record
from tts_service.background.sweeper import MOST_WAITING, WEBHOOKS_KEPT, Sweeper
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.catalog.audit_log.book import AuditFilter
from tts_service.contracts.messages import FETCH_QUEUE, Notice
from tts_service.contracts.webhooks import EVENT_TYPES
from tts_service.errors import Unavailable
from tts_service.ops.context import make_context
from tts_service.publisher.live import publish
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


class Followers:
    """A source of notices that only counts who follows it."""

    def __init__(self) -> None:
        self.number = 0

    def follow(self, on_notice: Callable[[Notice], None]) -> Callable[[], None]:
        self.number += 1
        return self._unfollow

    def _unfollow(self) -> None:
        self.number -= 1


def test_only_the_one_that_works_follows_the_notices(
    catalog: Catalog, listening: ArticleService, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tts_service.background.sweeper.HELD_ANEW_EVERY_S", 0)
    notices = Followers()
    one, other = (Sweeper(catalog, listening, queue, notices=notices) for _ in range(2))
    for sweeper in (one, other, one):
        sweeper.sweep()
        assert notices.number == 1
    queue.redis.flushall()
    other.sweep()
    one.sweep()
    assert notices.number == 1


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


def test_what_is_deleted_during_a_sweep_is_not_sent(
    sweeper: Sweeper,
    listening: ArticleService,
    hands: Hands,
    catalog: Catalog,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article_id = listening.request(story()).id
    hands.take()
    found = catalog.unsettled()
    listening.delete(article_id)
    monkeypatch.setattr(catalog, "unsettled", lambda *_: found)
    assert sweeper.sweep() == 0
    assert hands.take() is None


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


def test_a_sweep_acts_on_hooks_that_are_due(sweeper: Sweeper, catalog: Catalog, queue: Queue) -> None:
    earlier = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)
    record(HookReport("https://news.example/river"), catalog.hooks, earlier)
    sweeper.sweep()
    assert queue.depth(FETCH_QUEUE) == 1


def test_a_sweep_moves_episodes_when_the_shows_have_changed(
    sweeper: Sweeper, listening: ArticleService, hands: Hands, catalog: Catalog, settings: Settings
) -> None:
    article_id = made(listening, hands, story())
    sweeper.sweep()
    publish(settings.shows_path, f'[show.world]\ninclude = {{ id = ["{article_id}"] }}\n')
    sweeper.sweep()
    assert set(catalog.episodes.feeds_with(article_id)) == {"", "world"}


def test_a_sweep_takes_a_step_towards_finding_what_an_older_release_has_accepted(
    sweeper: Sweeper, listening: ArticleService, catalog: Catalog, settings: Settings
) -> None:
    listening.request(story())
    with closing(sqlite3.connect(settings.data_dir / "catalog.db")) as file, file:
        file.execute("DELETE FROM article_search")
    assert not catalog.index.is_complete()
    sweeper.sweep()
    assert catalog.index.is_complete()


@pytest.mark.parametrize("busy", ["batch", FETCH_QUEUE])
def test_no_article_follows_new_rules_while_many_tasks_wait(
    catalog: Catalog,
    listening: ArticleService,
    hands: Hands,
    queue: Queue,
    settings: Settings,
    busy: str,
) -> None:
    made(listening, hands, story())
    publish(settings.lexicon_path, '[[word]]\nwrite = "river"\nsay = "riv-uh"\n')
    for _ in range(MOST_WAITING + 1):
        queue._send("a task", ("of another article",), busy, 5)
    sweeper, before = Sweeper(catalog, listening, queue), queue.depth("batch")
    sweeper.sweep()
    assert queue.depth("batch") == before
    hands.take(busy)
    before = queue.depth("batch")
    sweeper.sweep()
    assert queue.depth("batch") == before + 1


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
    article_id = made(listening, hands, story())
    narration = listening.current_narration(article_id)
    assert narration is not None
    listening.ensure_rendering(article_id)
    assert hands.take() is None, "it is there"
    narrations.unfinish(narration)
    listening.ensure_rendering(article_id)
    task = hands.take()
    assert task is not None
    assert task.name == "tts.prepare"
    assert catalog.keeping(1).busy == {article_id}


def test_lost_work_is_sent_again_whatever_else_fails_each_time(
    catalog: Catalog, listening: ArticleService, queue: Queue, hands: Hands
) -> None:
    def fail() -> None:
        raise ValueError("A mistake.")

    sweeper = Sweeper(catalog, listening, queue, grace_s=0, flush_counts=fail, make_messages=fail)
    listening.request(story())
    queue.redis.flushall()
    with pytest.raises(ValueError, match="A mistake"):
        sweeper.sweep()
    assert hands.work() == ["tts.prepare"]


@pytest.mark.parametrize("error", [Unavailable("Away."), CacheError("Away."), ValueError("A mistake.")])
def test_it_tidies_first_and_goes_on_after_a_sweep_that_failed(
    catalog: Catalog,
    listening: ArticleService,
    queue: Queue,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    monkeypatch.setattr("tts_service.background.sweeper.EVERY_S", 0.01)
    done: list[str] = []
    again = threading.Event()

    def make() -> None:
        done.append("made")
        if done.count("made") == 1:
            raise error
        again.set()

    monkeypatch.setattr(listening, "tidy", lambda: done.append("tidied"))
    sweeper = Sweeper(catalog, listening, queue, make_briefings=make)
    sweeper.start()
    assert again.wait(60)
    sweeper.stop()
    assert done[0] == "tidied"


def test_the_audit_log_is_kept_as_long_as_is_wanted(
    catalog: Catalog, listening: ArticleService, queue: Queue
) -> None:
    listening.audit_log.note("article.withdrawn", audit.Actor(audit.HOOK), article="a")
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=8)
    for days, left in ((None, 1), (9, 1), (7, 0)):
        kept = dt.timedelta(days=days) if days else None
        Sweeper(catalog, listening, queue, audit_kept=kept).tidy(later)
        assert len(catalog.audit.page(AuditFilter())) == left


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
