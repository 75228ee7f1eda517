"""Runs: what is spoken, piece by piece, with the place of each piece in the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tts_service.article.normalize.cleanup import CleanText
from tts_service.article.normalize.rules import Edit
from tts_service.article.normalize.spelled import Span, unmarked

_OPENING = " \"'“”‘’«¿¡([•"
_SENTENCE_END = (".", "!", "?", "…")


class SpokenRun(NamedTuple):
    """``spoken`` is said for ``source[start:end]``; ``ipa`` is its pronunciation for voices that take
    phonemes. ``spoken[a:b]`` is said letter by letter for each ``(a, b)`` of ``spelled``."""

    spoken: str
    start: int
    end: int
    ipa: str = ""
    spelled: tuple[Span, ...] = ()


def runs_of(source: str, cleaned: CleanText, edits: Iterable[Edit]) -> list[SpokenRun]:
    """Runs that cover ``source``, from ``edits`` of its cleaned text (sorted, not overlapping)."""
    if not cleaned.text:
        return [SpokenRun("", 0, len(source))] if source else []
    edits = list(_capitalised(edits, cleaned.text))
    said = (_run(edit, edit.start, edit.end) for edit in edits)
    return list(
        _with_unchanged(said if cleaned.origin is None else _at_source(edits, source, cleaned), source)
    )


def _run(edit: Edit, start: int, end: int) -> SpokenRun:
    spoken, spelled = unmarked(edit.spoken)
    return SpokenRun(spoken, start, end, edit.ipa, spelled)


def _capitalised(edits: Iterable[Edit], text: str) -> Iterator[Edit]:
    """A number at the start of a sentence becomes a capitalized word."""
    before = Edit(0, 0, "")
    for edit in edits:
        if (
            edit.spoken[:1].islower()
            and not text[edit.start].islower()
            and _starts_a_sentence(text, before, edit.start)
        ):
            edit = edit._replace(spoken=edit.spoken[0].upper() + edit.spoken[1:])
        yield edit
        before = edit


def _starts_a_sentence(text: str, before: Edit, at: int) -> bool:
    """Judged by what is spoken: the full stop of "No. 1" is not."""
    heard = text[max(before.end, at - 6) : at]
    if before.end >= at - 6:
        heard = before.spoken[-6:] + heard
    kept = heard.rstrip(_OPENING)
    if not kept:
        return len(heard) == at or (before.start == 0 and before.end >= at - 6)
    return kept.endswith(_SENTENCE_END) and len(kept) < len(heard)


def _at_source(edits: Iterable[Edit], source: str, cleaned: CleanText) -> Iterator[SpokenRun]:
    """What is spoken differently from how it is written, by source offsets: edits, and the cleaned characters
    between them."""
    origin = [0, *(cleaned.origin or ())[1:]]
    last = 0
    for edit in (*edits, Edit(len(cleaned.text), len(cleaned.text), "")):
        for start, end in _of_one_origin(origin, last, edit.start):
            if cleaned.text[start:end] != source[origin[start] : origin[end]]:
                yield SpokenRun(cleaned.text[start:end], origin[start], origin[end])
        if edit.start < edit.end:
            yield _run(edit, origin[edit.start], origin[edit.end])
        last = edit.end


def _of_one_origin(origin: list[int], start: int, end: int) -> Iterator[tuple[int, int]]:
    """``start`` up to ``end`` in pieces made from the same character: a ligature gives several letters at
    once."""
    for i in range(start, end):
        if i + 1 == end or origin[i + 1] > origin[i]:
            yield start, i + 1
            start = i + 1


def _with_unchanged(runs: Iterable[SpokenRun], source: str) -> Iterator[SpokenRun]:
    last = 0
    for run in runs:
        if run.spoken == source[run.start : run.end] and not run.ipa and not run.spelled:
            continue
        if last < run.start:
            yield SpokenRun(source[last : run.start], last, run.start)
        yield run
        last = run.end
    if last < len(source):
        yield SpokenRun(source[last:], last, len(source))
