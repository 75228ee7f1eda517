"""What listeners and readers are told of the messages in a rendition: chapters and captions. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from audio_cache.mp3.frames import FRAME_BYTES, FRAME_MS, seconds
from audio_cache.plan import Cue
from tts_service.article.language.tags import primary_subtag
from tts_service.article.model import Script
from tts_service.article.script.chapters import Chapter, chapters
from tts_service.article.script.message import Message
from tts_service.article.script.notice import shown_words
from tts_service.formats.captions import Caption
from tts_service.formats.rendition import Timeline

_WORDS = {
    "ar": "إعلان",
    "de": "Anzeige",
    "en": "Sponsored",
    "es": "Patrocinado",
    "fr": "Sponsorisé",
    "hi": "प्रायोजित",
    "it": "Sponsorizzato",
    "nl": "Gesponsord",
    "pt": "Patrocinado",
}


class Told(NamedTuple):
    """A message as it is told in writing: its own script, and where its sentences sound in it."""

    message: Message
    script: Script
    cues: Sequence[Cue]


def sponsored_by(message: Message, language: str) -> str:
    """That it is a message, and whose: in the language of the article that it is heard with, or in
    English."""
    word = _WORDS.get(primary_subtag(language), _WORDS["en"])
    return f"{word}: {message.label}"


def sponsored_chapters(
    script: Script, cues: Iterable[Cue], timeline: Timeline, messages: Sequence[Message]
) -> list[Chapter]:
    """Those of the article, and one for each message. A chapter that a message interrupts goes on behind it,
    under the same title."""
    found: list[Chapter] = []
    for chapter in chapters(script, [(cue.start_s, cue.end_s) for cue in cues]):
        first, end = _frame(chapter.start_s), _frame(chapter.end_s)
        within = (roll.frame for roll in timeline.rolls if first < roll.frame < end)
        points = [first, *dict.fromkeys(within), end]
        found += (
            chapter._replace(start_s=_s(timeline.moved(one)), end_s=_s(timeline.ended(other)))
            for one, other in pairwise(points)
        )
    for roll, start in zip(timeline.rolls, timeline.starts(), strict=True):
        message = messages[roll.number]
        title = sponsored_by(message, script.language)
        found.append(Chapter(title, _s(start), _s(start + roll.length), message.link))
    return sorted(found, key=lambda chapter: chapter.start_s)


def sponsored_captions(
    captions: Iterable[Caption], timeline: Timeline, told: Sequence[Told], language: str
) -> list[Caption]:
    """``captions`` of the article, which have been moved, and those of the messages."""
    found = list(captions)
    for number, (roll, start) in enumerate(zip(timeline.rolls, timeline.starts(), strict=True)):
        found += _of_message(told[roll.number], f"sponsor{number}", _s(start), language)
    return sorted(found, key=lambda caption: caption.start_s)


def _of_message(told: Told, name: str, start_s: float, language: str) -> Iterable[Caption]:
    mark = f"[{sponsored_by(told.message, language)}]"
    for cue in told.cues:
        said = shown_words(told.script, told.script.segments[cue.index])
        marked = mark if said == told.message.label else f"{mark} {said}"
        text = said if cue.index else marked
        yield Caption(f"{name}.{cue.index}", start_s + cue.start_s, start_s + cue.end_s, text)


def _frame(time_s: float) -> int:
    return round(time_s * 1000 / FRAME_MS)


def _s(frame: int) -> float:
    return seconds(frame * FRAME_BYTES)
