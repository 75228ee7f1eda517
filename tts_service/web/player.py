"""The listen button, and the pages that show it at work."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from tts_service.settings import Settings
from tts_service.web.assets import CHECK_FIRST, FOR_EVER, SHORT, send
from tts_service.web.button import ENTRY, MODULES, load_button
from tts_service.web.showroom import add_showroom


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
