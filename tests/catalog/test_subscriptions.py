"""What hubs were asked for, and what our own hub does not know yet, on every database."""

from __future__ import annotations

import datetime as dt

import msgspec

from tts_service.catalog import Catalog
from tts_service.catalog.news import News
from tts_service.catalog.subscriptions import Subscription

NOW = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=1)
ONE = Subscription(
    id="one", listing="https://a.example/feed", hub="https://hub.example/", topic="t", secret="s", due_at=NOW
)


def test_a_subscription_is_kept_as_it_is(catalog: Catalog) -> None:
    book = catalog.subscriptions
    book.add(ONE)
    book.add(msgspec.structs.replace(ONE, id="two", state="leaving"))
    assert book.get("one") == ONE
    assert book.get("three") is None
    assert book.of(ONE.listing) == (ONE,)
    assert {one.id for one in book.all()} == {"one", "two"}
    book.change("one", state="active", ends_at=LATER, failures=0)
    assert book.get("one") == msgspec.structs.replace(ONE, state="active", ends_at=LATER)
    book.remove("one")
    assert book.of(ONE.listing) == ()


def test_a_push_is_done_with_unless_there_was_another(catalog: Catalog) -> None:
    book = catalog.subscriptions
    book.add(msgspec.structs.replace(ONE, pushed_at=NOW))
    book.looked(msgspec.structs.replace(ONE, pushed_at=LATER))
    (still,) = book.of(ONE.listing)
    assert still.pushed_at == NOW
    book.looked(still)
    assert book.of(ONE.listing) == (ONE,)


def test_news_of_a_feed_is_one_row_that_keeps_its_turn(catalog: Catalog) -> None:
    catalog.news.changed(("", "world"), NOW)
    catalog.news.changed(("world",), LATER)
    assert catalog.news.due(NOW - dt.timedelta(seconds=1)) == ()
    world = News(show="world", changed_at=LATER, due_at=NOW)
    assert set(catalog.news.due(NOW)) == {News(show="", changed_at=NOW, due_at=NOW), world}
    catalog.news.put_off(world, LATER)
    assert [news.show for news in catalog.news.due(NOW)] == [""]
    put_off = msgspec.structs.replace(world, due_at=LATER, failures=1)
    assert put_off in catalog.news.due(LATER)
    catalog.news.notified(put_off)
    assert [news.show for news in catalog.news.due(LATER)] == [""]
