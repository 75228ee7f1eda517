"""The listen button, and the page that shows it at work."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import msgspec
from flask import Blueprint, Response, abort, render_template, request

from tts_service.settings import Settings

STATIC = Path(__file__).parent / "static"
ENTRY = "listen-button.js"
MODULES = "listen-button"
SHORT = "public, max-age=300, stale-while-revalidate=86400"
FOR_EVER = "public, max-age=31536000, immutable"
CHECK_FIRST = "public, no-cache"
MIMETYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml", ".png": "image/png"}
DEMO_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)
_DOC_COMMENT = re.compile(rb"^[ \t]*/\*\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)


class Asset(msgspec.Struct, frozen=True):
    """A file kept in memory, as it is and compressed. ``etag`` is a digest of its content."""

    body: bytes
    packed: bytes
    mimetype: str
    etag: str


class Button(msgspec.Struct, frozen=True):
    """``listen-button.js`` and the modules it imports. ``version`` changes with any of the modules."""

    entry: Asset
    modules: dict[str, Asset]
    version: str


def load_button(folder: Path = STATIC) -> Button:
    """The button's files as readers get them.

    The entry names its modules by version: they may be kept for ever by any cache, and never meet modules of another
    version. It names all of them, so that a browser fetches them side by side and not one after another as it finds them.
    """
    sources = {path.name: without_comments(path.read_bytes()) for path in sorted((folder / MODULES).glob("*.js"))}
    version = _digest(b"".join(sources.values()))
    modules = {name: asset(name, source) for name, source in sources.items()}
    every = "".join(f'import "./{MODULES}/{name}";\n' for name in sources).encode()
    entry = every + without_comments((folder / ENTRY).read_bytes())
    return Button(asset(ENTRY, entry.replace(f'"./{MODULES}/'.encode(), f'"./{MODULES}/{version}/'.encode())), modules, version)


def without_comments(source: bytes) -> bytes:
    """Without the doc comments that fill whole lines: more than a third of the bytes, and for readers of the source."""
    return _DOC_COMMENT.sub(b"", source)


def asset(name: str, body: bytes) -> Asset:
    return Asset(body, gzip.compress(body, mtime=0), MIMETYPES[Path(name).suffix], _digest(body))


def player(settings: Settings) -> Blueprint:
    """``/listen-button.js`` with its modules, and ``/demo/``."""
    blueprint = Blueprint("player", __name__, template_folder="templates")
    button = load_button()
    pictures = {path.name: asset(path.name, path.read_bytes()) for path in (STATIC / "demo").iterdir()}

    @blueprint.get(f"/{ENTRY}")
    def entry() -> Response:
        return _send(button.entry, SHORT)

    @blueprint.get(f"/{MODULES}/<name>", defaults={"version": ""})
    @blueprint.get(f"/{MODULES}/<version>/<name>")
    def module(version: str, name: str) -> Response:
        found = button.modules.get(name) or abort(404)
        return _send(found, FOR_EVER if version == button.version else CHECK_FIRST)

    @blueprint.get("/demo/")
    def demo() -> Response:
        page = render_template("demo.html", base=settings.base_url)
        response = _send(asset("demo.html", page.encode()), CHECK_FIRST)
        response.headers["Content-Security-Policy"] = DEMO_POLICY
        return response

    @blueprint.get("/demo/<name>")
    def picture(name: str) -> Response:
        return _send(pictures.get(name) or abort(404), SHORT)

    return blueprint


def _send(found: Asset, cache: str) -> Response:
    """``found`` for any site's page, compressed for a client that takes it; 304 when the client has it."""
    is_packed = request.accept_encodings["gzip"] > 0 and len(found.packed) < len(found.body)
    response = Response(found.packed if is_packed else found.body, mimetype=found.mimetype)
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(f"{found.etag}{'-gzip' if is_packed else ''}")
    response.headers["Cache-Control"] = cache
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.vary.add("Accept-Encoding")
    response.make_conditional(request)
    return response


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]
