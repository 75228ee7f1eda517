"""Registers everything that is streamed, audio and events, on an application."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from audio_cache.narrations import Narrations
from tts_service.articles.service import ArticleService
from tts_service.broker.notices import Notices
from tts_service.web.media.audio import audio_blueprint
from tts_service.web.media.captions import captions_blueprint
from tts_service.web.media.credentials import credentials_blueprint
from tts_service.web.media.events import events_blueprint
from tts_service.web.media.hls import hls_blueprint
from tts_service.web.media.stitched import RenditionOpener
from tts_service.web.media.waiting import PATIENCE_S


def add_streaming(
    app: Flask,
    articles: ArticleService,
    narrations: Narrations,
    notices: Notices,
    observe_first_sound: Callable[[float], None],
    *,
    wording: str = "",
    patience_s: float = PATIENCE_S,
    audio_url: str | None = None,
    renditions: RenditionOpener | None = None,
) -> None:
    """Audio, playlists, captions, chapters, Content Credentials and events. The application turns
    ServiceError into problem documents.

    ``renditions``: default: nobody counts the messages that are sent. ``wording``: see ``disclosure``;
    ``observe_first_sound``, ``patience_s`` and ``audio_url``: see ``audio_blueprint``.
    """
    renditions = renditions or RenditionOpener(articles, narrations)
    app.register_blueprint(
        audio_blueprint(
            articles,
            narrations,
            notices,
            observe_first_sound,
            renditions=renditions,
            patience_s=patience_s,
            audio_url=audio_url,
        )
    )
    app.register_blueprint(hls_blueprint(articles, narrations, notices, renditions, patience_s=patience_s))
    app.register_blueprint(captions_blueprint(articles, narrations, renditions, wording))
    app.register_blueprint(credentials_blueprint(articles, narrations))
    app.register_blueprint(events_blueprint(articles, notices))
