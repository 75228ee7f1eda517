"""What a speech recognizer understands of a narration, compared with what was to be spoken."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from audio_cache.plan import Cue
from tts_service.article.model import Script


class HeardSentence(msgspec.Struct, frozen=True):
    """``words`` were spoken in segment ``segment``; ``errors`` of them were dropped, replaced or added to,
    ``in_names`` of these in proper names."""

    segment: int
    spoken: str
    heard: str
    words: int
    errors: int
    in_names: int


class Transcription(msgspec.Struct, frozen=True):
    """What was understood of a whole narration, sentence by sentence, in order."""

    sentences: tuple[HeardSentence, ...]

    @property
    def words(self) -> int:
        """How many words were spoken."""
        return sum(sentence.words for sentence in self.sentences)

    @property
    def word_error_rate(self) -> float:
        """Errors per word spoken, from 0: above 1 if more was added than was spoken."""
        return sum(sentence.errors for sentence in self.sentences) / max(1, self.words)

    @property
    def in_names(self) -> float:
        """Errors in proper names per word spoken: a part of ``word_error_rate``."""
        return sum(sentence.in_names for sentence in self.sentences) / max(1, self.words)

    @property
    def misheard(self) -> list[HeardSentence]:
        """The segments with errors, worst first."""
        return sorted(
            (one for one in self.sentences if one.errors), key=lambda one: (-one.errors, one.segment)
        )


Transcriber = Callable[[Script, Sequence[Cue], bytes], Transcription]
"""Compares a script, its cues and its frames (MP3, without the tag) with what is recognized."""
