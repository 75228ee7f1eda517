"""The application: every blueprint, on one context. Imported by gunicorn's master once gevent has taken over
(see the package), made by each web process after its fork."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Iterator
from functools import partial

from flask import Blueprint, Flask

from tts_service.articles.playlists import PlaylistReader
from tts_service.background.plays import PlayCounter
from tts_service.errors import ServiceError
from tts_service.formats.play_counts import Counts
from tts_service.ops.context import AppContext, make_context
from tts_service.ops.publisher_files import keep_looking, take_in_once
from tts_service.ops.readiness import StoreWatch
from tts_service.publisher.lexicon.editor import LexiconEditor
from tts_service.publisher.shows.playlist_editor import PlaylistEditor
from tts_service.settings import Settings, load_settings
from tts_service.traces import send_to
from tts_service.web.admin import admin_blueprint
from tts_service.web.api.articles import api_blueprint
from tts_service.web.api.audit import audit_blueprint
from tts_service.web.api.docs import docs_blueprint
from tts_service.web.api.hooks import hooks_blueprint
from tts_service.web.api.keys import keys_blueprint
from tts_service.web.api.lexicon import lexicon_blueprint
from tts_service.web.api.playlists import playlists_blueprint
from tts_service.web.api.plays import plays_blueprint
from tts_service.web.api.publication import publication_blueprint
from tts_service.web.api.statistics import statistics_blueprint
from tts_service.web.api.webhooks import webhooks_blueprint
from tts_service.web.api.websub import websub_blueprint
from tts_service.web.context import context_of, keep_context
from tts_service.web.http.access import Access, add_access, refuse_itself
from tts_service.web.http.headers import add_headers, for_all
from tts_service.web.http.host_names import HostNames, add_host_names
from tts_service.web.http.log import add_log, set_up_logging
from tts_service.web.http.problems import add_problems
from tts_service.web.http.routes import LookupRule
from tts_service.web.limits.enforce import add_limits
from tts_service.web.media.first_sound import FirstSound
from tts_service.web.media.ready_audio import EXTENSION, ReadyAudio
from tts_service.web.media.stitched import RenditionOpener
from tts_service.web.media.streaming import add_streaming
from tts_service.web.members.answers import add_privacy
from tts_service.web.members.api import members_blueprint
from tts_service.web.members.gate import Gate, add_gate
from tts_service.web.openai.speech import speech_blueprint
from tts_service.web.openapi.document import document
from tts_service.web.ops import ops_blueprint
from tts_service.web.scopes.check import add_scopes
from tts_service.web.site.button import ALONG, BUTTON, PLAYLIST, beside, load_program
from tts_service.web.site.feeds import feeds_blueprint
from tts_service.web.site.player import player
from tts_service.web.site.share_pages import share_pages_blueprint
from tts_service.web.site.showroom import introduce_rooms
from tts_service.web.site.welcome import welcome_blueprint
from tts_service.web.site.well_known import well_known_blueprint

MAX_BODY_BYTES = 6_000_000
"""Of a request: the longest page that can be read, as JSON."""
MAX_FORM_PARTS = 50
"""Of a form with files: each may become a temporary file before it is known who sends it."""


def create_app(settings: Settings | None = None, context: AppContext | None = None) -> Flask:
    """The application. ``settings``: from the environment if not given; ``context``: made of them if not
    given.

    Raises SettingsError, and CatalogError when the catalog cannot be used.
    """
    context = context or make_context(settings or load_settings())
    app = Flask(__name__, static_folder=None)
    app.url_rule_class = LookupRule
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["MAX_FORM_PARTS"] = MAX_FORM_PARTS
    keep_context(app, context)
    access, names = Access(context.settings), HostNames(context.settings)
    gate = Gate(context.settings, context.catalog)
    _add_rules_of_http(app, context, access, names)
    add_scopes(app, access)
    add_gate(app, gate)
    add_privacy(app)
    for blueprint in _blueprints(context, access, gate):
        app.register_blueprint(blueprint)
    articles, narrations, redis = context.articles, context.narrations, context.queue.redis
    renditions = RenditionOpener(articles, narrations, partial(_count_message, context.plays))
    add_streaming(
        app,
        articles,
        narrations,
        context.notices,
        FirstSound(redis),
        wording=context.settings.disclosure,
        audio_url=context.settings.audio_url,
        renditions=renditions,
    )
    app.extensions[EXTENSION] = ReadyAudio(
        narrations,
        articles.heard_for_playback,
        names.knows,
        for_all(context.settings),
        only_fixed=context.settings.audio_url is not None,
        is_public=articles.is_public,
        open_rendition=renditions.open,
    )
    return app


def _count_message(plays: PlayCounter, article_id: str) -> None:
    """It is sent to somebody, and is sent in any case."""
    with contextlib.suppress(ServiceError):
        plays.add(article_id, Counts(starts=1), dt.datetime.now(dt.UTC).date())


def _add_rules_of_http(app: Flask, context: AppContext, access: Access, names: HostNames) -> None:
    """What holds for every address. The order counts: what looks at answers first is called last."""
    settings = context.settings
    add_headers(app, settings)
    add_problems(app)
    add_limits(app, settings, context.queue.redis, context.catalog)
    add_access(app, access)
    add_log(app)
    refuse_itself(app, settings)
    add_host_names(app, access, names)


def _blueprints(context: AppContext, access: Access, gate: Gate) -> Iterator[Blueprint]:
    settings, articles, catalog = context.settings, context.articles, context.catalog
    lexicon = LexiconEditor(settings, context.files)
    playlists = PlaylistReader(catalog, context.rules)
    playlist_editor = PlaylistEditor(context.files, playlists.unknown)
    yield api_blueprint(access, gate, articles, settings.base_url, settings.uploads_dir)
    yield publication_blueprint(articles, context.narrations)
    yield members_blueprint(articles, catalog.members, context.rules, settings.base_url)
    yield speech_blueprint(articles, context.narrations, context.notices, context.queue)
    yield lexicon_blueprint(lexicon)
    yield playlists_blueprint(articles, playlists, playlist_editor, context.rules, settings.base_url)
    yield hooks_blueprint(settings, catalog.hooks)
    yield webhooks_blueprint(context.webhooks)
    yield keys_blueprint(catalog.keys)
    yield audit_blueprint(catalog.audit)
    yield websub_blueprint(catalog.subscriptions)
    yield plays_blueprint(access, gate, articles, context.plays, catalog.plays, context.queue.count)
    yield statistics_blueprint(articles, context.statistics)
    yield ops_blueprint(context)
    yield docs_blueprint(lambda: document(settings.base_url))
    yield well_known_blueprint(settings)
    yield welcome_blueprint(settings.base_url)
    yield player(settings, introduced=True)
    uses, renditions = context.feed_uses, articles.renditions
    yield feeds_blueprint(settings, context.rules, catalog.episodes, gate, uses, playlists, renditions)
    yield share_pages_blueprint(settings.base_url, access, gate, articles, context.narrations)
    yield admin_blueprint(context, lexicon)


def prepare() -> None:
    """Make what is the same in every web process: before the fork, so that it is made once."""
    for name in (BUTTON, ALONG):
        load_program(name)
    beside(PLAYLIST)
    document("")


def serve() -> Flask:
    """What a web process runs: the application, with its sweeper running. Call it after the fork."""
    settings = load_settings()
    set_up_logging(as_json=settings.log_format == "json")
    send_to(settings.traces_url, "web")
    app = create_app(settings)
    context = context_of(app)
    introduce_rooms(app, context.settings, context.articles)
    take_in_once(context.settings, context.files)
    context.notices.connect()
    keep_looking(context.files, context.notices)
    context.sweeper.start()
    context.webhook_sender.start()
    StoreWatch(context.queue, context.settings).start()
    threading.Thread(target=context.queue.warm, name="warming", daemon=True).start()
    return app
