"""Playlists and briefings on the whole service: made by rule and by hand, heard by real clients, and made of
sentences that the cache has already."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import podcastparser
import pytest

from tests.feed_rules import broken
from tests.podget import fetched
from tests.running import Service, wait_until

FILE = """\
# Ours.
[show.brief]
title = "The briefing"
owner_email = "podcast@news.example"
language = "en"

[playlist.coast]
title = "On the coast"  # a comment
owner_email = "podcast@news.example"
include = { author = "Ada Marsh" }

[playlist.both]
playlists = ["coast"]
most = 2
"""
STORIES = {
    "The ferry is back": "The ferry sailed again on Monday. It was full by nine. The rest is routine.",
    "The clock stands still": "Nobody has wound the clock. It shows ten past four.",
    "A bridge for the island": "The island gets its bridge. Work begins in spring.",
    "What members read": "This is for members alone. Nobody else hears it.",
}


@pytest.fixture(scope="module")
def service(service_of_file: Callable[..., Service]) -> Service:
    service = service_of_file(engine="tone", workers="2")
    service.settings.shows_path.write_text(FILE, "utf-8")
    return service


@pytest.fixture(scope="module")
def ids(service: Service) -> dict[str, str]:
    """Of the articles, by title; the last is for members."""
    made = {}
    for day, (title, text) in enumerate(STORIES.items(), 1):
        posted = service.post(
            {
                "title": title,
                "text": text,
                "author": "Ada Marsh",
                "published_at": f"2026-11-0{day}",
                "language": "en",
            }
        )
        made[title] = service.wait_ready(posted["id"])["id"]
    wait_until(lambda: len(titles(service, "coast")) == 4, "all of them in the playlist")
    closed = f"{service.url}/v1/articles/{made['What members read']}/access"
    assert httpx.put(closed, json={"access": "members"}, trust_env=False).status_code == 200
    return made


def api(service: Service, method: str, path: str, **options: Any) -> httpx.Response:
    return httpx.request(method, f"{service.url}/v1/playlists{path}", trust_env=False, timeout=30, **options)


def playlist(service: Service, name: str) -> dict[str, Any]:
    return dict(api(service, "GET", f"/{name}").json())


def titles(service: Service, name: str) -> list[str]:
    return [article["title"] for article in playlist(service, name)["articles"]]


def test_a_playlist_by_rule_has_what_everybody_may_hear_newest_first(
    service: Service, ids: dict[str, str]
) -> None:
    found = playlist(service, "coast")
    assert [article["title"] for article in found["articles"]] == list(STORIES)[2::-1]
    assert found["title"] == "On the coast"
    assert found["duration_s"] == pytest.approx(sum(a["duration_s"] for a in found["articles"]), abs=0.01)
    assert titles(service, "both") == list(STORIES)[2:0:-1]
    listed = api(service, "GET", "").json()["playlists"]
    assert [one["name"] for one in listed] == ["coast", "both"]


def test_any_page_may_read_it_and_need_not_read_it_twice(service: Service, ids: dict[str, str]) -> None:
    answer = api(service, "GET", "/coast", headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    again = api(service, "GET", "/coast", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_one_by_hand_is_made_changed_and_removed(service: Service, ids: dict[str, str]) -> None:
    clock, ferry = ids["The clock stands still"], ids["The ferry is back"]
    made = api(service, "PUT", "/picks", json={"title": "Picks", "articles": [clock, ferry]})
    assert made.status_code == 201, made.text
    assert titles(service, "picks") == ["The clock stands still", "The ferry is back"]
    seen = made.json()["version"]
    changed = {"articles": [ferry], "playlists": ["coast"], "most": 3}
    assert api(service, "PUT", "/picks", json=changed, headers={"If-Match": f'"{seen}"'}).status_code == 200
    assert titles(service, "picks") == [
        "The ferry is back",
        "A bridge for the island",
        "The clock stands still",
    ]
    late = api(service, "PUT", "/picks", json={"title": "Mine"}, headers={"If-Match": f'"{seen}"'})
    assert (late.status_code, late.json()["kind"]) == (412, "precondition-failed")
    assert "# a comment" in service.settings.shows_path.read_text("utf-8")
    assert api(service, "DELETE", "/picks").status_code == 428
    assert api(service, "DELETE", "/picks", headers={"If-Match": "*"}).status_code == 204
    assert api(service, "GET", "/picks").status_code == 404


@pytest.mark.parametrize(
    ("name", "settings", "sentence"),
    [
        ("coast", {"playlists": ["both"]}, "this playlist contains itself, by way of both. Take one out."),
        ("coast", {"playlists": ["coast"]}, "this playlist contains itself. Take one out."),
        ("coast", {"shows": ["breif"]}, "there is no [show.breif]. Did you mean brief?"),
        ("coast", {"articles": ["nothing"]}, "There is no article 'nothing'."),
        ("coast", {"order": "loudest"}, 'write "newest" or "most-heard".'),
    ],
    ids=["by-another", "itself", "show", "article", "order"],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    service: Service, ids: dict[str, str], name: str, settings: dict[str, Any], sentence: str
) -> None:
    before = service.settings.shows_path.read_text("utf-8")
    answer = api(service, "PUT", f"/{name}", json=settings, headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["kind"]) == (400, "bad-playlist")
    assert sentence in answer.json()["detail"]
    assert service.settings.shows_path.read_text("utf-8") == before


def test_its_feed_keeps_the_rules_and_podcast_clients_take_it(
    service: Service, ids: dict[str, str], needs: Callable[[str], Path], tmp_path: Path
) -> None:
    address = playlist(service, "coast")["feed_url"]
    body = service.get("/feeds/playlist/coast.xml").content
    assert broken(body) == []
    episodes = podcastparser.parse(address, BytesIO(body))["episodes"]
    assert [episode["title"] for episode in episodes] == list(STORIES)[2::-1]
    assert len(fetched(needs("podget"), address, tmp_path)) == 3
    picture = service.get("/artwork/playlist/coast.png")
    assert picture.headers["Content-Type"] == "image/png"


def spoken(service: Service) -> int:
    """Sentences that any engine has been asked for since the start."""
    lines = service.get("/metrics").text.splitlines()
    return sum(
        int(float(line.rpartition(" ")[2]))
        for line in lines
        if line.startswith("tts_segments_synthesized_total")
    )


def briefings(service: Service) -> list[dict[str, Any]]:
    found = service.get("/v1/articles?show=brief").json()["articles"]
    return [article for article in found if article["status"] == "ready"]


def ask_for_briefing(service: Service, name: str, minutes_ago: int) -> None:
    at = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=minutes_ago)
    text = service.settings.shows_path.read_text("utf-8")
    text += f'\n[briefing.{name}]\nshow = "brief"\nplaylist = "coast"\nat = "{at:%H:%M}"\nstories = 3\n'
    service.settings.shows_path.write_text(text, "utf-8")


def test_a_briefing_costs_the_words_between_and_nothing_else(service: Service, ids: dict[str, str]) -> None:
    before = spoken(service)
    ask_for_briefing(service, "one", 5)
    [made] = wait_until(lambda: briefings(service), "the briefing")
    script = service.get(f"/v1/articles/{made['id']}/script").json()
    said = [segment["text"] for segment in script["segments"]]
    assert said[1:3] == ["A bridge for the island.", "The island gets its bridge. Work begins in spring."]
    assert not any("members" in text for text in said)
    between = [text for text in said if not any(text.rstrip(".") in f"{t} {s}" for t, s in STORIES.items())]
    assert between[1:] == [
        "Also in the news.",
        "And finally.",
        "That was the briefing. Each chapter leads to its article.",
    ]
    assert between[0].startswith("The three stories of this ")
    wait_until(lambda: spoken(service) - before == len(between), "each of the words between, spoken once")
    chapters = service.get(f"/chapters/{made['id']}.json").json()["chapters"]
    assert [chapter["title"] for chapter in chapters[1:]] == list(STORIES)[2::-1]
    assert "url" not in chapters[0]
    wanted = [f"{service.url}/listen/{ids[title]}" for title in list(STORIES)[2::-1]]
    assert [chapter["url"] for chapter in chapters[1:]] == wanted
    wait_until(lambda: made["id"] in service.get("/feeds/brief.xml").text, "the episode")
    assert broken(service.get("/feeds/brief.xml").content) == []
    assert titles(service, "coast") == list(STORIES)[2::-1]  # it is in no playlist


def test_an_editor_may_write_another_text_for_it(service: Service, ids: dict[str, str]) -> None:
    [made] = briefings(service)
    service.post({"id": made["id"], "text": "An editor has written this.", "title": "Ours", "show": "brief"})

    def says() -> bool:
        return "An editor has written" in service.get(f"/v1/articles/{made['id']}/script").text

    wait_until(says, "the editor's text")
    service.wait_ready(made["id"])


def test_one_at_the_next_time_costs_its_title_at_most_and_none_comes_twice(
    service: Service, ids: dict[str, str]
) -> None:
    before, first = spoken(service), briefings(service)
    ask_for_briefing(service, "two", 3)
    second = wait_until(lambda: len(found := briefings(service)) > len(first) and found, "another")
    assert len(second) == len(first) + 1
    assert spoken(service) - before <= 1  # "this evening", if it was afternoon before
    httpx.delete(f"{service.url}/v1/articles/{second[0]['id']}", trust_env=False)
    time.sleep(3)  # three sweeps
    assert len(briefings(service)) == len(first)
