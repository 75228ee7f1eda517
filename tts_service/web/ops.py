"""For those who run the service: is it up, is it ready, what has it done."""

from __future__ import annotations

import logging

from flask import Blueprint, Response
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from tts_service.broker.queue import QUEUES, Queue
from tts_service.contracts.messages import FETCH_QUEUE
from tts_service.errors import ProblemKind, ServiceError, Unavailable
from tts_service.ops.context import AppContext
from tts_service.web.http.bodies import json_answer
from tts_service.web.metrics import exposition
from tts_service.web.openapi.terms import JSON, Answer, Operation

log = logging.getLogger(__name__)


def ops_blueprint(context: AppContext) -> Blueprint:
    blueprint = Blueprint("ops", __name__)

    @blueprint.get("/healthz")
    def healthz() -> Response:
        return json_answer({"status": "ok"})

    @blueprint.get("/readyz")
    def readyz() -> Response:
        missing = _missing(context)
        if missing:
            raise Unavailable(" ".join(missing), kind=ProblemKind.NOT_READY)
        return json_answer({"status": "ready"})

    @blueprint.get("/metrics")
    def metrics() -> Response:
        return Response(exposition(_samples(context.queue)), content_type=CONTENT_TYPE_LATEST)

    return blueprint


def _missing(context: AppContext) -> list[str]:
    """A sentence for each part that is away."""
    missing = []
    try:
        context.catalog.check()
    except ServiceError as error:
        missing.append(error.detail)
    try:
        if not context.queue.workers():
            missing.append("No worker is warm yet.")
        if not context.queue.fetchers():
            missing.append("Nobody fetches pages: start the part named fetch of the Procfile.")
    except ServiceError as error:
        missing.append(error.detail)
    return missing


def _samples(queue: Queue) -> dict[str, float]:
    try:
        depths = queue.depths(*QUEUES, FETCH_QUEUE)
        gauges = {f'tts_queue_depth{{queue="{name}"}}': float(depth) for name, depth in depths.items()}
        processes = {"tts_workers": float(queue.workers()), "tts_fetchers": float(queue.fetchers())}
        return {**queue.counters(), **gauges, **processes, "tts_redis_up": 1.0}
    except Unavailable as error:
        log.warning("metrics without Redis: %s", error.detail)
        return {"tts_redis_up": 0.0}


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
        summary="Can an article be read aloud now?",
        text="Needs the catalog, Redis and a warm worker. The problem names what is missing.",
        answers={
            200: Answer(
                "It can.",
                JSON,
                "State",
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
