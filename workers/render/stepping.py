"""From a plan to segments, one at a time."""

from __future__ import annotations

import contextlib
import logging
import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from audio_cache.errors import NarrationGone, StoreAway, StoreFull
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations, NarrationState
from audio_cache.plan import Plan
from audio_cache.store import Claims
from tts_service.article.model import Script
from tts_service.contracts.messages import Notice
from tts_service.errors import ProblemKind, ServiceError, Unavailable
from workers.engines.base import EngineError, EngineFailed
from workers.notices import Announcer
from workers.render.finishing import Finisher
from workers.render.handover import Handover, NotOurs
from workers.render.outcomes import RenderStep, failure_of, stored_script
from workers.render.replanning import Replanner
from workers.render.segments import SegmentSpeaker, TryAgain

log = logging.getLogger(__name__)

WAIT_S = 0.5
"""How long to wait for segments that others are working on, before looking at the narration again."""
LOOK_S = 0.02
FRESH_S = 2.0
"""How long it goes by what it has seen. Others may change the plan, finish or delete the narration meanwhile:
a sentence may then have been spoken in vain."""
MOST_TRIED = 200
"""Segments that are asked for at once: of a large fleet others are at nearly all of the first."""


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


class NarrationRenderer:
    """Any number of processes may take steps for the same narration at once."""

    def __init__(
        self,
        narrations: Narrations,
        claims: Claims,
        announcer: Announcer,
        speaker: SegmentSpeaker,
        replanner: Replanner,
        finisher: Finisher,
        handover: Handover,
        wait_s: float = WAIT_S,
    ) -> None:
        self._narrations = narrations
        self._claims = claims
        self._announcer = announcer
        self._speaker = speaker
        self._replanner = replanner
        self._finisher = finisher
        self._handover = handover
        self._wait_s = wait_s

    def render_next(self, narration: NarrationId) -> RenderStep:
        """See ``Rendering.render_next``. What goes wrong is stored as the narration's failure.

        Raises Elsewhere when only others can speak what is missing.
        """
        return self._next(Turn(self._narrations, narration))

    def render_for(
        self, narration: NarrationId, seconds: float, may_go_on: Callable[[], bool] = lambda: False
    ) -> RenderStep:
        """See ``Rendering.render_for``."""
        turn = Turn(self._narrations, narration)
        until = time.monotonic() + seconds
        step = self._next(turn)
        while step is RenderStep.STORED:
            if time.monotonic() >= until:
                if not may_go_on():
                    break
                until = time.monotonic() + seconds
            step = self._next(turn)
        return step

    def _next(self, turn: Turn) -> RenderStep:
        try:
            found = turn.look()
        except StoreAway as error:
            return self._wait_out(turn.narration, error)
        plan = found.plan
        if plan is None:
            return RenderStep.GONE
        if found.failure is not None:
            return RenderStep.FAILED
        try:
            with self._announcer.working(plan.article_id):
                return self._step(turn, plan, is_finished=found.finished is not None)
        except NarrationGone:
            return RenderStep.GONE
        except StoreAway as error:  # what is spoken is kept as long as possible, and the token comes back
            return self._wait_out(turn.narration, error)
        except StoreFull as error:
            return self._fail(plan, Unavailable(str(error), kind=ProblemKind(error.kind)))
        except ServiceError as error:
            return self._fail(plan, error)

    def _wait_out(self, narration: NarrationId, error: StoreAway) -> RenderStep:
        log.warning("narration %s waits: %s", narration, error)
        return RenderStep.WAITED

    def _fail(self, plan: Plan, error: ServiceError) -> RenderStep:
        if self._is_finished(plan):
            return RenderStep.READY  # by others, while this process was suspended perhaps
        log.warning("narration %s failed: %s", plan.narration, error)
        # If the disk is full it stays unfinished, and is taken up again when there is room.
        with contextlib.suppress(StoreFull):
            self._narrations.put_failure(plan.narration, failure_of(error))
        self._announcer.publish(Notice.about(plan.narration, "failed"))
        return RenderStep.FAILED

    def _step(self, turn: Turn, plan: Plan, *, is_finished: bool) -> RenderStep:
        if is_finished:
            return self._finisher.finish(plan)  # its segments may have been pruned, and need not be spoken
        if turn.to_try:
            step = self._first_free(turn, plan, {})
            return step or RenderStep.STORED  # what others are at was seen long ago: look again
        plan = self._replanner.without_lost_sounds(plan)
        missing = self._narrations.missing(plan)
        if not missing:
            return self._finisher.finish(plan)
        if plan.pieces_among(missing):
            return RenderStep.GONE  # no voice can take a person's place: it is cut again, as it was prepared
        refused: dict[str, tuple[int, NotOurs]] = {}
        """By voice: the first segment that is not for this worker, and why."""
        turn.to_try = list(missing)
        step = self._first_free(turn, plan, refused)
        if step is not None:
            return step
        if all(plan.segments[index].voice in refused for index in missing):
            return self._pass_on(plan, *next(iter(refused.values())))
        return self._wait_for(plan, missing)

    def _first_free(
        self, turn: Turn, plan: Plan, refused: dict[str, tuple[int, NotOurs]]
    ) -> RenderStep | None:
        """Speak the first of those to try that nobody is at; None if there is none. Each voice is tried once
        that is not for this worker: then it is added to ``refused``."""
        at_once = MOST_TRIED if self._handover.has_own_keys(plan) else 1
        while tried := turn.to_try[:at_once]:
            index = tried[0]
            try:
                if at_once == 1:
                    self._speaker.check(plan, index, turn.script(plan))
                with self._claims.claim_first([plan.segments[one].key for one in tried]) as place:
                    turn.drop(len(tried) if place is None else place + 1)
                    if place is not None:
                        index = tried[place]
                        return self._store(turn, plan, index)
            except NotOurs as refusal:
                refused[plan.segments[index].voice] = index, refusal
                turn.to_try = [one for one in turn.to_try if plan.segments[one].voice not in refused]
        return None

    def _pass_on(self, plan: Plan, index: int, refusal: NotOurs) -> RenderStep:
        """Nothing that is missing is for this worker. Raises Elsewhere while it may be for another; then the
        plan is changed, so that this one can go on."""
        self._handover.pass_on(plan, index, refusal)
        if refusal.missing is None:
            self._replanner.rekey(plan)
        elif refusal.missing.kind == ProblemKind.UNKNOWN_VOICE:
            self._replanner.fall_back(plan, index, EngineFailed(refusal.missing.detail))
        else:
            raise refusal.missing
        return RenderStep.STORED

    def _is_finished(self, plan: Plan) -> bool:
        return self._narrations.finished(plan.narration) is not None

    def _store(self, turn: Turn, plan: Plan, index: int) -> RenderStep:
        """Synthesize and store segment ``index``, whose claim is held."""
        key = plan.segments[index].key
        if self._was_stored_since(turn, plan, index):
            self._announcer.succeeded(key)
            self._announcer.publish(Notice.about(plan.narration, "stored", index))
        else:
            try:
                self._speaker.make(plan, index, turn.script(plan), self._claims.tries(key))
            except TryAgain:
                log.warning("a sentence of narration %s took too long", plan.narration)
                return RenderStep.WAITED
            except EngineError as error:
                turn.to_try = []
                self._replanner.fall_back(plan, index, error)
                return RenderStep.STORED
            self._claims.spent(key)
        if turn.to_try or self._narrations.missing(plan):
            return RenderStep.STORED
        return self._finisher.finish(plan)

    def _was_stored_since(self, turn: Turn, plan: Plan, index: int) -> bool:
        """By others, since this worker looked. It need not ask while their claims would have been in its
        way."""
        return turn.age_s >= self._claims.remembered_s and self._size(plan, index) is not None

    def _wait_for(self, plan: Plan, missing: Iterable[int]) -> RenderStep:
        """Other workers are making all missing segments, perhaps for another article: wait for them."""
        waiting = [plan.segments[index].key for index in missing]
        until = time.monotonic() + self._wait_s
        while time.monotonic() < until:
            time.sleep(LOOK_S)
            if None not in self._narrations.segments.sizes(waiting):
                return self._finisher.finish(plan)
        return RenderStep.WAITED

    def _size(self, plan: Plan, index: int) -> int | None:
        return self._narrations.segments.sizes([plan.segments[index].key])[0]
