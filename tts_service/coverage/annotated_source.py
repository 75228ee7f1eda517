"""The source of an article, annotated: what is spoken, what is not, and why. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Literal

import msgspec

from tts_service.article.model import Script
from tts_service.coverage.report import Passage

Fate = Literal["said", "skipped", "lost", "between"]


class SourceRun(msgspec.Struct, frozen=True):
    """A piece of the source. ``index`` is its place among the segments, the skipped or the lost passages;
    ``is_first``: no earlier run belongs to the same one."""

    text: str
    fate: Fate
    index: int
    is_first: bool


def annotate(script: Script, lost: Sequence[Passage] = ()) -> list[SourceRun]:
    """Runs that add up to ``script.source``. What is skipped within a sentence counts as skipped."""
    fates: list[tuple[Fate, int]] = [("between", 0)] * len(script.source)
    layers: tuple[tuple[Fate, Sequence[tuple[int, int]]], ...] = (
        ("said", [(segment.start, segment.end) for segment in script.segments]),
        ("skipped", [(piece.start, piece.end) for piece in script.skipped]),
        ("lost", [(passage.start, passage.end) for passage in lost]),
    )
    for fate, places in layers:
        for index, (start, end) in enumerate(places):
            fates[start:end] = [(fate, index)] * (end - start)
    return _runs(script.source, fates)


def _runs(source: str, fates: Sequence[tuple[Fate, int]]) -> list[SourceRun]:
    runs: list[SourceRun] = []
    seen: set[tuple[Fate, int]] = set()
    at = 0
    for fate, group in groupby(fates):
        end = at + sum(1 for _ in group)
        runs.append(SourceRun(source[at:end], *fate, is_first=fate not in seen))
        seen.add(fate)
        at = end
    return runs
