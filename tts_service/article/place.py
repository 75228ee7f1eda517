"""Which sentences of an article a recording is of, and where they are once the article was edited. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from tts_service.article.hashing import short_hash
from tts_service.article.model import Script, Segment
from tts_service.article.recording import TextPlace
from tts_service.article.script.notice import NOTICE, shown_words
from tts_service.errors import BadRequest

_NAME_CHARS = 8
_AROUND = 40
"""So many sentences before and behind are kept: by these a place is found whose own were all edited."""


class Run(NamedTuple):
    """Segments ``first`` up to ``end`` of a script."""

    first: int
    end: int

    def overlaps(self, other: Run) -> bool:
        return self.first < other.end and other.first < self.end

    def covers(self, other: Run) -> bool:
        return self.first <= other.first and other.end <= self.end


def run_of_section(script: Script, section: int) -> Run:
    """All that is said of it. Raises BadRequest when there is no such section."""
    run = runs_of_sections(script).get(section)
    if run is None:
        raise BadRequest(
            f"The article has no section {section} that is read aloud: its {len(script.sections)} sections "
            "are counted from 0. GET /v1/articles/{id}/script lists them."
        )
    return run


def runs_of_sections(script: Script) -> dict[int, Run]:
    """What is said of each, in order; those of which nothing is are left out."""
    found: dict[int, Run] = {}
    for index, one in enumerate(script.segments):
        if _is_read(one):
            found[one.section] = Run(found.get(one.section, Run(index, index)).first, index + 1)
    return dict(sorted(found.items()))


def run_of_segments(script: Script, first: int, last: int) -> Run:
    """Segments ``first`` to ``last``, with both. Raises BadRequest unless they are whole paragraphs."""
    run = Run(first, last + 1)
    starts = {*paragraph_starts(script), len(script.segments)}
    if not 0 <= run.first < run.end <= len(script.segments):
        raise BadRequest(f"The article has segments 0 to {len(script.segments) - 1}, and not {first}-{last}.")
    if not starts.issuperset(run):
        raise BadRequest(
            f"Segments {first}-{last} are no whole paragraphs: these begin at "
            f"{', '.join(map(str, sorted(starts)[:-1]))}."
        )
    if not all(map(_is_read, script.segments[run.first : run.end])):
        raise BadRequest("A line that the service says of itself cannot be recorded: leave it out.")
    return run


def is_all(script: Script, run: Run) -> bool:
    """There is nothing else in the article that is read."""
    return all(run.first <= index < run.end for index, one in enumerate(script.segments) if _is_read(one))


def paragraph_starts(script: Script) -> list[int]:
    """The first segment of each paragraph, heading, item and so on."""
    segments = script.segments
    if not segments:
        return []
    return [0, *(index for index, pair in enumerate(pairwise(segments), 1) if _is_apart(script, *pair))]


class NamedSentences(NamedTuple):
    """Those of a script. ``names``: one for each segment, by its words on the page: however they are spoken,
    the name is the same. ``starts``: the first of each paragraph."""

    names: tuple[str, ...]
    starts: tuple[int, ...]

    def place(self, run: Run) -> TextPlace:
        begin = max(0, run.first - _AROUND)
        return TextPlace(run.first - begin, run.end - begin, self.names[begin : run.end + _AROUND])

    def is_same(self, run: Run, place: TextPlace) -> bool:
        """``run`` says, in the words of the page, what ``place`` did."""
        return self.names[run.first : run.end] == place.own

    def find(self, place: TextPlace) -> Run | None:
        """Where the sentences of ``place`` are, or what has taken their place; None if they are gone. What
        was added to a paragraph of them is among them, and what was added as a paragraph beside them is
        not."""
        names, starts = self
        run = _with_added(place, names, starts, _unchanged(place, names) or _edited(place, names, starts))
        read = [index for index in range(run.first, run.end) if names[index] != NOTICE]
        return Run(read[0], read[-1] + 1) if read else None


def sentences_of(script: Script) -> NamedSentences:
    names = (
        short_hash(shown_words(script, one).encode(), length=_NAME_CHARS) if _is_read(one) else NOTICE
        for one in script.segments
    )
    return NamedSentences(tuple(names), tuple(paragraph_starts(script)))


def _with_added(place: TextPlace, names: Sequence[str], starts: Sequence[int], run: Run) -> Run:
    others = {*place.sentences[: place.first], *place.sentences[place.end :]}
    edges = {*starts, len(names)}
    first, end = run
    while first < end and first not in edges and names[first - 1] not in others:
        first -= 1
    while first < end and end not in edges and names[end] not in others:
        end += 1
    return Run(first, end)


def _unchanged(place: TextPlace, names: tuple[str, ...]) -> Run | None:
    """If they stand there several times: where most of what is around them is the same."""
    own = place.own
    starts = [at for at in range(len(names) - len(own) + 1) if names[at : at + len(own)] == own]
    if not own or not starts:
        return None
    first = max(starts, key=lambda at: _alike(place, names, at))
    return Run(first, first + len(own))


def _alike(place: TextPlace, names: Sequence[str], at: int) -> int:
    """How many sentences around are where they were."""
    shift = at - place.first
    return sum(
        0 <= index + shift < len(names) and names[index + shift] == name
        for index, name in enumerate(place.sentences)
    )


def _edited(place: TextPlace, names: Sequence[str], starts: Sequence[int]) -> Run:
    """What has come in place of them. ``starts``: of paragraphs."""
    matcher = SequenceMatcher(None, place.sentences, names, autojunk=False)
    blocks = matcher.get_matching_blocks()
    now = {one.a + step: one.b + step for one in blocks for step in range(one.size)}
    now |= {-1: -1, len(place.sentences): len(names)}
    bounds = _Bounds(now, starts)
    first = bounds.moved(place.first, own=place.first, other=place.first - 1)
    return Run(first, max(first, bounds.moved(place.end, own=place.end - 1, other=place.end)))


class _Bounds(NamedTuple):
    """``now``: where sentences are that still stand, with the ends of the article."""

    now: dict[int, int]
    starts: Sequence[int]

    def moved(self, at: int, *, own: int, other: int) -> int:
        """Where the boundary before sentence ``at`` is. It goes with the sentence of the run beside it,
        ``own``; if that was edited with the ``other`` one; and if both were, what has come for them is
        divided as it was before, between paragraphs."""
        for sentence in (own, other):
            if sentence in self.now:
                return self.now[sentence] + (at - sentence)
        before = max(old for old in self.now if old < at)
        behind = min(old for old in self.now if old >= at)
        low, high = self.now[before] + 1, self.now[behind]
        middle = low + (at - before - 1) / (behind - before - 1) * (high - low)
        return min((low, high, *self._within(low, high)), key=lambda one: abs(one - middle))

    def _within(self, low: int, high: int) -> list[int]:
        return [start for start in self.starts if low <= start <= high]


def _is_read(segment: Segment) -> bool:
    return segment.role != NOTICE


def _is_apart(script: Script, before: Segment, after: Segment) -> bool:
    if before.section != after.section or before.role != after.role or not (before.pieces and after.pieces):
        return True
    return "\n" in script.source[before.end : after.start]
