"""A person's reading in the place of the voice, of an article or of some of its paragraphs: it comes, stays
when the text is edited, and goes.

A recording is a part of the request for its article, so a new one is an edit: it is in force once workers
have aligned it with the text, and if they refuse it, what was in force before comes back.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from audio_cache.narrations import Narrations
from tts_service.article.model import Script, decode_script
from tts_service.article.place import Run, is_all, run_of_section, run_of_segments, sentences_of
from tts_service.article.recording import Recording, SectionRecording
from tts_service.article.request import (
    ArticleRequest,
    recorded_as,
    recording_of,
    request_digest,
    sections_of,
    with_recording,
    with_sections,
)
from tts_service.articles.dispatch import Dispatcher
from tts_service.catalog import Catalog, CatalogEntry
from tts_service.errors import BadRequest, Conflict, NotFound, ProblemKind
from tts_service.publisher.rules import PublisherRules

MOST_SECTIONS = 30
"""Recordings of an article."""
_SEGMENTS = re.compile(r"(\d{1,5})-(\d{1,5})")


class Paragraphs(NamedTuple):
    """Some of an article: section ``section`` of its script, or segments ``first`` to ``last``."""

    section: int | None = None
    first: int = 0
    last: int = 0

    def run(self, script: Script) -> Run:
        """Raises BadRequest if ``script`` does not have them."""
        if self.section is not None:
            return run_of_section(script, self.section)
        return run_of_segments(script, self.first, self.last)


def paragraphs(section: str, segments: str) -> Paragraphs | None:
    """As a caller names them: "2", or "12-19"; None if neither is given. Raises BadRequest."""
    if section and segments:
        raise BadRequest("Give either section or segments.")
    if section:
        if not (section.isascii() and section.isdigit() and len(section) < 6):
            raise BadRequest("section must be a number, counted from 0, such as section=2.")
        return Paragraphs(int(section))
    if not segments:
        return None
    named = _SEGMENTS.fullmatch(segments)
    if named is None or not segments.isascii():
        raise BadRequest("segments must be the first and the last one, such as segments=12-19.")
    return Paragraphs(None, int(named[1]), int(named[2]))


class _Heard(NamedTuple):
    """``recording`` is heard for segments ``run``."""

    recording: SectionRecording
    run: Run
    is_outdated: bool


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

    def put(self, entry: CatalogEntry, file: Path, digest: str, by: str, wanted: Paragraphs | None) -> None:
        """Have the ``file``, whose SHA-256 is ``digest``, heard in the place of the voice, or of an earlier
        recording, for the ``wanted`` paragraphs or for all (None). The same again changes nothing, unless the
        text was edited since: then it is aligned with what the article says now.

        Raises NotFound for an article that has not been read; BadRequest for paragraphs that it does not
        have, and for too many recordings; Conflict for paragraphs of an article that is recorded as a whole.
        """
        if entry.revision is None:
            raise not_read_yet()
        source = self._dispatcher.source(entry.id)
        if wanted is None:
            asked = self._whole(entry, source, Recording(digest, by, _now()))
        else:
            asked = self._part(entry, source, digest, by, wanted)
        if asked is None:
            return
        self._narrations.put_recording(entry.id, digest, file)
        self._drop_all_but(entry, (source, asked, self._catalog.source_in_force(entry.id)))
        self._change(entry, asked)

    def _whole(
        self, entry: CatalogEntry, source: ArticleRequest, recording: Recording
    ) -> ArticleRequest | None:
        """None if nothing changes."""
        before = recording_of(source)
        is_outdated = entry.recording is not None and entry.recording.outdated
        if before is not None and _is_again(before, recording) and not is_outdated:
            return None
        return with_recording(source, recording)

    def _part(
        self, entry: CatalogEntry, source: ArticleRequest, digest: str, by: str, wanted: Paragraphs
    ) -> ArticleRequest | None:
        """As ``_whole``. What is recorded of the same paragraphs goes."""
        script = self._script(entry)
        run = wanted.run(script)
        if is_all(script, run):
            return self._whole(entry, source, Recording(digest, by, _now()))
        if recording_of(source) is not None:
            raise Conflict(
                "All of this article has a recording. Remove that one first, or upload one of all of it."
            )
        heard = self._heard(entry, source, script)
        recording = SectionRecording(digest=digest, by=by, at=_now(), place=sentences_of(script).place(run))
        for one in heard:
            if run.covers(one.run) and _is_again(one.recording, recording) and not one.is_outdated:
                return None
        stay = _without(sections_of(source), (one.recording for one in heard if one.run.overlaps(run)))
        if len(stay) >= MOST_SECTIONS:
            raise BadRequest(
                f"An article has at most {MOST_SECTIONS} recordings. Remove one, or upload one of more "
                "paragraphs."
            )
        return with_sections(source, (*stay, recording))

    def remove(self, entry: CatalogEntry, wanted: Paragraphs | None) -> None:
        """The voice reads again: the ``wanted`` paragraphs, or all. Does nothing where there is no recording.
        Raises BadRequest for paragraphs that the article does not have, Conflict for some of those that are
        recorded together with all others."""
        source = self._dispatcher.source(entry.id)
        if recording_of(source) is None and not sections_of(source) and entry.recording is None:
            return
        stay = self._others(entry, source, wanted) if wanted is not None else ()
        if stay and stay == sections_of(source):
            return
        asked = with_sections(source, stay)
        self._change(entry, asked)
        self._drop_all_but(entry, (asked,))
        for gone in _without(sections_of(source), stay):
            self._narrations.clear_article(entry.id, gone.id)

    def _others(
        self, entry: CatalogEntry, source: ArticleRequest, wanted: Paragraphs
    ) -> tuple[SectionRecording, ...]:
        """The recordings of none of the ``wanted`` paragraphs."""
        script = self._script(entry)
        run = wanted.run(script)
        if recording_of(source) is not None and not is_all(script, run):
            raise Conflict("One recording is of all of this article: it is only removed as a whole.")
        heard = self._heard(entry, source, script)
        return _without(sections_of(source), (one.recording for one in heard if one.run.overlaps(run)))

    def carried_over(
        self, before: CatalogEntry, source: ArticleRequest | None, asked: ArticleRequest
    ) -> ArticleRequest:
        """``asked``, a new request for the article, with the recordings that stay: those in force. One that
        is still to be aligned stays only if the text does, for it would be aligned with another. ``source``:
        the request before."""
        if source is not None and request_digest(with_recording(source, None)) == request_digest(asked):
            return recorded_as(asked, source)
        return recorded_as(asked, self._catalog.source_in_force(before.id) if before.editing else source)

    def _script(self, entry: CatalogEntry) -> Script:
        """What is heard now."""
        data = self._narrations.script(entry.narration) if entry.narration else None
        if data is None:
            raise not_read_yet()
        return decode_script(data)

    def _heard(self, entry: CatalogEntry, source: ArticleRequest, script: Script) -> list[_Heard]:
        """The recordings of sections in ``source`` that ``script`` has, or has a place for."""
        plan = self._narrations.plan(entry.narration) if entry.narration else None
        here = {one.recording: Run(one.first, one.end) for one in (plan.parts if plan else ())}
        sections = entry.recording.sections if entry.recording else ()
        told = {(one.first, one.last + 1): one.outdated for one in sections}
        sentences = sentences_of(script)
        runs = ((one, here.get(one.id) or sentences.find(one.place)) for one in sections_of(source))
        return [_Heard(one, run, told.get(run, False)) for one, run in runs if run is not None]

    def _drop_all_but(self, entry: CatalogEntry, requests: Sequence[ArticleRequest | None]) -> None:
        """Of what was uploaded."""
        whole = {one.digest for one in map(recording_of, requests) if one is not None}
        sections = {one.digest for request in requests for one in sections_of(request)}
        self._narrations.drop_recordings(entry.id, whole | sections)

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


def not_read_yet() -> NotFound:
    return NotFound(
        "The article has not been read yet, so nothing can be aligned with it. Try again soon.",
        kind=ProblemKind.NOT_READ_YET,
    )


def _is_again(before: Recording, recording: Recording) -> bool:
    return (before.digest, before.by) == (recording.digest, recording.by)


def _without(
    recordings: Iterable[SectionRecording], others: Iterable[SectionRecording]
) -> tuple[SectionRecording, ...]:
    gone = {one.id for one in others}
    return tuple(one for one in recordings if one.id not in gone)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
