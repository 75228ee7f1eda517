"""A person's reading in the place of the voice: it comes, stays when the text is edited, and goes.

A recording is a part of the request for its article, so a new one is an edit: it is in force once workers
have aligned it with the text, and if they refuse it, what was in force before comes back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from audio_cache.narrations import Narrations
from tts_service.article.request import (
    ArticleRequest,
    Recording,
    recording_of,
    request_digest,
    with_recording,
)
from tts_service.articles.dispatch import Dispatcher
from tts_service.catalog import Catalog, CatalogEntry
from tts_service.errors import NotFound, ProblemKind
from tts_service.publisher.rules import PublisherRules


class Recordings:
    """``reconcile`` brings an entry up to date with what workers have made."""

    def __init__(
        self,
        catalog: Catalog,
        narrations: Narrations,
        rules: PublisherRules,
        dispatcher: Dispatcher,
        reconcile: Callable[[CatalogEntry], CatalogEntry],
    ) -> None:
        self._catalog = catalog
        self._narrations = narrations
        self._rules = rules
        self._dispatcher = dispatcher
        self._reconcile = reconcile

    def put(self, entry: CatalogEntry, file: Path, digest: str, by: str) -> None:
        """Have the ``file``, whose SHA-256 is ``digest``, heard in the place of the voice, or of an earlier
        recording. The same again changes nothing, unless the text was edited since: then it is aligned with
        what the article says now.

        Raises NotFound for an article that has not been read.
        """
        if entry.revision is None:
            raise NotFound(
                "The article has not been read yet, so nothing can be aligned with it. Try again soon.",
                kind=ProblemKind.NOT_READ_YET,
            )
        source, in_force = self._dispatcher.source(entry.id), self._catalog.recording(entry.id)
        asked = recording_of(source)
        is_outdated = entry.recording is not None and entry.recording.outdated
        if asked is not None and (asked.digest, asked.by) == (digest, by) and not is_outdated:
            return
        self._narrations.put_recording(entry.id, digest, file)
        kept = {digest, *(one.digest for one in (asked, in_force) if one is not None)}
        self._narrations.drop_recordings(entry.id, kept)
        at = dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
        self._change(entry, with_recording(source, Recording(digest, by, at)))

    def remove(self, entry: CatalogEntry) -> None:
        """The voice reads again. Does nothing for an article without a recording."""
        source = self._dispatcher.source(entry.id)
        if recording_of(source) is None and entry.recording is None:
            return
        self._change(entry, with_recording(source, None))
        self._narrations.drop_recordings(entry.id)

    def carried_over(self, before: CatalogEntry, asked: ArticleRequest) -> ArticleRequest:
        """``asked``, a new request for the article, with the recording that stays: the one in force. One that
        is still to be aligned stays only if the text does, for it would be aligned with another."""
        if before.recording is None and not before.editing:
            return asked
        source = self._dispatcher.source(before.id)
        if request_digest(with_recording(source, None)) == request_digest(asked):
            return with_recording(asked, recording_of(source))
        return with_recording(asked, self._catalog.recording(before.id))

    def _change(self, entry: CatalogEntry, request: ArticleRequest) -> None:
        digest = self._rules.digest(request, entry.id)
        self._dispatcher.forget_problem(entry.id, digest)
        self._catalog.accept(
            request,
            entry.id,
            entry.url,
            digest,
            "interactive",
            entry.origin,
            if_new=entry.whom,
            hold=entry.hold,
            publish_at=entry.publish_at,
        )
        now = self._catalog.get(entry.id)
        if now is not None and not (now := self._reconcile(now)).settled:
            self._dispatcher.begin(now, request, "interactive")
