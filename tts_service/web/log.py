"""One line for each request that does something, as key=value pairs, with the article that it is about."""

from __future__ import annotations

import logging
import time

from flask import Flask, Response, g, request

log = logging.getLogger("tts_service.web.requests")

QUIET = ("/healthz", "/readyz", "/metrics")
"""Asked for every few seconds by machines."""


def about(article_id: str) -> None:
    """The request being answered is about this article."""
    g.article_id = article_id


def add_log(app: Flask) -> None:
    app.before_request(_start)
    app.after_request(_say)


def _start() -> None:
    g.started = time.monotonic()


def _say(response: Response) -> Response:
    level = logging.DEBUG if request.path in QUIET else logging.INFO
    article_id = g.get("article_id") or (request.view_args or {}).get("article_id", "-")
    took_ms = (time.monotonic() - g.started) * 1000
    pattern = "method=%s path=%r status=%d took_ms=%.1f article=%.64r"
    log.log(level, pattern, request.method, request.path, response.status_code, took_ms, article_id)
    return response
