"""``[watch."…"]`` in shows.toml."""

from __future__ import annotations

import pytest

from tts_service.publisher.shows.parse import parse_publisher, read_publisher
from tts_service.publisher.shows.shows import WatchRule

pytestmark = pytest.mark.pure

FEED = "https://news.example/feed.xml"


def test_a_watch_with_all_its_settings() -> None:
    text = (
        f'[show.world]\n[watch."{FEED}"]\nevery = "2h"\ngrace = "3 d"\nshow = "world"\nlanguage = "en-GB"\n'
    )
    watch = WatchRule(url=FEED, every=7_200, grace=259_200, show="world", language="en-GB")
    assert parse_publisher(text).watches == {FEED: watch}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[watch."news.example/feed"]\n', 1, "address of a feed or sitemap"),
        ("[watch.news.example]\n", 1, "in quotation marks"),
        (f'[watch."{FEED}"]\nevery = "10s"\n', 2, "from a minute to a year"),
        (f'[watch."{FEED}"]\nevery = 10\n', 2, "in quotation marks"),
        (f'[watch."{FEED}"]\nshow = "wrld"\n[show.world]\n', 2, "Did you mean world?"),
        (f'[watch."{FEED}"]\nevry = "1h"\n', 2, "Did you mean every?"),
    ],
)
def test_mistakes_are_told_with_their_line(text: str, line: int, says: str) -> None:
    _, (finding, *_) = read_publisher(text)
    assert finding.line == line
    assert says in finding.reason
