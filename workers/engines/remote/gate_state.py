"""Where the state of a gate is: in a file for the processes of one machine, in Redis for those of several."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import msgspec
import redis
from redis.client import Pipeline

from audio_cache.disk import exclusive, publish, read_or_none
from tts_service.broker.connection import connect
from tts_service.contracts.messages import GATES
from tts_service.settings import Settings

log = logging.getLogger(__name__)

T = TypeVar("T")

KEPT_S = 2 * 3600
"""In Redis, after the last change."""
REST_S = 5.0
"""How long a Redis that did not answer is left alone."""


class GateState(msgspec.Struct):
    """Times are seconds since the epoch: processes share no other clock."""

    free_at: float = 0.0
    """When the next request may be sent."""
    failures: int = 0
    """In a row."""
    open_until: float = 0.0
    """The breaker lets nobody through before."""


class GateBook(Protocol):
    def change(self, decide: Callable[[GateState, float], T]) -> T:
        """What ``decide`` returns, given the state, which it may change and nobody else does meanwhile, and
        the time in s since the epoch. It may be called again, with another state. If it raises, the state
        stays as it was."""


class FileBook:
    """In the file ``path``, changed under a lock that the kernel frees when its holder dies."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def change(self, decide: Callable[[GateState, float], T]) -> T:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with exclusive(self._path.with_suffix(".lock")):
            before = read_or_none(self._path) or b""
            state = _state(before)
            answer = decide(state, time.time())
            if (after := msgspec.json.encode(state)) != before:
                publish(self._path, after)
            return answer


class RedisBook:
    """In Redis, by its clock. While it is away each machine counts for itself, in ``here``."""

    def __init__(self, client: redis.Redis, name: str, here: GateBook) -> None:
        self._client = client
        self._name = GATES + name
        self._here = here
        self._asked_again_at = 0.0

    def change(self, decide: Callable[[GateState, float], T]) -> T:
        if time.monotonic() >= self._asked_again_at:
            try:
                return self._change_there(decide)
            except redis.RedisError as error:
                log.warning("without Redis, each machine paces its requests for itself: %s", error)
                self._asked_again_at = time.monotonic() + REST_S
        return self._here.change(decide)

    def _change_there(self, decide: Callable[[GateState, float], T]) -> T:
        def change(pipe: Pipeline) -> T:
            before = cast("bytes | None", pipe.get(self._name)) or b""
            seconds, microseconds = pipe.time()
            state = _state(before)
            answer = decide(state, seconds + microseconds / 1e6)
            pipe.multi()
            if (after := msgspec.json.encode(state)) != before:
                pipe.set(self._name, after, ex=KEPT_S)
            return answer

        # Called again whenever another process has been quicker.
        changed: Any = change  # redis-py says that it returns nothing
        return cast(T, self._client.transaction(changed, self._name, value_from_callable=True))


def gate_book(settings: Settings, name: str, *, is_here: bool = False) -> GateBook:
    """Of the service ``name``. ``is_here``: each machine has one of its own.

    The embedded Redis belongs to one machine, whose commands pace themselves without it, too."""
    here = FileBook(settings.data_dir / f"{name}.json")
    return here if is_here or settings.redis_url is None else RedisBook(connect(settings), name, here)


def _state(data: bytes) -> GateState:
    """What cannot be read counts for nothing."""
    try:
        return msgspec.json.decode(data or b"{}", type=GateState)
    except msgspec.DecodeError:
        return GateState()
