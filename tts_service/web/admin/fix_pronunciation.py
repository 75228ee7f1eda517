"""Fixes the pronunciation of a word in the lexicon, and finds the sentences in which it can be heard."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec

from audio_cache.mp3.frames import FRAME_MS
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.stored import stored_audio
from tts_service.article.lexicon.entry import LexiconEntry
from tts_service.article.model import Script
from tts_service.errors import Conflict
from tts_service.publisher.lexicon.editor import ANY_VERSION, LexiconEditor

MOST = 5
LOOK_S = 0.05
PATIENCE_S = 3.0
"""Long enough for a few sentences to be spoken again; if not, they are heard a little later."""


class SentenceWithWord(msgspec.Struct, frozen=True):
    """A sentence of the source, and where in the audio it is, in seconds."""

    text: str
    start_s: float
    end_s: float


def fix_pronunciation(
    lexicon: LexiconEditor, write: str, said: str, language: str, *, in_ipa: bool = False
) -> None:
    """From now on ``write`` is pronounced as ``said``, a respelling or IPA, whatever was in the lexicon.
    Raises as ``LexiconEditor.add``."""
    entry = LexiconEntry(
        write=write, say="" if in_ipa else said, ipa=said if in_ipa else "", language=language
    )
    try:
        lexicon.add(entry)
    except Conflict:
        lexicon.replace(entry.key, entry, ANY_VERSION)


def wait_until(is_ready: Callable[[], bool]) -> None:
    for _ in range(round(PATIENCE_S / LOOK_S)):
        if is_ready():
            return
        time.sleep(LOOK_S)


def heard_in(
    narrations: Narrations, script: Script, word: str, narration: NarrationId
) -> list[SentenceWithWord]:
    """The first sentences with ``word`` that have been spoken."""
    found = stored_audio(narrations, narration)
    second = FRAME_MS / 1000
    sentences = zip(script.segments, found.sentences if found else (), strict=False)
    texts = ((script.source[segment.start : segment.end], span) for segment, span in sentences)
    having = [(text, span) for text, span in texts if word.casefold() in text.casefold()]
    return [SentenceWithWord(text, span.first * second, span.end * second) for text, span in having[:MOST]]
