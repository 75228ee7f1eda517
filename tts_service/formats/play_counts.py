"""What is counted of listening, and which reports are believed. Nothing about the listener. Pure.

A player reports its events of one play in order, each with the seconds of audio heard since the one before,
whatever was skipped or repeated. So they add up, reported together or one by one, though nothing says which
requests belong to the same play. How far a play has got is told in the same way, as a move of its furthest
place, so that places add up to where plays have stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import msgspec

from tts_service.formats.rendition import Timeline

Kind = Literal["start", "quarter", "half", "three-quarters", "end"]

KINDS: tuple[Kind, ...] = ("start", "quarter", "half", "three-quarters", "end")
MOST_OF_LENGTH = 3.0
"""One play counts at most this many times the article's length, including going back."""
SLACK_S = 5.0
"""Slack: the length may have been an estimate when the play began."""
AT_END = -1
"""In the place of a second: the play has reached the end."""


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A point that a play has reached. ``seconds`` have been heard since the previous event."""

    kind: Kind
    seconds: float


class FurthestPlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"before": "from"}):
    """How far a play of ``revision`` has got: from one whole second (null: nothing was told before) to
    another."""

    revision: str
    to: int
    before: int | None = None


class PlayedArticle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of ``POST /v1/plays``: events of one play of one article, in order, and how far it has got.
    Players of earlier releases do not tell that."""

    article: str
    events: tuple[Event, ...]
    place: FurthestPlace | None = None

    @property
    def has_ended(self) -> bool:
        return any(event.kind == "end" for event in self.events)


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many plays began, reached a part of the article, and reached its end; and the seconds heard."""

    starts: int = 0
    quarters: int = 0
    halves: int = 0
    three_quarters: int = 0
    ends: int = 0
    seconds: float = 0.0

    @property
    def values(self) -> dict[str, float]:
        return {name: getattr(self, name) for name in Counts.__struct_fields__}


class Day(Counts, frozen=True, kw_only=True):
    """``day`` in UTC, ISO 8601."""

    day: str


class ArticlePlays(msgspec.Struct, frozen=True):
    """``days``: those with any plays, oldest first."""

    article: str
    total: Counts
    days: tuple[Day, ...]


class ShowPlays(msgspec.Struct, frozen=True):
    """Plays of the articles that are in the show now, or were requested with it."""

    show: str
    total: Counts
    days: tuple[Day, ...]


_FIELDS = dict(zip(KINDS, ("starts", "quarters", "halves", "three_quarters", "ends"), strict=True))


def total(days: Sequence[Counts]) -> Counts:
    sums = {name: sum(day.values[name] for day in days) for name in Counts.__struct_fields__}
    return msgspec.convert(sums | {"seconds": round(sums["seconds"], 1)}, Counts)


def believed(events: Sequence[Event], duration_s: float) -> bool:
    """Whether an honest player can have reported this for an article of ``duration_s``: each kind once, in
    order."""
    places = [KINDS.index(event.kind) for event in events]
    in_order = all(one < other for one, other in pairwise(places))
    most_s = MOST_OF_LENGTH * duration_s + SLACK_S
    possible = all(0 <= event.seconds <= (SLACK_S if event.kind == "start" else most_s) for event in events)
    return in_order and possible and sum(event.seconds for event in events) <= most_s


def counted(events: Sequence[Event]) -> Counts:
    """What ``events`` add to the counts."""
    return Counts(
        **{_FIELDS[event.kind]: 1 for event in events}, seconds=sum(event.seconds for event in events)
    )


def is_possible(place: FurthestPlace, revision: str | None, duration_s: float) -> bool:
    """Whether an honest player can have reported this of ``revision``, the one in force: only that one is
    counted, for else anybody could invent others."""
    before = 0 if place.before is None else place.before
    return place.revision == revision and 0 <= before <= place.to <= duration_s + SLACK_S


def place_in_article(place: FurthestPlace, revision: str, timeline: Timeline) -> FurthestPlace:
    """``place`` in a rendition of ``revision``, where that is in the article itself."""
    try:
        before = None if place.before is None else timeline.second_of_article(place.before)
        return FurthestPlace(revision, timeline.second_of_article(place.to), before)
    except OverflowError:
        return place


def stops(place: FurthestPlace, *, has_ended: bool) -> dict[int, int]:
    """What ``place`` adds to the number of plays that have stopped in each second. The play stops no longer
    where it had stopped before."""
    to = AT_END if has_ended else place.to
    if place.before is None:
        return {to: 1}
    return {} if to == place.before else {place.before: -1, to: 1}
