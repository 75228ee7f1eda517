"""What the processes of the workers say about themselves, every few seconds, to all others."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import msgspec

HeartbeatKind = Literal["workers", "fetchers"]
"""Those that read and speak, and those that fetch pages."""

RESERVED = ("interactive",)
"""The queues of a process that is kept free for clicks."""


class Heartbeat(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A process that is alive. Fields that a release does not know are ignored: others may be ahead."""

    host: str = ""
    """The machine's name. Containers may share it, and their processes a pid."""
    pid: int = 0
    node: str = ""
    """The Celery worker that the process belongs to. The name is drawn when it starts: no two share it."""
    queues: tuple[str, ...] = ()
    """The queues that it works on."""
    recipe: str = ""
    """What decides the keys of its segments, beside the text: a digest. "" for a process that does not
    speak."""
    store: str = ""
    """Where it keeps audio: a name that differs between stores. "": not known."""

    @property
    def name(self) -> str:
        """Tells it from every other process."""
        return f"{self.host}:{self.pid}:{self.node}"


def tokens_wanted(queue: str, alive: Collection[Heartbeat]) -> int:
    """How many tokens occupy everyone who works on ``queue``, but for processes that are kept free for
    clicks; 0 when nobody works on it."""
    serving = [beat for beat in alive if queue in beat.queues]
    return sum(beat.queues != RESERVED for beat in serving) or len(serving)


def directed(queue: str, node: str) -> str:
    """The part of ``queue`` that only the processes of ``node`` work on."""
    return f"{queue}.{node}"


def undirected(name: str) -> str:
    """The queue that ``name`` is a part of, or is."""
    return name.partition(".")[0]
