"""What the robots.txt of sites allow (RFC 9309). A missing one allows everything; one that cannot be read
allows nothing for now."""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict

from protego import Protego

from tts_service.errors import ProblemKind, ServiceError
from tts_service.settings import Settings
from workers.web.fetch import DEADLINE_S, fetch_robots

AGENT = "tts-service"
MOST_PACE_S = 30.0
"""What a robots.txt may ask for (Crawl-delay)."""
HOLD_S = 3600.0
UNREAD_HOLD_S = 60.0
"""Until one that could not be read is asked for again."""
_MOST_SITES = 500

_NAMED = re.compile(r"^[ \t]*+user[- ]?agent\b[ \t:]*+(?P<name>[^\r\n#]*+)", re.IGNORECASE | re.MULTILINE)


class RobotsBook:
    """Each site is asked once an hour. Safe to share between threads, none of which waits for another's
    question; two may ask the same at once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._known: OrderedDict[str, tuple[float, Protego | None]] = OrderedDict()

    def may_read(self, site: str, url: str, *, within_s: float = DEADLINE_S) -> bool:
        """Whether the robots.txt of ``site`` (an origin) allows ``url``, if it is known ``within_s``."""
        robots = self._robots_of(site, within_s)
        return robots is not None and robots.can_fetch(url, AGENT)

    def pace_s(self, site: str) -> float:
        """Seconds that ``site`` wants between two requests, as far as is known."""
        with self._lock:
            _, robots = self._known.get(site, (0.0, None))
        asked = robots.crawl_delay(AGENT) if robots else None
        return min(float(asked or 0), MOST_PACE_S)

    def _robots_of(self, site: str, within_s: float) -> Protego | None:
        with self._lock:
            until, robots = self._known.get(site, (0.0, None))
        if time.monotonic() < until:
            return robots
        robots = self._ask(site, within_s)
        with self._lock:
            self._known[site] = (time.monotonic() + (UNREAD_HOLD_S if robots is None else HOLD_S), robots)
            self._known.move_to_end(site)
            while len(self._known) > _MOST_SITES:
                self._known.popitem(last=False)
        return robots

    def _ask(self, site: str, within_s: float) -> Protego | None:
        try:
            return Protego.parse(_for_us(fetch_robots(f"{site}/robots.txt", self._settings, within_s)))
        except ServiceError as error:
            return Protego.parse("") if error.kind == ProblemKind.PAGE_GONE else None


def _for_us(text: str) -> str:
    """``text`` with one name for all other robots: protego copies each rule for each robot it is for."""
    return _NAMED.sub(lambda named: named[0] if _is_ours(named["name"]) else "User-agent: another", text)


def _is_ours(name: str) -> bool:
    name = name.replace("*", "").strip().lower()
    return not name or name in AGENT
