"""From a plan to segments, one at a time."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterable, Iterator

from audio_cache.errors import NarrationGone, StoreAway, StoreFull
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.plan import Plan
from audio_cache.store import Claims
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
TRIED_AT_ONCE = 4
MOST_ASKED = 200
"""Claims that are looked at together."""


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
        try:
            found = self._narrations.look(narration)
        except StoreAway as error:
            return self._wait_out(narration, error)
        plan = found.plan
        if plan is None:
            return RenderStep.GONE
        if found.failure is not None:
            return RenderStep.FAILED
        try:
            with self._announcer.working(narration.article_id):
                return self._step(plan, is_finished=found.finished is not None)
        except NarrationGone:
            return RenderStep.GONE
        except StoreAway as error:  # what is spoken is kept as long as possible, and the token comes back
            return self._wait_out(narration, error)
        except StoreFull as error:
            return self._fail(plan, Unavailable(str(error), kind=ProblemKind(error.kind)))
        except ServiceError as error:
            return self._fail(plan, error)

    def render_for(self, narration: NarrationId, seconds: float) -> RenderStep:
        """See ``Rendering.render_for``."""
        until = time.monotonic() + seconds
        step = self.render_next(narration)
        while step is RenderStep.STORED and time.monotonic() < until:
            step = self.render_next(narration)
        return step

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

    def _step(self, plan: Plan, *, is_finished: bool) -> RenderStep:
        if is_finished:
            return self._finisher.finish(plan)  # its segments may have been pruned, and need not be spoken
        plan = self._replanner.without_lost_sounds(plan)
        missing = self._narrations.missing(plan)
        if not missing:
            return self._finisher.finish(plan)
        if plan.recorded is not None:
            return RenderStep.GONE  # no voice can take a person's place: it is cut again, as it was prepared
        refused: dict[str, tuple[int, NotOurs]] = {}
        """By voice: the first segment that is not for this worker, and why. One of each voice is tried."""
        for index in self._worth_trying(plan, missing):
            if plan.segments[index].voice not in refused:
                step = self._try(plan, index, refused, more=len(missing) > 1)
                if step is not None:
                    return step
        if all(plan.segments[index].voice in refused for index in missing):
            return self._pass_on(plan, *next(iter(refused.values())))
        return self._wait_for(plan, missing)

    def _worth_trying(self, plan: Plan, missing: list[int]) -> Iterator[int]:
        """In order; the first few at once, the others without those that somebody is known to hold. In a
        large fleet that is nearly all of them, and each attempt asks Redis."""
        yield from missing[:TRIED_AT_ONCE]
        rest = missing[TRIED_AT_ONCE:]
        held = self._claims.held([plan.segments[index].key for index in rest[:MOST_ASKED]])
        yield from (index for index in rest if plan.segments[index].key not in held)

    def _try(
        self, plan: Plan, index: int, refused: dict[str, tuple[int, NotOurs]], *, more: bool
    ) -> RenderStep | None:
        """None if somebody else is at segment ``index``, or if it is not for this worker: then it is added to
        ``refused``."""
        segment = plan.segments[index]
        try:
            if not self._handover.has_own_keys(plan):
                self._speaker.check(plan, index, stored_script(self._narrations, plan))
            with self._claims.claim(segment.key) as mine:
                if mine:
                    return self._store(plan, index, more=more)
        except NotOurs as refusal:
            refused[segment.voice] = index, refusal
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

    def _store(self, plan: Plan, index: int, *, more: bool) -> RenderStep:
        """Synthesize and store segment ``index``, whose claim is held. ``more``: others were missing, too."""
        if self._size(plan, index) is not None:
            self._announcer.publish(Notice.about(plan.narration, "stored", index))
        else:
            try:
                self._speaker.make(plan, index, stored_script(self._narrations, plan))
            except TryAgain:
                log.warning("a sentence of narration %s took too long", plan.narration)
                return RenderStep.WAITED
            except EngineError as error:
                self._replanner.fall_back(plan, index, error)
                return RenderStep.STORED
        if more or self._narrations.missing(plan):
            return RenderStep.STORED
        return self._finisher.finish(plan)

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
