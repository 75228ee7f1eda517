"""How quickly the newsroom finds articles among 100,000: by words, by what they are, and by both.

    python -m bench.search

On SQLite, and on PostgreSQL where it is installed: the catalog alone, without HTTP. Milliseconds of the first
page and of one in the middle, median and 99th percentile; and what taking an older catalog into the index
costs.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from bench.postgres import postgres_programs, postgres_server
from bench.table import machine
from tts_service.catalog import Catalog
from tts_service.catalog.cursor import CursorPosition, encode_cursor
from tts_service.catalog.database import Database
from tts_service.catalog.search.wanted import Wanted
from tts_service.catalog.tables import ArticleRow

ARTICLES = 100_000
AT_ONCE = 5_000
ROUNDS = 20
START = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)
EVERY = dt.timedelta(minutes=55)
VOCABULARY = [a + b + c for a in "bdfgklmnprst" for b in ("a", "e", "i", "o", "ou", "ar") for c in "dklmnrst"]
"""Common words first, as in a language: the n-th is 1/n as frequent."""
MIDDLE = encode_cursor(CursorPosition(START + EVERY * (ARTICLES // 2), ""))

SEARCHES = {
    "all": Wanted(),
    "one common word": Wanted(words=VOCABULARY[0]),
    "one rare word": Wanted(words=VOCABULARY[-1]),
    "beginnings of two words": Wanted(words=f"{VOCABULARY[3][:2]} {VOCABULARY[40][:3]}"),
    "an address": Wanted(words="https://sport.news.example/2019/ba"),
    "a word only old articles have": Wanted(words="bygone"),
    "ready": Wanted(state="ready", access="open"),
    "failed, in German": Wanted(state="failed", language="de"),
    "show and site": Wanted(show="world", site="news.example"),
    "a common word, members only": Wanted(words=VOCABULARY[0], access="members"),
    "a word and a year": Wanted(words=VOCABULARY[5], since=dt.date(2017, 1, 1), until=dt.date(2017, 12, 31)),
    "everything at once": Wanted(
        words=VOCABULARY[0],
        state="ready",
        show="world",
        site="news.example",
        language="en",
        access="open",
        publication="published",
        since=dt.date(2016, 1, 1),
        until=dt.date(2024, 1, 1),
    ),
    "nothing": Wanted(words=f"{VOCABULARY[0]} nowhere"),
}


def main() -> int:
    print(f"{machine()}\n{ARTICLES:,} articles\n", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", f"sqlite:///{folder}/catalog.db")
    programs = postgres_programs()
    if programs is None:
        print("PostgreSQL is not installed: not measured.")
        return 0
    with postgres_server(programs) as url:
        measure("PostgreSQL", url)
    return 0


def measure(name: str, url: str) -> None:
    fill(url)
    catalog = Catalog(url)
    took = {what: _times(catalog, wanted) for what, wanted in SEARCHES.items()}
    print(f"| {name} | median ms | p99 ms |\n|---|---|---|")
    for what, times in took.items():
        print(f"| {what} | {statistics.median(times):.1f} | {_p99(times):.1f} |")
    every = [one for times in took.values() for one in times]
    print(f"| **all of these** | {statistics.median(every):.1f} | {_p99(every):.1f} |\n", flush=True)
    print(f"{_taken_in(catalog, url)}\n", flush=True)
    catalog.close()


def fill(url: str) -> None:
    Catalog(url).close()  # its tables are there
    database = Database(url)
    chance = random.Random(1)
    with database.writing() as connection:
        for rows in _slices(_article(n, chance) for n in range(ARTICLES)):
            connection.execute(sa.insert(ArticleRow.table), rows)
    with database.writing() as connection:
        connection.exec_driver_sql("ANALYZE" if connection.dialect.name == "postgresql" else "SELECT 1")
    database.close()


def _times(catalog: Catalog, wanted: Wanted) -> list[float]:
    took = []
    for turn in range(ROUNDS + 1):
        started = time.perf_counter()
        catalog.index.page(wanted, MIDDLE if turn % 2 else "")
        took.append((time.perf_counter() - started) * 1000)
    return took[1:]


def _taken_in(catalog: Catalog, url: str) -> str:
    """Of a catalog whose index is empty, as an older release left it."""
    database = Database(url)
    with database.writing() as connection:
        connection.execute(sa.text("DELETE FROM article_search"))
    database.close()
    steps, more = [], True
    while more:
        started = time.perf_counter()
        more = catalog.index.fill()
        steps.append((time.perf_counter() - started) * 1000)
    return (
        f"Taken into the index after the start: {sum(steps) / 1000:.1f} s in {len(steps)} steps, the longest "
        f"{max(steps):.0f} ms, the median {statistics.median(steps):.0f} ms."
    )


def _p99(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, round(len(times) * 0.99))]


def _slices(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while some := [row for row, _ in zip(rows, range(AT_ONCE), strict=False)]:
        yield some


def _article(n: int, chance: random.Random) -> dict[str, Any]:
    words = chance.choices(VOCABULARY, [1 / rank for rank in range(1, len(VOCABULARY) + 1)], k=8)
    words += ["bygone"] if n < ARTICLES // 10 and n % 3 == 0 else []
    host = chance.choice(("www.news.example", "sport.news.example", "other.example"))
    at = START + EVERY * n
    return dict.fromkeys(("voice_asked", "fallback"), "") | {
        "id": f"a{n:06}",
        "url": f"https://{host}/{at.year}/{'-'.join(words[:5])}",
        "title": " ".join(words).capitalize(),
        "status": "failed" if n % 50 == 0 else "ready",
        "language": chance.choice(("en", "en", "en", "de", "fr")),
        "show": chance.choice(("world", "sport", "")),
        "access": "members" if n % 20 == 0 else "",
        "source": b"x" * 300,
        "digest": "d",
        "voice": "tone/a4",
        "queue": "batch",
        "settled": True,
        "revision": "r",
        "engine": "tone",
        "duration_s": 90.0,
        "created_at": at,
        "updated_at": at,
    }


if __name__ == "__main__":
    raise SystemExit(main())
