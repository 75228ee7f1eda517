"""How quick the newsroom is with 100,000 articles, and a show's feed with 10,000 episodes, over HTTP from a
running service.

    python -m bench.archive_scale

On SQLite, and on PostgreSQL where it is installed. Medians in milliseconds, of ROUNDS requests after one that
does not count.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from bench.postgres import postgres_programs, postgres_server
from bench.service import Service, running_service
from bench.table import machine
from tts_service.catalog import Catalog
from tts_service.catalog.cursor import CursorPosition, encode_cursor
from tts_service.catalog.database import Database
from tts_service.catalog.episodes import EVERYTHING
from tts_service.catalog.tables import ArticleRow, EpisodeRow

ARTICLES = 100_000
EPISODES = 10_000
AT_ONCE = 5_000
ROUNDS = 15
START = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
WORDS = (
    "River",
    "Harbour",
    "Council",
    "Budget",
    "Winter",
    "Bridge",
    "School",
    "Orchard",
    "Railway",
    "Market",
)

MIDDLE = encode_cursor(CursorPosition(START + dt.timedelta(minutes=ARTICLES // 2), ""))

PLACES = {
    "newsroom, overview": "/admin/",
    "newsroom, first page": "/admin/articles",
    "newsroom, deep page": f"/admin/articles?after={MIDDLE}",
    "newsroom, search by word": "/admin/articles?q=orchard",
    "newsroom, search by address": "/admin/articles?q=https%3A%2F%2Fnews.example%2F42",
    "newsroom, those that failed": "/admin/articles?state=failed",
    "newsroom, failed and searched": "/admin/articles?state=failed&q=orchard",
    "feed, first page": "/feeds/world.xml",
    "feed, page 100": "/feeds/world.xml?page=100",
    "feed of everything, first page": "/feed.xml",
}


def main() -> int:
    print(f"{machine()}\n{ARTICLES:,} articles, {EPISODES:,} episodes\n", flush=True)
    with running_service(TTS_ENGINE="tone", TTS_WORKERS="1") as service:
        fill(f"sqlite:///{service.data_dir / 'catalog.db'}")
        show("SQLite", measure(service))
    programs = postgres_programs()
    if programs is None:
        print("PostgreSQL is not installed: not measured.")
        return 0
    with (
        postgres_server(programs) as url,
        running_service(TTS_ENGINE="tone", TTS_WORKERS="1", TTS_DATABASE_URL=url) as service,
    ):
        fill(url)
        show("PostgreSQL", measure(service))
    return 0


def measure(service: Service) -> dict[str, float]:
    """Median milliseconds by what was asked for."""
    found = {name: _median_ms(service, path) for name, path in PLACES.items()}
    etag = _ask(service, PLACES["feed, first page"]).getheader("ETag") or ""
    return found | {
        "feed, not changed": _median_ms(service, PLACES["feed, first page"], {"If-None-Match": etag}, 304)
    }


def show(database: str, found: dict[str, float]) -> None:
    print(
        "\n".join(
            (
                f"| {database} | ms |\n|---|---|",
                *(f"| {name} | {took:.1f} |" for name, took in found.items()),
                "",
            )
        )
    )
    sys.stdout.flush()


def _median_ms(
    service: Service, path: str, headers: dict[str, str] | None = None, status: int = 200
) -> float:
    took = []
    for _ in range(ROUNDS + 1):
        started = time.perf_counter()
        answer = _ask(service, path, headers or {})
        took.append(time.perf_counter() - started)
        if answer.status != status:
            raise RuntimeError(f"{path} answered {answer.status}")
    return statistics.median(took[1:]) * 1000


def _ask(service: Service, path: str, headers: dict[str, str] | None = None) -> http.client.HTTPResponse:
    connection = service.connect()
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def fill(url: str, articles: int = ARTICLES) -> None:
    """Some minutes for a million. Whoever uses the catalog waits until then."""
    Catalog(url).close()  # its tables are there
    database = Database(url)
    with database.writing() as connection, _search_filled_at_once(connection):
        for rows in _slices(_article(n) for n in range(articles)):
            connection.execute(sa.insert(ArticleRow.table), rows)
        for show_name in ("world", EVERYTHING):
            for rows in _slices(_episode(n, show_name) for n in range(EPISODES)):
                connection.execute(sa.insert(EpisodeRow.table), rows)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")  # which the server does by itself a minute later
    database.close()


@contextlib.contextmanager
def _search_filled_at_once(connection: sa.Connection) -> Iterator[None]:
    """PostgreSQL takes several times as long when each article is indexed as it comes."""
    if connection.dialect.name != "postgresql":
        yield
        return
    index = connection.exec_driver_sql(
        "SELECT indexdef FROM pg_indexes WHERE indexname = 'article_search_by_term'"
    ).scalar_one()
    connection.exec_driver_sql("DROP INDEX article_search_by_term")
    connection.exec_driver_sql("ALTER TABLE articles DISABLE TRIGGER articles_searched")
    yield
    connection.exec_driver_sql("ALTER TABLE articles ENABLE TRIGGER articles_searched")
    connection.exec_driver_sql(
        "INSERT INTO article_search (article_id, created_at, terms) SELECT id, created_at, "
        "article_terms(title, url, status, show, language, access, hold) FROM articles ON CONFLICT DO NOTHING"
    )
    connection.exec_driver_sql(index)


def _slices(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while some := [row for row, _ in zip(rows, range(AT_ONCE), strict=False)]:
        yield some


def _article(n: int) -> dict[str, Any]:
    status = "failed" if n % 50 == 0 else "ready"
    texts = dict.fromkeys(("voice_asked", "show", "fallback"), "")
    problem = (
        '{"kind":"no-article","title":"Nothing can be read","detail":"No article was found.","status":422}'
    )
    return texts | {
        "id": f"a{n:06}",
        "url": f"https://news.example/{n}",
        "title": f"{WORDS[n % len(WORDS)]} story number {n}",
        "source": b"",
        "digest": "d",
        "voice": "tone/plain",
        "engine": "tone",
        "language": "en",
        "queue": "batch",
        "status": status,
        "settled": True,
        "revision": "" if status == "failed" else "r1",
        "duration_s": None if status == "failed" else 300.0,
        "error": problem if status == "failed" else None,
        "created_at": START + dt.timedelta(minutes=n),
        "updated_at": START + dt.timedelta(minutes=n),
    }


def _episode(n: int, show_name: str) -> dict[str, Any]:
    at = START + dt.timedelta(minutes=n)
    return {
        "show": show_name,
        "article_id": f"a{n:06}",
        "revision": "r1",
        "title": f"{WORDS[n % len(WORDS)]} story number {n}",
        "summary": "Three councils agreed on Tuesday to bring back the ferry between the four islands. " * 3,
        "author": "Mara Ilves",
        "language": "en",
        "page_url": f"https://news.example/{n}",
        "image_url": "",
        "published_at": at,
        "updated_at": at,
        "duration_s": 300.0,
        "size": 2_400_000,
        "about": "{}",
    }


if __name__ == "__main__":
    sys.exit(main())
