"""``/read-along.js``, which lights up the text that is heard. The button loads it when it is first played."""

from __future__ import annotations

from pathlib import Path

import msgspec
from flask import Blueprint, Response, abort

from tts_service.web.assets import CHECK_FIRST, FOR_EVER, SHORT, STATIC, Asset, asset, digest, send
from tts_service.web.button import without_comments

ENTRY = "read-along.js"
MODULES = "read-along"


class Along(msgspec.Struct, frozen=True):
    """``read-along.js`` and the modules it imports. ``version`` changes with any of the modules."""

    entry: Asset
    modules: dict[str, Asset]
    version: str


def load_along(folder: Path = STATIC) -> Along:
    """The files as readers get them: the entry names every module by its version, as the button's does."""
    sources = {path.name: without_comments(path.read_bytes()) for path in sorted((folder / MODULES).glob("*.js"))}
    version = digest(b"".join(sources.values()))
    every = "".join(f'import "./{MODULES}/{name}";\n' for name in sources).encode()
    entry = every + without_comments((folder / ENTRY).read_bytes())
    versioned = entry.replace(f'"./{MODULES}/'.encode(), f'"./{MODULES}/{version}/'.encode())
    return Along(asset(ENTRY, versioned), {name: asset(name, source) for name, source in sources.items()}, version)


def along_blueprint() -> Blueprint:
    along = load_along()
    blueprint = Blueprint("along", __name__)

    @blueprint.get(f"/{ENTRY}")
    def entry() -> Response:
        return send(along.entry, SHORT)

    @blueprint.get(f"/{MODULES}/<name>", defaults={"version": ""})
    @blueprint.get(f"/{MODULES}/<version>/<name>")
    def module(version: str, name: str) -> Response:
        found = along.modules.get(name) or abort(404)
        return send(found, FOR_EVER if version == along.version else CHECK_FIRST)

    return blueprint
