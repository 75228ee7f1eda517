"""Fetches feeds, sitemaps and pages politely: no faster than a host allows, and nothing that its robots.txt
forbids."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from tts_service.article.address import origin
from tts_service.contracts.web_reading import Fetched
from tts_service.errors import ProblemKind, TooLarge, Unprocessable, UpstreamFailed
from tts_service.settings import Settings
from workers.web.fetch import NotModified, fetch, fetch_listing
from workers.web.forms import send_form
from workers.web.robots import RobotsBook

PACE_S = 1.0
"""Between two requests to a host."""


class PoliteWebReader:
    """One per process. Safe to share between threads, which wait for each other."""

    def __init__(
        self, settings: Settings, *, pace_s: float = PACE_S, wait: Callable[[float], object] = time.sleep
    ) -> None:
        self._settings = settings
        self._pace_s = pace_s
        self._wait = wait
        self._lock = threading.RLock()
        self._free_at: dict[str, float] = {}
        self._robots = RobotsBook(settings)

    def listing(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """Raises ServiceError when it cannot be had."""
        self._keep_pace(url)
        try:
            found = fetch_listing(url, self._settings, etag=etag, last_modified=last_modified)
        except NotModified:
            return Fetched(url, etag=etag, last_modified=last_modified, unchanged=True)
        return Fetched(found.url, found.body, found.etag, found.last_modified, link=found.link)

    def send_form(self, url: str, form: Mapping[str, str]) -> None:
        """POST ``form`` to a hub. Raises ServiceError unless it is accepted."""
        self._keep_pace(url)
        send_form(url, form, self._settings)

    def is_gone(self, url: str) -> bool:
        """The page answers 404 or 410. Raises ServiceError when that cannot be known now."""
        self._keep_pace(url)
        try:
            fetch(url, self._settings)
        except UpstreamFailed as error:
            if error.kind != ProblemKind.PAGE_GONE:
                raise
            return True
        except (Unprocessable, TooLarge):
            return False
        return False

    def may_read(self, url: str) -> bool:
        """Whether robots.txt allows the address."""
        with self._lock:  # so that its host is asked once
            return self._robots.may_read(origin(url), url)

    def _keep_pace(self, url: str) -> None:
        host = origin(url)
        with self._lock:
            now = time.monotonic()
            at = max(now, self._free_at.get(host, now))
            self._free_at[host] = at + max(self._pace_s, self._robots.pace_s(host))
        self._wait(max(0.0, at - now))
