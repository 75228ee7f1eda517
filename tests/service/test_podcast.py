"""The feed as podcast apps use it: on the whole service, with a real client that subscribes and downloads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
import httpx
import podcastparser
import pytest
from PIL import Image

from tests.feed_rules import broken
from tests.gpodder import GPodder
from tests.podget import fetched
from tests.running import Service, wait_until


def podcast(service: Service, path: str = "/feed.xml") -> tuple[httpx.Response, Any]:
    answer = httpx.get(service.url + path, trust_env=False)
    return answer, feedparser.parse(answer.content)


def posted(service: Service, title: str, text: str, **fields: str | int) -> dict[str, Any]:
    return service.wait_ready(service.post({"title": title, "text": text, **fields})["id"])


def entry_of(service: Service, article_id: str) -> Any:
    return next((entry for entry in podcast(service)[1].entries if entry.guid == article_id), None)


@pytest.fixture(scope="module")
def article(service: Service) -> dict[str, Any]:
    return posted(
        service, "The ferry is back", "The ferry sailed again on Monday. It was full by nine.", show="coast"
    )


def test_an_episode_is_what_it_says(service: Service, article: dict[str, Any]) -> None:
    entry = wait_until(lambda: entry_of(service, article["id"]), "the episode")
    sound = entry.enclosures[0]
    head = httpx.head(sound.href, trust_env=False)
    part = httpx.get(sound.href, headers={"Range": "bytes=0-99"}, trust_env=False)
    assert head.headers["Content-Length"] == sound.length == part.headers["Content-Range"].rpartition("/")[2]
    assert (head.headers["Content-Type"], part.status_code, len(part.content)) == ("audio/mpeg", 206, 100)
    assert "The ferry sailed again on Monday." in entry.summary


def test_transcript_chapters_and_picture_can_be_fetched(service: Service, article: dict[str, Any]) -> None:
    body = podcast(service)[0].content
    parsed = podcastparser.parse(service.url, BytesIO(body))
    assert article["id"] in [episode["guid"] for episode in parsed["episodes"]]
    assert httpx.get(
        f"{service.url}/chapters/{article['id']}/{article['revision']}.json", trust_env=False
    ).json()["chapters"]
    for kind in ("vtt", "json"):
        answer = httpx.get(
            f"{service.url}/transcripts/{article['id']}/{article['revision']}.{kind}", trust_env=False
        )
        assert "It was full by nine." in answer.text
    picture = Image.open(BytesIO(httpx.get(parsed["cover_url"], trust_env=False, timeout=60).content))
    assert (picture.size, picture.mode) == ((3000, 3000), "RGB")


def test_a_feed_that_has_not_changed_is_not_sent_again(service: Service, article: dict[str, Any]) -> None:
    first, _ = podcast(service)
    for name, value in (
        ("If-None-Match", first.headers["ETag"]),
        ("If-Modified-Since", first.headers["Last-Modified"]),
    ):
        assert httpx.get(f"{service.url}/feed.xml", headers={name: value}, trust_env=False).status_code == 304


def test_an_edit_keeps_the_guid_and_has_new_audio(service: Service, article: dict[str, Any]) -> None:
    before = entry_of(service, article["id"]).enclosures[0].href
    edited = posted(
        service,
        "The ferry is back",
        "The ferry sailed again on Tuesday. It was full by nine.",
        id=article["id"],
    )
    # Its new audio is in the feed when the sweeper has seen that it is ready.
    after = wait_until(
        lambda: edited["revision"] in entry_of(service, article["id"]).enclosures[0].href, "the new audio"
    )
    assert after
    assert entry_of(service, article["id"]).enclosures[0].href != before
    assert httpx.head(before, trust_env=False).status_code == 200


def test_a_show_has_only_its_own_episodes(service: Service, article: dict[str, Any]) -> None:
    other = posted(service, "Bakers meet", "The bakers met in the hall. They talked of bread.", show="town")
    wait_until(lambda: entry_of(service, other["id"]), "the episode")
    assert article["id"] in {entry.guid for entry in podcast(service, "/feeds/coast.xml")[1].entries}
    assert [entry.guid for entry in podcast(service, "/feeds/town.xml")[1].entries] == [other["id"]]
    assert podcast(service, "/feeds/nowhere.xml")[0].status_code == 404


def test_a_podcast_client_subscribes_and_downloads(
    service: Service, article: dict[str, Any], tmp_path: Path, needs: Callable[[str], Path]
) -> None:
    sounds = fetched(needs("podget"), f"{service.url}/feeds/coast.xml", tmp_path)
    entry = entry_of(service, article["id"])
    assert [sound.stat().st_size for sound in sounds] == [int(entry.enclosures[0].length)]


SERIAL = """
[show.cellar]
title = "The cellar"
description = "What was found below the town hall, in order."
author = "The Harbour Press"
owner_email = "desk@harbour.example"
category = "News > Daily News"
type = "serial"
"""


@pytest.fixture
def serial(service: Service) -> Iterator[None]:
    (service.data_dir / "shows.toml").write_text(SERIAL)
    wait_until(lambda: "The cellar" in podcast(service, "/feeds/cellar.xml")[0].text, "the show")
    yield
    (service.data_dir / "shows.toml").unlink()


def test_the_parts_of_a_serial_have_their_numbers(service: Service, serial: None) -> None:
    words = "They opened the door on Monday. Nobody had been there for years."
    first = posted(service, "The door", words, show="cellar", season=1, episode=1)
    second = posted(
        service, "The box", "There was a box behind the door.", show="cellar", season=1, episode=3
    )
    wait_until(lambda: len(podcast(service, "/feeds/cellar.xml")[1].entries) == 2, "both episodes")
    posted(
        service,
        "The box",
        "There was a box behind the door.",
        show="cellar",
        season=1,
        episode=2,
        id=second["id"],
    )

    def numbers() -> dict[str, str]:
        return {
            entry.guid: entry.itunes_episode for entry in podcast(service, "/feeds/cellar.xml")[1].entries
        }

    wait_until(lambda: numbers() == {first["id"]: "1", second["id"]: "2"}, "the number that was put right")
    assert broken(podcast(service, "/feeds/cellar.xml")[0].content) == []
    newsroom = httpx.get(f"{service.url}/admin/articles/{second['id']}", trust_env=False).text
    assert "sent to this show" in newsroom
    assert "season 1, episode 2" in newsroom


def test_the_feed_of_everything_keeps_all_rules_but_that_nobody_owns_it(
    service: Service, article: dict[str, Any]
) -> None:
    assert broken(podcast(service)[0].content) == [
        "the show has an owner to write to",
        "the owner has a name",
    ]


def test_a_change_of_the_shows_moves_episodes_without_a_restart(
    service: Service, article: dict[str, Any]
) -> None:
    (service.data_dir / "shows.toml").write_text(
        f"[show.sea]\ntitle = 'At sea'\ninclude = {{ id = ['{article['id']}'] }}\n"
    )
    try:
        wait_until(lambda: "At sea" in podcast(service, "/feeds/sea.xml")[0].text, "the show")
        found = wait_until(lambda: podcast(service, "/feeds/sea.xml")[1].entries, "its episode")
        assert [entry.guid for entry in found] == [article["id"]]
    finally:
        (service.data_dir / "shows.toml").unlink()


def test_a_private_feed_plays_in_a_podcast_client_until_it_is_revoked(
    service: Service, article: dict[str, Any], tmp_path: Path, needs: Callable[[str], Path]
) -> None:
    text = "The vault was empty on Monday. Nobody said a word."
    closed = service.post({"title": "The vault", "text": text, "show": "coast", "access": "members"})
    added = httpx.post(
        f"{service.url}/v1/members", json={"name": "4711", "show": "coast"}, trust_env=False
    ).json()
    path = added["feed_url"].removeprefix(service.url)
    entries = wait_until(
        lambda: len(found := podcast(service, path)[1].entries) == 2 and found, "the private episode"
    )
    assert {entry.guid for entry in entries} == {closed["id"], article["id"]}
    assert closed["id"] not in podcast(service, "/feeds/coast.xml")[0].text
    parsed = podcastparser.parse(service.url, BytesIO(podcast(service, path)[0].content))
    assert closed["id"] in [episode["guid"] for episode in parsed["episodes"]]

    def folder(name: str) -> Path:
        (tmp_path / name).mkdir()
        return tmp_path / name

    lengths = sorted(int(entry.enclosures[0].length) for entry in entries)
    sounds = fetched(needs("podget"), added["feed_url"], folder("let-in"))
    assert sorted(sound.stat().st_size for sound in sounds) == lengths
    httpx.delete(f"{service.url}/v1/members/{added['member']['id']}", trust_env=False)
    assert podcast(service, path)[0].status_code == 404
    assert httpx.get(entries[0].enclosures[0].href, trust_env=False).status_code == 404
    assert fetched(needs("podget"), added["feed_url"], folder("shut-out")) == []


def test_a_subscriber_s_app_has_what_came_until_its_address_is_revoked(
    service: Service, tmp_path: Path, needs: Callable[[str], Path]
) -> None:
    """gPodder, which remembers its subscriptions: after that it fetches neither the feed nor an episode that
    it had already seen there."""
    closed = {"show": "club", "access": "members"}
    body = {"name": "4713", "show": "club"}
    added = httpx.post(f"{service.url}/v1/members", json=body, trust_env=False).json()
    path = added["feed_url"].removeprefix(service.url)

    def publish(title: str, text: str) -> list[Any]:
        service.post({"title": title, "text": text, **closed})
        return list(
            wait_until(lambda: (e := podcast(service, path)[1].entries) and e[0].title == title and e, title)
        )

    (entry,) = publish("The safe", "The safe was empty on Monday.")
    sound = httpx.get(entry.enclosures[0].href, trust_env=False).content
    app = GPodder(needs("gpodder"), tmp_path)
    app.subscribe(added["feed_url"])
    app.download()
    assert [path.read_bytes() for path in app.files()] == [sound]
    publish("The key", "The key was found on Tuesday.")
    assert "1 new episode" in app.update()
    httpx.delete(f"{service.url}/v1/members/{added['member']['id']}", trust_env=False)
    assert "[FAIL]" in app.update()
    assert "HTTP 404" in app.download()
    assert [path.read_bytes() for path in app.files()] == [sound]
