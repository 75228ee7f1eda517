"""Sessions of the newsroom: kept on the server, listed, and ended."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.test_newsroom_gate import log_in, token_in
from tts_service.broker.queue import Queue
from tts_service.contracts.messages import SESSIONS
from tts_service.settings import Settings
from tts_service.web import create_app
from tts_service.web.admin.login import COOKIE
from tts_service.web.admin.sessions import IDLE_S, LASTS_S, Session, Sessions
from tts_service.web.context import context_of
from tts_service.web.limits.keys import KeyHolder

KEY = "a-key-of-the-newsroom"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 "
    "Edg/142.0"
)


@pytest.fixture
def browser(app_with: Callable[..., Flask]) -> Callable[..., FlaskClient]:
    """``browser(agent)``: another one on the same service, that says it is ``agent``. Its session begins
    with the key."""

    def make(agent: str = FIREFOX, address: str = "203.0.113.7") -> FlaskClient:
        client = app_with(api_keys=(KEY,)).test_client()
        client.environ_base = client.environ_base | {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": address}
        assert log_in(client, KEY).status_code == 303
        return client

    return make


def cookie_of(client: FlaskClient) -> str:
    cookie = client.get_cookie(COOKIE, path="/admin/")
    assert cookie is not None
    return cookie.value


def is_in(client: FlaskClient) -> bool:
    return client.get("/admin/").status_code == 200


def post(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    return client.post(path, data={"token": token_in(client.get("/admin/sessions")), **fields})


def ids(client: FlaskClient) -> list[str]:
    return re.findall(r'name="session" value="(\w+)"', client.get("/admin/sessions").text)


def test_logging_out_ends_the_session_on_the_server(browser: Callable[..., FlaskClient]) -> None:
    client = browser()
    kept = cookie_of(client)
    post(client, "/admin/logout")
    client.set_cookie(COOKIE, kept, path="/admin/")
    assert not is_in(client)


def test_the_server_keeps_no_token(browser: Callable[..., FlaskClient], queue: Queue) -> None:
    client = browser()
    names = list(queue.redis.scan_iter(f"{SESSIONS}*"))
    assert names == [f"{SESSIONS}{hashlib.sha256(cookie_of(client).encode()).hexdigest()}".encode()]
    kept = queue.redis.get(names[0])
    assert kept is not None
    assert cookie_of(client).encode() not in kept
    assert KEY.encode() not in kept
    assert 0 < queue.redis.ttl(names[0]) <= IDLE_S


def test_strangers_at_the_door_leave_nothing_behind(app_with: Callable[..., Flask], queue: Queue) -> None:
    client = app_with(api_keys=(KEY,)).test_client()
    client.get("/admin/")
    log_in(client, "wrong")
    assert list(queue.redis.scan_iter(f"{SESSIONS}*")) == []


def test_sessions_are_listed(browser: Callable[..., FlaskClient]) -> None:
    here, there = browser(FIREFOX), browser(EDGE, "2001:db8:2:3::7")
    page = there.get("/admin/sessions").text
    assert "Firefox on Linux" in page
    assert "Edge on Windows" in page
    assert "<code>203.0.113.7</code>" in page
    assert "2001:db8:2:3::/64" in page
    assert page.count(">this session<") == here.get("/admin/sessions").text.count(">this session<") == 1
    assert len(ids(here)) == 2


def test_what_a_browser_says_of_itself_is_only_text(browser: Callable[..., FlaskClient]) -> None:
    page = browser("<script>alert(1)</script>" + "x" * 5000).get("/admin/sessions").text
    assert "<script>" not in page
    assert "Another program" in page


def test_another_session_is_ended(browser: Callable[..., FlaskClient]) -> None:
    here, there = browser(), browser()
    mine = hashlib.sha256(cookie_of(here).encode()).hexdigest()[:12]
    other = next(name for name in ids(here) if name != mine)
    assert post(here, "/admin/sessions/end", session=other).status_code == 303
    assert (is_in(here), is_in(there)) == (True, False)
    assert post(here, "/admin/sessions/end", session=other).status_code == 404
    assert post(here, "/admin/sessions/end", session=mine).status_code == 303
    assert not is_in(here)


@pytest.mark.parametrize("name", ["", "*", "?" * 12, "0" * 11, "0" * 64])
def test_an_id_is_no_pattern(browser: Callable[..., FlaskClient], name: str) -> None:
    client = browser()
    assert post(client, "/admin/sessions/end", session=name).status_code == 404
    assert is_in(client)


def test_all_others_are_ended(browser: Callable[..., FlaskClient]) -> None:
    here, *others = (browser() for _ in range(3))
    post(here, "/admin/sessions/end-others")
    assert is_in(here)
    assert not any(map(is_in, others))


def test_nobody_without_a_session_ends_one(
    browser: Callable[..., FlaskClient], app_with: Callable[..., Flask]
) -> None:
    client, stranger = browser(), app_with(api_keys=(KEY,)).test_client()
    token = token_in(stranger.get("/admin/login"))
    for path in ("/admin/sessions/end-others", "/admin/sessions/end"):
        answer = stranger.post(path, data={"token": token, "session": ids(client)[0]})
        assert answer.status_code == 403
    assert is_in(client)


def age(queue: Queue, **changes: dt.datetime) -> None:
    """The one session is older than it is."""
    name = next(queue.redis.scan_iter(f"{SESSIONS}*"))
    session = msgspec.json.decode(queue.redis.get(name) or b"", type=Session)
    queue.redis.set(name, msgspec.json.encode(msgspec.structs.replace(session, **changes)), ex=100)


def test_a_session_in_use_lasts_but_not_for_ever(browser: Callable[..., FlaskClient], queue: Queue) -> None:
    client = browser()
    now = dt.datetime.now(dt.UTC)
    age(queue, seen=now - dt.timedelta(hours=1))
    assert is_in(client)
    name = next(queue.redis.scan_iter(f"{SESSIONS}*"))
    assert queue.redis.ttl(name) > 100  # it is idle from now on only
    age(queue, begun=now - dt.timedelta(seconds=LASTS_S))
    assert not is_in(client)


def test_what_has_just_been_ended_is_not_renewed(queue: Queue) -> None:
    sessions = Sessions(queue.redis, lambda session: KeyHolder(session.who))
    token, session = sessions.begin(KeyHolder("key:k1"), "203.0.113.7/32", FIREFOX)
    age(queue, seen=dt.datetime.now(dt.UTC) - dt.timedelta(hours=1))
    ending = Sessions(_Ending(queue.redis, sessions, session.id), sessions.holder_of)  # type: ignore[arg-type]
    assert ending.find(token) is None
    assert sessions.all() == ()


class _Ending:
    """Redis, and somebody who ends the session between reading and writing it."""

    def __init__(self, client: object, sessions: Sessions, session_id: str) -> None:
        self._client, self._sessions, self._id = client, sessions, session_id

    def get(self, name: str) -> object:
        found = self._client.get(name)  # type: ignore[attr-defined]
        self._sessions.end(self._id)
        return found

    def __getattr__(self, name: str) -> object:
        return getattr(self._client, name)


def test_without_redis_nobody_is_let_in_and_is_told_so(
    browser: Callable[..., FlaskClient], settings: Settings
) -> None:
    cookie = cookie_of(browser())
    app = create_app(Settings(data_dir=settings.data_dir, redis_url="redis://127.0.0.1:1/0", api_keys=(KEY,)))
    client = app.test_client()
    door = log_in(client, KEY)
    client.set_cookie(COOKIE, cookie, path="/admin/")
    for answer in (door, client.get("/admin/")):
        assert answer.status_code == 503
        assert "Try again in a moment" in answer.text
        assert "Overview" not in answer.text
    context_of(app).close()


def test_without_keys_there_are_none(client: FlaskClient) -> None:
    page = client.get("/admin/sessions")
    assert page.status_code == 200
    assert "there are no sessions" in page.text
    assert "sessions" not in client.get("/admin/").text
