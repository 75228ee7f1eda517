"""Where a message may interrupt a narration: between two paragraphs, and never inside a quotation. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from audio_cache.mp3.frames import FRAME_BYTES
from audio_cache.plan import Cue
from tts_service.article.model import Script, Segment

NARRATOR, QUESTIONER, ANSWERER = "narrator", "questioner", "answerer"
SHORTEST_PAUSE_MS = 600
"""Paragraphs end with a longer one; items of a list, and captions, do not."""
_MARKS = frozenset('"“”„‟«»‹›「」『』')
"""In pairs. A single mark may be an apostrophe."""
_SPACED = 3
"""White space between its words makes a heading no more than so many times as long in the source."""
_OPENING = frozenset("\"“„‟«»‹›「『‘‚'—–")


def breaks(script: Script, cues: Sequence[Cue]) -> tuple[int, ...]:
    """The frames of the narration before which a message may be heard, ascending. ``cues`` are those of all
    segments of ``script``."""
    segments = script.segments
    if len(cues) != len(segments):
        return ()
    starts = list(_paragraphs(script))
    allowed = (at for at in _between(script, starts) if not _is_within_reading(script, at))
    return tuple(cues[index].offset // FRAME_BYTES for index in allowed)


def _is_within_reading(script: Script, index: int) -> bool:
    """Where a person goes on reading: behind a cut the frames would lack what they need of those before
    it."""
    return any(read.first < index < read.end for read in script.read_by)


def breaks_text(found: Sequence[int]) -> str:
    """As the catalog keeps them."""
    return " ".join(map(str, found))


def read_breaks(text: str) -> tuple[int, ...]:
    """What ``breaks_text`` made; () for anything else."""
    parts = text.split()
    return tuple(map(int, parts)) if all(part.isascii() and part.isdigit() for part in parts) else ()


def _paragraphs(script: Script) -> Iterator[int]:
    """The number of the first segment of each paragraph."""
    for index, segment in enumerate(script.segments):
        if index == 0 or _is_apart(script, script.segments[index - 1], segment):
            yield index


def _is_apart(script: Script, before: Segment, after: Segment) -> bool:
    if before.section != after.section or before.role != after.role or not (before.pieces and after.pieces):
        return True
    return before.pause_ms >= SHORTEST_PAUSE_MS and "\n" in script.source[before.end : after.start]


def _between(script: Script, starts: Sequence[int]) -> Iterator[int]:
    """Those of ``starts`` that a message may stand before."""
    is_open, section_first = False, 0
    for first, after in pairwise(starts):
        before, next_one = script.segments[after - 1], script.segments[after]
        text = _text(script, first, after)
        is_open = _stays_open(text, is_open)
        is_heading = _is_heading(script, section_first, after - 1)
        if before.section != next_one.section:
            is_open, section_first = False, after  # a heading stands in no quotation
        if is_open or is_heading or before.pause_ms < SHORTEST_PAUSE_MS:
            continue
        if _may_follow(before, next_one) and not _is_one_quotation(text, _text(script, after, after + 1)):
            yield after


def _text(script: Script, first: int, end: int) -> str:
    """What stands in the source for segments ``first`` up to ``end``."""
    segments = script.segments[first:end]
    return script.source[segments[0].start : max(segment.end for segment in segments)].strip()


def _stays_open(text: str, was_open: bool) -> bool:
    """A quotation goes on behind the paragraph ``text``. One that goes on through several paragraphs is
    opened anew in each, or not."""
    is_odd = sum(char in _MARKS for char in text) % 2 == 1
    if was_open and text[:1] not in _MARKS:
        return not is_odd
    return is_odd


def _is_one_quotation(text: str, following: str) -> bool:
    """Both begin as a quotation does, or as what somebody says in a dialogue: it may be the same speaker."""
    return text[:1] in _OPENING and following[:1] in _OPENING


def _may_follow(before: Segment, after: Segment) -> bool:
    """Neither inside what is set as a quotation, nor between a question and its answer, or two voices that
    the author has named, who may talk to each other; nor beside a line of the service's own."""
    if (before.role, after.role) == (ANSWERER, QUESTIONER):
        return True
    return before.role == after.role == NARRATOR and before.voice == after.voice and bool(before.pieces)


def _is_heading(script: Script, first: int, index: int) -> bool:
    """Segments ``first`` (of its section) up to ``index`` are the heading of the section, or the title."""
    heading = " ".join(script.sections[script.segments[index].section].split())
    longest = _SPACED * max(len(heading), len(script.title))
    if script.segments[index].end - script.segments[first].start > longest:
        return False
    said = " ".join(_text(script, first, index + 1).split())
    return said in (" ".join(script.title.split()), heading)
