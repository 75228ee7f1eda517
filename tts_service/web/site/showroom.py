"""``/demo/``: articles in several designs, each with the same tag, to see the button at work.

The service does not fetch its own pages over HTTP, so it registers these articles at its start, from the
pages themselves, and the buttons name them by id.
"""

from __future__ import annotations

import logging

import msgspec
from flask import Blueprint, Flask, Response, abort, render_template

from tts_service.article.request import ArticleRequest
from tts_service.articles.service import ArticleService
from tts_service.errors import ServiceError
from tts_service.settings import Settings
from tts_service.web.http.headers import SELF, player_policy
from tts_service.web.openapi.terms import Answer, Operation
from tts_service.web.site.assets import SHORT, STATIC, folder_assets, send, send_page

log = logging.getLogger(__name__)

FOLDER = STATIC / "demo"
POLICY = player_policy(ancestors=(SELF,))


class DemoDesign(msgspec.Struct, frozen=True):
    """``name`` is part of the address, "" for the first page; ``title`` and ``language`` are those of the
    article."""

    name: str
    title: str
    language: str

    @property
    def template(self) -> str:
        return f"demo-{self.name}.html" if self.name else "demo.html"

    @property
    def article(self) -> str:
        """The id of its article."""
        return f"demo{self.name}"


ROOMS = (
    DemoDesign("", "Can three rival harbor towns keep the night ferry running?", "en"),
    DemoDesign("broadsheet", "The clock that kept two times", "en"),
    DemoDesign("tech", "We deleted our cache, and nothing happened", "en"),
    DemoDesign("rtl", "مكتبة على ظهر قارب", "ar"),
)


def add_showroom(blueprint: Blueprint, settings: Settings, *, introduced: bool) -> None:
    """``blueprint`` has ``templates`` as its template folder. ``introduced``: they are in the catalog."""
    rooms = {room.name: room for room in ROOMS}
    files = folder_assets(FOLDER)

    @blueprint.get("/demo/", defaults={"room": ""})
    @blueprint.get("/demo/<room>/")
    def demo(room: str) -> Response:
        here = rooms.get(room) or abort(404)
        return send_page(_page(here, settings, introduced=introduced), POLICY)

    @blueprint.get("/demo/<name>")
    def demo_file(name: str) -> Response:
        return send(files.get(name) or abort(404), SHORT)


def introduce_rooms(app: Flask, settings: Settings, articles: ArticleService) -> None:
    """Register the articles in the catalog, as their pages are now. Idempotent."""
    try:
        with app.app_context():
            for room in ROOMS:
                page = _page(room, settings, introduced=True)
                articles.introduce(ArticleRequest(html=page, language=room.language), room.article)
    except ServiceError as error:  # the service works without them
        log.warning("the demo cannot be played until the next start: %s", error.detail)


def _page(here: DemoDesign, settings: Settings, *, introduced: bool) -> str:
    others = [other for other in ROOMS if other != here]
    article = here.article if introduced else ""
    up = "../" if here.name else ""
    return render_template(
        here.template, base=settings.base_url, here=here, others=others, up=up, article=article
    )


OPERATIONS = (
    Operation(
        path="/demo/",
        name="getDemo",
        tag="button",
        summary="An article with the button at work",
        answers={
            200: Answer(
                "A page.",
                "text/html",
            )
        },
    ),
    Operation(
        path="/demo/{room}/",
        name="getDemoRoom",
        tag="button",
        summary="Another article, in another design",
        answers={
            200: Answer(
                "A page.",
                "text/html",
            )
        },
        problems=(404,),
    ),
    Operation(
        path="/demo/{name}",
        name="getDemoFile",
        tag="button",
        summary="Pictures and styles of the demo",
        answers={
            200: Answer(
                "A file.",
                "*/*",
            )
        },
        problems=(404,),
    ),
)
