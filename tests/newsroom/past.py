"""What a month of listeners leaves behind, written by the service's own books; the same each time."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence

from tests.running import Service
from tts_service.broker.connection import connect
from tts_service.broker.figures import WAIT_BOUNDS_S, FigureBook
from tts_service.broker.queue import QUEUES
from tts_service.catalog import Catalog
from tts_service.catalog.entry import Facts
from tts_service.contracts.messages import FETCH_QUEUE
from tts_service.errors import Unavailable
from tts_service.errors.kinds import ProblemKind
from tts_service.formats.play_counts import AT_END, Counts

DAYS = 30
NOT_LOOKED_AT = range(11, 14)
"""Days on which the service did not run."""


def listen(service: Service, articles: Sequence[str], days: int = DAYS) -> None:
    """The first article is heard most, and the places where its plays stopped are known."""
    now, chance = dt.datetime.now(dt.UTC), random.Random(17)
    moments = [now - dt.timedelta(days=age) for age in reversed(range(days))]
    catalog = Catalog(service.settings.catalog_url)
    plays = {
        (article, moment.date()): _plays(chance, 40 // (place + 1) + 4, moment)
        for moment in moments
        for place, article in enumerate(articles)
    }
    catalog.plays.add_batch("a month", plays, _stops(service, articles[0], chance))
    figures = FigureBook(connect(service.settings))
    for age, moment in zip(reversed(range(days)), moments, strict=True):
        if age not in NOT_LOOKED_AT:
            _work(figures, moment, chance, days - age)


def fail(service: Service, article: str) -> None:
    """As if one of its sentences had taken too long, three times."""
    catalog = Catalog(service.settings.catalog_url)
    entry = catalog.get(article)
    assert entry is not None
    detail = "A sentence took longer than 60 s, 3 times: “All ferries stay in port until noon.” Reword it."
    error = Unavailable(detail, kind=ProblemKind.SENTENCE_TOO_SLOW).problem
    catalog.record(article, entry.digest, Facts(status="failed", error=error))


def _plays(chance: random.Random, usual: int, moment: dt.datetime) -> Counts:
    """Fewer at the weekend."""
    starts = chance.randint(usual // 2, usual) // (2 if moment.weekday() > 4 else 1)
    steps = [starts]
    for kept in (0.9, 0.8, 0.85, 0.9):
        steps.append(round(steps[-1] * kept))
    return Counts(
        starts=steps[0],
        quarters=steps[1],
        halves=steps[2],
        three_quarters=steps[3],
        ends=steps[4],
        seconds=sum(steps[1:]) * 18.5,
    )


def _stops(service: Service, article: str, chance: random.Random) -> dict[tuple[str, str, int], int]:
    """Many stop in the first seconds and about the middle, most get to the end."""
    headers = {"Authorization": f"Bearer {service.settings.api_keys[0]}"} if service.settings.api_keys else {}
    status = service.get(f"/v1/articles/{article}", headers=headers).json()
    length = int(status["duration_s"])
    likely = (*range(5), length // 2, length // 2)
    places = [chance.choice((*likely, chance.randrange(length))) for _ in range(160)]
    stops = {(article, status["revision"], place): count for place, count in Counter(places).items()}
    return stops | {(article, status["revision"], AT_END): 240}


def _work(figures: FigureBook, moment: dt.datetime, chance: random.Random, day: int) -> None:
    for _ in range(chance.randint(1, 5)):
        figures.add_wait(chance.choice(WAIT_BOUNDS_S[:9]) * 0.9, moment)
    depths = dict.fromkeys((*QUEUES, FETCH_QUEUE), 0) | {QUEUES[0]: chance.randint(0, 4)}
    figures.note_queues(depths | {QUEUES[-1]: chance.randint(0, 60)}, moment)
    figures.note_stored(900 + 12 * day, 1_400_000_000 + 31_000_000 * day, moment)
