"""The streaming blueprints on the real use cases, catalog and folders; for ``gunicorn streaming_app:create()``."""

from __future__ import annotations

import msgspec
from flask import Flask, Response

from audio_cache.local import LocalStore
from audio_cache.narrations import Narrations
from tts_service.catalog import Catalog
from tts_service.embedded_redis import client_url
from tts_service.errors import ServiceError
from tts_service.narration import Listening
from tts_service.queue import Queue
from tts_service.settings import Settings, load_settings
from tts_service.status import reported
from tts_service.web.audio import PATIENCE_S
from tts_service.web.first_sound import FirstSound
from tts_service.web.notices import Notices
from tts_service.web.streaming import add_streaming


def create() -> Flask:
    return application(load_settings(env_file=None))


def application(settings: Settings, patience_s: float = PATIENCE_S) -> Flask:
    narrations = Narrations(settings.cache_dir, LocalStore(settings.cache_dir))
    queue = Queue(settings)
    listening = Listening(settings, Catalog(settings.catalog_url), narrations, queue)
    app = Flask(__name__)
    app.extensions["listening"] = listening
    app.register_error_handler(ServiceError, _problem)
    app.add_url_rule("/short", view_func=lambda: "short")
    add_streaming(app, listening, narrations, Notices(client_url(settings)), FirstSound(queue.redis), patience_s=patience_s)
    return app


def _problem(error: ServiceError) -> Response:
    body = msgspec.json.encode(reported(error.problem))
    return Response(body, error.status, content_type="application/problem+json")
