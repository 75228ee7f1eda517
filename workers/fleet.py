"""The workers of all machines, as one of them sees the others: what they can do that it cannot."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Sequence
from typing import Protocol, cast

import msgspec
import redis

from tts_service.broker.heartbeats import Heartbeats, RollCall
from tts_service.contracts.heartbeats import Heartbeat, tokens_wanted
from tts_service.contracts.messages import NOBODY, VOICES
from tts_service.contracts.voices import KnownVoice, known_voices
from tts_service.settings import Settings
from workers.engines.registry import all_found
from workers.render.planning import recipe_of

log = logging.getLogger(__name__)

TOLD_EVERY_S = 20
"""Less than ``handover.PATIENCE_S``: after Redis has been emptied, no voice is given up unheard of."""
VOICES_EXPIRE_S = 600
"""Longer than any pause of the workers: an old list is better than none."""
REMEMBERED_S = 600


class Elsewhere(Exception):
    """Not for this worker, but for the processes of ``able``; for any worker, a little later, when nobody is
    known who can."""

    def __init__(self, able: Sequence[Heartbeat] = ()) -> None:
        super().__init__(", ".join(beat.name for beat in able))
        self.able = tuple(able)


class Other(msgspec.Struct, frozen=True):
    """A live process that has another recipe than this one, and its voices."""

    beat: Heartbeat
    voices: tuple[KnownVoice, ...]


class Fleet(Protocol):
    """What a worker knows of the others."""

    @property
    def recipe(self) -> str:
        """Of this worker: see ``planning.recipe_of``. "" where nobody else asks for it."""

    def others(self) -> Sequence[Other]:
        """Raises Elsewhere, for a little later, while it is not known who is there."""

    def nobody_for_s(self, key: str) -> float:
        """For how many seconds it has been known that nobody can speak the segment ``key``."""


class Alone:
    """A command that renders in its own process."""

    recipe = ""

    def others(self) -> Sequence[Other]:
        return ()

    def nobody_for_s(self, key: str) -> float:
        return math.inf


class RedisFleet:
    """One per worker process."""

    def __init__(self, settings: Settings, client: redis.Redis) -> None:
        self._settings = settings
        self._client = client
        self._heartbeats = Heartbeats(client, "workers")
        self._seen: list[Heartbeat] = []
        self.recipe = ""

    def introduce(self) -> None:
        """Tell what this worker can do: now, and from a thread of its own again and again, for voices are
        installed while workers run."""
        self._tell()
        threading.Thread(target=self._go_on_telling, name="voices", daemon=True).start()

    def seen(self, seen: RollCall) -> None:
        """Who was there at the last heartbeat."""
        self._seen = seen.alive

    def tokens_wanted(self, queue: str) -> int:
        """As of the last heartbeat: see ``heartbeats.tokens_wanted``. Asks nobody."""
        return tokens_wanted(queue, self._seen)

    def others(self) -> Sequence[Other]:
        try:
            alive = self._heartbeats.alive()
            others = [beat for beat in alive if beat.queues and beat.recipe not in ("", self.recipe)]
            voices = self._voices({beat.recipe for beat in others})
        except redis.RedisError as error:
            log.warning("who else is there is not known: %s", error)
            raise Elsewhere from error
        if self.recipe not in {beat.recipe for beat in alive}:
            raise Elsewhere  # Redis has just been emptied: not even this worker is there yet
        return [Other(beat, voices[beat.recipe]) for beat in others]

    def nobody_for_s(self, key: str) -> float:
        """With the embedded server all workers are on this machine and have the same voices: nobody will
        come."""
        if not self._settings.redis_url:
            return math.inf
        try:
            if self._client.set(NOBODY + key, 1, nx=True, ex=REMEMBERED_S):
                return 0.0
            return REMEMBERED_S - float(self._client.ttl(NOBODY + key))
        except redis.RedisError:
            return 0.0

    def _voices(self, recipes: set[str]) -> dict[str, tuple[KnownVoice, ...]]:
        if not recipes:
            return {}
        told = cast(list[bytes | None], self._client.mget([f"{VOICES}:{recipe}" for recipe in recipes]))
        return {recipe: known_voices(data) for recipe, data in zip(recipes, told, strict=True)}

    def _go_on_telling(self) -> None:
        while True:
            time.sleep(TOLD_EVERY_S)
            self._tell()

    def _tell(self) -> None:
        try:
            found = all_found(self._settings)
            known = msgspec.json.encode(
                [
                    KnownVoice(voice.id, voice.name, voice.languages, voice.description, voice.licence)
                    for _, voice in found
                ]
            )
            self.recipe = recipe_of(found)
            with self._client.pipeline() as pipe:
                for name in (VOICES, f"{VOICES}:{self.recipe}"):
                    pipe.set(name, known, ex=VOICES_EXPIRE_S)
                pipe.execute()
        except (redis.RedisError, OSError, ValueError) as error:
            log.warning("the others are not told which voices there are: %s", error)
