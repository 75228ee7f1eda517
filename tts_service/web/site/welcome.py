"""``/``: a small page that leads to the demo, the newsroom and the docs."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from tts_service.web.http.headers import player_policy
from tts_service.web.openapi.terms import Answer, Operation
from tts_service.web.site.assets import send_page


def welcome_blueprint(base_url: str) -> Blueprint:
    blueprint = Blueprint("welcome", __name__, template_folder="../templates")

    @blueprint.get("/")
    def welcome() -> Response:
        return send_page(render_template("welcome.html", base=base_url), player_policy())

    return blueprint


OPERATIONS = (
    Operation(
        path="/",
        name="getWelcome",
        tag="operations",
        summary="A page that leads to the demo, the newsroom and the docs",
        answers={
            200: Answer(
                "A page.",
                "text/html",
            )
        },
    ),
)
