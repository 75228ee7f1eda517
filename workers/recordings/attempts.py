"""Cutting and aligning may be refused, take too long, or stop a worker: whoever uploaded is always told."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from typing import TypeVar

from audio_cache.errors import NarrationGone, StoreAway, StoreFull
from audio_cache.narrations import Narrations
from audio_cache.plan import Outcome
from tts_service.article.model import Script
from tts_service.article.request import ArticleRequest
from tts_service.errors import FilesAway, ProblemKind, ServiceError, Unavailable
from tts_service.time_limit import OutOfTime
from workers.notices import Announcer
from workers.reading import NotFetched, ScriptReader
from workers.recordings.verdict import refused
from workers.render.outcomes import failure_of, settle
from workers.render.segments import MOST_ATTEMPTS

log = logging.getLogger(__name__)

T = TypeVar("T")


class NotRecorded(Exception):
    """The recording has not been cut and aligned, which takes too long for a task that a listener may wait
    for."""


class Attempts:
    """Counted, so that what stops a worker each time is given up."""

    def __init__(self, reader: ScriptReader, announcer: Announcer) -> None:
        self._reader = reader
        self._announcer = announcer

    def of(self, article_id: str, request: ArticleRequest, make: Callable[[Script, str], T]) -> T:
        """What ``make`` makes of the script of ``request``, and of the name of the rules that bear on it.

        Raises ServiceError, NarrationGone, NotFetched.
        """
        name = f"record:{article_id}"
        try:
            if self._announcer.attempt(name) > MOST_ATTEMPTS:
                raise ServiceError(
                    f"Aligning the recording stopped a worker {MOST_ATTEMPTS} times. It is given up.",
                    kind=ProblemKind.CRASHED,
                )
            return make(*self._reader.read(request, article_id))
        except (ServiceError, NarrationGone, NotFetched):
            raise
        except (StoreFull, StoreAway) as error:
            raise Unavailable(str(error), kind=ProblemKind(error.kind)) from error
        except OutOfTime:
            raise refused("Aligning it took too long. Upload it again, or in a shorter version.") from None
        except Exception as error:
            log.exception("the recording of article %s could not be aligned", article_id)
            raise ServiceError("The recording could not be aligned. The service's log says why.") from error
        finally:
            self._announcer.succeeded(name)


@contextlib.contextmanager
def noted_refusals(
    narrations: Narrations, announcer: Announcer, article_id: str, digest: str
) -> Iterator[None]:
    """A ServiceError within is the outcome of ``digest``; not that the publisher's files are away."""
    try:
        yield
    except FilesAway:
        raise
    except ServiceError as error:
        log.info("a recording of article %s is refused: %s", article_id, error)
        with contextlib.suppress(StoreFull):
            settle(narrations, announcer, article_id, digest, Outcome(problem=failure_of(error)))
        raise
