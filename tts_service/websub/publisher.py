"""Tells the hub of our own podcast feeds (WebSub) which of them have changed. It fetches them, and notifies
its subscribers.

The standard does not say what publishers send their hub; all public hubs accept ``hub.mode=publish``.
"""

from __future__ import annotations

import datetime as dt
import logging

from tts_service.catalog.episodes import EVERYTHING
from tts_service.catalog.news import NewsBook
from tts_service.errors import ServiceError, Unavailable
from tts_service.settings import Settings
from tts_service.websub.subscriber import Sending

log = logging.getLogger(__name__)

AGAIN = dt.timedelta(seconds=30)
"""Delay after a failure; doubled with each further one."""
MOST_FAILURES = 8
"""Reached after about two hours."""


def feed_address(base_url: str, show: str) -> str:
    return f"{base_url}/feed.xml" if show == EVERYTHING else f"{base_url}/feeds/{show}.xml"


def ping(settings: Settings, book: NewsBook, send: Sending, now: dt.datetime) -> int:
    """Announce all feeds that are due; returns how many. Raises Unavailable."""
    announced = 0
    hub = settings.feed_hub
    if hub is None:
        return announced
    for news in book.due(now):
        address = feed_address(settings.base_url, news.show)
        try:
            send(hub, {"hub.mode": "publish", "hub.url": address, "hub.topic": address})
        except Unavailable:
            raise
        except ServiceError as error:
            log.warning("the hub could not be told of %s: %s", address, error.detail)
            if news.failures < MOST_FAILURES:
                book.put_off(news, now + AGAIN * 2**news.failures)
                continue
        else:
            announced += 1
        book.notified(news)
    return announced
