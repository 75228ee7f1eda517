"""Fills a service as its publisher does: through the API and its files."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, NamedTuple

import httpx

from tests.newsroom.stories import STORIES, Story
from tests.running import Service, wait_until

KEY = "a-key-of-the-whole-newsroom"
SHOWS = """# Harbour Post
[show.harbour]
title = "Harbour Post"
description = "Every story of the Harbour Post, read aloud."
author = "Harbour Post"
owner_email = "audio@post.example"
language = "en-GB"
category = "News"
include = { site = "post.example" }

[show.science]
title = "Moss and Stars"
description = "Science from the coast."
include = { section = ["Science"] }

[show.puerto]
title = "El Puerto"
language = "es"
include = { site = "elpuerto.example" }

[show.briefing]
title = "The Morning Briefing"

[playlist.morning]
title = "This morning"
description = "The newest stories of the town."
include = { section = ["Town"] }

[playlist.weekend]
title = "Long reads for the weekend"
playlists = ["morning"]

[briefing.morning]
show = "briefing"
playlist = "morning"
title = "The stories of this morning"
at = ["06:30", "12:00"]
zone = "Europe/London"

[site."post.example"]
skip = [".newsletter"]
never = ["/live/*"]

[site."letters.post.example"]
review = true
members = true
show = "harbour"

[watch."https://post.example/feed.xml"]
every = "10m"
show = "harbour"
"""
LEXICON = """[[word]]
write = "Qarluq"
say = "kar-look"

[[word]]
write = "Calder"
ipa = "ˈkɔːldə"
voice = "hibari/*"

[[word]]
write = "Amari"
say = "ah-mah-ree"
language = "en"

[[word]]
write = "ICE"
say = "the I.C.E"
case = true
site = "post.example"
"""


class Filled(NamedTuple):
    """``articles``: the ids, in the order of the stories; the first is the longest. ``held`` waits for an
    editor. ``stuck`` is there to fail: see ``past``. ``word``: the id of one in the lexicon."""

    articles: tuple[str, ...]
    held: str
    stuck: str
    word: str
    voice: str


def fill(service: Service, *, endpoint: str, stories: Sequence[Story] = STORIES) -> Filled:
    """``service`` has KEY and speaks the languages of ``stories``. It may send webhooks to ``endpoint``."""
    service.settings.shows_path.write_text(SHOWS, "utf-8")
    service.settings.lexicon_path.write_text(LEXICON, "utf-8")
    with httpx.Client(
        base_url=service.url, headers={"Authorization": f"Bearer {KEY}"}, trust_env=False, timeout=60
    ) as client:
        _people(client, endpoint)
        return _articles(client, stories)


def _people(client: httpx.Client, endpoint: str) -> None:
    for url, show in ((endpoint, None), (f"{endpoint}/science", "science")):
        _made(client, "/v1/webhooks", url=url, **({"show": show} if show else {}))
    for name, scopes in (("CMS", ["read", "write"]), ("Weekend desk", ["read", "write", "publish"])):
        _made(client, "/v1/keys", name=name, scopes=scopes)
    old = _made(client, "/v1/keys", name="Last year’s interns", scopes=["read"])
    client.delete(f"/v1/keys/{old['key']['id']}").raise_for_status()
    for number in (4711, 4712, 4713):
        _made(client, "/v1/members", name=f"Subscriber {number}", show="harbour")
    gone = _made(client, "/v1/members", name="Subscriber 0815")
    client.delete(f"/v1/members/{gone['member']['id']}").raise_for_status()


def _articles(client: httpx.Client, stories: Sequence[Story]) -> Filled:
    ids = tuple(_posted(client, story) for story in stories)
    held = _posted(client, Story("letter", "A letter to our members", "Ines Varga", "", _LETTER), hold=True)
    stuck = _posted(client, Story("live", "The storm, minute by minute", "Paul Brandt", "Town", _STORM))
    for one in (*ids, held, stuck):
        wait_until(functools.partial(_is_settled, client, one), f"{one} settled")
    word = client.get("/v1/lexicon").json()["words"][0]["id"]
    voice = client.get(f"/v1/articles/{ids[0]}").json()["voice"]
    return Filled(ids, held, stuck, word, voice)


_LETTER = "<p>Thank you for a year with us. This is what comes next. The tower opens in May.</p>"

_STORM = "<p>The wind has turned. All ferries stay in port until noon.</p>"


def _posted(client: httpx.Client, story: Story, **more: Any) -> str:
    body = {"html": story.page, "access": story.access} | more
    return str(_made(client, "/v1/articles", **body)["id"])


def _is_settled(client: httpx.Client, article: str) -> bool:
    return client.get(f"/v1/articles/{article}").json()["status"] in ("ready", "failed")


def _made(client: httpx.Client, path: str, **body: Any) -> dict[str, Any]:
    answer = client.post(path, json=body)
    assert answer.is_success, answer.text
    return dict(answer.json())
