"""Fetches feeds, sitemaps and pages politely: no faster than a host allows, and nothing that its robots.txt
forbids.

robots.txt: RFC 9309. A missing one allows everything; one that cannot be read allows nothing for now.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from protego import Protego

from tts_service.article.address import origin
from tts_service.contracts.web_reading import Fetched
from tts_service.errors import ProblemKind, ServiceError, TooLarge, Unprocessable, UpstreamFailed
from tts_service.settings import Settings
from workers.web.fetch import NotModified, fetch, fetch_listing, fetch_robots
from workers.web.forms import send_form

AGENT = "tts-service"
PACE_S = 1.0
"""Between two requests to a host."""
MOST_PACE_S = 30.0
"""What a robots.txt may ask for (Crawl-delay)."""
ROBOTS_HOLD_S = 3600.0
NO_ROBOTS_HOLD_S = 60.0
"""Until one that could not be read is asked for again."""


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
        self._robots: dict[str, tuple[float, Protego | None]] = {}

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
        robots = self._robots_of(origin(url))
        return robots is not None and robots.can_fetch(url, AGENT)

    def _keep_pace(self, url: str) -> None:
        host = origin(url)
        with self._lock:
            now = time.monotonic()
            at = max(now, self._free_at.get(host, now))
            self._free_at[host] = at + self._pace_of(host)
        self._wait(max(0.0, at - now))

    def _pace_of(self, host: str) -> float:
        _, robots = self._robots.get(host, (0.0, None))
        asked = robots.crawl_delay(AGENT) if robots else None
        return max(self._pace_s, min(float(asked or 0), MOST_PACE_S))

    def _robots_of(self, host: str) -> Protego | None:
        with self._lock:
            until, robots = self._robots.get(host, (0.0, None))
            if time.monotonic() >= until:
                robots = self._ask_robots(host)
                hold_s = NO_ROBOTS_HOLD_S if robots is None else ROBOTS_HOLD_S
                self._robots[host] = (time.monotonic() + hold_s, robots)
            return robots

    def _ask_robots(self, host: str) -> Protego | None:
        try:
            return Protego.parse(fetch_robots(f"{host}/robots.txt", self._settings))
        except ServiceError as error:
            return Protego.parse("") if error.kind == ProblemKind.PAGE_GONE else None
