"""One log line for each request that changes something or fails: key=value pairs, with the article
concerned."""

from __future__ import annotations

import functools
import logging
import time

from flask import Flask, Response, g, request

from tts_service import traces
from tts_service.log_lines import ARTICLE, HEADER, write_json
from tts_service.web.http.redaction import keep_tokens_out

log = logging.getLogger("tts_service.web.requests")

READING = ("GET", "HEAD", "OPTIONS")
"""Requested several times a second by players and machines: logged only when they fail, or with DEBUG."""
LINE = "method=%s path=%r status=%d took_ms=%.1f article=%.64r"


def set_up_logging(as_json: bool = False) -> None:
    """For a web process: to standard error, without the time, which the log collector adds."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    ours = (logging.getLogger(), logging.getLogger("gunicorn.error"))
    if as_json:
        write_json(ours)
    for logger in ours:
        keep_tokens_out(logger)


def about(article_id: str) -> None:
    """Name the article that this request is about, where its address does not."""
    g.article_id = article_id
    ARTICLE.set(article_id)


def add_log(app: Flask) -> None:
    app.before_request(_start)
    app.after_request(_say)


def _start() -> None:
    g.started = time.monotonic()
    parent = request.headers.get(HEADER) or request.args.get(HEADER, "")
    # Players and machines read all the time: that is a span only where the caller traces it.
    name = f"{request.method} {request.url_rule or ''}" if parent or request.method not in READING else ""
    traces.begin(parent, name, {"http.request.method": request.method})
    ARTICLE.set((request.view_args or {}).get("article_id", ""))


def _say(response: Response) -> Response:
    quiet = request.method in READING and response.status_code < 400
    level = logging.DEBUG if quiet else logging.INFO
    took_ms = (time.monotonic() - g.started) * 1000
    article_id = g.get("article_id") or (request.view_args or {}).get("article_id", "-")
    log.log(level, LINE, request.method, request.path, response.status_code, took_ms, article_id)
    told = {"http.response.status_code": response.status_code, "tts.article": article_id}
    response.call_on_close(functools.partial(traces.end, told))
    return response
