"""The parts of an article that an editor can choose to have recorded, and those that are. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from tts_service.article.disclosure import RecordedBy
from tts_service.article.model import Script
from tts_service.article.place import Run, paragraph_starts, runs_of_sections
from tts_service.article.script.notice import NOTICE, shown_words
from tts_service.errors import BadRequest

_MOST_CHARS = 60


class ChoosablePart(NamedTuple):
    """Segments ``first`` to ``last``; ``words``: its heading, or what it begins with."""

    first: int
    last: int
    words: str

    @property
    def segments(self) -> str:
        return f"{self.first}-{self.last}"


class ChoosableParts(NamedTuple):
    """``sections``: none if there is only one."""

    sections: tuple[ChoosablePart, ...]
    paragraphs: tuple[ChoosablePart, ...]


class ReadPart(NamedTuple):
    part: ChoosablePart
    name: str
    is_outdated: bool


def parts_of(script: Script) -> ChoosableParts:
    sections = tuple(_part(script, run) for run in runs_of_sections(script).values())
    starts = [*paragraph_starts(script), len(script.segments)]
    runs = (Run(first, end) for first, end in pairwise(starts))
    paragraphs = tuple(_part(script, run) for run in runs if script.segments[run.first].role != NOTICE)
    return ChoosableParts(sections if len(sections) > 1 else (), paragraphs)


def read_parts(script: Script, recording: RecordedBy | None) -> tuple[ReadPart, ...]:
    """Those that people read; none in an article that one person reads as a whole."""
    return tuple(
        ReadPart(_part(script, Run(one.first, one.last + 1)), one.name, one.outdated)
        for one in (recording.sections if recording else ())
        if one.last < len(script.segments)
    )


def part_named(form: Mapping[str, str]) -> str:
    """Which segments an editor has chosen: "12-19"; "" for all of the article. Raises BadRequest."""
    part = form.get("part", "")
    if part != "some":
        return part
    first, last = form.get("first", ""), form.get("last", "")
    if not (_is_number(first) and _is_number(last) and int(first) <= int(last)):
        raise BadRequest("The last paragraph is before the first one. Choose them anew.")
    return f"{first}-{last}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6


def _part(script: Script, run: Run) -> ChoosablePart:
    first = script.segments[run.first]
    begun = run.first == 0 or script.segments[run.first - 1].section != first.section
    ends = run.end == len(script.segments) or script.segments[run.end].section != first.section
    heading = script.sections[first.section] if begun and ends else ""
    words = " ".join((heading or shown_words(script, first)).split())
    short = words if len(words) <= _MOST_CHARS else f"{words[:_MOST_CHARS].rsplit(' ', 1)[0]} …"
    return ChoosablePart(run.first, run.end - 1, short)
