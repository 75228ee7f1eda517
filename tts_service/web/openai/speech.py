"""``/v1/audio/speech`` and what belongs to it: words in, sound out, as OpenAI's clients ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from flask import Blueprint, Response, request

from audio_cache.narrations import Narrations
from tts_service.articles.service import ArticleService
from tts_service.broker.notices import Notices
from tts_service.broker.queue import Queue
from tts_service.web.http.bodies import check_media_type, decode_body, json_answer, read_body
from tts_service.web.media.client_wait import ListenerLeft
from tts_service.web.media.said_once import SaidOnce
from tts_service.web.openai.answers import (
    SpeechModel,
    SpeechModels,
    SpeechVoice,
    SpeechVoices,
    events,
    in_openais_shape,
)
from tts_service.web.openai.encoding import CONTENT_TYPES, encoder, needs_encoding
from tts_service.web.openai.wanted import MODELS, SpeechRequest, article_of, check_speech
from tts_service.web.openapi.terms import JSON, Answer, Operation

EXAMPLE = '{"model": "tts-1", "voice": "alloy", "input": "Good morning."}'


def speech_blueprint(
    articles: ArticleService, narrations: Narrations, notices: Notices, queue: Queue
) -> Blueprint:
    speech = _Speech(articles, narrations, notices, queue)
    blueprint = Blueprint("openai", __name__)
    blueprint.add_url_rule("/v1/audio/speech", "speech", speech.speak, methods=["POST"])
    blueprint.add_url_rule("/v1/audio/voices", "voices", speech.voices)
    blueprint.add_url_rule("/v1/models", "models", speech.models)
    blueprint.after_request(in_openais_shape)
    return blueprint


class _Speech:
    def __init__(
        self,
        articles: ArticleService,
        narrations: Narrations,
        notices: Notices,
        queue: Queue,
    ) -> None:
        self._once = SaidOnce(articles, narrations, notices)
        self._queue = queue

    def models(self) -> Response:
        engines = dict.fromkeys(voice.engine for voice in self._queue.voices())
        return json_answer(SpeechModels(data=tuple(SpeechModel(id=name) for name in (*MODELS, *engines))))

    def voices(self) -> Response:
        told = [
            SpeechVoice(
                id=voice.id,
                name=voice.name,
                languages=voice.languages,
                description=voice.description,
                licence=voice.licence,
            )
            for voice in self._queue.voices()
        ]
        return json_answer(SpeechVoices(tuple(told)))

    def speak(self) -> Response:
        check_media_type(request.mimetype)
        wanted = decode_body(read_body(), SpeechRequest, EXAMPLE)
        check_speech(wanted)
        article = article_of(wanted, self._queue.voices())
        with ExitStack() as held:
            encoded = (
                held.enter_context(encoder(wanted.response_format, wanted.speed))
                if needs_encoding(wanted.response_format, wanted.speed)
                else None
            )
            try:
                frames = self._once.frames(article, held)
            except ListenerLeft:
                return Response(status=499)
            response = _answer(wanted, frames if encoded is None else encoded(frames))
            response.call_on_close(held.pop_all().close)
        return response


def _answer(wanted: SpeechRequest, body: Iterator[bytes]) -> Response:
    if wanted.stream_format == "sse":
        response = Response(events(body), content_type="text/event-stream")
    else:
        response = Response(body, content_type=CONTENT_TYPES[wanted.response_format])
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


_ERRORS = {
    400: "Something is wrong with the request: see param.",
    401: "A key is needed, or this is none.",
    404: "There is no such model.",
    415: "The body is not JSON.",
    429: "Too many answers are being encoded, or too many wrong keys have come.",
    500: "The voice could not say it.",
    502: "The voice could not say it.",
    503: "A part of the service is down.",
}


def _faults(*statuses: int) -> dict[int, Answer]:
    return {status: Answer(_ERRORS[status], JSON, "SpeechError") for status in statuses}


OPERATIONS = (
    Operation(
        path="/v1/audio/speech",
        method="post",
        name="createSpeech",
        tag="openai",
        summary="Have a text spoken, as by OpenAI's API",
        text=(
            "The answer begins with the first sentence and grows while the others are spoken. mp3 is what "
            "articles have (24 kHz, mono, 64 kbit/s); the other formats are made of it. The text is read "
            "like an article, with the lexicon and the cache, but is in no list and no feed. Errors have "
            "OpenAI's shape."
        ),
        body="SpeechRequest",
        answers={
            200: Answer("Sound.", ", ".join((*CONTENT_TYPES.values(), "text/event-stream"))),
            **_faults(400, 401, 404, 415, 429, 500, 502, 503),
        },
        writes=True,
    ),
    Operation(
        path="/v1/audio/voices",
        name="listVoices",
        tag="openai",
        summary="Voices that can be named",
        answers={200: Answer("All there are.", JSON, "SpeechVoices"), **_faults(401, 429, 503)},
        writes=True,
    ),
    Operation(
        path="/v1/models",
        name="listModels",
        tag="openai",
        summary="Models that can be named",
        text="OpenAI's names, which mean any voice, and the engines that are here.",
        answers={200: Answer("All there are.", JSON, "SpeechModels"), **_faults(401, 429, 503)},
        writes=True,
    ),
)
