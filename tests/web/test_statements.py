"""How many statements of SQL it takes to answer who reads or listens: no row is read twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.web.hands import Hands
from tests.web.test_reads_write_nothing import PAGE, URL
from tts_service.article.request import ArticleRequest
from tts_service.articles.service import ArticleService
from tts_service.catalog import Catalog
from tts_service.catalog.publication.state import EditorialDecision
from tts_service.web.media.ready_audio import EXTENSION

ONE = (
    "/v1/articles/{id}",
    "/v1/articles",
    f"/v1/articles?url={URL}",
    "/v1/articles/{id}/script",
    "/v1/articles/{id}/account",
    "/audio/{id}.mp3",
    "/audio/{id}/{revision}.mp3",
    "/audio/{id}.m3u8",
    "/captions/{id}.vtt",
    "/captions/{id}/{revision}.vtt",
    "/chapters/{id}.json",
    "/listen/{id}",
    "/embed/{id}",
    f"/oembed?url={URL}",
    "/oembed?url=http://127.0.0.1:8000/listen/{id}",
)
EXPECTED = dict.fromkeys(ONE, 1) | {"/feed.xml": 2, "/healthz": 0, "/listen-button.js": 0}
"""A feed asks how many episodes there are, and for those of a page."""


@contextmanager
def statements(catalog: Catalog) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    engine = catalog._database._engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def ready(listening: ArticleService, hands: Hands) -> dict[str, str]:
    """An article that is finished, and noted by the catalog."""
    status = listening.request(ArticleRequest(html=PAGE % "The river rose. The bridge held."))
    hands.finish(status.id, status.revision or "")
    found = listening.refresh(status.id)
    assert (found.settled, found.revision) == (True, status.revision)
    return {"id": status.id, "revision": status.revision or ""}


@pytest.fixture
def client(app_with: Callable[..., Flask]) -> FlaskClient:
    return app_with().test_client()


def test_a_read_asks_the_catalog_once(client: FlaskClient, catalog: Catalog, ready: dict[str, str]) -> None:
    asked = {}
    for path in EXPECTED:
        address = path.format(**ready)
        assert client.get(address).status_code == 200, path  # what is opened or loaded once is opened now
        with statements(catalog) as seen:
            client.get(address)
        asked[path] = len(seen)
    assert asked == EXPECTED


def test_a_play_asks_once_whether_it_may_be_counted(
    client: FlaskClient, catalog: Catalog, ready: dict[str, str]
) -> None:
    play = {"article": ready["id"], "events": [{"kind": "start", "seconds": 0}]}
    assert client.post("/v1/plays", json=play).status_code < 300
    with statements(catalog) as seen:
        assert client.post("/v1/plays", json=play).status_code < 300
    assert len(seen) == 1


def test_what_a_request_has_looked_up_is_old_for_the_next(
    client: FlaskClient, catalog: Catalog, listening: ArticleService, ready: dict[str, str]
) -> None:
    address = f"/v1/articles/{ready['id']}"
    assert client.get(address).status_code == 200
    assert client.get(f"/audio/{ready['id']}/{ready['revision']}.mp3").status_code == 200  # takes nothing
    listening.delete(ready["id"])
    assert client.get(address).status_code == 404
    with pytest.raises(Exception, match="no article"):
        listening.status(ready["id"])


def test_what_is_sent_past_the_application_does_not_see_it_either(
    client: FlaskClient, catalog: Catalog, ready: dict[str, str]
) -> None:
    """A connection is kept open: by then an editor may have held the article."""
    moving = f"/audio/{ready['id']}.mp3"
    assert client.get(f"/captions/{ready['id']}/{ready['revision']}.vtt").status_code == 200  # takes nothing
    catalog.publication.change(ready["id"], EditorialDecision(to="held"), dt.datetime.now(dt.UTC), None)
    assert client.application.extensions[EXTENSION].find(moving) is None
