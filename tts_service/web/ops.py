"""For those who run the service: is it up, is it ready, what has it done."""

from __future__ import annotations

import datetime as dt
import logging

from flask import Blueprint, Response
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from tts_service.articles.backlog import backlog_of
from tts_service.broker.queue import QUEUES, Queue
from tts_service.contracts.messages import FETCH_QUEUE
from tts_service.errors import ProblemKind, ServiceError, Unavailable
from tts_service.ops.context import AppContext
from tts_service.ops.readiness import ReadinessCheck
from tts_service.web.http.bodies import json_answer
from tts_service.web.http.stopping import is_stopping
from tts_service.web.metrics import exposition
from tts_service.web.openapi.terms import JSON, Answer, Operation

log = logging.getLogger(__name__)

STOPPING = "This web process is stopping."


def ops_blueprint(context: AppContext) -> Blueprint:
    blueprint = Blueprint("ops", __name__)
    readiness = ReadinessCheck(context.queue, context.settings)

    @blueprint.get("/healthz")
    def healthz() -> Response:
        return json_answer({"status": "ok"})

    @blueprint.get("/readyz")
    def readyz() -> Response:
        found = readiness()
        away = _away(context)
        if away:
            raise Unavailable(" ".join(filter(None, (*away, found.detail))), kind=ProblemKind.NOT_READY)
        return json_answer(found)

    @blueprint.get("/metrics")
    def metrics() -> Response:
        return Response(
            exposition(_samples(context.queue) | _wanted(context)), content_type=CONTENT_TYPE_LATEST
        )

    return blueprint


def _away(context: AppContext) -> list[str]:
    """Why this process should get no requests, in sentences. What is finished can be heard without Redis and
    without workers: that they are away is told, but takes no web process away."""
    away = [STOPPING] if is_stopping() else []
    try:
        context.catalog.check()
    except ServiceError as error:
        away.append(error.detail)
    return away


def _samples(queue: Queue) -> dict[str, float]:
    try:
        depths = queue.depths(*QUEUES, FETCH_QUEUE)
        gauges = {f'tts_queue_depth{{queue="{name}"}}': float(depth) for name, depth in depths.items()}
        return {**queue.counters(), **gauges, **_processes(queue), "tts_redis_up": 1.0}
    except Unavailable as error:
        log.warning("metrics without Redis: %s", error.detail)
        return {"tts_redis_up": 0.0}


def _processes(queue: Queue) -> dict[str, float]:
    found: dict[str, float] = {}
    for kind, hosts in queue.processes().items():
        found[f"tts_{kind}"] = float(hosts.total())
        for host, number in hosts.items():
            found[f'tts_processes{{host="{_escaped(host)}",role="{kind}"}}'] = float(number)
    return found


def _escaped(label: str) -> str:
    """As Prometheus has the value of a label."""
    return label.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _wanted(context: AppContext) -> dict[str, float]:
    try:
        wanted = backlog_of(context.catalog, context.narrations)
        webhooks, since = context.catalog.deliveries.waiting()
    except ServiceError as error:
        log.warning("metrics without the catalog: %s", error.detail)
        return {"tts_catalog_up": 0.0}
    return {
        "tts_sentences_wanted": float(wanted.sentences),
        "tts_oldest_wanted_seconds": wanted.oldest_s,
        "tts_webhooks_waiting": float(webhooks),
        "tts_oldest_webhook_seconds": (dt.datetime.now(dt.UTC) - since).total_seconds() if since else 0.0,
        "tts_catalog_up": 1.0,
    }


OPERATIONS = (
    Operation(
        path="/healthz",
        name="isUp",
        tag="operations",
        summary="Is this web process up?",
        answers={
            200: Answer(
                "It is.",
                JSON,
                "State",
            )
        },
    ),
    Operation(
        path="/readyz",
        name="isReady",
        tag="operations",
        summary="Should this web process get requests?",
        text=(
            "It should unless the catalog is away or the process is stopping: the problem says which. The "
            "status is degraded while only what is finished can be heard, because Redis or the workers are "
            "away or the workers write to another folder; the detail says what is missing. It is ready when "
            "articles can be read aloud as well."
        ),
        answers={
            200: Answer(
                "It should.",
                JSON,
                "Readiness",
            )
        },
        problems=(503,),
    ),
    Operation(
        path="/metrics",
        name="getMetrics",
        tag="operations",
        summary="Figures for Prometheus",
        answers={
            200: Answer(
                "Prometheus text format.",
                "text/plain",
            )
        },
    ),
)
