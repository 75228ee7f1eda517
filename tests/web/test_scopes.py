"""Each address has a scope, and a key does what its scopes say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.web.hands import Hands
from tts_service.catalog import Catalog
from tts_service.catalog.audit_log.asking import filter_of
from tts_service.catalog.keys.book import NewKey
from tts_service.scopes import SCOPES, Scope
from tts_service.web.limits.keys import KNOWN_S
from tts_service.web.scopes.table import CHANGING, ROUTES, UNDECIDED, rule_of

ROOT = "a-key-of-the-operator"
ISSUER = "https://login.example"
SETTINGS = {
    "api_keys": (ROOT,),
    "allowed_sites": ("https://news.example",),
    "oidc_issuer": ISSUER,
    "oidc_client_id": "newsroom",
    "oidc_allowed": ("@news.example",),
}
NUMBERS = {"first": 0, "end": 10}
NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def app(app_with: Callable[..., Flask]) -> Flask:
    return app_with(**SETTINGS)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def key(catalog: Catalog) -> Callable[..., str]:
    """``key("read", "write")``: one with these scopes."""

    def made(*scopes: str, expires: str = "", now: dt.datetime = NOW) -> str:
        _, secret = catalog.keys.make(NewKey(name="Desk", scopes=scopes, expires=expires), "a test", now)
        return secret

    return made


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def mapped(app: Flask) -> set[tuple[str, str]]:
    ignored = {"HEAD", "OPTIONS"}
    return {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - ignored
    }


def address(rule: Rule) -> str:
    built = rule.build({name: NUMBERS.get(name, "nobody") for name in rule.arguments}, append_unknown=False)
    assert built is not None
    return str(built[1])


def test_every_route_has_a_line_in_the_table_and_every_line_a_route(app: Flask) -> None:
    decided = {(address, method) for address, methods in ROUTES.items() for method in methods}
    assert mapped(app) - decided == set(), "which scope does it need? Say so in web/scopes/table.py"
    assert decided - mapped(app) == set()


def test_a_route_that_nobody_has_decided_on_is_for_those_who_may_everything(
    app: Flask, key: Callable[..., str]
) -> None:
    app.add_url_rule("/v1/new", "new", lambda: "done", methods=["GET", "POST"])
    client = app.test_client()
    assert rule_of("/v1/new", "POST") == UNDECIDED
    assert client.get("/v1/new").status_code == 401
    assert client.get("/v1/new", headers=bearer(key("read", "write", "publish"))).status_code == 403
    assert client.get("/v1/new", headers=bearer(key("admin"))).text == "done"


def test_each_route_refuses_each_key_without_its_scope(
    app: Flask, client: FlaskClient, key: Callable[..., str]
) -> None:
    """And none that has it: whatever else is wrong with the request, it is not the key."""
    keys = {scope: key(scope) for scope in SCOPES}
    seen = 0
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            needed = rule_of(rule.rule, method).scope
            if needed is None or rule.rule.startswith("/admin/"):
                continue
            stranger = client.open(address(rule), method=method)
            assert stranger.status_code == 401 or rule_of(rule.rule, method).or_reader, rule.rule
            for scope, shown in keys.items():
                answer = client.open(address(rule), method=method, headers=bearer(shown))
                may = scope in (needed, "admin")
                assert (answer.status_code == 403) is not may, (method, rule.rule, scope)
                if not may and method != "HEAD":
                    assert_names(answer, needed)
                seen += 1
    assert seen > 100


def assert_names(answer: TestResponse, scope: Scope) -> None:
    assert answer.json is not None
    assert f"the scope {scope}" in str(answer.json.get("detail") or answer.json["error"]["message"])
    assert f'scope="{scope}"' in answer.headers["WWW-Authenticate"]
    if "type" in answer.json:
        assert answer.json["type"] == "/docs#problem-scope-needed"


def test_each_page_of_the_newsroom_refuses_each_session_without_its_scope(
    app: Flask, catalog: Catalog, key: Callable[..., str]
) -> None:
    for scope in SCOPES:
        client = app.test_client()
        token = log_in(client, key("read", scope))
        for rule in app.url_map.iter_rules():
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                needed = rule_of(rule.rule, method).scope
                if needed is None or not rule.rule.startswith("/admin/"):
                    continue
                if (method, rule.rule) == ("POST", "/admin/sessions/end-others"):
                    continue  # would end those of this test
                given = {"token": token}
                answer = (
                    client.post(address(rule), data=given)
                    if method == "POST"
                    else client.get(address(rule), query_string=given)
                )
                may = needed in ("read", scope) or scope == "admin"
                assert (answer.status_code == 403) is not may, (method, rule.rule, scope)


def log_in(client: FlaskClient, key: str) -> str:
    """Returns what each form has to bring along."""
    from tests.web.test_newsroom_gate import log_in as shown
    from tests.web.test_newsroom_gate import token_in

    assert shown(client, key).status_code == 303
    page = client.get("/admin/")
    assert page.status_code == 200
    return token_in(page)


def test_what_is_open_stays_open_to_every_key(client: FlaskClient, key: Callable[..., str]) -> None:
    for shown in (key("publish"), key("read")):
        assert client.get("/v1/articles", headers=bearer(shown)).status_code == 200
        assert client.get("/v1/lexicon", headers=bearer(shown)).status_code == 200


def test_a_key_of_the_environment_may_everything(client: FlaskClient) -> None:
    assert client.get("/v1/keys", headers=bearer(ROOT)).json == {"keys": []}


def test_a_key_without_write_asks_for_nothing_that_readers_may_ask_for(
    client: FlaskClient, key: Callable[..., str]
) -> None:
    page = {"url": "https://news.example/river"}
    assert client.post("/v1/articles", json=page, headers=bearer(key("read"))).status_code == 403
    assert client.post("/v1/articles", json=page).status_code == 202


def test_who_may_hear_it_and_when_is_for_those_who_publish(
    client: FlaskClient, key: Callable[..., str]
) -> None:
    writer, editor = bearer(key("write")), bearer(key("write", "publish"))
    wishes: tuple[dict[str, object], ...] = (
        {"access": "members"},
        {"publish_at": "2099-01-01T00:00:00Z"},
        {"hold": True},
    )
    for wish in wishes:
        body = {"text": "The river rose.", **wish}
        assert_names(client.post("/v1/articles", json=body, headers=writer), "publish")
        assert client.post("/v1/articles", json=body, headers=editor).status_code == 202


def test_articles_for_members_are_seen_by_keys_that_read(
    client: FlaskClient, hands: Hands, key: Callable[..., str]
) -> None:
    closed = client.post(
        "/v1/articles", json={"text": "Ours.", "access": "members"}, headers=bearer(ROOT)
    ).json
    assert closed is not None
    path = f"/v1/articles/{closed['id']}"
    assert client.get(path, headers=bearer(key("read"))).status_code == 200
    assert client.get(path, headers=bearer(key("write"))).status_code == 404


@pytest.mark.parametrize("wish", [{"access": "members"}, {"hold": True}])
def test_whoever_asks_again_hears_no_more_than_their_key_may(
    app: Flask, client: FlaskClient, hands: Hands, key: Callable[..., str], wish: dict[str, object]
) -> None:
    """The audio that an answer may be is sent past the gate."""
    body: dict[str, object] = {"text": "Ours, and nobody else's."}
    status = client.post("/v1/articles", json=body | wish, headers=bearer(ROOT)).json
    assert status is not None
    hands.finish(status["id"], status["revision"])
    wanted = {"Accept": "audio/mpeg"}
    for scopes, kind in ((("write",), "application/json"), (("read", "write"), "audio/mpeg")):
        answer = client.post("/v1/articles", json=body, headers=bearer(key(*scopes)) | wanted)
        assert (answer.status_code, answer.mimetype) == (200, kind), scopes


def test_an_editor_who_may_only_write_begins_articles_and_decides_nothing(
    app: Flask, client: FlaskClient, hands: Hands, catalog: Catalog, key: Callable[..., str]
) -> None:
    closed = client.post(
        "/v1/articles", json={"text": "Ours.", "access": "members"}, headers=bearer(ROOT)
    ).json
    known = client.post("/v1/articles", json={"text": "Everybody's."}, headers=bearer(ROOT)).json
    assert closed is not None
    assert known is not None
    token = log_in(client, key("read", "write"))
    assert 'name="hold"' not in client.get("/admin/new").text
    for text, wish in (("Ours.", {"access": "open"}), ("Everybody's.", {"hold": "on"})):
        answer = client.post("/admin/new", data={"token": token, "by": "text", "text": text, **wish})
        assert (answer.status_code, "This needs the scope publish" in answer.text) == (403, True)
    seen = [catalog.get(article["id"]) for article in (closed, known)]
    assert [(entry.access, entry.hold) for entry in seen if entry] == [("members", None), (None, None)]
    assert client.post("/admin/new", data={"token": token, "by": "text", "text": "New."}).status_code == 303


def test_what_is_begun_in_the_newsroom_is_in_the_audit_log(
    client: FlaskClient, hands: Hands, catalog: Catalog, key: Callable[..., str]
) -> None:
    token = log_in(client, key("read", "write", "publish"))
    form = {"token": token, "by": "text", "text": "The river rose."}
    for wish in ({}, {}, {"hold": "on"}):
        assert client.post("/admin/new", data=form | wish).status_code == 303
    held, asked = catalog.audit.page(filter_of({"what": "article"}))
    assert (asked.what, held.what, held.about["before"]) == ("article.asked", "article.held", "published")
    assert asked.subject == held.subject
    assert catalog.audit.page(filter_of({"what": "route"})) == ()


def test_an_expired_key_says_so(client: FlaskClient, key: Callable[..., str]) -> None:
    answer = client.get(
        "/v1/keys", headers=bearer(key("admin", expires="1h", now=NOW - dt.timedelta(hours=2)))
    )
    assert answer.json is not None
    assert (answer.status_code, answer.json["type"]) == (401, "/docs#problem-key-expired")
    assert client.get("/v1/keys", headers=bearer(key("admin", expires="1h"))).status_code == 200


def test_an_unknown_key_is_none(client: FlaskClient, key: Callable[..., str]) -> None:
    answer = client.get("/v1/keys", headers=bearer(key("admin")[:-1]))
    assert answer.json is not None
    assert (answer.status_code, answer.json["type"]) == (401, "/docs#problem-unauthorized")


def test_a_session_goes_with_its_key(
    app_with: Callable[..., Flask], catalog: Catalog, key: Callable[..., str]
) -> None:
    assert KNOWN_S < 2
    client = app_with(**SETTINGS).test_client()
    log_in(client, key("read"))
    catalog.keys.revoke(catalog.keys.all()[0].id, dt.datetime.now(dt.UTC))
    other = app_with(**SETTINGS).test_client()  # another process, which has not asked about the key lately
    cookie = client.get_cookie("newsroom", path="/admin/")
    assert cookie is not None
    other.set_cookie("newsroom", cookie.value, path="/admin/")
    assert other.get("/admin/").status_code == 403


def test_a_key_that_may_not_read_does_not_log_in(client: FlaskClient, key: Callable[..., str]) -> None:
    from tests.web.test_newsroom_gate import log_in as shown

    answer = shown(client, key("write"))
    assert answer.status_code == 403
    assert "This needs the scope read. This key has write." in answer.text


def test_every_change_is_recorded_or_says_why_not(app: Flask) -> None:
    """Of each route that changes something: what its view does not say, its name does."""
    unrecorded = {
        (address, method): rule.unrecorded
        for address, methods in ROUTES.items()
        for method, rule in methods.items()
        if method in CHANGING and rule.unrecorded
    }
    assert {address for address, _ in unrecorded} == {
        "/v1/plays",
        "/v1/audio/speech",
        "/v1/hooks/articles",
        "/v1/hooks/websub/<id>",
    }
    assert all(
        rule.scope is None or not rule.unrecorded or "kept nowhere" in rule.unrecorded
        for rules in ROUTES.values()
        for rule in rules.values()
    )


def test_a_change_that_no_view_tells_of_is_recorded_by_its_route(app: Flask, catalog: Catalog) -> None:
    app.add_url_rule("/v1/new/<article_id>", "new", lambda article_id: "done", methods=["POST"])
    assert app.test_client().post("/v1/new/river", headers=bearer(ROOT)).status_code == 200
    (entry,) = catalog.audit.page(filter_of({}))
    assert (entry.what, entry.subject) == ("route.new", "article:river")
