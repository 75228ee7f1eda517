"""The hub of our own podcast feeds (WebSub) is told which of them have changed. It fetches them, and tells its subscribers.

What publishers send their hub is not part of the standard; ``hub.mode=publish`` is what all public hubs take.
"""

from __future__ import annotations

import datetime as dt
import logging

from tts_service.catalog.episodes import EVERYTHING
from tts_service.catalog.news import NewsBook
from tts_service.errors import ServiceError, Unavailable
from tts_service.settings import Settings
from tts_service.subscribing import Sending

log = logging.getLogger(__name__)

AGAIN = dt.timedelta(seconds=30)
"""After a failure; then after twice as long, and so on."""
MOST_FAILURES = 8
"""About two hours."""


def feed_address(base_url: str, show: str) -> str:
    return f"{base_url}/feed.xml" if show == EVERYTHING else f"{base_url}/feeds/{show}.xml"


def ping(settings: Settings, book: NewsBook, send: Sending, now: dt.datetime) -> int:
    """Tell of all feeds that are due; returns of how many. Raises Unavailable."""
    told = 0
    for news in book.due(now) if settings.feed_hub else ():
        address = feed_address(settings.base_url, news.show)
        try:
            send(settings.feed_hub, {"hub.mode": "publish", "hub.url": address, "hub.topic": address})
        except Unavailable:
            raise
        except ServiceError as error:
            log.warning("the hub could not be told of %s: %s", address, error.detail)
            if news.failures < MOST_FAILURES:
                book.put_off(news, now + AGAIN * 2**news.failures)
                continue
        else:
            told += 1
        book.told(news)
    return told
