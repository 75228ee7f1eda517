"""An article's status as the API gives it, made from what the catalog and the cache know. Pure."""

from __future__ import annotations

import datetime as dt

import msgspec

from audio_cache.narration_id import NarrationId
from tts_service.article.disclosure import RecordedBy, disclosure
from tts_service.catalog.entry import Access, CatalogEntry, State
from tts_service.catalog.publication.state import Publicity, publicity
from tts_service.errors import Problem


class Progress(msgspec.Struct, frozen=True):
    """Sentences spoken, of how many."""

    segments_done: int
    segments_total: int


class Reported(msgspec.Struct, frozen=True):
    """A problem as the API reports it, here and in every error response (RFC 9457)."""

    type: str
    kind: str
    title: str
    status: int
    detail: str


class Growth(msgspec.Struct, frozen=True):
    """How much of a narration is rendered. ``duration_s`` is an estimate until all is spoken."""

    progress: Progress
    duration_s: float


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about an article. What is not known yet is null.

    ``revision``, with ``duration_s`` and the addresses, is that of the rendition where the article is heard
    with messages of sponsors, for whoever has no key.
    ``access`` is "open", or "members" for an article that needs a signed address or a feed token.
    ``publication`` is "published", or says why the article is not out; ``publish_at``: from when it is to be.
    ``kept``: edits wait until an editor lets them through.
    ``duration_s`` is in seconds, and becomes more exact while ``duration_estimated``. ``fallback`` says why
    another voice speaks than the one asked for. ``disclosure`` tells listeners that the voice is synthetic,
    or who reads. ``recording`` is null unless a person reads; its ``outdated`` says that the text was edited
    since. Its ``sections``, if there are any, are all that is read by people; ``entire``: and no voice reads.
    ``error`` says why the article failed or, when it is ready, why its last edit was refused.
    """

    id: str
    status: State
    revision: str | None
    title: str | None
    language: str | None
    voice: str | None
    engine: str | None
    fallback: str | None
    disclosure: str | None
    recording: RecordedBy | None
    duration_s: float | None
    duration_estimated: bool
    progress: Progress | None
    audio_url: str
    hls_url: str
    captions_url: str
    chapters_url: str
    error: Reported | None
    url: str | None
    show: str | None
    access: Access
    publication: Publicity
    publish_at: dt.datetime | None
    kept: bool
    created_at: dt.datetime
    updated_at: dt.datetime

    @property
    def is_for_everybody(self) -> bool:
        return self.access == "open" and self.publication == "published"


class StatusList(msgspec.Struct, frozen=True):
    """Newest first. ``cursor`` asks for the next page; null at the end. ``may_ask``: whoever looked
    up a page may have it read aloud without a key, from the site they looked it up from; absent when no page
    was looked up."""

    articles: tuple[Status, ...]
    cursor: str | None
    may_ask: bool | msgspec.UnsetType = msgspec.UNSET


def reported(problem: Problem) -> Reported:
    return Reported(problem.type, problem.kind, problem.title, problem.status, problem.detail)


def rendition_status(status: Status, named: NarrationId, duration_s: float, base_url: str) -> Status:
    """``status`` of a finished article, of which the rendition ``named`` is heard."""
    return msgspec.structs.replace(
        status,
        revision=named.revision,
        duration_s=round(duration_s, 3),
        audio_url=f"{base_url}/audio/{named}.mp3",
        hls_url=f"{base_url}/audio/{named}.m3u8",
        captions_url=f"{base_url}/captions/{named}.vtt",
        chapters_url=f"{base_url}/chapters/{named}.json",
    )


def status_of(entry: CatalogEntry, growth: Growth | None, base_url: str, wording: str = "") -> Status:
    """``growth``: of the revision that ``entry`` names; None when nothing is known of it. ``wording``: see
    ``disclosure``."""
    duration_s = entry.duration_s if entry.status == "ready" else growth.duration_s if growth else None
    return Status(
        id=entry.id,
        status=entry.status,
        revision=entry.revision,
        title=entry.title,
        language=entry.language,
        voice=entry.voice,
        engine=entry.engine,
        fallback=entry.fallback,
        disclosure=disclosure(entry.language or "", wording, entry.recording) or None,
        recording=entry.recording,
        duration_s=None if duration_s is None else round(duration_s, 3),
        duration_estimated=duration_s is not None and entry.status != "ready",
        progress=growth.progress if growth else None,
        audio_url=f"{base_url}/audio/{entry.id}.mp3",
        hls_url=f"{base_url}/audio/{entry.id}.m3u8",
        captions_url=f"{base_url}/captions/{entry.id}.vtt",
        chapters_url=f"{base_url}/chapters/{entry.id}.json",
        error=reported(entry.error) if entry.error else None,
        url=entry.url,
        show=entry.show,
        access=entry.whom,
        publication=publicity(entry.hold),
        publish_at=entry.publish_at,
        kept=entry.frozen,
        created_at=entry.created_at,
        updated_at=entry.updated_at,
    )
