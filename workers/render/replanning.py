"""Changes a plan that cannot be carried out: another voice takes over, segments get the keys that they have
here, or a show's sounds are left out."""

from __future__ import annotations

import logging

from audio_cache.narrations import Narrations
from audio_cache.plan import Plan
from tts_service.errors import ProblemKind, ServiceError, Unprocessable
from tts_service.settings import Settings
from workers.engines.base import EngineBusy, EngineError
from workers.engines.registry import Found, find_voice, local_voice
from workers.fleet import Fleet
from workers.notices import Announcer
from workers.render.outcomes import stored_script
from workers.render.planning import rekeyed, replan, spoken_in, without_sounds
from workers.render.staging import lost

log = logging.getLogger(__name__)


class Replanner:
    """Stores the changed plan in place of the old one."""

    def __init__(
        self, settings: Settings, narrations: Narrations, announcer: Announcer, fleet: Fleet
    ) -> None:
        self._settings = settings
        self._narrations = narrations
        self._announcer = announcer
        self._fleet = fleet

    def without_lost_sounds(self, plan: Plan) -> Plan:
        """``plan``, or one without the show's sounds if the cache no longer has them."""
        if not lost((plan.intro, plan.outro, plan.bed), self._narrations.segments):
            return plan
        changed = without_sounds(plan)
        self._replace(changed)
        return changed

    def rekey(self, plan: Plan) -> None:
        """Give what is not stored the keys that it has here: no live worker gives it those that were
        planned, by another release perhaps, or with other options."""
        script = stored_script(self._narrations, plan)
        if self._narrations.plan(plan.narration) != plan:
            return  # as in ``fall_back``
        log.warning("narration %s takes this worker's keys: nobody makes those planned", plan.narration)
        missing = self._narrations.missing(plan)
        self._replace(rekeyed(plan, script, missing, self._found, self._fleet.recipe))

    def fall_back(self, plan: Plan, index: int, error: EngineError) -> None:
        """Give the rest of the engine of segment ``index`` to a local voice of the language, and record that
        on the narration.

        Raises ServiceError when there is none.
        """
        failed, script = plan.segments[index], stored_script(self._narrations, plan)
        if self._narrations.plan(plan.narration) != plan:
            return  # another worker has changed it meanwhile; this one may have been suspended
        self._announcer.count(f'tts_engine_failures_total{{engine="{failed.engine}"}}')
        found = local_voice(self._settings, spoken_in(script, index))
        if found is None or found[1].id == failed.voice:
            raise ServiceError(
                f"The engine {failed.engine} failed: {error}", kind=ProblemKind.ENGINE_FAILED
            ) from error
        engine, voice = found
        stored = set(range(len(plan.segments))) - set(self._narrations.missing(plan))
        why = "the engine is busy" if isinstance(error, EngineBusy) else "the engine failed"
        log.warning("narration %s goes on with %s: %s", plan.article_id, voice.id, error)
        self._announcer.count(f'tts_engine_fallbacks_total{{engine="{failed.engine}"}}')
        self._replace(replan(plan, script, stored, index, engine, voice, why, self._fleet.recipe))

    def _found(self, name: str, language: str) -> Found | None:
        try:
            return find_voice(self._settings, name, language)
        except Unprocessable:
            return None

    def _replace(self, plan: Plan) -> None:
        self._narrations.put_plan(plan, self._narrations.tag(plan.narration))
