"""The demo's articles in the catalog: there from the start, as their pages are now, and out of
the way of other articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask

from audio_cache.narration_id import NarrationId
from tests.web.hands import Hands
from tts_service.article.request import ArticleRequest
from tts_service.articles import service as narration
from tts_service.articles.service import ArticleService
from tts_service.background.sweeper import Sweeper
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.settings import Settings
from tts_service.web.site.showroom import ROOMS, introduce_rooms

NAMES = {room.article for room in ROOMS}
FIRST = ArticleRequest(html="<h1>Tides</h1><p>The river rose.</p>")
REVISED = ArticleRequest(html="<h1>Tides</h1><p>The river fell.</p>")


def test_a_start_makes_them_known_and_nothing_more(
    app_with: Callable[..., Flask],
    settings: Settings,
    listening: ArticleService,
    catalog: Catalog,
    queue: Queue,
) -> None:
    app = app_with()
    introduce_rooms(app, settings, listening)
    known = {name: catalog.get(name) for name in NAMES}
    for _ in range(2):  # other processes, other starts
        introduce_rooms(app, settings, listening)
    assert {name: catalog.get(name) for name in NAMES} == known
    assert all(
        entry and (entry.url or "").startswith(f"{settings.base_url}/demo/") for entry in known.values()
    )
    assert Sweeper(catalog, listening, queue, grace_s=0).sweep() == 0
    assert queue.depth("interactive") == queue.depth("batch") == 0


def test_looking_at_them_writes_nothing(
    app_with: Callable[..., Flask],
    settings: Settings,
    listening: ArticleService,
    catalog: Catalog,
    queue: Queue,
) -> None:
    client = app_with().test_client()
    introduce_rooms(client.application, settings, listening)
    known = {name: catalog.get(name) for name in NAMES}
    for path in (
        "/demo/",
        "/demo/rtl/",
        "/v1/articles/demo",
        f"/v1/articles?url={settings.base_url}/demo/",
        "/listen/demo",
    ):
        assert client.get(path).status_code == 200
    assert {name: catalog.get(name) for name in NAMES} == known
    assert queue.depth("interactive") == queue.depth("batch") == 0


def heard(listening: ArticleService, hands: Hands) -> NarrationId:
    listening.ensure_rendering("demo")
    hands.work()
    narration = listening.current_narration("demo")
    assert narration is not None
    hands.finish("demo", narration.revision)
    assert listening.refresh("demo").status == "ready"
    return narration


def test_a_revised_demo_is_read_anew_only_where_it_was_heard(
    listening: ArticleService, hands: Hands, catalog: Catalog, queue: Queue
) -> None:
    listening.introduce(FIRST, "demo")
    listening.introduce(REVISED, "demo")
    assert (catalog.source("demo"), catalog.unsettled()) == (REVISED, ())
    first = heard(listening, hands)
    assert catalog.episodes.feeds_with("demo") == ()
    listening.introduce(FIRST, "demo")
    assert listening.current_narration("demo") == first  # until the other is there
    assert Sweeper(catalog, listening, queue, grace_s=0).sweep() == 1
    assert hands.work(1) == ["tts.prepare"]
    assert listening.current_narration("demo") not in (first, None)


@pytest.mark.parametrize(
    ("again_after", "is_tried"), [(dt.timedelta(0), True), (dt.timedelta(hours=1), False)]
)
def test_one_that_failed_is_tried_again_by_listening(
    listening: ArticleService,
    hands: Hands,
    monkeypatch: pytest.MonkeyPatch,
    again_after: dt.timedelta,
    *,
    is_tried: bool,
) -> None:
    monkeypatch.setattr(narration, "OWN_AGAIN", again_after)
    hands.refusing = True
    listening.introduce(FIRST, "demo")
    listening.ensure_rendering("demo")
    hands.work()
    assert listening.status("demo").status == "failed"
    hands.refusing = False
    listening.ensure_rendering("demo")
    assert bool(hands.work()) == is_tried
    listening.introduce(FIRST, "demo")  # the next start
    assert heard(listening, hands)
