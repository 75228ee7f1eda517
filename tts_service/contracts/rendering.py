"""Articles to audio in this process, without a server: what the command line needs from the workers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from audio_cache.narration_id import NarrationId
from audio_cache.plan import Finished, Plan
from tts_service.article.lexicon.lexicon import Lexicon
from tts_service.article.model import Script
from tts_service.article.request import ArticleRequest
from tts_service.contracts.voices import Voice
from tts_service.errors import ServiceError


class Prepared(msgspec.Struct, frozen=True):
    """An article that has been read and planned, and is in the cache."""

    script: Script
    plan: Plan

    @property
    def narration(self) -> NarrationId:
        """The article, and the revision that was planned."""
        return self.plan.narration


class Pace(msgspec.Struct, frozen=True):
    """``chars`` of speech became ``audio_s`` seconds of sound in ``took_s`` seconds on one core."""

    chars: int
    audio_s: float
    took_s: float


class BatchObserver(Protocol):
    """Notified of what happens to the article ``index``, by one thread at a time."""

    def prepared(self, index: int, prepared: Prepared, done: int) -> None:
        """``done`` of its segments are in the cache."""

    def stored(self, index: int, spoken: int) -> None:
        """``spoken`` of its segments have been synthesized so far."""

    def finished(self, index: int, prepared: Prepared, finished: Finished, spoken: int) -> None:
        """Its file is complete; ``spoken`` of its segments were synthesized for it, the others were
        stored."""

    def failed(self, index: int, error: ServiceError) -> None:
        """It could not be read or spoken; ``error`` says why, and what to do."""


class Runner(Protocol):
    """Articles to audio in this process, on all cores, in the cache that the service also uses."""

    def script(self, request: ArticleRequest) -> Script:
        """The script of the article. Raises ServiceError if there is nothing to read aloud."""

    def prepare(self, request: ArticleRequest, lexicon: Lexicon | None = None) -> Prepared:
        """``lexicon``: in place of the editors' own.

        Raises ServiceError if the article cannot be read, or not in that voice.
        """

    def render(self, prepared: Prepared, on_segment: Callable[[int, int], None] | None = None) -> Finished:
        """Synthesize what the cache does not have. ``on_segment(done, total)`` is called as segments are
        stored.

        Raises ServiceError if the engine cannot speak it.
        """

    def render_many(self, requests: Iterable[Callable[[], ArticleRequest]], observer: BatchObserver) -> None:
        """Render all of them, on all cores, notifying ``observer``. A failure does not stop the others."""

    def check_voice(self, script: Script, voice: str | None) -> None:
        """Raises ServiceError if no voice here speaks the language of ``script``."""

    def pace(self, script: Script, voice: str | None) -> Pace:
        """How fast the voice is on one core here. Raises ServiceError if there is no such voice, or it
        fails."""

    def audio_path(self, finished: Finished) -> Path:
        """The MP3 file in the cache: not to be changed, and gone once the cache has been pruned."""

    def manifest(self, finished: Finished) -> bytes | None:
        """Its Content Credentials; None if it was not signed."""

    def voices(self) -> Sequence[Voice]:
        """Every voice that can speak here, those of ``TTS_ENGINE`` first."""

    def broken_engines(self) -> Mapping[str, str]:
        """Engines that cannot be loaded here, each with the reason."""
