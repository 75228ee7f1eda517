"""Articles become audio here, one segment at a time. Knows nothing of Celery: tasks and the command line
both call it.

``preparing`` turns a request into a plan, ``stepping`` a plan into segments, ``finishing`` segments into a
file; ``replanning`` changes a plan that cannot be followed, and ``handover`` finds out whether others can.
"""

from __future__ import annotations

from collections.abc import Callable

from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.plan import Plan
from audio_cache.store import Claims, SegmentStore
from tts_service.article.language.tags import primary_subtag
from tts_service.article.lexicon.lexicon import Lexicon
from tts_service.article.request import ArticleRequest
from tts_service.publisher.files import PublisherFiles
from tts_service.publisher.rules import PublisherRules
from tts_service.settings import Settings
from tts_service.time_limit import LastResort
from workers.credentials.finished import Signing
from workers.engines.registry import all_voices, find_voice
from workers.fleet import Alone, Fleet
from workers.main_thread import MainThread
from workers.notices import Announcer
from workers.reading import Fetch, ScriptReader, warm_readers
from workers.recordings.parts import PartRecorder
from workers.recordings.recorder import Recorder
from workers.render.finishing import Finisher
from workers.render.handover import Handover
from workers.render.outcomes import RenderStep
from workers.render.preparing import ArticlePreparer
from workers.render.replanning import Replanner
from workers.render.segments import SegmentSpeaker
from workers.render.speaking import speak
from workers.render.stepping import WAIT_S, NarrationRenderer
from workers.web.fetch import FetchedPage
from workers.web.pictures import FetchedHere, Pictures


class Rendering:
    """``prepare`` an article once, then call ``render_next`` from anywhere, as often as you like, until
    there is nothing left to do."""

    def __init__(
        self,
        settings: Settings,
        segments: SegmentStore,
        narrations: Narrations,
        claims: Claims,
        announcer: Announcer,
        *,
        fetch: Fetch | None = None,
        pictures: Pictures | None = None,
        last_resort: LastResort = LastResort.NONE,
        reading_thread: MainThread | None = None,
        fleet: Fleet | None = None,
        files: PublisherFiles | None = None,
        wait_s: float = WAIT_S,
    ) -> None:
        """``fetch`` gets pages that ``prepare`` is not given, ``pictures`` theirs (default: both in this
        process, when they are needed). ``last_resort``: for work that cannot be interrupted.
        ``reading_thread``: see ``ScriptReader``. ``fleet``: the other workers (default: there are none).
        ``files``: the publisher's (default: those in the data folder). ``wait_s``: how long a step waits for
        the others."""
        rules, pictures = PublisherRules(settings, files), pictures or FetchedHere(settings, narrations)
        fleet = fleet or Alone()
        handover = Handover(fleet)
        reader = ScriptReader(
            settings, rules, narrations, fetch=fetch, last_resort=last_resort, thread=reading_thread
        )
        speaker = SegmentSpeaker(settings, segments, announcer, last_resort)
        signing = Signing(settings, narrations, announcer)
        finisher = Finisher(narrations, claims, announcer, pictures, signing)
        replanner = Replanner(settings, narrations, announcer, fleet)
        self._recorder = Recorder(settings, rules, reader, narrations, claims, announcer, last_resort)
        self._parts = PartRecorder(settings, reader, narrations, claims, announcer, last_resort)
        self._preparer = ArticlePreparer(
            settings,
            rules,
            reader,
            segments,
            narrations,
            announcer,
            pictures,
            handover,
            fleet,
            self._recorder,
            self._parts,
        )
        self._renderer = NarrationRenderer(
            narrations, claims, announcer, speaker, replanner, finisher, handover, wait_s
        )
        self._settings = settings
        self._narrations = narrations
        self._pictures = pictures

    def warm(self) -> None:
        """Load what the first click would otherwise wait for: the default voice, the encoder, the readers."""
        here = {tag for voice in all_voices(self._settings) if voice.local for tag in voice.languages}
        warm_readers({primary_subtag(tag) for tag in (*here, *self._settings.voices)})
        engine, voice = find_voice(self._settings, None, "en")
        engine.warm(voice)
        if voice.local:
            for on_frames in (None, lambda frames: None):
                speak(engine, voice, "Ready when you are.", "en", on_frames=on_frames)

    def prepare(
        self,
        article_id: str,
        request: ArticleRequest,
        digest: str = "",
        *,
        live: bool = True,
        lexicon: Lexicon | None = None,
        page: FetchedPage | None = None,
        is_click: bool = False,
        is_final: bool = False,
    ) -> Plan:
        """See ``ArticlePreparer.prepare``."""
        return self._preparer.prepare(
            article_id,
            request,
            digest,
            live=live,
            lexicon=lexicon,
            page=page,
            is_click=is_click,
            is_final=is_final,
        )

    def record(self, article_id: str, request: ArticleRequest, digest: str) -> Plan | None:
        """See ``Recorder.record``."""
        return self._recorder.record(article_id, request, digest)

    def record_parts(self, article_id: str, request: ArticleRequest, digest: str) -> bool:
        """See ``PartRecorder.record``."""
        return self._parts.record(article_id, request, digest)

    def planned(self, article_id: str, digest: str) -> NarrationId | None:
        """The narration that was the outcome of ``digest``, if there was one."""
        outcome = self._narrations.outcome(article_id, digest)
        return NarrationId(article_id, outcome.revision) if outcome is not None and outcome.revision else None

    def ask_for_picture(self, narration: NarrationId) -> None:
        """Have the picture fetched that the finished tag will need."""
        plan = self._narrations.plan(narration)
        if plan is not None and plan.artwork:
            self._pictures.ask(narration.article_id, plan.artwork)

    def render_next(self, narration: NarrationId) -> RenderStep:
        """Synthesize the first segment that is neither stored nor being worked on; assemble the file when
        none is missing.

        Raises Elsewhere when only others can speak what is missing.
        """
        return self._renderer.render_next(narration)

    def render_for(
        self, narration: NarrationId, seconds: float, may_go_on: Callable[[], bool] = lambda: False
    ) -> RenderStep:
        """``render_next`` again and again, until there is nothing more to do, or until a step is done in
        which ``seconds`` have passed and ``may_go_on()``, asked then, says no."""
        return self._renderer.render_for(narration, seconds, may_go_on)

    def missing(self, narration: NarrationId) -> int:
        """How many of its segments are not stored."""
        plan = self._narrations.plan(narration)
        return 0 if plan is None else len(self._narrations.missing(plan))
