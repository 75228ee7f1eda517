"""``/admin/``: the newsroom, where editors look after articles. Server-rendered; it is read without any
script."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import RequestEntityTooLarge

from tts_service.errors import Forbidden, ServiceError, TooLarge, TooMany, Unavailable
from tts_service.ops.context import AppContext
from tts_service.publisher.lexicon.editor import LexiconEditor
from tts_service.web.admin.accounts.audit_pages import AuditPages
from tts_service.web.admin.accounts.key_pages import KeyPages
from tts_service.web.admin.answers import see
from tts_service.web.admin.begin import BeginPages
from tts_service.web.admin.identity.oidc import OidcLogin
from tts_service.web.admin.login import Login, holder_of, leads_to
from tts_service.web.admin.newsroom import Newsroom
from tts_service.web.admin.playlists import PlaylistPages
from tts_service.web.admin.publisher import add_publisher_pages
from tts_service.web.admin.session_pages import SessionPages
from tts_service.web.admin.sessions import Sessions
from tts_service.web.admin.statistics.pages import StatisticsPages
from tts_service.web.admin.webhook_pages import WebhookPages
from tts_service.web.scopes.table import NEWSROOM
from tts_service.web.site.assets import CHECK_FIRST, STATIC, folder_assets, send
from tts_service.web.site.share_pages import clock

FOLDER = STATIC / "newsroom"


def admin_blueprint(context: AppContext, editor: LexiconEditor) -> Blueprint:
    newsroom = Newsroom(context, editor)
    blueprint = Blueprint(NEWSROOM, __name__, url_prefix="/admin", template_folder="../templates")
    settings = context.settings
    sessions = Sessions(context.queue.redis, lambda session: holder_of(session, settings))
    login = Login(sessions, settings)
    provider = OidcLogin(settings, login) if settings.oidc_issuer is not None else None
    _add_login(blueprint, login, provider)
    if provider is not None:
        blueprint.add_url_rule("/oidc", "oidc", provider.begin)
        blueprint.add_url_rule("/oidc/callback", "oidc_callback", provider.come_back)
    _add_accounts(blueprint, context)
    _add_sessions(blueprint, SessionPages(sessions, has_keys=login.has_keys))
    _add_webhooks(blueprint, WebhookPages(context.webhooks, context.rules, has_keys=login.has_keys))
    blueprint.register_error_handler(ServiceError, newsroom.problem)
    blueprint.register_error_handler(RequestEntityTooLarge, lambda _: newsroom.problem(_too_large()))
    blueprint.add_url_rule("/", "overview", newsroom.overview)
    begin = BeginPages(context)
    blueprint.add_url_rule("/new", "new_article", begin.form)
    blueprint.add_url_rule("/new", "begin", begin.begin, methods=["POST"])
    blueprint.add_url_rule("/articles", "articles", newsroom.articles)
    blueprint.add_url_rule("/articles/<article_id>", "article", newsroom.article)
    for name in ("again", "withdraw", "publish", "decide", "pronounce", "record", "unrecord"):
        blueprint.add_url_rule(
            f"/articles/<article_id>/{name}", name, getattr(newsroom, name), methods=["POST"]
        )
    _add_playlists(blueprint, PlaylistPages(context))
    add_publisher_pages(blueprint, context, editor)
    _add_statistics(blueprint, StatisticsPages(context.statistics, context.articles, has_keys=login.has_keys))
    files = folder_assets(FOLDER)
    blueprint.add_url_rule(
        "/files/<name>", "file", lambda name: send(files.get(name) or abort(404), CHECK_FIRST)
    )
    blueprint.add_app_template_filter(clock, "clock")
    blueprint.add_app_template_filter(_moment, "moment")
    return blueprint


def _add_accounts(blueprint: Blueprint, context: AppContext) -> None:
    keys = KeyPages(context.catalog.keys, context.settings)
    audit = AuditPages(context.catalog.audit, context.settings)
    blueprint.add_url_rule("/keys", "keys", keys.overview)
    blueprint.add_url_rule("/keys", "make_key", keys.make, methods=["POST"])
    blueprint.add_url_rule("/keys/<key>/revoke", "revoke_key", keys.revoke, methods=["POST"])
    blueprint.add_url_rule("/audit", "audit", audit.overview)
    blueprint.add_url_rule("/audit.csv", "audit_csv", audit.spreadsheet)


def _add_sessions(blueprint: Blueprint, pages: SessionPages) -> None:
    blueprint.add_url_rule("/sessions", "sessions", pages.overview)
    blueprint.add_url_rule("/sessions/end", "end_session", pages.end, methods=["POST"])
    blueprint.add_url_rule("/sessions/end-others", "end_others", pages.end_others, methods=["POST"])


def _add_webhooks(blueprint: Blueprint, pages: WebhookPages) -> None:
    blueprint.add_url_rule("/webhooks", "webhooks", pages.overview)
    blueprint.add_url_rule("/webhooks", "add_endpoint", pages.add, methods=["POST"])
    for path, button in (
        ("secret", pages.replace_secret),
        ("remove", pages.remove),
        ("on", pages.switch_on),
        ("send-again", pages.send_again),
    ):
        blueprint.add_url_rule(f"/webhooks/<endpoint>/{path}", f"endpoint_{path}", button, methods=["POST"])


def _add_playlists(blueprint: Blueprint, pages: PlaylistPages) -> None:
    blueprint.add_url_rule("/playlists", "playlists", pages.overview)
    blueprint.add_url_rule("/playlists/new", "new_playlist", pages.new)
    blueprint.add_url_rule("/playlists/new", "add_playlist", pages.add, methods=["POST"])
    blueprint.add_url_rule("/playlists/<playlist>", "playlist", pages.one)
    blueprint.add_url_rule("/playlists/<playlist>/save", "save_playlist", pages.save, methods=["POST"])
    blueprint.add_url_rule("/playlists/<playlist>/remove", "remove_playlist", pages.remove, methods=["POST"])
    blueprint.add_url_rule("/articles/<article_id>/playlist", "pick_playlist", pages.pick, methods=["POST"])


def _add_statistics(blueprint: Blueprint, pages: StatisticsPages) -> None:
    blueprint.add_url_rule("/statistics", "statistics", pages.overview)
    blueprint.add_url_rule("/statistics/<name>.csv", "statistics_file", pages.file)
    blueprint.add_url_rule("/articles/<article_id>/<name>.csv", "article_file", pages.file_of_article)


def _add_login(blueprint: Blueprint, login: Login, provider: OidcLogin | None) -> None:
    blueprint.before_request(login.check)
    blueprint.after_request(login.remember)

    @blueprint.get("/login")
    def log_in_form() -> Response:
        return login.form(to="/admin/")

    @blueprint.post("/login")
    def log_in() -> Response:
        to = request.form.get("to", "")
        try:
            login.log_in(request.form.get("key", ""))
        except (Forbidden, TooMany, Unavailable) as error:
            return login.form(to, error)
        return see(leads_to(to))

    @blueprint.post("/logout")
    def log_out() -> Response:
        ended = login.log_out()
        led_on = provider.leave(ended) if provider and ended else None
        return led_on or see("admin/login")


def _too_large() -> TooLarge:
    return TooLarge(f"Send at most {(request.max_content_length or 0) // 1_000_000} MB at a time.")


def _moment(when: dt.datetime) -> str:
    """In UTC: the server does not know where the editor is."""
    return when.strftime("%-d %b %Y, %H:%M")
