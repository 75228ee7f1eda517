"""What a worker knows of the narration that it is working on, without asking for it at each sentence."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations, NarrationState
from audio_cache.plan import Plan
from tts_service.article.model import Script
from workers.render.outcomes import stored_script

FRESH_S = 2.0
"""How long it goes by what it has seen. Others may change the plan, finish or delete the narration meanwhile:
a sentence may then have been spoken in vain."""


@dataclass
class Turn:
    """One worker's turn at a narration: what it has seen, and which sentences are worth trying."""

    narrations: Narrations
    narration: NarrationId
    to_try: list[int] = field(default_factory=list)
    """Indices of segments that were missing, in order, without those that this worker has stored since, or
    that somebody else was at."""
    _found: NarrationState | None = None
    _looked_at: float = -math.inf
    _script: Script | None = None

    @property
    def age_s(self) -> float:
        """Since the last look."""
        return time.monotonic() - self._looked_at

    @property
    def goes_on(self) -> bool:
        """There is something to try without another look."""
        return bool(self.to_try) and self.age_s < FRESH_S

    def look(self) -> NarrationState:
        """The last look, if there is something left to try; otherwise a new one."""
        if self._found is None or not self.goes_on:
            self._looked_at = time.monotonic()
            self.to_try = []
            self._found = self.narrations.look(self.narration)
        return self._found

    def drop(self, number: int) -> None:
        """The first ``number`` of those to try: somebody is at them, this worker or another."""
        self.to_try = self.to_try[number:]

    def script(self, plan: Plan) -> Script:
        """Raises NarrationGone."""
        if self._script is None:
            self._script = stored_script(self.narrations, plan)
        return self._script
