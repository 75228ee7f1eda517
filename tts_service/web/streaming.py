"""Everything that is heard or told while it happens, put on an application in one call."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from audio_cache.narrations import Narrations
from tts_service.narration import Listening
from tts_service.web.audio import audio_blueprint
from tts_service.web.captions import captions_blueprint
from tts_service.web.events import events_blueprint
from tts_service.web.hls import hls_blueprint
from tts_service.web.notices import Notices
from tts_service.web.ready_audio import EXTENSION, ReadyAudio
from tts_service.web.waiting import PATIENCE_S


def add_streaming(
    app: Flask,
    listening: Listening,
    narrations: Narrations,
    notices: Notices,
    observe_first_sound: Callable[[float], None],
    *,
    patience_s: float = PATIENCE_S,
) -> None:
    """Audio, playlists, captions, chapters and events. The application turns ServiceError into problem documents.

    ``observe_first_sound`` and ``patience_s``: see ``audio_blueprint``.
    """
    app.register_blueprint(audio_blueprint(listening, narrations, notices, observe_first_sound, patience_s=patience_s))
    app.register_blueprint(hls_blueprint(listening, narrations, notices, patience_s=patience_s))
    app.register_blueprint(captions_blueprint(listening, narrations))
    app.register_blueprint(events_blueprint(listening, notices))
    app.extensions[EXTENSION] = ReadyAudio(narrations, listening.hear)
