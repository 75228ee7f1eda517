"""Waiting for the first audio of a narration that is not ready: shared by MP3 streams and playlists."""

from __future__ import annotations

from typing import Protocol

from audio_cache.growing import LOOK_AGAIN_S
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.plan import Failure
from tts_service.articles.status import Status
from tts_service.errors import NotFound, ProblemKind, ServiceError, Unavailable, from_problem
from tts_service.web.media.client_wait import ClientWait

PATIENCE_S = 30.0
"""A listener is told to retry if for this long there is neither audio nor any sign of work on the
article."""


class PlayableArticles(Protocol):
    """The use cases needed here. All raise NotFound for an unknown id."""

    def current_narration(self, article_id: str) -> NarrationId | None: ...

    def status(self, article_id: str) -> Status: ...

    def ensure_rendering(self, article_id: str) -> None: ...

    def must_be_rendered(self, article_id: str) -> bool: ...


def await_narration(articles: PlayableArticles, article_id: str, listener: ClientWait) -> NarrationId:
    """The current revision, once the article has been read. Raises ServiceError if it cannot be read."""
    while (narration := articles.current_narration(article_id)) is None:
        status = articles.status(article_id)
        if status.status == "failed" and (error := status.error):
            raise from_problem(error)
        listener.wait(LOOK_AGAIN_S)
    return narration


def wanted_narration(
    articles: PlayableArticles, narrations: Narrations, article_id: str, revision: str | None
) -> NarrationId | None:
    """The narration of ``revision``, or without one the current one; None if there is none yet. Raises
    NotFound for an unknown id or revision."""
    if revision:
        return existing(narrations, NarrationId(article_id, revision))
    return articles.current_narration(article_id)


def existing(narrations: Narrations, narration: NarrationId) -> NarrationId:
    """``narration``, if there is such a one; else raises NotFound."""
    try:
        exists = narrations.exists(narration)
    except ValueError:
        exists = False
    if not exists:
        raise NotFound(
            "There is no such revision of an article. It may have been deleted.",
            kind=ProblemKind.NO_SUCH_REVISION,
        )
    return narration


def failed(failure: Failure) -> ServiceError:
    return from_problem(failure)


def still_waiting() -> Unavailable:
    """The error for a listener who has waited too long."""
    return Unavailable(
        "This article is still waiting to be read aloud. Try again in a moment.",
        kind=ProblemKind.STILL_WAITING,
    )
