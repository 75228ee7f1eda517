"""A word that is said wrong: put right in the lexicon, and heard at once in the sentences that have it."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec

from audio_cache.frames import FRAME_MS
from audio_cache.landed import landed
from audio_cache.narrations import Narrations
from tts_service.article.entry import Entry
from tts_service.article.model import Script
from tts_service.errors import Conflict
from tts_service.publisher.desk import ANY_VERSION, Desk

MOST = 5
LOOK_S = 0.05
PATIENCE_S = 3.0
"""A few sentences are spoken again within this time, or heard a little later."""


class Heard(msgspec.Struct, frozen=True):
    """A sentence of the source, and where in the audio it is, in seconds."""

    text: str
    start_s: float
    end_s: float


def set_right(desk: Desk, write: str, said: str, language: str, *, in_ipa: bool = False) -> None:
    """From now on ``write`` is said as ``said``, a respelling or IPA, whatever was in the lexicon. Raises as ``Desk.add``."""
    entry = Entry(write=write, say="" if in_ipa else said, ipa=said if in_ipa else "", language=language)
    try:
        desk.add(entry)
    except Conflict:
        desk.replace(entry.key, entry, ANY_VERSION)


def wait_until(is_ready: Callable[[], bool]) -> None:
    for _ in range(round(PATIENCE_S / LOOK_S)):
        if is_ready():
            return
        time.sleep(LOOK_S)


def heard_in(narrations: Narrations, script: Script, word: str, article_id: str, revision: str) -> list[Heard]:
    """The first sentences with ``word`` that have been spoken."""
    found = landed(narrations, article_id, revision)
    second = FRAME_MS / 1000
    sentences = zip(script.segments, found.sentences if found else (), strict=False)
    texts = ((script.source[segment.start : segment.end], span) for segment, span in sentences)
    having = [(text, span) for text, span in texts if word.casefold() in text.casefold()]
    return [Heard(text, span.first * second, span.end * second) for text, span in having[:MOST]]
