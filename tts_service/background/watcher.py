"""The watch: feeds and sitemaps are checked on a schedule, and the articles follow them.

New and changed pages are requested in the batch queue. An article is withdrawn when no listing names its page
and the site has said twice that it is gone; when a listing still names it and it has been gone for the grace
period; and when a sitemap has not named it for that period. Where a listing names a hub (WebSub), the hub
says when to look.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable

import msgspec

from tts_service.article.address import normalized_url
from tts_service.article.request import ArticleRequest
from tts_service.articles.service import ArticleService
from tts_service.catalog.watched import ListingState, Unread, WatchBook, Watched
from tts_service.contracts.web_reading import Fetched, WebReader
from tts_service.errors import NotFound, ProblemKind, ServiceError, Unavailable, Unprocessable
from tts_service.listing import Listing, ListingItem, parse_listing
from tts_service.publisher.shows.shows import WatchRule
from tts_service.time_limit import OutOfTime, time_limit
from tts_service.websub.subscriber import Subscriber

log = logging.getLogger(__name__)

MOST_AT_ONCE = 100
"""Articles requested after one look at a listing; the rest wait for the next. At the first look the rest
count as known: an archive is a job for ``tts-service batch``."""
PARSED_WITHIN_S = 60.0
MOST_CHECKED = 20
"""Pages that left the listing, checked after one look at it."""
MOST_NAMED, MOST_GONE = 5, 10
"""Pages that are still named, checked after one look at a listing: of all of them, and of those that were
gone."""
CHECK_EVERY = dt.timedelta(hours=1)
CHECK_NAMED_EVERY = dt.timedelta(days=1)
MOST_UNREAD = 10
CHECKED_FOR = dt.timedelta(days=30)
MISSES = 2
MOST_BACK_OFF = 32
"""Times the usual interval, when a listing fails again and again."""
WHEN_PUSHED = 6
"""Times the usual interval while a hub announces changes; but at least one look a day."""
DAY_S = 86_400
PUSH_PACE = dt.timedelta(seconds=10)
"""Between two looks that a hub asks for, at least."""


class Look(msgspec.Struct):
    """The result of one look at a watch. ``problem`` is that of the first listing that could not be read;
    ``unread`` are the newest pages whose articles could not be read when they were requested, now or
    earlier."""

    url: str
    asked: int = 0
    withdrawn: int = 0
    unchanged: bool = False
    problem: str = ""
    unread: list[Unread] = []


class Watcher:
    def __init__(
        self,
        articles: ArticleService,
        book: WatchBook,
        reader: WebReader,
        subscriber: Subscriber,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._articles = articles
        self._book = book
        self._reader = reader
        self._subscriber = subscriber
        self._now = now

    def is_due(self, watch: WatchRule) -> bool:
        state = self._book.listing(watch.url)
        if state is None or state.due_at <= self._now():
            return True
        rested = state.looked_at is None or self._now() - state.looked_at >= PUSH_PACE
        return rested and bool(self._subscriber.pushes(watch.url))

    def look(self, watch: WatchRule) -> Look:
        """Look now. Raises Unavailable when the catalog is away; problems of the site are noted and
        reported."""
        look = Look(watch.url)
        pushes = self._subscriber.pushes(watch.url)
        self._look_at(watch.url, watch, look, within_index=False, pushed=bool(pushes))
        self._subscriber.looked(pushes)
        return look

    def tend(self, watches: Iterable[WatchRule]) -> None:
        """Subscribe, renew and unsubscribe at hubs. Raises Unavailable when the catalog is away."""
        self._subscriber.tend({watch.url for watch in watches})

    # -- one listing -----------------------------------------------------------------------------------------

    def _look_at(
        self, url: str, watch: WatchRule, look: Look, *, within_index: bool, pushed: bool = False
    ) -> None:
        before = self._book.listing(url) or ListingState(url=url, due_at=self._now())
        try:
            after, listing = self._read(before)
            if listing is None:
                look.unchanged = not within_index or look.unchanged
            elif listing.kind == "index":
                self._look_into(listing, watch, look, within_index)
            else:
                self._follow(url, listing, watch, look, first=before.looked_at is None)
            if listing is not None and not within_index:
                self._subscriber.follow(url, listing.hub)
            self._withdraw(url, watch, look)
            self._look_after(url, watch, look)
            look.unread += self._book.unread(url, MOST_UNREAD - len(look.unread))
        except Unavailable:
            raise
        except ServiceError as error:
            log.warning("%s cannot be watched now: %s", url, error.detail)
            look.problem = look.problem or error.detail
            after = msgspec.structs.replace(before, failures=before.failures + 1, problem=error.detail)
        every = _pace(
            watch, after.failures, resting=not (pushed or within_index) and self._subscriber.is_pushed(url)
        )
        self._book.put_listing(
            msgspec.structs.replace(after, due_at=self._now() + dt.timedelta(seconds=every))
        )

    def _read(self, state: ListingState) -> tuple[ListingState, Listing | None]:
        """The listing; None when it has not changed."""
        if not self._reader.may_read(state.url):
            raise NotFound(
                f"The robots.txt of this site does not let {state.url} be read, or cannot be read itself."
            )
        found = self._reader.listing(state.url, state.etag, state.last_modified)
        after = msgspec.structs.replace(
            state,
            etag=found.etag,
            last_modified=found.last_modified,
            looked_at=self._now(),
            failures=0,
            problem=None,
        )
        return after, None if found.unchanged else _parsed(found)

    def _look_into(self, index: Listing, watch: WatchRule, look: Look, within_index: bool) -> None:
        if within_index:
            raise NotFound("An index of sitemaps names another index, which the protocol does not allow.")
        for item in index.items:
            self._look_at(item.url, watch, look, within_index=True)

    # -- what is new, what has changed -----------------------------------------------------------------------

    def _follow(self, url: str, listing: Listing, watch: WatchRule, look: Look, *, first: bool) -> None:
        known = self._book.versions(url)
        changed = [item for item in listing.items if item.url not in known or known[item.url] != item.version]
        newest = sorted(changed, key=_age_first)
        wanted, rest = newest[:MOST_AT_ONCE], newest[MOST_AT_ONCE:]
        asked = [item for item in wanted if self._reader.may_read(item.url) and self._ask(item, watch)]
        look.asked += len(asked)
        seen = [*wanted, *(rest if first else [])]
        self._book.name(
            Watched(listing=url, url=item.url, version=item.version, checked_at=self._now()) for item in seen
        )
        named = {item.url for item in listing.items}
        self._book.back(url, [page for page in known if page in named])
        if named:  # an empty list is more likely a mistake than the end of a site
            self._book.left(url, [page for page in known if page not in named], self._now())
        if not listing.complete:
            return
        for page in self._book.long_left(url, self._now() - dt.timedelta(seconds=watch.grace)):
            self._forget(page, look)

    def _ask(self, item: ListingItem | Watched, watch: WatchRule) -> bool:
        """Raises Unavailable. An article that cannot be requested is skipped until it changes."""
        try:
            self._articles.request(_request(item.url, watch, item.version), queue="batch", origin="watch")
        except Unavailable:
            raise
        except ServiceError as error:
            log.info("%s is not read: %s", item.url, error.detail)
            return False
        return True

    # -- what is gone ----------------------------------------------------------------------------------------

    def _withdraw(self, url: str, watch: WatchRule, look: Look) -> None:
        """Check pages that are no longer named, a few at a time."""
        now = self._now()
        for page in self._book.to_check(url, now - CHECKED_FOR, now - CHECK_EVERY, MOST_CHECKED):
            misses = page.misses + 1 if self._is_gone(page) else 0
            if misses >= MISSES:
                self._forget(page, look)
            else:
                self._book.put_pages([msgspec.structs.replace(page, misses=misses, checked_at=now)])

    def _look_after(self, url: str, watch: WatchRule, look: Look) -> None:
        """Check pages that are still named, a few at a time: a listing may name what is no longer on its
        site."""
        now = self._now()
        pages = self._book.named(url, now - CHECK_EVERY, MOST_GONE, gone=True)
        for page in (*pages, *self._book.named(url, now - CHECK_NAMED_EVERY, MOST_NAMED, gone=False)):
            gone = self._is_gone(page)
            gone_at = page.gone_at if gone is None else (page.gone_at or now) if gone else None
            self._book.put_pages([msgspec.structs.replace(page, checked_at=now, gone_at=gone_at)])
            if gone and page.gone_at and now - page.gone_at >= dt.timedelta(seconds=watch.grace):
                self._delete(page, look)
            elif gone is False and page.gone_at:  # it is back
                look.asked += self._ask(page, watch)

    def _is_gone(self, page: Watched) -> bool | None:
        """None when that cannot be known now: a site in trouble does not mean that the page is gone."""
        try:
            return self._reader.is_gone(page.url) if self._reader.may_read(page.url) else None
        except ServiceError:
            return None

    def _forget(self, page: Watched, look: Look) -> None:
        self._delete(page, look)
        self._book.forget(page.listing, page.url)

    def _delete(self, page: Watched, look: Look) -> None:
        if self._articles.delete_page(normalized_url(page.url)):
            log.info("%s is gone and its article withdrawn", page.url)
            look.withdrawn += 1


def _parsed(found: Fetched) -> Listing:
    """Raises Unprocessable when it is no listing, or takes too long to read."""
    try:
        with time_limit(PARSED_WITHIN_S):
            return parse_listing(found.body, found.url, found.link)
    except OutOfTime:
        detail = f"Reading {found.url} took longer than {PARSED_WITHIN_S:g} s. Offer a shorter listing."
        raise Unprocessable(detail, kind=ProblemKind.TOO_SLOW_TO_READ) from None


def _pace(watch: WatchRule, failures: int, *, resting: bool) -> int:
    """Seconds until the next look. After a push it is as soon as usual: this look may have seen an old copy
    in a cache."""
    if failures:
        return watch.every * min(1 << failures, MOST_BACK_OFF)
    return max(watch.every, min(watch.every * WHEN_PUSHED, DAY_S)) if resting else watch.every


def _request(url: str, watch: WatchRule, version: str | None = None) -> ArticleRequest:
    return ArticleRequest(url=url, show=watch.show or None, language=watch.language or None, version=version)


def _age_first(item: ListingItem) -> float:
    """Newest first; items without a date come last, in the order of the file."""
    return -item.dated.timestamp() if item.dated else 0.0
