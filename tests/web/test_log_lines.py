"""A trace goes from the click through the queue, and log lines say what they are about."""

from __future__ import annotations

import contextvars
import io
import json
import logging
from typing import Any

import pytest
from celery import Celery
from flask.testing import FlaskClient

from tests.web.hands import Hands
from tts_service.broker.connection import celery_options
from tts_service.log_lines import ARTICLE, TRACE, parent_of, trace_of, write_json
from tts_service.settings import Settings
from workers.celery_config import configure

CLICK = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.mark.pure
def test_a_line_is_an_object_with_its_article_and_trace() -> None:
    written, log = io.StringIO(), logging.Logger("ours")
    log.addHandler(logging.StreamHandler(written))
    write_json([log])

    def about() -> None:
        ARTICLE.set("a1")
        TRACE.set(CLICK)
        log.warning("It is %s.", "wet\nhere")

    def of_nothing() -> None:
        try:
            raise ValueError("odd")
        except ValueError:
            log.exception("It failed.")

    for step in (about, of_nothing):
        contextvars.Context().run(step)
    first, second = map(json.loads, written.getvalue().splitlines())
    assert (first["article"], first["trace"], first["level"]) == ("a1", CLICK, "WARNING")
    assert (first["message"], first["logger"]) == ("It is wet\nhere.", "ours")
    assert "ValueError: odd" in second["error"]
    assert not {"article", "trace"} & set(second)


@pytest.mark.pure
@pytest.mark.parametrize(
    "parent", ["", "00-zz-1-01", f"00-{'0' * 32}-{'1' * 16}-01", f"x00-{CLICK}-{'2' * 16}-00"]
)
def test_what_names_no_trace_begins_one(parent: str) -> None:
    assert trace_of(parent_of(CLICK)) == CLICK
    assert trace_of(parent) not in (CLICK, "0" * 32)
    assert len(trace_of(parent)) == 32


@pytest.mark.parametrize("where", ["headers", "query_string"])
def test_a_click_and_its_tasks_are_one_trace(
    client: FlaskClient, hands: Hands, settings: Settings, where: str
) -> None:
    hands.work_while_waiting = False
    parent: dict[str, Any] = {where: {"traceparent": parent_of(CLICK)}}
    client.post("/v1/articles", json={"text": "The river rose."}, **parent)
    app = Celery("tracing", set_as_current=False)
    configure(app, settings)
    app.conf.update(celery_options(settings))
    with app.connection() as connection, connection.SimpleQueue("interactive") as waiting:
        message = waiting.get(timeout=10)
        message.ack()
    assert trace_of(message.headers["traceparent"]) == CLICK

    @app.task(name="next")  # type: ignore[untyped-decorator]
    def follow(article_id: str) -> tuple[str, str]:
        return ARTICLE.get(), TRACE.get()

    def run() -> object:
        done = follow.apply(("a1",), headers={"traceparent": parent_of(CLICK)})
        return done.result

    assert contextvars.copy_context().run(run) == ("a1", CLICK)
    app.close()
