"""The listen button, what lights up the text that is heard, and the pages that show them at work."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from tts_service.settings import Settings
from tts_service.web.assets import CHECK_FIRST, FOR_EVER, SHORT, send
from tts_service.web.button import ALONG, BUTTON, Program, load_program
from tts_service.web.showroom import add_showroom


def player(settings: Settings) -> Blueprint:
    """``/listen-button.js`` and ``/read-along.js`` with their modules, and ``/demo/``."""
    blueprint = Blueprint("player", __name__, template_folder="templates")
    for name in (BUTTON, ALONG):
        _offer(blueprint, load_program(name))
    add_showroom(blueprint, settings)
    return blueprint


def _offer(blueprint: Blueprint, program: Program) -> None:
    def entry() -> Response:
        return send(program.entry, SHORT)

    def module(name: str, version: str = "") -> Response:
        found = program.modules.get(name) or abort(404)
        return send(found, FOR_EVER if version == program.version else CHECK_FIRST)

    blueprint.add_url_rule(f"/{program.name}.js", f"{program.name}-entry", entry)
    blueprint.add_url_rule(f"/{program.name}/<name>", f"{program.name}-newest", module)
    blueprint.add_url_rule(f"/{program.name}/<version>/<name>", f"{program.name}-module", module)
