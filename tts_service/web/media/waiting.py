"""Waiting for the first audio of a narration that is not ready: shared by MP3 streams and playlists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from audio_cache.growing import LOOK_AGAIN_S, audible
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.plan import Failure
from tts_service.articles.status import Status
from tts_service.errors import NotFound, ProblemKind, ServiceError, Unavailable, from_problem
from tts_service.formats.rendition import split_name
from tts_service.web.media.client_wait import ClientWait, Stalled

PATIENCE_S = 30.0
"""A listener is told to retry if for this long nothing has been added to what can be seen of the article's
audio."""
STALL_S = 120.0
"""A stream is dropped if no segment is stored for this long, or at most for twice as long: workers are down,
and the client may retry."""


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


def audible_to(listener: ClientWait, narrations: Narrations, narration: NarrationId) -> tuple[int, int]:
    """Bytes of the tag, and bytes of the body that could be sent now; none while there is no plan. The
    listener's patience restarts when there is more than before."""
    plan = narrations.plan(narration)
    if plan is None:
        return 0, 0
    found = audible(narrations, plan)
    listener.saw(found)
    return plan.tag_bytes, found.bytes


def wait_in_stream(
    listener: ClientWait, narrations: Narrations, narration: NarrationId
) -> Callable[[float], None]:
    """The ``wait`` of ``growing.stream``. Listeners whose next segment does not come are dropped only if no
    other was stored meanwhile: that is looked at when their patience ends, not at each notice."""
    listener.patience_s = STALL_S

    def wait(timeout_s: float) -> None:
        try:
            listener.wait(timeout_s)
        except Stalled:
            plan = narrations.plan(narration)
            if plan is None or not listener.saw(audible(narrations, plan)):
                raise

    return wait


def wanted_narration(
    articles: PlayableArticles, narrations: Narrations, article_id: str, revision: str | None
) -> NarrationId | None:
    """The narration of ``revision``, or without one the current one; None if there is none yet. Raises
    NotFound for an unknown id or revision."""
    if revision:
        return existing(narrations, base_of(article_id, revision))
    return articles.current_narration(article_id)


def base_of(article_id: str, revision: str) -> NarrationId:
    """The narration that ``revision`` names, or that the rendition is of which it is the name. Raises
    NotFound for what is neither."""
    try:
        return NarrationId(article_id, split_name(revision)[0])
    except ValueError:
        raise _no_such_revision() from None


def existing(narrations: Narrations, narration: NarrationId) -> NarrationId:
    """``narration``, if there is such a one; else raises NotFound."""
    try:
        exists = narrations.exists(narration)
    except ValueError:
        exists = False
    if not exists:
        raise _no_such_revision()
    return narration


def not_deleted(narrations: Narrations, narration: NarrationId) -> None:
    """Raises NotFound if there is no use in waiting for it: what was lost is made again."""
    if narrations.is_deleted(narration):
        raise _no_such_revision()


def _no_such_revision() -> NotFound:
    return NotFound(
        "There is no such revision of an article. It may have been deleted.",
        kind=ProblemKind.NO_SUCH_REVISION,
    )


def failed(failure: Failure) -> ServiceError:
    return from_problem(failure)


def still_waiting() -> Unavailable:
    """The error for a listener who has waited too long."""
    return Unavailable(
        "This article is still waiting to be read aloud. Try again in a moment.",
        kind=ProblemKind.STILL_WAITING,
    )
