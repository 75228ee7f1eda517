"""For those who run the service: is it up, is it ready, what has it done."""

from __future__ import annotations

import logging

import msgspec
from flask import Blueprint, Response
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from tts_service.errors import ServiceError, Unavailable
from tts_service.queue import QUEUES, Queue
from tts_service.web.metrics import exposition
from tts_service.web.parts import Parts

log = logging.getLogger(__name__)


def ops_blueprint(parts: Parts) -> Blueprint:
    blueprint = Blueprint("ops", __name__)

    @blueprint.get("/healthz")
    def healthz() -> Response:
        return _json({"status": "ok"})

    @blueprint.get("/readyz")
    def readyz() -> Response:
        missing = _missing(parts)
        if missing:
            raise Unavailable(" ".join(missing), kind="not-ready", title="The service is not ready")
        return _json({"status": "ready"})

    @blueprint.get("/metrics")
    def metrics() -> Response:
        return Response(exposition(_samples(parts.queue)), content_type=CONTENT_TYPE_LATEST)

    return blueprint


def _missing(parts: Parts) -> list[str]:
    """A sentence for each part that is away."""
    missing = []
    try:
        parts.catalog.check()
    except ServiceError as error:
        missing.append(error.detail)
    try:
        if not parts.queue.workers():
            missing.append("No worker is warm yet.")
    except ServiceError as error:
        missing.append(error.detail)
    return missing


def _samples(queue: Queue) -> dict[str, float]:
    try:
        gauges = {f'tts_queue_depth{{queue="{name}"}}': float(queue.depth(name)) for name in QUEUES}
        return {**queue.counters(), **gauges, "tts_workers": float(queue.workers()), "tts_redis_up": 1.0}
    except Unavailable as error:
        log.warning("metrics without Redis: %s", error.detail)
        return {"tts_redis_up": 0.0}


def _json(value: dict[str, str]) -> Response:
    response = Response(msgspec.json.encode(value), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
