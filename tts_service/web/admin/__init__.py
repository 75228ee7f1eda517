"""``/admin/``: the newsroom, where editors look after articles. Server-rendered; it is read without any script."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, abort, request

from tts_service.errors import Forbidden, ServiceError, TooMany
from tts_service.web.admin.answers import see
from tts_service.web.admin.gate import Gate, leads_to
from tts_service.web.admin.newsroom import Newsroom
from tts_service.web.assets import CHECK_FIRST, STATIC, folder_assets, send
from tts_service.web.doors import clock
from tts_service.web.parts import Parts

FOLDER = STATIC / "newsroom"


def admin_blueprint(parts: Parts) -> Blueprint:
    newsroom = Newsroom(parts)
    blueprint = Blueprint("admin", __name__, url_prefix="/admin", template_folder="../templates")
    _add_gate(blueprint, Gate(parts.settings))
    blueprint.register_error_handler(ServiceError, newsroom.problem)
    blueprint.add_url_rule("/", "overview", newsroom.overview)
    blueprint.add_url_rule("/articles", "articles", newsroom.articles)
    blueprint.add_url_rule("/articles/<article_id>", "article", newsroom.article)
    for name in ("again", "withdraw", "publish", "pronounce"):
        blueprint.add_url_rule(f"/articles/<article_id>/{name}", name, getattr(newsroom, name), methods=["POST"])
    files = folder_assets(FOLDER)
    blueprint.add_url_rule("/files/<name>", "file", lambda name: send(files.get(name) or abort(404), CHECK_FIRST))
    blueprint.add_app_template_filter(clock, "clock")
    blueprint.add_app_template_filter(_moment, "moment")
    return blueprint


def _add_gate(blueprint: Blueprint, gate: Gate) -> None:
    blueprint.before_request(gate.check)
    blueprint.after_request(gate.remember)

    @blueprint.get("/login")
    def door() -> Response:
        return gate.door(to="/admin/")

    @blueprint.post("/login")
    def log_in() -> Response:
        to = request.form.get("to", "")
        try:
            gate.log_in(request.form.get("key", ""))
        except (Forbidden, TooMany) as error:
            return gate.door(to, error.problem)
        return see(leads_to(to))

    @blueprint.post("/logout")
    def log_out() -> Response:
        gate.log_out()
        return see("admin/login")


def _moment(when: dt.datetime) -> str:
    """In UTC: the server does not know where the editor is."""
    return when.strftime("%-d %b %Y, %H:%M")
