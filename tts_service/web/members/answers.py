"""How answers with something that is not for everybody are marked: private, never to be indexed, and with
addresses that work for whoever got them."""

from __future__ import annotations

import time

import msgspec
from flask import Flask, Response

from tts_service.articles.status import Status
from tts_service.web.media.ready_audio import FOR_EVER
from tts_service.web.members.gate import PARAMETER, Grant, grant

_MANIFEST_END = ".c2pa>"


def add_privacy(app: Flask) -> None:
    app.after_request(_mark)


def token_query() -> str:
    """What makes an address of the same article work for this client: "?token=…", or "" where it needs
    nothing. The token has been checked, so it holds no character that would have to be escaped."""
    found = grant()
    return f"?{PARAMETER}={found.token}" if found and found.token else ""


def with_token(status: Status, query: str) -> Status:
    """``status`` with addresses that work for a client with ``query`` (see ``token_query``)."""
    if not query or status.is_for_everybody:
        return status
    names = ("audio_url", "hls_url", "captions_url", "chapters_url")
    return msgspec.structs.replace(status, **{name: f"{getattr(status, name)}{query}" for name in names})


def _mark(response: Response) -> Response:
    found = grant()
    if found is None:
        return response
    headers = response.headers
    headers["Cache-Control"] = _caching(headers.get("Cache-Control", ""), found)
    headers["Referrer-Policy"] = "no-referrer"  # the address of a page may hold the token
    headers["X-Robots-Tag"] = "noindex"
    if found.kind == "key":
        response.vary.add("Authorization")
    query = token_query()
    if query and "Link" in headers:
        headers["Link"] = headers["Link"].replace(_MANIFEST_END, f"{_MANIFEST_END[:-1]}{query}>")
    if query and "Content-Location" in headers:
        headers["Content-Location"] += query
    return response


def _caching(usual: str, found: Grant) -> str:
    """No shared cache keeps it. A browser keeps what never changes until its signed address ends; a feed
    token may be revoked at any moment, so it is asked for each time."""
    if "no-store" in usual or found.kind == "key":
        return "private, no-store"
    if usual == FOR_EVER and found.expires is not None:
        return f"private, max-age={max(0, found.expires - int(time.time()))}, immutable"
    return "private, no-cache"
