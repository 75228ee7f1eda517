"""A reverse proxy logs editors in: what it says is believed, and nobody else is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.login.conftest import KEY
from tests.web.test_newsroom_gate import log_in, token_in
from tts_service.catalog import Catalog
from tts_service.catalog.audit_log.asking import filter_of

PROXY = "10.0.0.7"
SETTINGS = {
    "api_keys": (KEY,),
    "trusted_proxies": ("10.0.0.0/8",),
    "proxy_user_header": "Remote-User",
    "proxy_groups_header": "Remote-Groups",
    "login_groups": {"desk": frozenset(("read", "write")), "it": frozenset(("admin",))},
}
ADA = {"Remote-User": "Ada Moß".encode().decode("latin-1"), "Remote-Groups": "cooks, desk"}


@pytest.fixture
def client(app_with: Callable[..., Flask]) -> FlaskClient:
    client = app_with(**SETTINGS).test_client()
    client.environ_base = client.environ_base | {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": "203.0.113.7"}
    return client


def test_whom_the_proxy_names_is_in(client: FlaskClient, catalog: Catalog) -> None:
    page = client.get("/admin/", headers=ADA)
    assert page.status_code == 200
    assert "Ada Moß" in page.text
    assert "Log out" not in page.text  # the proxy does that
    assert client.get("/admin/keys", headers=ADA).status_code == 403
    posted = client.post(
        "/v1/articles", json={"text": "The river rose."}, headers={"Authorization": f"Bearer {KEY}"}
    )
    assert posted.json is not None
    article = f"/admin/articles/{posted.json['id']}"
    form = {"token": token_in(client.get(article, headers=ADA))}
    assert client.post(f"{article}/again", data=form, headers=ADA).status_code == 303
    assert client.post(f"{article}/withdraw", data=form, headers=ADA).status_code == 403
    (again, _) = catalog.audit.page(filter_of({}))
    assert (again.what, again.who, again.name) == ("article.rendered-again", "proxy:Ada Moß", "Ada Moß")
    assert again.network == "203.0.113.0/24"


def test_no_longer_once_it_names_nobody(client: FlaskClient) -> None:
    assert client.get("/admin/", headers=ADA).status_code == 200
    assert client.get("/admin/").status_code == 403


def test_a_form_without_its_token_is_refused(client: FlaskClient) -> None:
    assert client.post("/admin/articles/river/again", headers=ADA).status_code == 403


@pytest.mark.parametrize("peer", ["203.0.113.7", "11.0.0.7", "::1", ""])
def test_nobody_else_is_believed(client: FlaskClient, peer: str) -> None:
    environ = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": PROXY}
    answer = client.get("/admin/", headers=ADA, environ_overrides=environ)
    assert answer.status_code == 403
    assert 'type="password"' in answer.text


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({"Remote-User": "ada", "Remote-Groups": "cooks"}, "none of their groups"),
        ({"Remote-User": "ada"}, "none of their groups"),
        ({"Remote-User": "mallory, ada", "Remote-Groups": "it"}, "does not name one editor"),
    ],
)
def test_who_may_not_enter_is_told_why(client: FlaskClient, headers: dict[str, str], told: str) -> None:
    answer = client.get("/admin/articles", headers=headers)
    assert answer.status_code == 403
    assert told in answer.text
    assert "Articles</a>" not in answer.text


def test_the_header_opens_nothing_but_the_newsroom(client: FlaskClient) -> None:
    assert client.get("/v1/keys", headers={"Remote-User": "ada", "Remote-Groups": "it"}).status_code == 401


def test_keys_work_beside_it(client: FlaskClient) -> None:
    assert log_in(client, KEY).status_code == 303
    assert client.get("/admin/keys").status_code == 200
