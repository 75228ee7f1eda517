"""What is for another worker: segments whose keys or voices are not this worker's, and articles for a voice
that is not here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from audio_cache.plan import Plan
from tts_service.article.language.tags import primary_subtag
from tts_service.contracts.voices import KnownVoice
from tts_service.errors import Unprocessable
from workers.fleet import Elsewhere, Fleet, Other

PATIENCE_S = 30.0
"""How long a voice that has gone with its worker is waited for: to start it again takes seconds."""


class NotOurs(Exception):
    """The planned key is not what this worker would give the segment. ``missing``: its voice is not here."""

    def __init__(self, missing: Unprocessable | None = None) -> None:
        super().__init__(str(missing or "another key"))
        self.missing = missing


class Handover:
    """Who else can do what this worker cannot."""

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet

    def has_own_keys(self, plan: Plan) -> bool:
        """``plan`` was made with the recipe of this worker."""
        return plan.recipe == self._fleet.recipe

    def pass_on(self, plan: Plan, index: int, refusal: NotOurs) -> None:
        """Raises Elsewhere as long as others may speak segment ``index``; returns when it is up to this
        worker to change the plan."""
        segment, others = plan.segments[index], self._fleet.others()
        able = [other for other in others if other.beat.recipe == plan.recipe]
        if not able and refusal.missing is not None:  # those who have the voice will give it another key
            able = [other for other in others if _has(other, segment.voice)]
        if able:
            raise _elsewhere(able)
        if refusal.missing is not None and self._fleet.nobody_for_s(segment.key) < PATIENCE_S:
            raise Elsewhere

    def read_elsewhere(self, asked: str | None, language: str) -> None:
        """Raises Elsewhere if others have the voice ``asked`` for or, if none was, speak ``language``."""
        able = [other for other in self._fleet.others() if _can_read(other.voices, asked, language)]
        if able:
            raise _elsewhere(able)

    def cast_elsewhere(self, wanted: Iterable[str]) -> None:
        """Raises Elsewhere if others have all voices ``wanted``."""
        names = set(wanted)
        able = [other for other in self._fleet.others() if all(_has(other, name) for name in names)]
        if able:
            raise _elsewhere(able)


def _elsewhere(able: Sequence[Other]) -> Elsewhere:
    return Elsewhere([other.beat for other in able])


def _has(other: Other, name: str) -> bool:
    return any(name in (voice.id, voice.name) for voice in other.voices)


def _can_read(voices: Iterable[KnownVoice], asked: str | None, language: str) -> bool:
    if asked:
        return any(asked in (voice.id, voice.name, voice.engine) for voice in voices)
    return any(primary_subtag(language) in voice.languages for voice in voices)
