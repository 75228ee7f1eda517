"""CORS: audio, captions and chapters may be read from any page, because players are embedded in other
sites."""

from __future__ import annotations

from flask import Blueprint, Response, request

from tts_service.web.media.ready_audio import OPEN_TO_ALL

PREFLIGHT = (
    ("Access-Control-Allow-Methods", "GET, HEAD"),
    (
        "Access-Control-Allow-Headers",
        "Range, If-Range, If-Match, If-None-Match, If-Modified-Since, Last-Event-ID, Cache-Control",
    ),
    ("Access-Control-Max-Age", "86400"),
)
RETRY_AFTER_S = 5


def open_to_all(blueprint: Blueprint) -> None:
    """Every answer of ``blueprint``, errors too, may be read by any page."""
    blueprint.after_request(_open)


def _open(response: Response) -> Response:
    for name, value in OPEN_TO_ALL:
        response.headers.setdefault(name, value)
    if request.method == "OPTIONS":
        response.headers.extend(PREFLIGHT)
    if response.status_code == 503:
        response.headers.setdefault("Retry-After", str(RETRY_AFTER_S))
    return response
