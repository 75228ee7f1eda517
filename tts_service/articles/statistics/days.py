"""A span of days, in UTC. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from tts_service.formats.play_counts import Day

MOST_DAYS = 90
"""The longest span. Figures of operation are kept a little longer."""
USUAL_DAYS = 30


class DaySpan(msgspec.Struct, frozen=True):
    """Both days are within it."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> tuple[dt.date, ...]:
        return tuple(self.first + dt.timedelta(days=n) for n in range((self.last - self.first).days + 1))


def last_days(number: int, today: dt.date) -> DaySpan:
    """``number`` days, of which the last is ``today``."""
    return DaySpan(today - dt.timedelta(days=number - 1), today)


def every_day(found: Sequence[Day], span: DaySpan) -> tuple[Day, ...]:
    """Those of ``found`` in ``span``, and between them the days without plays."""
    known = {day.day: day for day in found}
    names = (day.isoformat() for day in span.days)
    return tuple(known.get(name, Day(day=name)) for name in names)
