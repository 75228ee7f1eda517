"""Articles become audio here, one segment at a time. Knows nothing of Celery: tasks and the command line both call it."""

from __future__ import annotations

import contextlib
import enum
import logging
import time
from collections.abc import Callable, Iterable

from audio_cache.errors import Gone, Incomplete, StoreFull
from audio_cache.narrations import Narrations
from audio_cache.plan import Failure, Outcome, Plan
from audio_cache.store import Claims, SegmentStore
from audio_cache.timeline import landed_cues
from tts_service.article.lexicon import Lexicon
from tts_service.article.model import Script, decode_script, encode_script
from tts_service.article.request import ArticleRequest
from tts_service.article.script import revision_of
from tts_service.errors import Problem, ServiceError, Unavailable
from tts_service.publisher.rules import Rules
from tts_service.settings import Settings
from tts_service.wire import Notice
from workers.audio.jingles import Bed
from workers.casting import cast_voices, spelled, wishes_of, with_tongues
from workers.engines.base import EngineBusy, EngineError
from workers.engines.registry import find_voice, local_voice
from workers.notices import Announcer
from workers.planning import make_plan, replan, spoken_in, told, without_sounds
from workers.reading import ScriptReader, warm_readers
from workers.speaking import speak
from workers.staging import bed_samples, lost, staging_of, stored_sounds
from workers.tagging import LIVE_COVER_BYTES, Pictures, artwork_of, cover_bytes, final_tag, first_tag, picture_of

log = logging.getLogger(__name__)

WAIT_S = 0.5
"""How long a step waits for segments that others are working on before it gives its place back."""
LOOK_S = 0.02
MOST_ATTEMPTS = 4
"""A segment or an article that has taken its worker down this often is given up."""


class Step(enum.Enum):
    """What one call of ``render_next`` came to."""

    LANDED = "landed"  # one more segment is there; there may be more to do
    WAITED = "waited"  # others hold every segment that is missing
    READY = "ready"
    FAILED = "failed"
    GONE = "gone"  # deleted, or not prepared

    @property
    def goes_on(self) -> bool:
        return self in (Step.LANDED, Step.WAITED)


class Rendering:
    """``prepare`` an article once, then call ``render_next`` from anywhere, as often as you like, until it stops going on."""

    def __init__(
        self,
        settings: Settings,
        segments: SegmentStore,
        narrations: Narrations,
        claims: Claims,
        announcer: Announcer,
    ) -> None:
        self._settings = settings
        self._rules = Rules(settings)
        self._reader = ScriptReader(settings, self._rules, narrations)
        self._segments = segments
        self._narrations = narrations
        self._claims = claims
        self._announcer = announcer
        self._pictures = Pictures(settings, narrations)

    def warm(self) -> None:
        """Load what the first click would otherwise wait for: the default voice, the encoder, the readers."""
        warm_readers()
        engine, voice = find_voice(self._settings, None, "en")
        engine.warm(voice)
        if voice.local:
            for tell in (None, lambda frames: None):
                speak(engine, voice, "Ready when you are.", "en", tell=tell)

    # -- from a request to a plan ---------------------------------------------------------------------------------

    def prepare(
        self,
        article_id: str,
        request: ArticleRequest,
        digest: str = "",
        *,
        live: bool = True,
        lexicon: Lexicon | None = None,
    ) -> Plan:
        """Script and plan of ``request``, stored as the outcome of ``digest`` (default: that of the request as of now).

        ``live``: somebody waits for the first sound, so that nothing is fetched for the tag before it.
        ``lexicon``: instead of the publisher's.

        Raises ServiceError, after storing it as the outcome, when the article cannot be read.
        """
        digest = digest or self._rules.digest(request, article_id)
        self._announcer.touch(article_id)
        try:
            plan, rules = self._prepare(article_id, request, live, lexicon)
        except ServiceError as error:
            with contextlib.suppress(StoreFull):  # then it stays unsettled, and is taken up again when there is room
                self._settle(article_id, digest, Outcome(problem=_failure(error)))
            raise
        self._settle(article_id, digest, Outcome(revision=plan.revision, rules=rules))
        hits = len(plan.segments) - len(self._narrations.missing(plan))
        self._announcer.count("tts_segment_cache_hits_total", hits)
        return plan

    def planned(self, article_id: str, digest: str) -> str:
        """The revision that was the outcome of ``digest``; "" for none."""
        outcome = self._narrations.outcome(article_id, digest)
        return outcome.revision if outcome is not None else ""

    def _prepare(self, article_id: str, request: ArticleRequest, live: bool, lexicon: Lexicon | None) -> tuple[Plan, str]:
        """The plan, and the name of the rules that bear on it."""
        name = f"prepare:{article_id}"
        try:
            if self._announcer.attempt(name) > MOST_ATTEMPTS:
                raise ServiceError("Reading this article stopped a worker several times. It has been given up.", kind="crashed")
            script, rules = self._reader.read(request, article_id, lexicon)
            plan = self._plan(article_id, request, script, live)
        except ServiceError:
            raise
        except StoreFull as error:
            raise Unavailable(str(error), kind="disk-full") from error
        except Exception as error:
            log.exception("article %s could not be prepared", article_id)
            raise ServiceError("The article could not be prepared. The service's log says why.") from error
        finally:
            self._announcer.succeeded(name)
        return plan, rules

    def _plan(self, article_id: str, request: ArticleRequest, script: Script, live: bool) -> Plan:
        show = self._rules.publisher.shows.get(script.show)
        staging = staging_of(show, self._settings.shows_path.parent)
        sounds = stored_sounds(staging.jingles, self._segments)
        wishes = wishes_of(script, show)
        revision = revision_of(script, request.voice or spelled(wishes), sounds.digest)
        cast = cast_voices(self._settings, request.voice, wishes, script.language)
        cast = with_tongues(cast, self._settings, show, script)
        self._narrations.clear_failure(article_id, revision)
        known = self._narrations.plan(article_id, revision)
        if known is not None and self._still_stands(known, cast.narrator[1].id) and self._narrations.want(known):
            return known
        self._narrations.put_script(article_id, revision, encode_script(script))
        artwork, room = self._artwork(article_id, artwork_of(script, staging.artwork), live)
        tag = first_tag(script, staging.album, room, live=live)
        plan = make_plan(article_id, revision, script, cast, len(tag), sounds, artwork)
        self._narrations.put_plan(plan, tag)
        return plan

    def _artwork(self, article_id: str, source: str, live: bool) -> tuple[str, int]:
        """``source`` of the picture and the room to keep for it; none for one that was asked for and cannot be had."""
        if live:
            return source, LIVE_COVER_BYTES if source else 0
        picture = self._pictures.picture(article_id, source)
        return (source, cover_bytes(picture)) if picture else ("", 0)

    def _still_stands(self, plan: Plan, voice_id: str) -> bool:
        """A finished narration stays as it is, and so does one that is growing in the voice it was begun with."""
        finished = self._narrations.finished(plan.article_id, plan.revision) is not None
        return finished or (plan.voice == voice_id and not plan.fallback)

    def _settle(self, article_id: str, digest: str, outcome: Outcome) -> None:
        self._narrations.put_outcome(article_id, digest, outcome)
        self._announcer.tell(Notice(article_id, outcome.revision, "prepared" if outcome.problem is None else "failed"))

    # -- from a plan to audio -------------------------------------------------------------------------------------

    def render_next(self, article_id: str, revision: str) -> Step:
        """Synthesize the first segment that is neither stored nor being worked on; assemble when none is missing."""
        self._announcer.touch(article_id)
        plan = self._narrations.plan(article_id, revision)
        if plan is None:
            return Step.GONE
        if self._narrations.failure(article_id, revision) is not None:
            return Step.FAILED
        try:
            return self._render_next(plan)
        except Gone:
            return Step.GONE
        except StoreFull as error:
            return self._fail(plan, Unavailable(str(error), kind="disk-full"))
        except ServiceError as error:
            return self._fail(plan, error)

    def _fail(self, plan: Plan, error: ServiceError) -> Step:
        log.warning("narration %s/%s failed: %s", plan.article_id, plan.revision, error)
        with contextlib.suppress(StoreFull):  # then it stays unfinished, and is taken up again when there is room
            self._narrations.put_failure(plan.article_id, plan.revision, _failure(error))
        self._announcer.tell(Notice(plan.article_id, plan.revision, "failed"))
        return Step.FAILED

    def _render_next(self, plan: Plan) -> Step:
        if self._narrations.finished(plan.article_id, plan.revision) is not None:
            return self._finish(plan)  # its segments may have been pruned, and need not be spoken again
        plan = self._with_what_is_kept(plan)
        missing = self._narrations.missing(plan)
        for index in missing:
            with self._claims.claim(plan.segments[index].key) as mine:
                if mine:
                    return self._land(plan, index)
        if not missing:
            return self._finish(plan)
        return self._wait_for(plan, missing)

    def _with_what_is_kept(self, plan: Plan) -> Plan:
        """``plan``, or one without the show's sounds when they are gone from the cache: the words go on."""
        if not lost((plan.intro, plan.outro, plan.bed), self._segments):
            return plan
        script = self._script(plan)
        engine, voice = find_voice(self._settings, plan.segments[0].voice, spoken_in(script, 0))
        first_landed = self._segments.size(plan.segments[0].key) is not None
        changed = without_sounds(plan, script, engine, voice, first_landed=first_landed)
        self._narrations.put_plan(changed, self._narrations.tag(plan.article_id, plan.revision))
        return changed

    def _land(self, plan: Plan, index: int) -> Step:
        """Synthesize and store segment ``index``, whose claim we hold."""
        if self._segments.size(plan.segments[index].key) is None:
            try:
                self._synthesize(plan, index)
            except EngineError as error:
                self._announcer.succeeded(plan.segments[index].key)  # it failed in an orderly way: nobody died of it
                self._fall_back(plan, index, error)
                return Step.LANDED
        self._announcer.tell(Notice(plan.article_id, plan.revision, "landed", index))
        return Step.LANDED if self._narrations.missing(plan) else self._finish(plan)

    def _synthesize(self, plan: Plan, index: int) -> None:
        segment = plan.segments[index]
        self._give_up_on_what_kills(segment.key)
        script = self._script(plan)
        said, language = script.segments[index], spoken_in(script, index)
        engine, voice = find_voice(self._settings, segment.voice, language)
        started = time.monotonic()
        bed = Bed(bed_samples(plan.bed, self._segments), segment.tail_ms) if plan.bed and segment.tail_ms else None
        tell = self._teller(plan, index) if index == 0 else None
        spoken = speak(engine, voice, said.text, language, bed, told(said, voice), tell)
        self._segments.put(segment.key, spoken)
        if spoken.info.flags:
            self._announcer.count(f'tts_segments_flagged_total{{engine="{engine.id}"}}')
        self._announcer.succeeded(segment.key)
        self._announcer.count(f'tts_segments_synthesized_total{{engine="{engine.id}"}}')
        self._announcer.count(f'tts_synthesis_seconds_total{{engine="{engine.id}"}}', time.monotonic() - started)

    def _teller(self, plan: Plan, index: int) -> Callable[[bytes], None]:
        def tell(frames: bytes) -> None:
            with contextlib.suppress(StoreFull):  # then it is heard when it has landed, or told then
                self._segments.open(plan.segments[index].key, frames)
            self._announcer.tell(Notice(plan.article_id, plan.revision, "opened", index))

        return tell

    def _give_up_on_what_kills(self, key: str) -> None:
        if self._announcer.attempt(key) > MOST_ATTEMPTS:
            self._announcer.succeeded(key)
            raise ServiceError(
                "One sentence stopped the engine several times. Reword it, or choose another voice.", kind="crashed"
            )

    def _fall_back(self, plan: Plan, index: int, error: EngineError) -> None:
        """Give what the engine of segment ``index`` has not spoken to a local voice of the language, and say so on the
        narration.

        Raises ServiceError when there is none.
        """
        failed, script = plan.segments[index], self._script(plan)
        self._announcer.count(f'tts_engine_failures_total{{engine="{failed.engine}"}}')
        found = local_voice(self._settings, spoken_in(script, index))
        if found is None or found[1].id == failed.voice:
            raise ServiceError(f"The engine {failed.engine} failed: {error}", kind="engine-failed") from error
        engine, voice = found
        missing = set(self._narrations.missing(plan))
        landed = set(range(len(plan.segments))) - missing
        why = "the engine is busy" if isinstance(error, EngineBusy) else "the engine failed"
        log.warning("narration %s goes on with %s: %s", plan.article_id, voice.id, error)
        self._announcer.count(f'tts_engine_fallbacks_total{{engine="{failed.engine}"}}')
        changed = replan(plan, script, landed, index, engine, voice, why)
        self._narrations.put_plan(changed, self._narrations.tag(plan.article_id, plan.revision))

    def _wait_for(self, plan: Plan, missing: Iterable[int]) -> Step:
        """Others work on all that is missing, perhaps for another article: be there when it lands."""
        waiting = [plan.segments[index].key for index in missing]
        until = time.monotonic() + WAIT_S
        while time.monotonic() < until:
            time.sleep(LOOK_S)
            if all(self._segments.size(key) is not None for key in waiting):
                return self._finish(plan)
        return Step.WAITED

    def _finish(self, plan: Plan) -> Step:
        with self._claims.claim(f"finish-{plan.article_id}-{plan.revision}") as mine:
            if not mine:
                return Step.READY
            before = self._narrations.finished(plan.article_id, plan.revision)
            if before is None:
                try:
                    self._narrations.finish(plan, self._final_tag(plan))
                except Incomplete:
                    return Step.LANDED
        self._announcer.tell(Notice(plan.article_id, plan.revision, "ready"))
        return Step.READY

    def _final_tag(self, plan: Plan) -> bytes:
        tag = self._narrations.tag(plan.article_id, plan.revision)
        cues = landed_cues(plan, self._narrations.sizes(plan))
        return final_tag(tag, self._script(plan), cues, picture_of(plan, self._pictures))

    def _script(self, plan: Plan) -> Script:
        data = self._narrations.script(plan.article_id, plan.revision)
        if data is None:
            raise Gone(plan.article_id)
        return decode_script(data)


def _failure(error: ServiceError) -> Failure:
    problem: Problem = error.problem
    return Failure(problem.kind, problem.title, problem.detail, problem.status)
