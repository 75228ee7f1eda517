"""The application: every blueprint, on one set of parts. Imported by web processes after their fork (see the package)."""

from __future__ import annotations

from flask import Flask

from tts_service.publisher.rules import Rules
from tts_service.settings import Settings, load_settings
from tts_service.web.access import add_access
from tts_service.web.admin import admin_blueprint
from tts_service.web.api import api_blueprint
from tts_service.web.docs import docs_blueprint
from tts_service.web.doors import doors_blueprint
from tts_service.web.feeds import feeds_blueprint
from tts_service.web.first_sound import FirstSound
from tts_service.web.hooks import hooks_blueprint
from tts_service.web.lexicon import lexicon_blueprint
from tts_service.web.log import add_log, set_up_logging
from tts_service.web.ops import ops_blueprint
from tts_service.web.parts import Parts, keep_parts, make_parts, parts_of
from tts_service.web.player import player
from tts_service.web.plays import plays_blueprint
from tts_service.web.problems import add_problems
from tts_service.web.streaming import add_streaming
from tts_service.web.websub import websub_blueprint

MAX_BODY_BYTES = 6_000_000
"""Of a request: the longest page that can be read, as JSON."""


def create_app(settings: Settings | None = None, parts: Parts | None = None) -> Flask:
    """The application. ``settings``: those of the environment if not given; ``parts``: made from them if not given.

    Raises SettingsError, and CatalogError when the catalog cannot be used.
    """
    parts = parts or make_parts(settings or load_settings())
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    keep_parts(app, parts)
    add_problems(app)
    add_access(app, parts.settings)
    add_log(app)
    app.register_blueprint(api_blueprint(parts.settings, parts.listening))
    app.register_blueprint(lexicon_blueprint(parts.settings))
    app.register_blueprint(hooks_blueprint(parts.settings, parts.catalog.hooks))
    app.register_blueprint(websub_blueprint(parts.catalog.subscriptions))
    app.register_blueprint(ops_blueprint(parts))
    app.register_blueprint(docs_blueprint(parts.settings))
    app.register_blueprint(player(parts.settings))
    app.register_blueprint(feeds_blueprint(parts.settings, Rules(parts.settings), parts.catalog.episodes))
    app.register_blueprint(doors_blueprint(parts.settings, parts.listening, parts.narrations))
    app.register_blueprint(plays_blueprint(parts.settings, parts.listening, parts.catalog.plays, parts.queue.count))
    app.register_blueprint(admin_blueprint(parts))
    add_streaming(app, parts.listening, parts.narrations, parts.notices, FirstSound(parts.queue.redis))
    return app


def serve() -> Flask:
    """What a web process runs: the application, with its sweeper at work. Call it after the fork."""
    set_up_logging()
    app = create_app()
    parts_of(app).sweeper.start()
    return app
