"""What web processes and workers exchange through Redis: task names, priorities, keys, notices.

The names are explained in docs/architecture.md.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from audio_cache.narration_id import NarrationId

QueueName = Literal["interactive", "batch"]

PREPARE = "tts.prepare"
RENDER = "tts.render"
RECORD = "tts.record"
FETCH = "tts.fetch"
PICTURE = "tts.picture"
FETCH_QUEUE = "fetch"

PRIORITY_STEPS = (0, 3, 6, 9)
SEPARATOR = ":"
HEAD_PRIORITY = {"interactive": 0, "batch": 9}
BODY_PRIORITY = {"interactive": 3, "batch": 6}
"""A batch finishes what it has begun before it begins anything else."""

SETTLING = "tts:events"
"""The channel of notices that bear on the catalog, those of SETTLING_KINDS: for whoever sweeps."""
METRICS = "tts:metrics"
HEARTBEATS = "tts:heartbeats:"
"""And the kind of process: see ``broker.heartbeats``."""
WORKERS = "tts:worker:"
FETCHERS = "tts:fetcher:"
"""The heartbeats of the release before, one key for each process: still written, so that its web processes
count the workers of this one."""
DIRECTED = "tts:directed"
"""The parts of queues for one node alone that have been used: see ``contracts.heartbeats.directed``."""
NOBODY = "tts:nobody:"
"""And the key of a segment: no live worker can speak it. Expires."""
PLAYS = "tts:plays"
"""See ``broker.plays``."""
FIGURES = "tts:figures"
"""And a day: see ``broker.figures``."""
PUBLISHER = "tts:publisher"
"""See ``broker.publisher_files``."""
FEED_USES = "tts:feed-uses"
"""See ``broker.feed_uses``."""
LIMITS = "tts:limit"
GATES = "tts:gate:"
"""And the name of a service that speaks: when any machine may ask it next. See ``workers.engines.remote``."""
SLOTS = "tts:slots:"
SPENT = "tts:spent:"
SESSIONS = "tts:session:"
CONNECTIONS = "tts:connections"
WATCHER = "tts:watcher"
"""Which process looks at the watched feeds; expires when none does any more."""
VOICES = "tts:voices"
"""JSON: the voices that workers have, as ``contracts.voices.KnownVoice``; expires. With ``:<recipe>``, those
of the workers with that recipe; without, those of whoever told last."""
SIGNING = "tts:signing"
"""A sentence for editors, while narrations are not signed that should be, or soon will not be; expires."""
TOUCHED_S = 10
TASK_SPARE_S = 60
ATTEMPTS_KEPT_S = 600
TO_READ_S = 7 * 24 * 3600
"""The longest that a batch article may wait in the queue. The sweeper resends what waits longer."""

Kind = Literal["prepared", "partial", "stored", "ready", "failed"]
SETTLING_KINDS: tuple[Kind, ...] = ("prepared", "ready", "failed")


class Notice(msgspec.Struct, frozen=True):
    """Something happened to a narration. ``index`` is the segment that was stored, or whose first frames
    were ("partial")."""

    id: str
    revision: str
    kind: Kind
    index: int = -1

    @classmethod
    def about(cls, narration: NarrationId, kind: Kind, index: int = -1) -> Notice:
        """The notice of ``kind`` about ``narration``; ``index`` is -1 unless it is about a segment."""
        return cls(narration.article_id, narration.revision, kind, index)


def queue_list(queue: str, priority: int) -> str:
    """The list in Redis in which the tasks of ``queue`` and ``priority`` wait, as kombu names it."""
    return f"{queue}{SEPARATOR}{priority}" if priority else queue


def queue_lists(queue: str) -> list[str]:
    """Those of all priorities."""
    return [queue_list(queue, priority) for priority in PRIORITY_STEPS]


def notices_of(article_id: str) -> str:
    """The channel of all notices about the article: for whoever waits for it."""
    return f"{SETTLING}:{article_id}"


def touched(article_id: str) -> str:
    """The key whose presence, for TOUCHED_S, says that somebody is working on the article."""
    return f"tts:touched:{article_id}"


def attempts(name: str) -> str:
    """The key that counts attempts at something that were not completed."""
    return f"tts:attempts:{name}"


def by_reader(article_id: str, digest: str) -> str:
    """The key beside ``to_read`` that marks a request by a reader, who has no API key: it sends no text over
    the network to a voice that neither the operator nor the publisher has named."""
    return f"tts:by-reader:{article_id}:{digest}"


def to_read(article_id: str, digest: str) -> str:
    """The key that holds a request until it is read: on its way through a queue, a page of a megabyte would
    be copied a dozen times."""
    return f"tts:to-read:{article_id}:{digest}"
