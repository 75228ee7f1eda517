"""Files and pages kept in memory, and how they are sent: compressed, revalidated, open to any site."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
from flask import Response, request

STATIC = Path(__file__).parent.parent / "static"
SHORT = "public, max-age=300, stale-while-revalidate=86400"
FOR_EVER = "public, max-age=31536000, immutable"
CHECK_FIRST = "public, no-cache"
MIMETYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain",
}


class Asset(msgspec.Struct, frozen=True):
    """A file kept in memory, as it is and compressed. ``etag`` is a digest of its content."""

    body: bytes
    packed: bytes
    mimetype: str
    etag: str


def asset(name: str, body: bytes) -> Asset:
    return Asset(body, gzip.compress(body, mtime=0), MIMETYPES[Path(name).suffix], digest(body))


@cache
def folder_assets(folder: Path) -> Mapping[str, Asset]:
    """The files of ``folder`` by name, without those in subfolders. Read once in a process."""
    return {path.name: asset(path.name, path.read_bytes()) for path in folder.iterdir() if path.is_file()}


def send(found: Asset, cache: str) -> Response:
    """``found``, open to any site, compressed if the client accepts that; 304 if the client has it."""
    is_packed = request.accept_encodings["gzip"] > 0 and len(found.packed) < len(found.body)
    response = Response(found.packed if is_packed else found.body, mimetype=found.mimetype)
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(f"{found.etag}{'-gzip' if is_packed else ''}")
    response.headers["Cache-Control"] = cache
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.vary.add("Accept-Encoding")
    response.make_conditional(request)
    return response


def send_page(html: str, policy: str, status: int = 200) -> Response:
    """A page under the Content-Security-Policy ``policy``."""
    response = send(asset("page.html", html.encode()), CHECK_FIRST)
    response.headers["Content-Security-Policy"] = policy
    if response.status_code == 200:
        response.status_code = status
    return response


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]
