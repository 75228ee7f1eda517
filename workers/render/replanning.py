"""Changes a plan that cannot be carried out: another voice takes over, or a show's sounds are left out."""

from __future__ import annotations

import logging

from audio_cache.narrations import Narrations
from audio_cache.plan import Plan
from tts_service.errors import ProblemKind, ServiceError
from tts_service.settings import Settings
from workers.engines.base import EngineBusy, EngineError
from workers.engines.registry import find_voice, local_voice
from workers.notices import Announcer
from workers.render.outcomes import stored_script
from workers.render.planning import replan, spoken_in, without_sounds
from workers.render.staging import lost

log = logging.getLogger(__name__)


class Replanner:
    """Stores the changed plan in place of the old one."""

    def __init__(self, settings: Settings, narrations: Narrations, announcer: Announcer) -> None:
        self._settings = settings
        self._narrations = narrations
        self._announcer = announcer

    def without_lost_sounds(self, plan: Plan) -> Plan:
        """``plan``, or one without the show's sounds if the cache no longer has them."""
        segments = self._narrations.segments
        if not lost((plan.intro, plan.outro, plan.bed), segments):
            return plan
        script, first = stored_script(self._narrations, plan), plan.segments[0]
        engine, voice = find_voice(self._settings, first.voice, spoken_in(script, 0))
        first_stored = segments.size(first.key) is not None
        changed = without_sounds(plan, script, engine, voice, first_stored=first_stored)
        self._replace(changed)
        return changed

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
        self._replace(replan(plan, script, stored, index, engine, voice, why))

    def _replace(self, plan: Plan) -> None:
        self._narrations.put_plan(plan, self._narrations.tag(plan.narration))
