"""Follows an article from its first page to the others, and from a later one to its first: on its own site,
one after the other, and never further than MOST_PAGES.

Whoever asks for a page has at most MOST_PAGES fetched, and a few more: the site's robots.txt, a view on one
page, and what may be the first page. All are fetched within the place that the first page has on its site.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from tts_service.article.address import origin
from tts_service.article.extract.html.parts.addresses import is_same_page, part_at
from tts_service.article.extract.html.parts.pages import ALONE, OtherPage, OtherPages
from tts_service.article.extract.html.parts.same import is_continued, is_shown_again, is_whole
from tts_service.article.extract.html.parts.signs import PartSigns, beginnings_of, signs_of
from tts_service.errors import Forbidden, ServiceError, TooLarge, Unprocessable, UpstreamFailed
from tts_service.settings import Settings
from workers.web.fetch import FetchedPage, fetch
from workers.web.robots import RobotsBook

log = logging.getLogger(__name__)

MOST_PAGES = 20
_MOST_BEGINNINGS = 2
MOST_CHARS = 10_000_000
"""Of HTML, in all pages together."""


def other_pages(
    page: FetchedPage,
    settings: Settings,
    robots: RobotsBook,
    deadline: float,
    wait: Callable[[float], object],
) -> OtherPages:
    """What can be fetched by ``deadline`` (``time.monotonic`` seconds) of the article that begins on
    ``page``; ALONE if it says nothing of other pages."""
    first = signs_of(page.html, page.url)
    if first is None or not first.begins:
        return ALONE
    follower = _Follower(first, len(page.html), settings, robots, deadline, wait)
    view = follower.view() if first.single else None
    return OtherPages((view,), is_view=True, are_known=True) if view else follower.one_by_one()


def beginning_of(
    page: FetchedPage,
    settings: Settings,
    robots: RobotsBook,
    deadline: float,
    wait: Callable[[float], object],
) -> FetchedPage | None:
    """The first page of the article of which ``page`` is a later one; None if it says nothing of one, or the
    first does not lead to it. What serves to ask again is that of ``page``."""
    later = signs_of(page.html, page.url)
    if later is None:
        return None
    follower = _Follower(later, len(page.html), settings, robots, deadline, wait)
    for address in beginnings_of(page.html, page.url)[:_MOST_BEGINNINGS]:
        try:
            first = follower.first(address, page)
        except ServiceError as error:
            log.info("the first page of an article cannot be fetched: %s", error)
            continue
        if first is not None:
            return msgspec.structs.replace(page, url=first.url, html=first.html)
    return None


class _Follower:
    """Of the article that begins on ``first``, a page of ``chars`` characters."""

    def __init__(
        self,
        first: PartSigns,
        chars: int,
        settings: Settings,
        robots: RobotsBook,
        deadline: float,
        wait: Callable[[float], object],
    ) -> None:
        self._first = first
        self._site = origin(first.url)
        self._chars = chars
        self._settings = settings
        self._robots = robots
        self._deadline = deadline
        self._wait = wait

    def view(self) -> OtherPage | None:
        """The view on one page; None if it cannot be had, or does not show the whole article."""
        try:
            page, signs = self._page(self._first.single)
        except ServiceError as error:
            log.info("a view on one page cannot be fetched: %s", error)
            return None
        return page if is_whole(self._first, signs) else None

    def first(self, address: str, later: FetchedPage) -> OtherPage | None:
        """The page at ``address``, if the article begins there that goes on in ``later``. Raises
        ServiceError when it cannot be had."""
        page, _ = self._page(address)
        first, signs = signs_of(page.html, page.url), signs_of(later.html, later.url, page.url)
        at = part_at(later.url, page.url)
        if first is None or signs is None or at is None or not first.begins:
            return None
        leads_there = is_same_page(first.links.get(at.number, later.url), later.url)
        return page if leads_there and is_continued(first, signs, at.number) else None

    def one_by_one(self) -> OtherPages:
        links, pages, number = dict(self._first.links), list[OtherPage](), 2
        missing = ""
        while number in links:
            try:
                page, signs = self._part(number, links[number])
            except ServiceError as error:
                missing = self._told(number, error.detail)
                break
            if is_shown_again(self._first, signs):  # the numbers are those of its comments
                break
            pages.append(page)
            links.update({later: link for later, link in signs.links.items() if later > number})
            number += 1
        else:
            missing = self._told(number, "No link leads there.") if number <= self._total else ""
        return OtherPages(tuple(pages), are_known=True, missing=missing)

    def _part(self, number: int, url: str) -> tuple[OtherPage, PartSigns]:
        """Raises ServiceError when it cannot be had, or is not part ``number``."""
        if number > MOST_PAGES:
            raise TooLarge(f"At most {MOST_PAGES} pages are fetched.")
        page, signs = self._page(url)
        at = part_at(page.url, self._first.url)
        is_there = at is not None and at.number == number
        if not is_shown_again(self._first, signs) and not (
            is_there and is_continued(self._first, signs, number)
        ):
            raise Unprocessable(f"What is at {url} does not say that it belongs to this article.")
        return page, signs

    def _page(self, url: str) -> tuple[OtherPage, PartSigns]:
        """Raises ServiceError."""
        url = urlsplit(url)._replace(scheme=urlsplit(self._site).scheme).geturl()
        if not self._robots.may_read(self._site, url, within_s=self._left_s()):
            raise Forbidden(f"The robots.txt of {self._site} does not allow {url}, or cannot be read.")
        self._pause()
        page = fetch(url, self._settings, deadline_s=self._left_s(), within=self._site)
        self._chars += len(page.html)
        if self._chars > MOST_CHARS:
            raise TooLarge(f"The pages have more than {MOST_CHARS:,} characters in all.")
        signs = signs_of(page.html, page.url, self._first.url)
        if signs is None:
            raise Unprocessable(f"{url} cannot be read.")
        return OtherPage(page.url, page.html), signs

    def _pause(self) -> None:
        pause_s = self._robots.pace_s(self._site)
        if pause_s >= self._left_s():
            raise UpstreamFailed(f"{self._site} wants {pause_s:.0f} s between two pages.")
        self._wait(pause_s)

    def _left_s(self) -> float:
        """Raises UpstreamFailed when there is no time left."""
        left_s = self._deadline - time.monotonic()
        if left_s <= 0:
            raise UpstreamFailed("Fetching the pages took too long.")
        return left_s

    @property
    def _total(self) -> int:
        """How many pages the first one says there are; 0 if it does not say."""
        return self._first.stated.total if self._first.stated else 0

    def _told(self, number: int, why: str) -> str:
        if number < self._total:
            return f"Pages {number} to {self._total} are missing: {why}"
        return f"Page {number}{f' of {self._total}' if self._total else ''} is missing: {why}"
