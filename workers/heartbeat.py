"""A process reports that it is alive, as long as it gets on with its work.

The report is made by a thread, which would go on while all else stands still. So it looks first: whether the
Celery worker that hands out tasks goes round, and whether what this process is doing has passed its limit.
"""

from __future__ import annotations

import logging
import math
import multiprocessing
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import redis
from celery import Celery, bootsteps
from kombu.entity import Queue

from tts_service.broker.heartbeats import Heartbeats, RollCall
from tts_service.contracts.heartbeats import Heartbeat, HeartbeatKind, directed, undirected
from tts_service.time_limit import is_overdue

log = logging.getLogger(__name__)

HEARTBEAT_S = 5.0
LOOK_S = 0.2
"""How soon a process that is not ready yet, or hangs, looks again."""
ROUND_S = 1.0
STANDS_STILL_S = 5.0
"""A Celery worker that has not gone round for this long takes no tasks."""

NODE = secrets.token_hex(4)
"""Names this Celery worker: drawn before it forks, so its processes share it."""
_went_round = multiprocessing.RawValue("d", -math.inf)
"""When the loop of this Celery worker last went round, on the clock of the machine: shared with its
processes."""
_stops = multiprocessing.RawValue("b", 0)
"""This Celery worker was told to stop: shared in the same way."""


class Rounds(bootsteps.StartStopStep):  # type: ignore[misc]
    """Notes each second that the loop of the Celery worker goes round."""

    def register_with_event_loop(self, parent: Any, hub: Any) -> None:
        """Called again whenever the connection was lost, which ends all timers."""
        go_round()
        hub.timer.call_repeatedly(ROUND_S, go_round)


def go_round() -> None:
    _went_round.value = time.monotonic()


def begin_stopping() -> None:
    _stops.value = 1


def is_stopping() -> bool:
    """This process is to end what it is doing, and take nothing more."""
    return bool(_stops.value)


class Pulse:
    """Whether this process gets on with its work."""

    def __init__(self) -> None:
        self._until = math.inf

    def begin(self, seconds: float) -> None:
        """A task has begun that takes at most ``seconds``."""
        self._until = time.monotonic() + seconds

    def end(self) -> None:
        self._until = math.inf

    @property
    def is_felt(self) -> bool:
        now = time.monotonic()
        return now - _went_round.value < STANDS_STILL_S and now < self._until and not is_overdue()


def beat(
    client: redis.Redis,
    kind: HeartbeatKind,
    own: Callable[[], Heartbeat],
    pulse: Pulse,
    on_beat: Callable[[RollCall], None] = lambda seen: None,
) -> None:
    """In a thread of its own, from now on. ``own`` is asked what to say each time; ``on_beat`` is told who
    else is alive."""
    threading.Thread(
        target=_beat, args=(Heartbeats(client, kind), own, pulse, on_beat), name="heartbeat", daemon=True
    ).start()


def _beat(
    heartbeats: Heartbeats, own: Callable[[], Heartbeat], pulse: Pulse, on_beat: Callable[[RollCall], None]
) -> None:
    while True:
        if pulse.is_felt:
            _beat_once(heartbeats, own(), on_beat)
            time.sleep(HEARTBEAT_S)
        else:
            time.sleep(LOOK_S)


def _beat_once(heartbeats: Heartbeats, own: Heartbeat, on_beat: Callable[[RollCall], None]) -> None:
    try:
        seen = heartbeats.beat(own)
        on_beat(seen)
        nodes = {beat.node for beat in seen.alive}
        for gone in seen.gone:
            if gone.node not in nodes:
                heartbeats.release(gone)
    except redis.RedisError as error:
        log.warning("no heartbeat: %s", error)


def said_by(app: Celery, recipe: str = "", store: str = "") -> Heartbeat:
    """What a process of ``app`` says about itself."""
    queues = tuple(name for name in app.amqp.queues.consume_from if name == undirected(name))
    return Heartbeat(
        host=socket.gethostname(), pid=os.getpid(), node=NODE, queues=queues, recipe=recipe, store=store
    )


def take_what_is_directed(app: Celery) -> None:
    """This Celery worker also takes what is sent to it alone, before anything else of the same priority:
    nobody else may be able to do it."""
    queues = app.amqp.queues
    names = list(queues.consume_from)
    own = [queues.add(only_for(name, NODE)).name for name in names]
    queues.select([*own, *names])


def only_for(queue: str, node: str) -> Queue:
    """The part of ``queue`` that ``node`` alone works on. Not declared: what is bound to an exchange stays in
    Redis for ever, and a node lives for days."""
    return Queue(directed(queue, node), no_declare=True)
