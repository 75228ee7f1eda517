"""From segments to the finished file."""

from __future__ import annotations

from audio_cache.errors import Incomplete
from audio_cache.narrations import Narrations
from audio_cache.plan import Plan
from audio_cache.store import Claims
from audio_cache.timeline import stored_cues
from tts_service import traces
from tts_service.contracts.messages import Notice
from tts_service.errors import ProblemKind, ServiceError
from workers.credentials.finished import Signing
from workers.notices import Announcer
from workers.render.outcomes import RenderStep, stored_script
from workers.render.segments import MOST_ATTEMPTS
from workers.render.tagging import final_tag, picture_of
from workers.web.pictures import NotYet, Pictures


class Finisher:
    """Assembles the file, has it signed, and announces it, once: under a claim."""

    def __init__(
        self,
        narrations: Narrations,
        claims: Claims,
        announcer: Announcer,
        pictures: Pictures,
        signing: Signing,
    ) -> None:
        self._narrations = narrations
        self._claims = claims
        self._announcer = announcer
        self._pictures = pictures
        self._signing = signing

    def finish(self, plan: Plan) -> RenderStep:
        """READY if the file exists or another worker is assembling it; STORED if a segment turns out to be
        missing; WAITED while the picture is being fetched.

        Raises ServiceError ("crashed") when assembling has stopped workers too often, StoreFull,
        NarrationGone.
        """
        with self._claims.claim(f"finish-{plan.article_id}-{plan.revision}") as mine:
            if not mine:
                return RenderStep.READY
            if self._narrations.finished(plan.narration) is None:
                try:
                    with traces.part("assemble"):
                        self._assemble(plan)
                except Incomplete:
                    return RenderStep.STORED
                except NotYet:
                    return RenderStep.WAITED
            self._signing.sign(plan)
        self._announcer.publish(Notice.about(plan.narration, "ready"))
        return RenderStep.READY

    def _assemble(self, plan: Plan) -> None:
        name = f"finish:{plan.article_id}:{plan.revision}"
        try:
            if self._announcer.attempt(name) > MOST_ATTEMPTS:
                raise ServiceError(
                    f"Joining its sentences stopped a worker {MOST_ATTEMPTS} times. The service's log says "
                    "where.",
                    kind=ProblemKind.CRASHED,
                )
            self._narrations.finish(plan, self._final_tag(plan))
        finally:
            self._announcer.succeeded(name)

    def _final_tag(self, plan: Plan) -> bytes:
        tag = self._narrations.tag(plan.narration)
        cues = stored_cues(plan, self._narrations.sizes(plan))
        script = stored_script(self._narrations, plan)
        return final_tag(tag, script, cues, picture_of(plan, self._pictures), plan.credentials_url)
