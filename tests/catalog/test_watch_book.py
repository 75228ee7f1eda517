"""What the watch knows, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from tts_service.article.request import ArticleRequest
from tts_service.catalog import Catalog, Facts
from tts_service.catalog.upsert import ROWS_PER_STATEMENT
from tts_service.catalog.watched import ListingState, Unread, WatchBook, Watched
from tts_service.errors import ProblemKind, Unprocessable

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
FEED = "https://news.example/feed.xml"
PROBLEM = Unprocessable("It is to be paid.", kind=ProblemKind.NOT_PUBLIC).problem


@pytest.fixture
def book(catalog: Catalog) -> WatchBook:
    return catalog.watched


def page(name: str, hours: int = 0, listing: str = FEED) -> Watched:
    return Watched(
        listing=listing, url=f"https://news.example/{name}", version="1", checked_at=NOON + hours * HOUR
    )


def urls(pages: tuple[Watched, ...]) -> str:
    """Last letters of their addresses."""
    return "".join(page.url[-1] for page in pages)


def test_the_state_of_a_listing_is_replaced(book: WatchBook) -> None:
    state = ListingState(url=FEED, due_at=NOON, etag='"ä"')
    book.put_listing(state)
    assert book.listing(FEED) == state
    later = msgspec.structs.replace(
        state, looked_at=NOON, due_at=NOON + HOUR, failures=2, problem="It is away."
    )
    book.put_listing(later)
    assert book.listings() == (later,)
    assert book.listing("https://news.example/other.xml") is None


def test_pages_are_told_apart_by_their_listing(book: WatchBook) -> None:
    book.put_pages([page("a"), page("b"), page("a", listing="other")])
    book.put_pages([msgspec.structs.replace(page("a"), version="2")])
    assert book.versions(FEED) == {page("a").url: "2", page("b").url: "1"}
    book.forget(FEED, page("a").url)
    assert list(book.versions(FEED)) == [page("b").url]
    assert list(book.versions("other")) == [page("a").url]


def test_more_pages_than_one_statement_takes(book: WatchBook) -> None:
    pages = [page(f"{n}") for n in range(2 * ROWS_PER_STATEMENT + 1)]
    book.put_pages(pages)
    book.left(FEED, [one.url for one in pages], NOON)
    assert len(book.long_left(FEED, NOON + HOUR)) == len(pages)


def test_pages_leave_once_and_come_back(book: WatchBook) -> None:
    book.put_pages([page("a"), page("b", 1), page("c", 5)])
    everything = [page(name).url for name in "abc"]
    book.left(FEED, everything, NOON)
    book.left(FEED, everything, NOON + 9 * HOUR)
    assert urls(book.long_left(FEED, NOON + HOUR)) == "abc"
    assert urls(book.to_check(FEED, NOON - HOUR, NOON + 4 * HOUR, 9)) == "ab"
    assert urls(book.to_check(FEED, NOON - HOUR, NOON + 4 * HOUR, 1)) == "a"
    assert urls(book.to_check(FEED, NOON, NOON + 4 * HOUR, 9)) == ""
    book.back(FEED, [page("a").url])
    assert urls(book.long_left(FEED, NOON + HOUR)) == "bc"


def test_pages_that_are_named_and_gone_are_told_apart(book: WatchBook) -> None:
    gone = msgspec.structs.replace(page("b", 1), gone_at=NOON)
    book.put_pages([page("a", 2), gone, page("c")])
    book.left(FEED, [page("c").url], NOON)
    assert urls(book.named(FEED, NOON + 9 * HOUR, 9, gone=False)) == "a"
    assert book.named(FEED, NOON + 9 * HOUR, 9, gone=True) == (gone,)
    assert book.named(FEED, NOON + HOUR, 9, gone=True) == ()
    book.name([msgspec.structs.replace(page("b", 3), version="2")])
    assert book.named(FEED, NOON + 9 * HOUR, 9, gone=True) == (
        msgspec.structs.replace(page("b", 3), version="2", gone_at=NOON),
    )


def test_pages_that_could_not_be_read_are_told_with_the_reason(catalog: Catalog, book: WatchBook) -> None:
    for name in "abc":
        catalog.accept(ArticleRequest(url=page(name).url), name, page(name).url, "digest", "batch")
    for name in "ab":
        catalog.record(name, "digest", Facts(status="failed", error=PROBLEM))
    book.put_pages([page("b"), page("c")])
    assert book.unread(FEED, 9) == (Unread(page("b").url, PROBLEM),)
    assert book.unread(FEED, 0) == ()
