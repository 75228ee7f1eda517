"""The audit log: who changed what, a line and a row each; and nothing about listeners."""

from __future__ import annotations

import logging
import re
import sqlite3
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
from tts_service.catalog.audit_log.asking import filter_of
from tts_service.catalog.audit_log.book import AuditFilter
from tts_service.settings import Settings
from tts_service.web.http.redaction import without_tokens

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


def test_changes_by_key(guarded: FlaskClient, catalog: Catalog, trail: Callable[[], list[str]]) -> None:
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
        f"what=lexicon.added {by} {named} write=Qarluq after=kar-look",
        f"what=lexicon.changed {by} {named} write=Qarluq before=kar-look after=kar-luke",
        f"what=lexicon.removed {by} {named} before=kar-luke",
        f"what=article.asked {by} article={article['id']} url={PAGE}",
        f"what=article.withdrawn {by} article={article['id']}",
    ]
    rows = catalog.audit.page(AuditFilter())
    assert [row.what for row in rows] == [
        *("article.withdrawn", "article.asked", "lexicon.removed", "lexicon.changed", "lexicon.added"),
    ]
    assert {(row.who, row.name, row.network) for row in rows} == {(WHO, "", "203.0.113.0/24")}
    changed = rows[3]
    assert changed.subject == f"word:{added.json['id']}"
    assert changed.about == {"write": "Qarluq", "before": "kar-look", "after": "kar-luke"}


def test_what_is_asked_for_again_changes_nothing(guarded: FlaskClient, catalog: Catalog) -> None:
    for _ in range(2):
        asked = guarded.post("/v1/articles", json={"text": "The river rose."}, headers=AUTH).json
    assert asked is not None
    guarded.post("/v1/articles", json={"url": PAGE})  # a reader's click
    for _ in range(2):
        edit = {"text": "The river fell.", "id": asked["id"]}
        guarded.post("/v1/articles", json=edit, headers=AUTH)
    guarded.post("/v1/articles", json=edit | {"access": "members"}, headers=AUTH)
    closed, edited, begun = catalog.audit.page(AuditFilter())
    assert (begun.what, begun.subject) == ("article.asked", f"article:{asked['id']}")
    assert (edited.what, edited.about) == ("article.edited", {})
    assert (closed.what, closed.about) == ("article.edited", {"access": "members"})


def test_a_catalog_that_takes_no_row_stops_no_change(
    guarded: FlaskClient, catalog: Catalog, trail: Callable[[], list[str]], settings: Settings
) -> None:
    """The change stands, and the line has it."""
    with sqlite3.connect(settings.data_dir / "catalog.db") as connection:
        connection.execute("ALTER TABLE audit_log RENAME TO elsewhere")
    assert guarded.post("/v1/lexicon", json={"write": "a", "say": "b"}, headers=AUTH).status_code == 201
    assert trail()[0].startswith("what=lexicon.added")


def test_it_is_kept_for_so_many_days(catalog: Catalog) -> None:
    catalog.audit.note("thing.done", audit.Actor("cli:ada", "ada"), article="river")
    now = datetime.now(UTC)
    assert catalog.audit.prune(now - timedelta(days=1)) == 0
    assert catalog.audit.prune(now + timedelta(days=1)) == 1
    assert catalog.audit.page(AuditFilter()) == ()


def test_filters(catalog: Catalog) -> None:
    ada, desk = audit.Actor("session:1", "Ada Moss", "2001:db8:1:2::3"), audit.Actor("key:k1", "Desk 50%")
    catalog.audit.note("article.held", ada, article="river")
    catalog.audit.note("article.published", desk, article="river", before="held")
    catalog.audit.note("articles.other", desk, show="river")

    def found(**asked: str) -> list[str]:
        return [entry.what for entry in catalog.audit.page(filter_of(asked))]

    assert found() == ["articles.other", "article.published", "article.held"]
    assert found(who="moss") == found(who="session:") == ["article.held"]
    assert found(who="50%") == ["articles.other", "article.published"]
    assert found(who="%") == found(who="50%")
    assert found(what="article") == ["article.published", "article.held"]
    assert found(what="article.held") == ["article.held"]
    assert found(subject="river") == found()
    assert found(subject="article:river") == found(what="article")
    assert found(subject="riv") == found(since="2999-01-01") == found(until="2020-01-01") == []
    (held,) = catalog.audit.page(filter_of({"what": "article.held"}))
    assert (held.network, held.by) == ("2001:db8:1::/48", "Ada Moss")


def test_the_api_lists_it_page_by_page(guarded: FlaskClient, catalog: Catalog) -> None:
    for number in range(5):
        catalog.audit.note("thing.done", audit.Actor(), article=str(number))
    seen, cursor = [], ""
    while True:
        page = guarded.get(f"/v1/audit?limit=2{cursor}", headers=AUTH).json
        assert page is not None
        seen += [entry["subject"] for entry in page["entries"]]
        if page["cursor"] is None:
            break
        cursor = f"&cursor={page['cursor']}"
    assert seen == [f"article:{number}" for number in (4, 3, 2, 1, 0)]
    assert guarded.get("/v1/audit?since=soon", headers=AUTH).status_code == 400
    table = guarded.get("/v1/audit.csv?subject=3", headers=AUTH)
    assert table.mimetype == "text/csv"
    assert table.text.splitlines()[1].split(",")[2:4] == ["thing.done", "article:3"]


def test_no_key_is_in_any_log(
    guarded: FlaskClient, catalog: Catalog, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made = guarded.post("/v1/keys", json={"name": "Desk", "scopes": ["read"]}, headers=AUTH).json
    assert made is not None
    secret = made["secret"]
    guarded.get("/v1/keys", headers={"Authorization": f"Bearer {secret}"})
    guarded.get("/v1/keys", headers={"Authorization": f"Bearer {secret}x"})
    log_in(guarded, secret)
    guarded.delete(f"/v1/keys/{made['key']['id']}", headers=AUTH)
    assert secret[10:] not in caplog.text
    assert KEY not in caplog.text
    assert secret[10:] not in guarded.get("/v1/audit.csv", headers=AUTH).text
    assert without_tokens(f"GET /?key={secret} {secret}") == "GET /?key=… …"


def test_the_newsroom(guarded: FlaskClient, hands: Hands, trail: Callable[[], list[str]]) -> None:
    status = guarded.post("/v1/articles", json={"text": "The river rose."}, headers=AUTH).json
    assert status is not None
    hands.finish(status["id"], status["revision"])
    trail()
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
    trail()
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
