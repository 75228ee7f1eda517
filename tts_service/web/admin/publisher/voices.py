"""The newsroom's voices: which there are, how they sound, and which one reads a show."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from contextlib import ExitStack
from urllib.parse import urlencode

from flask import Response, g, request

from tts_service.article.request import ArticleRequest
from tts_service.broker.queue import Queue
from tts_service.contracts.voices import KnownVoice
from tts_service.errors import BadRequest, Forbidden, ServiceError, Unavailable
from tts_service.ops.context import AppContext
from tts_service.publisher.shows.table_editor import TableEditor
from tts_service.web.admin.answers import newsroom_page, see
from tts_service.web.admin.publisher.form import line
from tts_service.web.limits.enforce import note
from tts_service.web.media.client_wait import ListenerLeft
from tts_service.web.media.ready_audio import CONTENT_TYPE
from tts_service.web.media.said_once import SaidOnce

MOST_CHARS = 500
"""Of what is tried out: it is part of an address."""
SENTENCE = "The ferry leaves at half past nine, and the harbor is quiet."


class VoicePages:
    def __init__(self, context: AppContext) -> None:
        self._queue = context.queue
        self._rules = context.rules
        self._editor = TableEditor(context.files, "show")
        self._once = SaidOnce(context.articles, context.narrations, context.notices)
        self._settings = context.settings
        self._has_keys = bool(context.settings.api_keys)

    def overview(self) -> Response:
        return self._page()

    def choose(self) -> Response:
        """The voice of a show."""
        show, voice = request.form.get("show", ""), line(request.form, "voice")
        try:
            if show not in self._rules.publisher.shows:
                raise BadRequest("Choose a show.")
            self._editor.put(show, {"voice": voice or None}, request.form.get("version", "-"))
        except ServiceError as error:
            return self._page(error)
        note("show.saved", show=show)
        return see(f"admin/voices?{urlencode({'chosen': show})}#shows")

    def hear(self) -> Response:
        """What the query says, spoken once. Only a page of the newsroom has the token that it needs."""
        if not hmac.compare_digest(request.args.get("token", "").encode(), g.newsroom.token.encode()):
            raise Forbidden("This address is too old. Load its page again.")
        text = line(request.args, "text")
        if not 0 < len(text) <= MOST_CHARS:
            raise BadRequest(f"Give a text of at most {MOST_CHARS} characters.")
        voice, language = line(request.args, "voice"), line(request.args, "language")
        article = ArticleRequest(text=text, voice=voice or None, language=language or None)
        with ExitStack() as held:
            try:
                frames = self._once.frames(article, held)
            except ListenerLeft:
                return Response(status=499)
            response = Response(frames, content_type=CONTENT_TYPE)
            response.call_on_close(held.pop_all().close)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Accel-Buffering"] = "no"
        return response

    def _page(self, error: ServiceError | None = None) -> Response:
        voices = known_voices_of(self._queue)
        text = line(request.args, "text")[:MOST_CHARS]
        tried = [voice for voice in dict.fromkeys(request.args.getlist("voice")) if voice] if text else []
        return newsroom_page(
            "voices",
            error.status if error else 200,
            has_keys=self._has_keys,
            voices=voices,
            text=text or SENTENCE,
            chosen_voices=[*request.args.getlist("voice"), "", ""][:2],
            tried=[(voice, urlencode({"text": text, "voice": voice})) for voice in tried[:2]],
            default=self._settings.voice or "",
            by_language=self._settings.voices,
            shows=[
                (show, self._editor.table(show.name).version) for show in self._rules.publisher.shows.values()
            ],
            chosen=request.args.get("chosen", ""),
            problem=error.detail if error else "",
            broken=self._rules.problem,
        )


def known_voices_of(queue: Queue) -> Sequence[KnownVoice]:
    """None while nobody can say."""
    try:
        return queue.voices()
    except Unavailable:
        return ()
