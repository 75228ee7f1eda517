"""``/demo/``: articles in several designs, each with the same tag, to see the button at work."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, abort, render_template

from tts_service.settings import Settings
from tts_service.web.assets import SHORT, STATIC, folder_assets, send, send_page

FOLDER = STATIC / "demo"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)


class Room(msgspec.Struct, frozen=True):
    """``name`` is part of the address, "" for the first page; ``title`` and ``language`` are those of the article."""

    name: str
    title: str
    language: str

    @property
    def template(self) -> str:
        return f"demo-{self.name}.html" if self.name else "demo.html"


ROOMS = (
    Room("", "Can three rival harbor towns keep the night ferry running?", "en"),
    Room("broadsheet", "The clock that kept two times", "en"),
    Room("tech", "We deleted our cache, and nothing happened", "en"),
    Room("rtl", "مكتبة على ظهر قارب", "ar"),
)


def add_showroom(blueprint: Blueprint, settings: Settings) -> None:
    """``blueprint`` has ``templates`` for its template folder."""
    rooms = {room.name: room for room in ROOMS}
    files = folder_assets(FOLDER)

    @blueprint.get("/demo/", defaults={"room": ""})
    @blueprint.get("/demo/<room>/")
    def demo(room: str) -> Response:
        here = rooms.get(room) or abort(404)
        others = [other for other in ROOMS if other != here]
        page = render_template(here.template, base=settings.base_url, here=here, others=others, up="../" if room else "")
        return send_page(page, POLICY)

    @blueprint.get("/demo/<name>")
    def demo_file(name: str) -> Response:
        return send(files.get(name) or abort(404), SHORT)
