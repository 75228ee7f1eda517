"""The listen button, reading along, and the demo pages."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from tts_service.settings import Settings
from tts_service.web.openapi.terms import Answer, Operation
from tts_service.web.site.assets import CHECK_FIRST, FOR_EVER, SHORT, send
from tts_service.web.site.button import ALONG, BUTTON, PLAYLIST, Program, beside, load_program
from tts_service.web.site.showroom import add_showroom


def player(settings: Settings, *, introduced: bool = False) -> Blueprint:
    """The button, the playlist and reading along with their modules, and ``/demo/``. ``introduced``: see
    ``add_showroom``."""
    blueprint = Blueprint("player", __name__, template_folder="../templates")
    for name in (BUTTON, ALONG):
        _offer(blueprint, load_program(name))
    playlist = beside(PLAYLIST)
    blueprint.add_url_rule(f"/{PLAYLIST}.js", f"{PLAYLIST}-entry", lambda: send(playlist, SHORT))
    add_showroom(blueprint, settings, introduced=introduced)
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


_SCRIPT = {200: Answer("A module of JavaScript.", "text/javascript")}
OPERATIONS = (
    Operation(
        path="/listen-button.js",
        name="getButton",
        tag="button",
        summary="The listen button",
        text=(
            '<script type="module" src="…/listen-button.js"></script> and an element '
            "<listen-button></listen-button>."
        ),
        answers=_SCRIPT,
    ),
    Operation(
        path="/listen-button/{name}",
        name="getButtonModule",
        tag="button",
        summary="A module of the button, newest version",
        answers=_SCRIPT,
        problems=(404,),
    ),
    Operation(
        path="/listen-button/{version}/{name}",
        name="getButtonModuleOfVersion",
        tag="button",
        summary="A module of the button",
        answers=_SCRIPT,
        problems=(404,),
    ),
    Operation(
        path="/listen-playlist.js",
        name="getPlaylistElement",
        tag="button",
        summary="A playlist for web pages",
        text=(
            '<script type="module" src="…/listen-playlist.js"></script> and an element '
            '<listen-playlist name="…"></listen-playlist>. See docs/playlists.md.'
        ),
        answers=_SCRIPT,
    ),
    Operation(
        path="/read-along.js",
        name="getReadAlongProgram",
        tag="button",
        summary="Reading along: highlights the text that is spoken",
        text="A module that exports readAlong. The button loads it when it is first played.",
        answers=_SCRIPT,
    ),
    Operation(
        path="/read-along/{name}",
        name="getReadAlongModule",
        tag="button",
        summary="A module of reading along, newest version",
        answers=_SCRIPT,
        problems=(404,),
    ),
    Operation(
        path="/read-along/{version}/{name}",
        name="getReadAlongModuleOfVersion",
        tag="button",
        summary="A module of reading along",
        answers=_SCRIPT,
        problems=(404,),
    ),
)
