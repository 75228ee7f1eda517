"""The plain values that go into the catalog and come out of it."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any, Literal

import msgspec

from audio_cache.narration_id import NarrationId
from tts_service.article.disclosure import RecordedBy
from tts_service.contracts.messages import QueueName
from tts_service.errors import Problem

State = Literal["queued", "rendering", "ready", "failed"]
SETTLED: tuple[State, ...] = ("ready", "failed")
Origin = Literal["key", "hook", "watch", "command", "click", "demo", "speech"]
"""How an article first came to the service: with an API key (or on a machine without keys), by a hook, the
watch or the command line, by a reader's click, with the service itself, or as words to be said once
(/v1/audio/speech)."""
HIDDEN: tuple[Origin, ...] = ("demo", "speech")
"""In no list and no feed."""


Access = Literal["open", "members"]
"""Who may hear an article: everybody, or only those with a signed address or a feed token."""


Hold = Literal["held", "scheduled", "never", "ruled"]
"""Why an article is not out: it waits for an editor, or for its time; an editor wants it never to be
narrated, or a rule of its site does."""


Audience = Literal["everybody", "members", "editors"]
"""Who looks: members hear what is for everybody, too, and editors also what is not out."""


class Accepted(enum.Enum):
    """What the catalog already knew of a request. ``KEPT``: a revision is kept, and this edit waits."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    KEPT = "kept"


class CatalogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An article as the catalog knows it. None means: not known yet, or none. Times are in UTC.

    ``digest`` names the request that is in force or on its way, ``revision`` the newest narration that could
    be planned. ``settled`` means that no work is left. ``origin``: see ``Origin``; any other origin replaces
    a click, and articles from before layout 6 have none. ``access``: "members", or None for an open
    article. ``hold``: why it is not out, or None. ``publish_at``, ``public_at``: see
    ``tables.ArticleRow``. ``frozen``: its revision is kept, and ``newer_digest`` names an edit that waits.
    ``error`` says why the article failed or, when it is ready, why its last edit was refused.
    """

    id: str
    url: str | None
    digest: str
    voice_asked: str | None
    voice: str | None
    language: str | None
    show: str | None
    title: str | None
    origin: Origin | None = None
    access: Literal["members"] | None = None
    hold: Hold | None = None
    publish_at: dt.datetime | None = None
    public_at: dt.datetime | None = None
    frozen: bool = False
    newer_digest: str | None = None
    queue: QueueName
    status: State
    settled: bool
    revision: str | None
    engine: str | None
    fallback: str | None
    duration_s: float | None
    error: Problem | None
    created_at: dt.datetime
    updated_at: dt.datetime
    recording: RecordedBy | None = None
    """Who reads ``revision``, where that is a person."""
    editing: bool
    """An edit is on its way; an older request stays in force if it is refused."""

    @property
    def is_open(self) -> bool:
        """Everybody may hear it."""
        return self.access is None and self.hold is None

    @property
    def whom(self) -> Access:
        """Whom it is for."""
        return self.access or "open"

    @property
    def narration(self) -> NarrationId | None:
        """Of ``revision``; None while that is not known."""
        return NarrationId(self.id, self.revision) if self.revision else None


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an article's narration. ``size`` (bytes) and ``duration_s`` are known once it is
    ready."""

    status: State
    revision: str | None = None
    title: str | None = None
    language: str | None = None
    voice: str | None = None
    engine: str | None = None
    fallback: str | None = None
    duration_s: float | None = None
    size: int | None = None
    recording: RecordedBy | None = None
    error: Problem | None = None


LEARNED = ("revision", "title", "language", "voice", "engine")
"""Fields of ``Facts`` that a catalog entry takes over when they say something."""


def with_facts(entry: CatalogEntry, facts: Facts) -> CatalogEntry:
    """``entry`` as ``Catalog.record`` stores it, but for the time of the update."""
    values: dict[str, Any] = {name: value for name in LEARNED if (value := getattr(facts, name))}
    values |= {"status": facts.status, "settled": facts.status in SETTLED}
    if facts.revision:
        values |= {"editing": False, "fallback": facts.fallback, "duration_s": facts.duration_s}
        values["recording"] = facts.recording
    if facts.error is not None:
        values["error"] = facts.error
    return msgspec.structs.replace(entry, **values)


class NarrationEntry(msgspec.Struct, frozen=True):
    """A revision that was finished. ``size`` in bytes."""

    revision: str
    duration_s: float
    size: int
    created_at: dt.datetime


class EntryPage(msgspec.Struct, frozen=True):
    """Newest first. ``cursor`` leads to the next page; None at the end."""

    entries: tuple[CatalogEntry, ...]
    cursor: str | None
