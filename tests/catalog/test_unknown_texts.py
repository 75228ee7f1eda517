"""What is not known is None in values, and "" in columns, where processes of older releases read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tts_service.article.request import ArticleRequest
from tts_service.catalog import Catalog
from tts_service.catalog.hooks import Hook
from tts_service.catalog.subscriptions import Subscription
from tts_service.catalog.watched import ListingState, Watched

NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
PAGE, FEED = "https://news.example/river", "https://news.example/feed.xml"
TEXTS = {
    "articles": (
        *("url", "voice_asked", "voice", "language", "show", "title"),
        *("origin", "revision", "engine", "fallback"),
    ),
    "listings": ("etag", "last_modified", "problem"),
    "watched_pages": ("version",),
    "subscriptions": ("problem",),
    "hooks": ("show", "version"),
}
ARTICLE = ArticleRequest(text="The river rose.")
STATE = ListingState(url=FEED, due_at=NOON)
SUBSCRIPTION = Subscription(
    id="s", listing=FEED, hub="https://hub.example/", topic=FEED, secret="x", due_at=NOON
)
HOOK = Hook(url=PAGE, event="updated", first_at=NOON, due_at=NOON)


@pytest.fixture
def catalog(catalog_url: str) -> Iterator[Catalog]:
    """With one row in each table, of which nothing is known that need not be."""
    made = Catalog(catalog_url)
    made.accept(ARTICLE, "a1", None, "digest", "batch", None)
    made.watched.put_listing(STATE)
    made.watched.put_pages([Watched(listing=FEED, url=PAGE, version=None, checked_at=NOON)])
    made.subscriptions.add(SUBSCRIPTION)
    made.hooks.put(HOOK, dt.timedelta(seconds=10))
    yield made
    made.close()


@pytest.mark.parametrize("table", TEXTS)
def test_columns_hold_empty_texts(catalog: Catalog, catalog_url: str, table: str) -> None:
    url = sa.make_url(catalog_url)
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        (row,) = connection.execute(sa.text(f"SELECT * FROM {table}"))
    engine.dispose()
    assert {name: row._mapping[name] for name in TEXTS[table]} == dict.fromkeys(TEXTS[table], "")


def test_values_hold_none(catalog: Catalog) -> None:
    entry = catalog.get("a1")
    assert entry is not None
    assert {name: getattr(entry, name) for name in TEXTS["articles"]} == dict.fromkeys(TEXTS["articles"])
    assert entry.narration is None
    assert catalog.watched.listing(FEED) == STATE
    assert catalog.watched.versions(FEED) == {PAGE: None}
    assert catalog.subscriptions.get("s") == SUBSCRIPTION
    assert catalog.hooks.due(NOON, 9) == (HOOK,)


def test_a_hook_without_a_version_is_done_with(catalog: Catalog) -> None:
    catalog.hooks.done(HOOK)
    assert catalog.hooks.due(NOON, 9) == ()


def test_a_problem_is_forgotten(catalog: Catalog) -> None:
    catalog.subscriptions.change("s", problem="The hub is away.")
    catalog.subscriptions.change("s", problem=None)
    assert catalog.subscriptions.get("s") == SUBSCRIPTION
