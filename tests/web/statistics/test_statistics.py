"""Statistics over HTTP: told by players, read by the API, on the newsroom's pages and in files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.hands import Hands
from tts_service.background.figures import FigureSampler
from tts_service.broker.figures import FigureBook
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.formats.play_counts import Counts
from tts_service.settings import Settings
from tts_service.web import create_app
from tts_service.web.context import context_of

STORY = {"text": "The river rose. The bridge held. It rained.", "title": "=River & rain", "show": "daily"}
START = {"kind": "start", "seconds": 0}
NOW = dt.datetime.now(dt.UTC)
TODAY = NOW.date()


@pytest.fixture
def heard(client: FlaskClient, hands: Hands) -> dict[str, Any]:
    """An article that is ready: three sentences of 1.2 s, a quarter of a second apart."""
    status = client.post("/v1/articles", json=STORY).json
    assert status is not None
    hands.finish(status["id"], status["revision"])
    context_of(client.application).articles.refresh(status["id"])
    return dict(status)


def tell(client: FlaskClient, heard: dict[str, Any], *events: dict[str, Any], **place: object) -> None:
    body: dict[str, object] = {"article": heard["id"], "events": events}
    if place:
        place.setdefault("revision", heard["revision"])
        body["place"] = {name.strip("_"): value for name, value in place.items()}
    answer = client.post("/v1/plays", data=json.dumps(body), content_type="text/plain")
    assert answer.status_code == 204
    context_of(client.application).plays.flush()


def drop_off(client: FlaskClient, heard: dict[str, Any]) -> dict[str, Any]:
    answer = client.get(f"/v1/articles/{heard['id']}/drop-off").json
    assert answer is not None
    return dict(answer)


def rows(client: FlaskClient, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.reader(io.StringIO(answer.text, newline="")))


def words(client: FlaskClient, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


# -- where listeners stop ------------------------------------------------------------------------------------


def test_plays_stop_at_the_sentence_that_they_got_to(client: FlaskClient, heard: dict[str, Any]) -> None:
    tell(client, heard, START, to=0)
    tell(client, heard, START, to=0)
    tell(client, heard, to=2, from_=0)
    tell(client, heard, START, {"kind": "end", "seconds": 4}, to=4)
    found = drop_off(client, heard)
    sentences = [(s["sentence"], s["start_s"], s["reached"], s["stopped"]) for s in found["sentences"]]
    assert sentences == [(1, 0.0, 3, 1), (2, 1.44, 2, 1), (3, 2.88, 1, 0)]
    assert found["sentences"][0]["text"] == "The river rose."
    assert (found["plays"], found["finished"], found["most_lost"]) == (3, 1, 1)


def test_players_that_do_not_tell_are_counted_as_before(client: FlaskClient, heard: dict[str, Any]) -> None:
    tell(client, heard, START)
    assert drop_off(client, heard)["plays"] == 0
    total = client.get(f"/v1/articles/{heard['id']}/plays").json
    assert total is not None
    assert total["total"]["starts"] == 1


def test_places_that_cannot_be_are_left_out_and_the_play_is_not(
    client: FlaskClient, heard: dict[str, Any]
) -> None:
    tell(client, heard, START, to=4000)
    tell(client, heard, START, to=1, revision="another")
    assert drop_off(client, heard)["plays"] == 0
    assert client.get("/v1/statistics").json["total"]["starts"] == 2  # type: ignore[index]


def test_nobody_can_say_more_of_themselves_than_a_place(client: FlaskClient, heard: dict[str, Any]) -> None:
    place = {"revision": heard["revision"], "to": 1, "listener": "me"}
    answer = client.post("/v1/plays", json={"article": heard["id"], "events": [], "place": place})
    assert answer.status_code == 400


def test_so_many_places_are_believed_from_one_client(
    client: FlaskClient, heard: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tts_service.web.api.plays.MOST_OF_ONE", 2)
    for _ in range(4):
        tell(client, heard, to=1)
    assert drop_off(client, heard)["plays"] == 2


def test_without_audio_there_are_no_places(client: FlaskClient) -> None:
    status = client.post("/v1/articles", json=STORY).json
    assert status is not None
    answer = client.get(f"/v1/articles/{status['id']}/drop-off")
    assert answer.json
    assert (answer.status_code, answer.json["kind"]) == (404, "not-read-yet")
    assert "Where listeners stop" not in words(client, f"/admin/articles/{status['id']}")


def test_the_page_names_the_sentence_that_loses_most(client: FlaskClient, heard: dict[str, Any]) -> None:
    for place in (2, 2, 0):
        tell(client, heard, START, to=place)
    texts = [sentence["text"] for sentence in drop_off(client, heard)["sentences"]]
    said = words(client, f"/admin/articles/{heard['id']}")
    assert f"Sentence 2 loses most listeners: {texts[1]} 2 of the 2 plays that got there stopped" in said
    assert "0 of 3 got to the end." in said
    assert rows(client, f"/admin/articles/{heard['id']}/drop-off.csv") == [
        ["Number", "Sentence", "Got there", "Stopped there"],
        ["1", texts[0], "3", "1"],
        ["2", texts[1], "2", "2"],
        ["3", texts[2], "0", "0"],
    ]


# -- a span of days ------------------------------------------------------------------------------------------


@pytest.fixture
def played(client: FlaskClient, heard: dict[str, Any], catalog: Catalog) -> dict[str, Any]:
    for ago, starts in ((0, 3), (6, 4), (7, 100), (29, 5), (89, 6), (90, 1000)):
        counts = Counts(starts=starts, quarters=2, ends=1, seconds=60.0 * starts)
        catalog.plays.add(heard["id"], counts, TODAY - dt.timedelta(days=ago))
    return heard


def test_the_span_ends_today_and_has_a_place_for_each_day(
    client: FlaskClient, played: dict[str, Any]
) -> None:
    for days, starts in ((1, 3), (7, 7), (30, 112), (90, 118)):
        found = client.get(f"/v1/statistics?days={days}").json
        assert found is not None
        total = found["total"]
        assert (found["last"], len(found["days"]), total["starts"]) == (TODAY.isoformat(), days, starts)
        assert total["seconds"] == 60 * starts
        assert [(show["show"], show["starts"]) for show in found["shows"]] == [("daily", starts)]
        assert [(most["article"], most["starts"]) for most in found["articles"]] == [(played["id"], starts)]
        said = words(client, f"/admin/statistics?days={days}")
        assert f"Plays {starts} Minutes heard {starts}" in said


def test_files_have_the_figures_of_the_page_and_carry_nothing_out(
    client: FlaskClient, played: dict[str, Any]
) -> None:
    plays = rows(client, "/admin/statistics/plays.csv?days=7")
    assert plays[0] == ["Day", "Plays", "To the end"]
    assert [int(row[1]) for row in plays[1:]] == [4, 0, 0, 0, 0, 0, 3]
    minutes = rows(client, "/admin/statistics/minutes.csv?days=7")
    assert sum(float(row[1]) for row in minutes[1:]) == 7
    completion = rows(client, "/admin/statistics/completion.csv?days=7")
    assert completion[1:] == [
        ["Start", "7", "100.0"],
        ["¼", "4", "57.1"],
        ["½", "0", "0.0"],
        ["¾", "0", "0.0"],
        ["End", "2", "28.6"],
    ]
    [_, article] = rows(client, "/admin/statistics/articles.csv?days=7")
    assert article == [played["id"], "'=River & rain", "", "7", "7.0", "2", "28.6"]
    [_, show] = rows(client, "/admin/statistics/shows.csv?days=7")
    assert show == ["daily", "daily", "7", "7.0", "2", "28.6"]


def test_a_show_is_looked_at_alone(client: FlaskClient, played: dict[str, Any]) -> None:
    found = client.get("/v1/statistics?days=7&show=daily").json
    other = client.get("/v1/statistics?days=7&show=weekly").json
    assert found is not None
    assert other is not None
    assert (found["total"]["starts"], found["shows"], found["operation"]) == (7, [], None)
    assert (other["total"]["starts"], other["articles"]) == (0, [])
    said = words(client, "/admin/statistics?days=7&show=weekly")
    assert "Statistics: weekly" in said
    assert said.count("Nobody listened in this period.") == 3


def test_a_playlist_is_no_show(client: FlaskClient, hands: Hands, settings: Settings) -> None:
    written = "[show.daily]\n[playlist.evening]\ninclude = { everything = true }\n"
    settings.shows_path.write_text(written, "utf-8")
    status = client.post("/v1/articles", json=STORY).json
    assert status is not None
    hands.finish(status["id"], status["revision"])
    context_of(client.application).articles.refresh(status["id"])
    assert "<item>" in client.get("/feeds/playlist/evening.xml").text
    tell(client, status, START)
    found = client.get("/v1/statistics").json
    assert found is not None
    assert [show["show"] for show in found["shows"]] == ["daily"]


def test_an_article_has_its_own_days(client: FlaskClient, played: dict[str, Any]) -> None:
    plays = rows(client, f"/admin/articles/{played['id']}/plays.csv?days=7")
    assert [int(row[1]) for row in plays[1:]] == [4, 0, 0, 0, 0, 0, 3]
    page = client.get(f"/admin/articles/{played['id']}?days=7").text
    assert page.count('role="img"') == 2  # nobody told how far they got


def test_what_cannot_be_asked_is_explained(client: FlaskClient, heard: dict[str, Any]) -> None:
    for query in ("days=0", "days=91", "days=x", "show=" + "x" * 201, "show=%00"):
        assert client.get(f"/v1/statistics?{query}").status_code == 400, query
        page = client.get(f"/admin/statistics?{query}")
        assert (page.status_code, page.mimetype) == (400, "text/html"), query
    for path in (
        "statistics/secrets.csv",
        f"articles/{heard['id']}/secrets.csv",
        "articles/unknown/plays.csv",
    ):
        assert client.get(f"/admin/{path}").status_code == 404, path


def test_figures_are_for_those_with_a_key(app_with: Callable[..., Flask], heard: dict[str, Any]) -> None:
    client = app_with(api_keys=("k",)).test_client()
    for path in ("/v1/statistics", f"/v1/articles/{heard['id']}/drop-off"):
        assert client.get(path).status_code == 401
        assert client.get(path, headers={"Authorization": "Bearer k"}).status_code == 200
    for path in ("/admin/statistics/plays.csv", f"/admin/articles/{heard['id']}/plays.csv"):
        assert "text/csv" not in client.get(path).content_type


# -- operation -----------------------------------------------------------------------------------------------


def test_waits_queues_and_storage_are_shown_as_they_were_measured(
    client: FlaskClient, heard: dict[str, Any], queue: Queue, catalog: Catalog
) -> None:
    book = FigureBook(queue.redis)
    for seconds in (0.3, 0.4, 0.4, 2.5):
        book.add_wait(seconds, NOW)
    FigureSampler(queue, catalog, book).look_now_and_then()
    found = client.get("/v1/statistics?days=7").json
    assert found is not None
    operation = found["operation"]
    counted = {wait["seconds"]: wait["listeners"] for wait in operation["waits"] if wait["listeners"]}
    assert counted == {0.3: 1, 0.5: 2, 3.0: 1}
    assert operation["waited_s"] == 3.6
    assert operation["queues"][-1] == {
        "day": TODAY.isoformat(),
        "interactive": queue.depth("interactive"),
        "batch": 0,
        "fetch": 0,
    }
    assert operation["queues"][0]["batch"] is None
    narrations, size = catalog.index.finished()
    assert operation["stored"][-1] == {"day": TODAY.isoformat(), "narrations": narrations, "bytes": size}
    said = words(client, "/admin/statistics?days=7")
    assert "75% waited at most a second; 0.90 s on average." in said
    stored = rows(client, "/admin/statistics/storage.csv?days=7")
    assert stored[1][1:] == ["", ""]
    assert stored[-1][1:] == [str(narrations), str(size)]


def test_where_nobody_looked_nothing_is_drawn(client: FlaskClient) -> None:
    said = words(client, "/admin/statistics")
    assert said.count("Nothing has been measured yet.") == 4
    assert "Nobody listened to an unfinished article in this period" in said


def test_statistics_of_plays_stand_without_redis(settings: Settings, catalog: Catalog) -> None:
    away = Settings(data_dir=settings.data_dir, redis_url="redis://127.0.0.1:1/0")
    app = create_app(away)
    found = app.test_client().get("/v1/statistics").json
    assert found is not None
    assert (found["total"]["starts"], found["operation"]) == (0, None)
    assert "The queue does not answer" in words(app.test_client(), "/admin/statistics")
    context_of(app).close()
