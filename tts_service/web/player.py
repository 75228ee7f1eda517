"""The listen button, and the page that shows it at work."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
from flask import Blueprint, Response, abort

from tts_service.settings import Settings
from tts_service.web.assets import CHECK_FIRST, FOR_EVER, SHORT, STATIC, Asset, asset, digest, send
from tts_service.web.showroom import add_showroom

ENTRY = "listen-button.js"
MODULES = "listen-button"
_DOC_COMMENT = re.compile(rb"^[ \t]*/\*\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)


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
    version = digest(b"".join(sources.values()))
    modules = {name: asset(name, source) for name, source in sources.items()}
    every = "".join(f'import "./{MODULES}/{name}";\n' for name in sources).encode()
    entry = every + without_comments((folder / ENTRY).read_bytes())
    return Button(asset(ENTRY, entry.replace(f'"./{MODULES}/'.encode(), f'"./{MODULES}/{version}/'.encode())), modules, version)


def without_comments(source: bytes) -> bytes:
    """Without the doc comments that fill whole lines: more than a third of the bytes, and for readers of the source."""
    return _DOC_COMMENT.sub(b"", source)


def player(settings: Settings) -> Blueprint:
    """``/listen-button.js`` with its modules, and ``/demo/``."""
    blueprint = Blueprint("player", __name__, template_folder="templates")
    button = load_button()

    @blueprint.get(f"/{ENTRY}")
    def entry() -> Response:
        return send(button.entry, SHORT)

    @blueprint.get(f"/{MODULES}/<name>", defaults={"version": ""})
    @blueprint.get(f"/{MODULES}/<version>/<name>")
    def module(version: str, name: str) -> Response:
        found = button.modules.get(name) or abort(404)
        return send(found, FOR_EVER if version == button.version else CHECK_FIRST)

    add_showroom(blueprint, settings)
    return blueprint
