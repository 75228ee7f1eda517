"""The hub of our own feeds is told of what is new, and again when it was away; a failed notification holds up
nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub import Hub
from tts_service.catalog import Catalog
from tts_service.ops.workers_port import web_reader
from tts_service.settings import Settings
from tts_service.websub.publisher import AGAIN, MOST_FAILURES, ping

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
BASE = "http://127.0.0.1:9"


class Newsstand:
    def __init__(self, folder: Path) -> None:
        self.hub = Hub()
        self.settings = Settings(data_dir=folder, public_url=BASE, feed_hub=self.hub.url)
        self.catalog = Catalog(self.settings.catalog_url)
        self._reader = web_reader(self.settings)
        self._reader._pace_s = 0.0  # type: ignore[attr-defined]

    def tell(self, now: dt.datetime = NOW) -> int:
        return ping(self.settings, self.catalog.news, self._reader.send_form, now)

    def told(self) -> list[str]:
        return [form["hub.url"] for form in self.hub.asked if form["hub.mode"] == "publish"]


@pytest.fixture
def newsstand(tmp_path: Path) -> Iterator[Newsstand]:
    newsstand = Newsstand(tmp_path)
    yield newsstand
    newsstand.hub.settle()
    newsstand.hub.close()
    newsstand.catalog.close()


def test_every_feed_that_has_changed_is_told_of_once(newsstand: Newsstand) -> None:
    """The hub is on a private address: the operator has named it."""
    for _ in range(3):
        newsstand.catalog.news.changed(("", "world", "world"), NOW)
    assert newsstand.tell() == 2
    assert sorted(newsstand.told()) == [f"{BASE}/feed.xml", f"{BASE}/feeds/world.xml"]
    assert newsstand.tell() == 0


def test_a_hub_that_is_away_is_told_later(newsstand: Newsstand) -> None:
    newsstand.hub.broken = True
    newsstand.catalog.news.changed(("",), NOW)
    assert (newsstand.tell(), newsstand.tell()) == (0, 0)
    assert len(newsstand.told()) == 1
    newsstand.hub.broken = False
    assert newsstand.tell(NOW + AGAIN) == 1


def test_a_hub_that_stays_away_is_given_up_until_there_is_more(newsstand: Newsstand) -> None:
    newsstand.hub.broken = True
    newsstand.catalog.news.changed(("",), NOW)
    for days in range(MOST_FAILURES + 3):
        newsstand.tell(NOW + dt.timedelta(days=days))
    assert len(newsstand.told()) == MOST_FAILURES + 1
    newsstand.hub.broken = False
    newsstand.catalog.news.changed(("",), NOW)
    assert newsstand.tell() == 1


def test_what_changes_while_it_is_told_is_told_again(newsstand: Newsstand) -> None:
    newsstand.catalog.news.changed(("",), NOW)
    (news,) = newsstand.catalog.news.due(NOW)
    newsstand.catalog.news.changed(("",), NOW + dt.timedelta(seconds=1))
    newsstand.catalog.news.notified(news)
    assert newsstand.tell() == 1
