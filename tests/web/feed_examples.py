"""A show, an episode and their place, as feeds present them."""

from __future__ import annotations

import datetime as dt

from tts_service.formats.feed import Channel, Episode, Paging

BASE = "https://listen.example"
CHANNEL = Channel(
    title="The Harbour Paper & Co",
    description="News from the coast.",
    author="The Harbour Paper",
    language="en",
    category="News > Daily News",
    link="https://harbour.example",
    image_url=f"{BASE}/artwork/harbour.png",
    owner_email="desk@harbour.example",
)
EPISODE = Episode(
    article_id="abc",
    revision="r1",
    title="Tide <rises> \x07again",
    summary="The water came at dawn & stayed.",
    author="Mara Quill",
    language="en",
    page_url="https://harbour.example/tide",
    image_url="https://harbour.example/tide.jpg",
    published_at=dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC),
    updated_at=dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC),
    duration_s=83.4,
    size=667_200,
)
PAGING = Paging(f"{BASE}/feed.xml?page=2", f"{BASE}/feed.xml", f"{BASE}/feed.xml", f"{BASE}/feed.xml?page=3")
