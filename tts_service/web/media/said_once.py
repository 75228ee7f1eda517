"""Words said once, for one listener: an article for as long as it takes.

It is accepted, read, planned and spoken like any other, sent while it grows, and forgotten when it has been
sent. Only its sentences stay, in the cache.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack

from flask import request

from audio_cache import growing
from audio_cache.errors import CutShort
from audio_cache.growing import LOOK_AGAIN_S
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from tts_service.article.request import ArticleRequest
from tts_service.articles.service import ArticleService
from tts_service.broker.notices import Notices
from tts_service.web.http.dropped import ConnectionDropped
from tts_service.web.http.log import about
from tts_service.web.media.client_wait import ClientWait, Stalled
from tts_service.web.media.waiting import (
    PATIENCE_S,
    audible_to,
    await_narration,
    failed,
    not_deleted,
    still_waiting,
    wait_in_stream,
)


class SaidOnce:
    def __init__(self, articles: ArticleService, narrations: Narrations, notices: Notices) -> None:
        self._articles = articles
        self._narrations = narrations
        self._notices = notices

    def frames(self, article: ArticleRequest, held: ExitStack) -> Iterator[bytes]:
        """MP3, without a tag, as soon as there is sound. Close ``held`` when it has been sent.

        Raises as ``ArticleService.say``, what the engine reports, Unavailable when nothing comes, and
        ListenerLeft. The iterator raises ConnectionDropped where the narration does not come to its end.
        """
        name = f"speech{secrets.token_hex(8)}"
        about(name)
        listener = held.enter_context(ClientWait(self._notices, name, request.environ, PATIENCE_S))
        held.callback(self._articles.forget, name)
        self._articles.say(article, name)
        try:
            narration, start = self._await_sound(name, listener)
        except Stalled:
            raise still_waiting() from None
        return self._frames(narration, start, listener)

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
        wait = wait_in_stream(listener, self._narrations, narration)
        try:
            for piece in growing.stream(self._narrations, narration, wait, start):
                listener.encourage()
                yield piece
        except CutShort as error:
            raise ConnectionDropped(str(error)) from None
        if self._narrations.failure(narration) is not None:
            raise ConnectionDropped("not all of it could be spoken")
