"""Speaks and stores one segment of a narration: within a time limit, and a limited number of attempts."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

from audio_cache.errors import StoreAway, StoreFull
from audio_cache.plan import Plan
from audio_cache.store import SegmentStore
from tts_service import traces
from tts_service.article.model import Script
from tts_service.contracts.messages import Notice
from tts_service.errors import ProblemKind, ServiceError, Unavailable, Unprocessable
from tts_service.settings import Settings
from tts_service.time_limit import LastResort, OutOfTime, time_limit
from workers.audio.jingles import Bed
from workers.engines.base import EngineError
from workers.engines.registry import Found, find_voice
from workers.notices import Announcer
from workers.render.handover import NotOurs
from workers.render.planning import bed_of, phonemes_for, planned, spelled_for, spoken_in
from workers.render.speaking import speak
from workers.render.staging import bed_samples

MOST_ATTEMPTS = 3
"""A segment or an article that has killed its worker, or run out of time, this often is given up."""
NAMED_CHARS = 80


class TryAgain(Exception):
    """It took too long, and should be tried again."""


class SegmentSpeaker:
    """Speaks into ``store``. Exceptions of engines go to the caller."""

    def __init__(
        self, settings: Settings, store: SegmentStore, announcer: Announcer, last_resort: LastResort
    ) -> None:
        self._settings = settings
        self._store = store
        self._announcer = announcer
        self._last_resort = last_resort

    def make(self, plan: Plan, index: int, script: Script, tries: int = 0) -> None:
        """Speak segment ``index`` of ``plan``, whose claim is held, and announce it. ``tries``: how often it
        was tried, this time included; 0 if that is yet to be counted.

        Raises NotOurs, TryAgain, EngineError, and, when it was tried MOST_ATTEMPTS times, ServiceError
        ("crashed", "sentence-too-slow").
        """
        key, text = plan.segments[index].key, script.segments[index].text
        counts: dict[str, float] = {}
        attempt = tries or self._announcer.attempt(key)
        if attempt > MOST_ATTEMPTS:
            self._give_up(key)
            raise ServiceError(
                f"A sentence stopped the engine {MOST_ATTEMPTS} times: {named(text)}. Reword it, or choose "
                "another voice.",
                kind=ProblemKind.CRASHED,
            )
        try:
            with time_limit(self._settings.speak_limit_s, f"The sentence {named(text)}", self._last_resort):
                counts = self._speak(plan, index, script)
        except OutOfTime:
            self._out_of_time(key, text, attempt)
        except (EngineError, NotOurs, StoreAway):
            self._announcer.succeeded(key)  # it failed in an orderly way: no process died
            raise
        self._announcer.stored(key, Notice.about(plan.narration, "stored", index), counts)

    def check(self, plan: Plan, index: int, script: Script) -> None:
        """Raises NotOurs. For a plan of others, before anything is claimed: those who can speak it would pass
        over what is claimed, and be heard out of order."""
        limit = time_limit(self._settings.speak_limit_s, "A voice's level", self._last_resort)
        with contextlib.suppress(EngineError, OutOfTime), limit:  # these are dealt with when it is spoken
            self._own(plan, index, script)

    def _give_up(self, key: str) -> None:
        self._announcer.succeeded(key)  # so that a later request tries it again

    def _out_of_time(self, key: str, text: str, attempt: int) -> None:
        if self._store.sizes([key])[0] is not None:
            return  # this process hung, and another has spoken it meanwhile
        self._announcer.count("tts_too_slow_total")
        if attempt < MOST_ATTEMPTS:
            raise TryAgain
        self._give_up(key)
        raise Unavailable(
            f"A sentence took longer than {self._settings.speak_limit_s} s, {MOST_ATTEMPTS} times: "
            f"{named(text)}. "
            "Reword it, or choose another voice; for an engine that is that slow, the operator can raise "
            "TTS_SPEAK_LIMIT_S.",
            kind=ProblemKind.SENTENCE_TOO_SLOW,
        )

    def _speak(self, plan: Plan, index: int, script: Script) -> dict[str, float]:
        """Speak and store the segment. Returns what to add to which metric."""
        segment, said, language = plan.segments[index], script.segments[index], spoken_in(script, index)
        engine, voice = self._own(plan, index, script)
        started = time.monotonic()
        bed = (
            Bed(bed_samples(plan.bed, self._store), segment.tail_ms) if plan.bed and segment.tail_ms else None
        )
        on_frames = self._teller(plan, index) if index == 0 else None
        phonemes, letters = phonemes_for(said, voice), spelled_for(said, voice)
        about: traces.Attributes = {"tts.voice": voice.id, "tts.segment": index}
        with traces.part("speak", about):
            spoken = speak(engine, voice, said.text, language, bed, phonemes, on_frames, letters)
            self._store.put(segment.key, spoken)
        of_engine = f'{{engine="{engine.id}"}}'
        flagged = {f"tts_segments_flagged_total{of_engine}": 1.0} if spoken.info.flags else {}
        return flagged | {
            f"tts_segments_synthesized_total{of_engine}": 1.0,
            f"tts_synthesis_seconds_total{of_engine}": time.monotonic() - started,
        }

    def _own(self, plan: Plan, index: int, script: Script) -> Found:
        """Who speaks segment ``index`` here. Raises NotOurs: the voice that was planned may be another
        worker's, or may have been removed, and with other options it would sound different."""
        segment, said, language = plan.segments[index], script.segments[index], spoken_in(script, index)
        try:
            engine, voice = find_voice(self._settings, segment.voice, language)
        except Unprocessable as error:
            raise NotOurs(error) from error
        if planned(said, engine, voice, language, bed_of(plan, index)).key != segment.key:
            raise NotOurs
        return engine, voice

    def _teller(self, plan: Plan, index: int) -> Callable[[bytes], None]:
        def on_frames(frames: bytes) -> None:
            with contextlib.suppress(StoreFull):  # then it is heard once it is stored, or fails then
                self._store.put_partial(plan.segments[index].key, frames)
            self._announcer.publish(Notice.about(plan.narration, "partial", index))

        return on_frames


def named(text: str) -> str:
    """A sentence, or its beginning, in quotation marks."""
    short = text if len(text) <= NAMED_CHARS else f"{text[:NAMED_CHARS].rsplit(' ', 1)[0]} …"
    return f"“{short}”"
