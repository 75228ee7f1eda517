"""Webhooks from two real web processes: each is sent once, and a receiver that is silent holds up nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import wait_until
from tests.web.streaming.web_server import Server
from tests.webhook_receiver import Receiver
from tts_service.article.request import ArticleRequest
from tts_service.catalog import Catalog, Facts
from tts_service.contracts.webhooks import EVENT_TYPES

MANY = 20


@pytest.fixture
def receivers() -> Iterator[tuple[Receiver, Receiver]]:
    both = Receiver(), Receiver()
    yield both
    for receiver in both:
        receiver.close()


def finish(catalog: Catalog, name: str) -> None:
    catalog.accept(ArticleRequest(text="Words."), name, None, "d", "batch")
    catalog.record(name, "d", Facts(status="ready", revision="r1", duration_s=1.0, size=1))


def test_two_web_processes_send_each_once(
    tmp_path: Path, redis_url: str, receivers: tuple[Receiver, Receiver]
) -> None:
    quick, silent = receivers
    silent.behaves = silent.never_answers
    server = Server(tmp_path, redis_url, webhook_sites=f"{quick.origin},{silent.origin}")
    added = server.client.post("/v1/webhooks", json={"url": f"{quick.origin}/listen"}).json()
    catalog = Catalog(f"sqlite:///{tmp_path / 'catalog.db'}")
    catalog.endpoints.add(silent.origin, EVENT_TYPES, None, dt.datetime.now(dt.UTC))
    for n in range(MANY):
        finish(catalog, f"river{n}")
    wait_until(lambda: len(quick.received) >= MANY, "all webhooks")
    assert server.client.get("/healthz").status_code == 200
    assert len(server.processes()) == 2
    wait_until(lambda: catalog.deliveries.waiting()[0] == MANY, "what became of them")
    assert len(quick.ids) == len(set(quick.ids)) == MANY
    assert {one.verified_by(added["secret"])["type"] for one in quick.received} == {"ready"}
    assert len(silent.received) == 2
    catalog.close()
    server.end()
