"""An article with messages of sponsors, on a whole service."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import feedparser

from tests.running import Service, wait_until
from tests.workers.test_jingles import melody, wav
from tts_service.article.script.message import message_id

SHOWS = """
[sponsor.bank]
label = "Harbour Bank"
text = "This story is brought to you by the Harbour Bank."
link = "https://bank.example/offer"

[sponsor.inn]
label = "Harbour Inn"
at = "mid"
every = "1m"
sound = "inn.wav"
text = "Sleep well at the Harbour Inn."

[sponsor.club]
label = "Rowing Club"
at = "post"
text = "Row with us on Sunday."
"""
PARAGRAPH = "On day {} the ferry was late again, and the keeper of the lighthouse wrote it down in his book. "
QUOTED = "“It was the fog,” she said, “and nothing but the fog.”"
TEXT = "\n\n".join(f"{PARAGRAPH.format(n)}{QUOTED if n % 3 == 0 else ''}" for n in range(1, 21))


class Heard(NamedTuple):
    article_id: str
    revision: str
    rendition: str
    """The path of its audio."""
    size: int
    length_s: int
    before: bytes
    """The article's own file, before there were sponsors."""


def stem(service: Service, article_id: str) -> str:
    """The path of what the feed has of the article, without "/audio/" and ".mp3"."""
    return str(sound_of(service, article_id).href).rpartition("/audio/")[2].removesuffix(".mp3")


def sound_of(service: Service, article_id: str) -> Any:
    entries = feedparser.parse(service.get("/feed.xml").content).entries
    return next((entry.enclosures[0] for entry in entries if entry.guid == article_id), None)


@contextmanager
def sponsored(service: Service) -> Iterator[Heard]:
    """An article that is heard with three messages, while the block lasts."""
    posted = service.post({"title": "Twenty days of fog", "text": TEXT})
    status = service.wait_ready(posted["id"])
    before = service.get(f"/audio/{posted['id']}/{status['revision']}.mp3").content
    wait_until(lambda: sound_of(service, posted["id"]), "the episode")
    wav(service.data_dir / "inn.wav", melody(7.3, 0.02))
    shows = Path(service.data_dir / "shows.toml")
    shows.write_text(SHOWS)
    names = [message_id(name) for name in ("bank", "inn", "club")]
    wait_until(lambda: all(service.get(f"/v1/articles/{name}").status_code == 200 for name in names), "them")
    for name in names:
        service.wait_ready(name)
    wait_until(lambda: stem(service, posted["id"]).count("-") == 3, "all messages in the feed")
    sound = sound_of(service, posted["id"])
    path = f"/audio/{stem(service, posted['id'])}.mp3"
    feed = feedparser.parse(service.get("/feed.xml").content)
    entry = next(entry for entry in feed.entries if entry.guid == posted["id"])
    try:
        yield Heard(
            posted["id"], status["revision"], path, int(sound.length), int(entry.itunes_duration), before
        )
    finally:
        shows.unlink()


def ten_minutes_later(service: Service, article_id: str) -> None:
    """Nobody can be listening to what grew any more."""
    with sqlite3.connect(service.data_dir / "catalog.db") as catalog:
        catalog.execute(
            "UPDATE articles SET updated_at = datetime(updated_at, '-11 minutes') WHERE id = ?", (article_id,)
        )
