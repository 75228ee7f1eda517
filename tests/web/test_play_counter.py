"""Plays on their way through Redis to the catalog: none is lost and none is counted twice, whoever dies."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import redis

from tts_service.article.request import ArticleRequest, request_digest
from tts_service.articles.service import ArticleService
from tts_service.background.plays import PlayCounter
from tts_service.background.sweeper import Sweeper
from tts_service.broker.plays import PendingPlays
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.errors import Unavailable
from tts_service.formats.play_counts import Counts

TODAY = dt.date(2026, 3, 9)
PLAYED = Counts(starts=1, halves=1, seconds=0.25)


@pytest.fixture
def pending(queue: Queue) -> PendingPlays:
    return PendingPlays(queue.redis)


@pytest.fixture
def counter(pending: PendingPlays, catalog: Catalog) -> PlayCounter:
    for article_id in ("a", "b"):
        request = ArticleRequest(text=f"Story {article_id}.")
        catalog.accept(request, article_id, "", request_digest(request), "interactive")
    return PlayCounter(pending, catalog.plays)


def counted(catalog: Catalog) -> dict[str, int]:
    return catalog.plays.starts(("a", "b"))


def test_plays_are_added_up_in_redis_and_brought_to_the_catalog(
    counter: PlayCounter, catalog: Catalog
) -> None:
    for article_id in ("a", "b", "a"):
        counter.add(article_id, PLAYED, TODAY)
    assert counted(catalog) == {}
    assert [counter.flush(), counter.flush()] == [2, 0]
    assert counted(catalog) == {"a": 2, "b": 1}
    [day] = catalog.plays.of_article("a")
    assert (day.day, day.halves, day.ends, day.seconds) == ("2026-03-09", 2, 0, 0.5)


def test_whoever_dies_before_the_catalog_has_it_loses_nothing(
    counter: PlayCounter, catalog: Catalog, pending: PendingPlays
) -> None:
    counter.add("a", PLAYED, TODAY)
    assert pending.take() is not None  # and this process dies
    counter.add("a", PLAYED, TODAY)
    counter.flush()
    counter.flush()
    assert counted(catalog) == {"a": 2}


def test_whoever_dies_after_the_catalog_has_it_counts_nothing_twice(
    counter: PlayCounter, catalog: Catalog, pending: PendingPlays
) -> None:
    counter.add("a", PLAYED, TODAY)
    batch = pending.take()
    assert batch is not None
    catalog.plays.add_batch(batch.name, {("a", TODAY): PLAYED})  # and this process dies
    counter.add("a", PLAYED, TODAY)
    counter.flush()
    counter.flush()
    assert counted(catalog) == {"a": 2}


def test_whoever_is_late_removes_nobody_elses_batch(
    counter: PlayCounter, catalog: Catalog, pending: PendingPlays
) -> None:
    counter.add("a", PLAYED, TODAY)
    late = pending.take()
    assert late is not None
    counter.flush()
    counter.add("a", PLAYED, TODAY)
    assert pending.take() is not None
    pending.done(late)
    counter.flush()
    assert counted(catalog) == {"a": 2}


def test_many_count_and_several_flush_at_once(counter: PlayCounter, catalog: Catalog) -> None:
    over = threading.Event()

    def flush() -> None:
        while not over.is_set():
            counter.flush()

    flushing = [threading.Thread(target=flush) for _ in range(3)]
    for thread in flushing:
        thread.start()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: counter.add("ab"[n % 2], PLAYED, TODAY), range(200)))
    over.set()
    for thread in flushing:
        thread.join()
    counter.flush()
    counter.flush()
    assert counted(catalog) == {"a": 100, "b": 100}


def test_without_the_catalog_plays_wait(
    counter: PlayCounter, catalog: Catalog, pending: PendingPlays, tmp_path: Path
) -> None:
    away = Catalog(f"sqlite:///{tmp_path}/away.db")
    away.close()
    for file in tmp_path.glob("away.db*"):
        file.unlink()
    (tmp_path / "away.db").mkdir()
    counter.add("a", PLAYED, TODAY)
    with pytest.raises(Unavailable):
        PlayCounter(pending, away.plays).flush()
    counter.flush()
    assert counted(catalog) == {"a": 1}


def test_without_redis_plays_go_straight_to_the_catalog(counter: PlayCounter, catalog: Catalog) -> None:
    alone = PlayCounter(PendingPlays(redis.Redis(port=1)), catalog.plays)
    alone.add("a", PLAYED, TODAY)
    assert counted(catalog) == {"a": 1}
    assert alone.flush() == 0


def test_the_sweeper_brings_them(
    counter: PlayCounter, catalog: Catalog, listening: ArticleService, queue: Queue
) -> None:
    sweeper = Sweeper(catalog, listening, queue, flush_counts=counter.flush)
    counter.add("a", PLAYED, TODAY)
    sweeper.sweep()
    assert counted(catalog) == {"a": 1}
