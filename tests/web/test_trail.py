"""The trail: who changed what, one line each; and nothing about listeners."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.hands import Hands
from tests.web.test_newsroom_gate import log_in, token_in
from tts_service import audit
from tts_service.articles.service import ArticleService
from tts_service.background.hooks import HookReport, deliver, record
from tts_service.catalog import Catalog
from tts_service.settings import Settings

KEY = "a-key-of-the-newsroom"
AUTH = {"Authorization": f"Bearer {KEY}"}
WHO = f"key:{audit.fingerprint(KEY)}"
PAGE = "https://news.example/river"
SHOWS = '[show.harbor]\ntitle = "Harbor Talk"\n'


@pytest.fixture
def trail(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """Calling it gives the lines since the last call."""
    caplog.set_level(logging.INFO)

    def lines() -> list[str]:
        found = [record.message for record in caplog.records if record.name == "tts_service.audit"]
        caplog.clear()
        return found

    return lines


@pytest.fixture
def guarded(app_with: Callable[..., Flask], settings: Settings) -> FlaskClient:
    settings.shows_path.write_text(SHOWS, "utf-8")
    client = app_with(api_keys=(KEY,), allowed_sites=("https://news.example",)).test_client()
    client.environ_base = client.environ_base | {"REMOTE_ADDR": "203.0.113.7"}
    return client


def test_changes_by_key(guarded: FlaskClient, trail: Callable[[], list[str]]) -> None:
    word = {"write": "Qarluq", "say": "kar-look"}
    added = guarded.post("/v1/lexicon", json=word, headers=AUTH)
    assert added.json is not None
    path = f"/v1/lexicon/{added.json['id']}"
    guarded.put(path, json=word | {"say": "kar-luke"}, headers=AUTH | {"If-Match": "*"})
    guarded.delete(path, headers=AUTH | {"If-Match": "*"})
    article = guarded.post("/v1/articles", json={"url": PAGE}, headers=AUTH).json
    assert article is not None
    guarded.delete(f"/v1/articles/{article['id']}", headers=AUTH)
    by = f"who={WHO} client=203.0.113.7"
    named = f"word={added.json['id']}"
    assert trail() == [
        f"what=lexicon.added {by} {named}",
        f"what=lexicon.changed {by} {named}",
        f"what=lexicon.removed {by} {named}",
        f"what=article.withdrawn {by} article={article['id']}",
    ]


def test_the_newsroom(guarded: FlaskClient, hands: Hands, trail: Callable[[], list[str]]) -> None:
    status = guarded.post("/v1/articles", json={"text": "The river rose."}, headers=AUTH).json
    assert status is not None
    hands.finish(status["id"], status["revision"])
    log_in(guarded, "wrong")
    log_in(guarded, KEY)
    page = f"/admin/articles/{status['id']}"
    form = {"token": token_in(guarded.get(page))}
    guarded.post(f"{page}/publish", data=form | {"do": "pick", "show": "harbor"})
    guarded.post(f"{page}/publish", data=form | {"do": "unpick", "show": "harbor"})
    guarded.post(f"{page}/withdraw", data=form)
    guarded.post("/admin/logout", data=form)
    wrong, login, *done, logout = trail()
    assert wrong == "what=key.wrong who=- client=203.0.113.7"
    found = re.fullmatch(
        rf"what=login (who=session:\w+ client=203\.0\.113\.7) key={WHO.removeprefix('key:')}", login
    )
    assert found is not None
    by = found[1]
    assert done == [
        f"what=show.picked {by} show=harbor article={status['id']}",
        f"what=show.unpicked {by} show=harbor article={status['id']}",
        f"what=article.withdrawn {by} article={status['id']}",
    ]
    assert logout == f"what=logout {by}"


def test_ended_sessions(guarded: FlaskClient, trail: Callable[[], list[str]]) -> None:
    log_in(guarded, KEY)
    page = guarded.get("/admin/sessions").text
    named = re.search(r'name="session" value="(\w+)"', page)
    assert named is not None
    token = re.search(r'name="token" value="(\w+)"', page)
    assert token is not None
    trail()
    guarded.post("/admin/sessions/end", data={"token": token[1], "session": named[1]})
    assert trail() == [f"what=session.ended who=session:{named[1]} client=203.0.113.7 session={named[1]}"]


def test_what_a_hook_deletes(
    guarded: FlaskClient, catalog: Catalog, listening: ArticleService, trail: Callable[[], list[str]]
) -> None:
    article = guarded.post("/v1/articles", json={"url": PAGE}, headers=AUTH).json
    assert article is not None
    for _ in range(2):  # the second finds nothing to delete
        now = datetime.now(UTC)
        record(HookReport(url=PAGE, event="deleted"), catalog.hooks, now)
        assert deliver(catalog.hooks, listening, now + timedelta(minutes=1)) == 1
    assert trail() == [f"what=article.withdrawn who=hook client=- article={article['id']} url={PAGE}"]


def test_who_listens_is_in_no_log(
    guarded: FlaskClient, hands: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    status = guarded.post("/v1/articles", json={"url": PAGE}).json
    assert status is not None
    hands.finish(status["id"], status["revision"])
    for path in (f"/audio/{status['id']}.mp3", f"/v1/articles/{status['id']}/events", "/audio/none.mp3"):
        guarded.get(path)
    guarded.post("/v1/plays", json={"article": status["id"], "events": [{"kind": "start", "seconds": 0}]})
    assert "203.0.113.7" not in caplog.text


@pytest.mark.parametrize("value", ["a b", 'say "it"', "x\nwhat=login", "x=y", "", "ünlike", "\u2028"])
def test_no_value_is_taken_for_a_field_or_a_line(value: str, trail: Callable[[], list[str]]) -> None:
    audit.note("lexicon.added", word=value)
    (line,) = trail()
    assert line.isascii()
    assert line.isprintable()
    assert re.fullmatch(r"what=lexicon.added who=- client=- word='.*'|.*word=\".*\"", line)
