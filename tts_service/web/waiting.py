"""What listeners wait for before there is anything to hear: shared by the ways to hear a narration that is not ready."""

from __future__ import annotations

from typing import Protocol

from audio_cache.growing import LOOK_AGAIN_S
from audio_cache.narrations import Narrations
from audio_cache.plan import Failure
from tts_service.errors import NotFound, Problem, ServiceError, Unavailable, from_problem
from tts_service.status import Status
from tts_service.web.listener import Listener

PATIENCE_S = 30.0
"""A listener is told to come again when for so long there is neither sound nor any sign that the article is worked on."""


class Listening(Protocol):
    """What is needed of the use cases. All raise NotFound for an unknown id."""

    def current_revision(self, article_id: str) -> str | None: ...

    def status(self, article_id: str) -> Status: ...

    def start(self, article_id: str) -> None: ...


def await_revision(listening: Listening, article_id: str, listener: Listener) -> str:
    """The revision that is heard now, once the article has been read. Raises ServiceError when it cannot be."""
    while (revision := listening.current_revision(article_id)) is None:
        status = listening.status(article_id)
        if status.status == "failed" and (error := status.error):
            raise from_problem(Problem(error.kind, error.title, error.detail, error.status))
        listener.wait(LOOK_AGAIN_S)
    return revision


def existing(narrations: Narrations, article_id: str, revision: str) -> str:
    """``revision``, if there is such a narration; else raises NotFound."""
    try:
        exists = narrations.exists(article_id, revision)
    except ValueError:
        exists = False
    if not exists:
        raise NotFound("There is no such revision of an article. It may have been deleted.", kind="no-such-revision")
    return revision


def failed(failure: Failure) -> ServiceError:
    return from_problem(Problem(failure.kind, failure.title, failure.detail, failure.status))


def still_waiting() -> Unavailable:
    """For a listener whose patience is at its end."""
    return Unavailable("This article is still waiting to be read aloud. Try again in a moment.", kind="still-waiting")
