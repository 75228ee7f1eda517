"""Runs: what is said, piece by piece, with the place of each piece in the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tts_service.article.normalize.cleanup import CleanText
from tts_service.article.normalize.rules import Edit

_OPENING = " \"'“”‘’«¿¡([•"
_SENTENCE_END = (".", "!", "?", "…")


class Run(NamedTuple):
    """``spoken`` is said for ``source[start:end]``; ``ipa`` is how it sounds, where the voice can be told."""

    spoken: str
    start: int
    end: int
    ipa: str = ""


def runs_of(source: str, cleaned: CleanText, edits: Iterable[Edit]) -> list[Run]:
    """Runs that cover ``source``, from ``edits`` of its cleaned text (sorted, not overlapping)."""
    if not cleaned.text:
        return [Run("", 0, len(source))] if source else []
    edits = list(_capitalised(edits, cleaned.text))
    said = (Run(edit.spoken, edit.start, edit.end, edit.ipa) for edit in edits)
    return list(_with_unchanged(said if cleaned.origin is None else _at_source(edits, source, cleaned), source))


def _capitalised(edits: Iterable[Edit], text: str) -> Iterator[Edit]:
    """A number at the start of a sentence is spoken by a word at the start of a sentence."""
    before = Edit(0, 0, "")
    for edit in edits:
        if edit.spoken[:1].islower() and not text[edit.start].islower() and _starts_a_sentence(text, before, edit.start):
            edit = edit._replace(spoken=edit.spoken[0].upper() + edit.spoken[1:])
        yield edit
        before = edit


def _starts_a_sentence(text: str, before: Edit, at: int) -> bool:
    """Judged by what is said: the point of "No. 1" is not heard."""
    heard = text[max(before.end, at - 6) : at]
    if before.end >= at - 6:
        heard = before.spoken[-6:] + heard
    kept = heard.rstrip(_OPENING)
    if not kept:
        return len(heard) == at or (before.start == 0 and before.end >= at - 6)
    return kept.endswith(_SENTENCE_END) and len(kept) < len(heard)


def _at_source(edits: Iterable[Edit], source: str, cleaned: CleanText) -> Iterator[Run]:
    """What is said otherwise than written, by source offsets: edits, and between them the characters that were cleaned."""
    origin = [0, *(cleaned.origin or ())[1:]]
    last = 0
    for edit in (*edits, Edit(len(cleaned.text), len(cleaned.text), "")):
        for i in range(last, edit.start):
            if cleaned.text[i] != source[origin[i] : origin[i + 1]]:
                yield Run(cleaned.text[i], origin[i], origin[i + 1])
        if edit.start < edit.end:
            yield Run(edit.spoken, origin[edit.start], origin[edit.end], edit.ipa)
        last = edit.end


def _with_unchanged(runs: Iterable[Run], source: str) -> Iterator[Run]:
    last = 0
    for run in runs:
        if run.spoken == source[run.start : run.end] and not run.ipa:
            continue
        if last < run.start:
            yield Run(source[last : run.start], last, run.start)
        yield run
        last = run.end
    if last < len(source):
        yield Run(source[last:], last, len(source))
