"""What a page needs to highlight what is spoken: every sentence in the words of the source, and the times of
its words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from audio_cache.plan import Cue
from audio_cache.store import SegmentInfo
from tts_service.article.model import Script, Segment
from tts_service.formats.captions import SourcePlace, spoken_words


class TimedWord(msgspec.Struct, frozen=True, array_like=True):
    """``sentence.text[start:end]``, in code points, is spoken from ``start_s`` to ``end_s``."""

    start: int
    end: int
    start_s: float
    end_s: float


class TimedSentence(msgspec.Struct, frozen=True, array_like=True):
    """One segment of the script. Times are seconds from the first frame; None if it is not rendered yet.

    ``text`` is the source's, or the spoken text if the source does not contain it. ``is_estimated``: the word
    times are not the engine's own.
    """

    text: str
    start_s: float | None = None
    end_s: float | None = None
    is_estimated: bool = False
    words: tuple[TimedWord, ...] = ()


class ReadAlong(msgspec.Struct, frozen=True):
    """``sentences`` from number ``first`` to the last of the script. ``is_whole``: nothing will be added."""

    revision: str
    is_whole: bool
    first: int
    sentences: tuple[TimedSentence, ...]


def timed_sentences(
    script: Script, cues: Sequence[Cue], infos: Sequence[SegmentInfo | None]
) -> tuple[TimedSentence, ...]:
    """Every sentence of ``script``; those of ``cues`` with their times. ``infos`` are those of each cue's
    segment, None if it is no longer stored."""
    timed = {cue.index: _timed(script, cue, info) for cue, info in zip(cues, infos, strict=True)}
    return tuple(
        timed.get(i) or TimedSentence(_text(script, segment)) for i, segment in enumerate(script.segments)
    )


def _timed(script: Script, cue: Cue, info: SegmentInfo | None) -> TimedSentence:
    segment = script.segments[cue.index]
    is_estimated = info is not None and info.timing == "estimated"
    text = _text(script, segment)
    return TimedSentence(
        text, _ms(cue.start_s), _ms(cue.end_s), is_estimated, _words(script, segment, cue, info)
    )


def _text(script: Script, segment: Segment) -> str:
    return script.source[segment.start : segment.end] or segment.text


def _words(script: Script, segment: Segment, cue: Cue, info: SegmentInfo | None) -> tuple[TimedWord, ...]:
    timings = info.words if info else ()
    if not segment.pieces:
        heard = [
            (SourcePlace(word.spoken_start, word.spoken_end), word.start_s, word.end_s) for word in timings
        ]
    else:
        heard = [
            (place, start_s, end_s)
            for place, start_s, end_s, _ in spoken_words(script, segment, timings)
            if place
        ]
    return tuple(
        TimedWord(
            place.start - segment.start,
            place.end - segment.start,
            _ms(cue.start_s + start_s),
            _ms(cue.start_s + end_s),
        )
        for place, start_s, end_s in heard
    )


def _ms(seconds: float) -> float:
    """Rounded to what people can tell apart, which takes a third of the bytes."""
    return round(seconds, 3)
