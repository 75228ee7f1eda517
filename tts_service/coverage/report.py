"""The account of a narration: what became of every visible character of its article. Pure.

A character of the source is *visible* unless it is white space or has no glyph (soft hyphens, zero-width
marks). It is *skipped* where the script lists it as skipped, with a reason; *spoken* where a sentence of the
script says it; a *mark* where it is a bullet, a dash or a list's number between sentences, which no voice
says. Otherwise it is *lost*, which is a fault of this service and is listed as one. The source ends where
the article does; what its page shows around it is listed by reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

import msgspec

from tts_service.article.model import Outside, Script, Segment, Skipped
from tts_service.article.script.unsaid import gaps

_SPOKEN, _SKIPPED, _MARK = 1, 2, 3
_LIST_NUMBER = re.compile(r"\W*(\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\W{1,3}")


class Characters(msgspec.Struct, frozen=True):
    """How many are visible, and what became of them. ``covered`` is the share that is not lost, 0 to 1."""

    visible: int
    spoken: int
    skipped: int
    marks: int
    covered: float


class Sentences(msgspec.Struct, frozen=True):
    """``planned`` segments in the script, ``spoken`` of them by now."""

    planned: int
    spoken: int


class Passage(msgspec.Struct, frozen=True):
    """``text == script.source[start:end]``"""

    text: str
    start: int
    end: int


class FlaggedSentence(msgspec.Struct, frozen=True):
    """Segment ``segment`` of the script may sound wrong, and why."""

    segment: int
    text: str
    reason: str


class Account(msgspec.Struct, frozen=True):
    """``complete``: every sentence is spoken, nothing is lost, nothing is flagged, and there is no doubt.

    ``notes`` mention fall-backs, and sounds that were left out. ``outside`` is what the page shows besides
    the article, by reason; ``doubts`` say what of the page may belong to the story and is not read.
    """

    complete: bool
    characters: Characters
    sentences: Sentences
    skipped: tuple[Skipped, ...]
    lost: tuple[Passage, ...]
    flags: tuple[FlaggedSentence, ...]
    notes: tuple[str, ...]
    outside: tuple[Outside, ...] = ()
    doubts: tuple[str, ...] = ()


def account_of(script: Script, flags: Sequence[Sequence[str] | None], notes: Sequence[str] = ()) -> Account:
    """``flags`` are those of each segment that is spoken, in order; None for one that is not yet."""
    marks = _marks(script)
    visible = [at for at, char in enumerate(script.source) if _is_visible(char)]
    lost = []
    for passage in _passages(script.source, [at for at in visible if not marks[at]]):
        if _is_mark(script.source, passage):
            marks[passage.start : passage.end] = bytes([_MARK]) * (passage.end - passage.start)
        else:
            lost.append(passage)
    spoken, skipped, between = (
        sum(marks[at] == mark for at in visible) for mark in (_SPOKEN, _SKIPPED, _MARK)
    )
    odd = tuple(
        FlaggedSentence(index, script.segments[index].text, reason)
        for index, found in enumerate(flags)
        for reason in found or ()
    )
    done = sum(found is not None for found in flags)
    covered = (spoken + skipped + between) / len(visible) if visible else 1.0
    return Account(
        complete=done == len(script.segments) and not (lost or odd or script.doubts),
        characters=Characters(len(visible), spoken, skipped, between, covered),
        sentences=Sentences(len(script.segments), done),
        skipped=script.skipped,
        lost=tuple(lost),
        flags=odd,
        notes=tuple(note for note in notes if note),
        outside=script.outside,
        doubts=script.doubts,
    )


def _marks(script: Script) -> bytearray:
    """What became of each character of the source. Characters skipped within a sentence are not spoken."""
    marks = bytearray(len(script.source))
    for segment in script.segments:
        for start, end in _spoken(script, segment):
            marks[start:end] = bytes([_SPOKEN]) * (end - start)
    for piece in script.skipped:
        marks[piece.start : piece.end] = bytes([_SKIPPED]) * (piece.end - piece.start)
    return marks


def _spoken(script: Script, segment: Segment) -> Iterator[tuple[int, int]]:
    """The places that ``segment`` speaks, and the wordless marks between and around them."""
    yield from ((piece.start, piece.end) for piece in segment.pieces)
    yield from (gap for gap in gaps(segment) if not any(map(str.isalnum, script.source[slice(*gap)])))


def _is_mark(source: str, passage: Passage) -> bool:
    """Wordless marks, or a list's number at the beginning of its line."""
    begins = not source[: passage.start].rpartition("\n")[2].strip()
    return not any(map(str.isalnum, passage.text)) or (
        begins and _LIST_NUMBER.fullmatch(passage.text) is not None
    )


def _is_visible(char: str) -> bool:
    return unicodedata.category(char)[0] not in "CZ"


def _passages(source: str, places: Sequence[int]) -> Iterator[Passage]:
    """Runs of ``places``; white space does not separate them."""
    start = end = -1
    for at in places:
        if start >= 0 and source[end:at].strip():
            yield Passage(source[start:end], start, end)
            start = -1
        start, end = (at if start < 0 else start), at + 1
    if start >= 0:
        yield Passage(source[start:end], start, end)
