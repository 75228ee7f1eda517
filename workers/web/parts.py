"""Fetches articles whole: the page that was asked for, and the other pages on which its article goes on."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import msgspec

from tts_service.article.extract.html.parts.addresses import may_be_later
from tts_service.article.extract.pager import may_have_parts
from tts_service.settings import Settings
from workers.web.fetch import FetchedPage, fetch
from workers.web.robots import RobotsBook

log = logging.getLogger(__name__)

WITHIN_S = {"interactive": 6.0, "batch": 30.0}
"""In s, by queue, for all pages but the first. A listener waits for them: an article is planned as a whole,
so nothing can be heard before."""


class WholeFetcher:
    """Safe to share between threads."""

    def __init__(self, settings: Settings, *, wait: Callable[[float], object] = time.sleep) -> None:
        """``wait(seconds)`` pauses between pages as long as a site's robots.txt asks for."""
        self._settings = settings
        self._robots = RobotsBook(settings)
        self._wait = wait

    def fetch(self, url: str, within_s: float = WITHIN_S["batch"]) -> FetchedPage:
        """The page at ``url``, with those of its article's other pages that can be had ``within_s``. Raises
        as ``workers.web.fetch.fetch``, for the first page alone."""
        page = fetch(url, self._settings)
        if not (may_have_parts(page.html) or may_be_later(page.url)):
            return page
        deadline = time.monotonic() + within_s
        try:
            return self._whole(page, deadline)
        except Exception:
            log.exception("the other pages of %s could not be looked for", page.url)
            return page

    def _whole(self, page: FetchedPage, deadline: float) -> FetchedPage:
        """With its other pages; from the first one, if ``page`` is a later one."""
        from workers.web.following import beginning_of, other_pages  # with lxml, which few pages need here

        how = (self._settings, self._robots, deadline, self._wait)
        if may_be_later(page.url):
            page = beginning_of(page, *how) or page
        return msgspec.structs.replace(page, others=other_pages(page, *how))
