"""``/v1/audio/speech`` and what belongs to it: words in, sound out, as OpenAI's clients ask for it.

What is to be said is an article for as long as it takes: accepted, read, planned and spoken like any other,
sent while it grows, and forgotten when it has been sent. Only its sentences stay, in the cache.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack

from flask import Blueprint, Response, request

from audio_cache import growing
from audio_cache.errors import CutShort
from audio_cache.growing import LOOK_AGAIN_S
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from tts_service.articles.service import ArticleService
from tts_service.broker.notices import Notices
from tts_service.broker.queue import Queue
from tts_service.web.http.bodies import check_media_type, decode_body, json_answer, read_body
from tts_service.web.http.dropped import ConnectionDropped
from tts_service.web.http.log import about
from tts_service.web.media.client_wait import ClientWait, ListenerLeft, Stalled
from tts_service.web.media.waiting import (
    PATIENCE_S,
    audible_to,
    await_narration,
    failed,
    not_deleted,
    still_waiting,
    wait_in_stream,
)
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
        self._articles = articles
        self._narrations = narrations
        self._notices = notices
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
        name = f"speech{secrets.token_hex(8)}"
        about(name)
        with ExitStack() as held:
            encoded = (
                held.enter_context(encoder(wanted.response_format, wanted.speed))
                if needs_encoding(wanted.response_format, wanted.speed)
                else None
            )
            listener = held.enter_context(ClientWait(self._notices, name, request.environ, PATIENCE_S))
            held.callback(self._articles.forget, name)
            self._articles.say(article, name)
            try:
                narration, start = self._await_sound(name, listener)
            except ListenerLeft:
                return Response(status=499)
            except Stalled:
                raise still_waiting() from None
            frames = self._frames(narration, start, listener)
            response = _answer(wanted, frames if encoded is None else encoded(frames))
            response.call_on_close(held.pop_all().close)
        return response

    def _await_sound(self, name: str, listener: ClientWait) -> tuple[NarrationId, int]:
        """The narration, and where its sound begins. The answer waits for that, so that a failure before
        it has a status of its own."""
        narration = await_narration(self._articles, name, listener)
        while True:
            failure = self._narrations.failure(narration)
            tag, available = audible_to(listener, self._narrations, narration)
            if available > tag:
                return narration, tag
            if failure is not None:
                raise failed(failure)
            not_deleted(self._narrations, narration)
            listener.wait(LOOK_AGAIN_S)

    def _frames(self, narration: NarrationId, start: int, listener: ClientWait) -> Iterator[bytes]:
        """Of MP3, without a tag. Raises ConnectionDropped where the narration does not come to its end."""
        wait = wait_in_stream(listener, self._narrations, narration)
        try:
            for piece in growing.stream(self._narrations, narration, wait, start):
                listener.encourage()
                yield piece
        except CutShort as error:
            raise ConnectionDropped(str(error)) from None
        if self._narrations.failure(narration) is not None:
            raise ConnectionDropped("not all of it could be spoken")


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
