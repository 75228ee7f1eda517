"""Everything that is heard or told while it happens, put on an application in one call."""

from __future__ import annotations

from flask import Flask

from audio_cache.narrations import Narrations
from tts_service.narration import Listening
from tts_service.web.audio import audio_blueprint
from tts_service.web.captions import captions_blueprint
from tts_service.web.events import events_blueprint
from tts_service.web.first_sound import FirstSound
from tts_service.web.notices import Notices
from tts_service.web.ready_audio import ReadyAudio


def add_streaming(
    app: Flask, listening: Listening, narrations: Narrations, notices: Notices, observe_first_sound: FirstSound
) -> None:
    """Audio, captions, chapters and events. The application turns ServiceError into problem documents."""
    app.register_blueprint(audio_blueprint(listening, narrations, notices, observe_first_sound))
    app.register_blueprint(captions_blueprint(listening, narrations))
    app.register_blueprint(events_blueprint(listening, notices))
    app.wsgi_app = ReadyAudio(app.wsgi_app, narrations, listening.current_revision)  # type: ignore[method-assign]
