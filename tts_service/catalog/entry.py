"""What goes into the catalog and what comes out: plain values."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Literal

import msgspec

from tts_service.errors import Problem

QueueName = Literal["interactive", "batch"]
State = Literal["queued", "rendering", "ready", "failed"]


class Accepted(enum.Enum):
    """What the catalog knew of a request before."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An article as the catalog knows it. ``""`` means: not known yet. Times are in UTC.

    ``digest`` names the request that is in force or on its way, ``revision`` the newest narration that could be planned.
    ``settled`` says that nothing is left to do. ``error`` says why the article failed or, when it is ready, why its last
    edit was refused.
    """

    id: str
    url: str
    digest: str
    voice_asked: str
    voice: str
    language: str
    show: str
    title: str
    queue: QueueName
    status: State
    settled: bool
    revision: str
    engine: str
    fallback: str
    duration_s: float | None
    error: Problem | None
    created_at: dt.datetime
    updated_at: dt.datetime
    editing: bool
    """An edit is on its way, and an older request stays in force should it be refused."""


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What can be seen of an article's narration. ``size`` is in bytes and known when it is ready, as is ``duration_s``."""

    status: State
    revision: str = ""
    title: str = ""
    language: str = ""
    voice: str = ""
    engine: str = ""
    fallback: str = ""
    duration_s: float | None = None
    size: int | None = None
    error: Problem | None = None


class NarrationEntry(msgspec.Struct, frozen=True):
    """A revision that was finished. ``size`` in bytes."""

    revision: str
    duration_s: float
    size: int
    created_at: dt.datetime


class Page(msgspec.Struct, frozen=True):
    """Newest first. ``cursor`` asks for what follows; None at the end."""

    entries: tuple[Entry, ...]
    cursor: str | None
