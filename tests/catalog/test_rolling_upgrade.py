"""A new release brings the catalog's tables up to date while processes of this one take articles, and those
go on: nothing fails, and nothing is lost."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from tests.running import wait_until
from tts_service.article.request import ArticleRequest, decode_request
from tts_service.articles.service import ArticleService
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog, Facts
from tts_service.catalog.migrations import schema
from tts_service.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore:.*expression-based index")
TABLES = """
import sqlalchemy as sa
from alembic import op

revision = "{0:04}"
down_revision = "{1:04}"


def upgrade() -> None:
    op.add_column("articles", sa.Column("mood", sa.String, nullable=False, server_default=sa.text("''")))
    op.create_table("moods", sa.Column("name", sa.String, primary_key=True))
"""
INDEX = """
from tts_service.catalog.migrations.indexes import create_index

revision = "{0:04}"
down_revision = "{1:04}"


def upgrade() -> None:
    create_index("articles_by_mood", "articles", ["mood", "id"])
"""
PROCESSES = 3


@contextmanager
def next_release(folder: Path) -> Iterator[None]:
    """Whoever opens a catalog in here knows two revisions more."""
    shutil.copytree(schema.FOLDER, folder)
    head = int(schema.HEAD)
    for number, text in enumerate((TABLES, INDEX), head + 1):
        place = folder / "versions" / f"r{number:04}_next.py"
        place.write_text(text.format(number, number - 1))
    more = (f"{head + 1:04}", f"{head + 2:04}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "FOLDER", folder)
        patch.setattr(schema, "HEAD", more[-1])
        patch.setattr(schema, "REVISIONS", (*schema.REVISIONS, *more))
        patch.setattr(schema, "INDEXING", (*schema.INDEXING, more[-1]))
        yield


class Process(threading.Thread):
    """Of this release: it takes one article after the other, and looks at what there is."""

    def __init__(self, settings: Settings, number: int, end: threading.Event) -> None:
        super().__init__(daemon=True)
        self._settings, self._number, self._end = settings, number, end
        self.taken: list[str] = []
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            with (
                closing(Catalog(self._settings.catalog_url)) as catalog,
                closing(Queue(self._settings)) as queue,
            ):
                root = self._settings.cache_dir
                narrations = FolderNarrations(root, LocalStore(root))
                articles = ArticleService(self._settings, catalog, narrations, queue)
                while not self._end.is_set():
                    self._take(articles, catalog)
        except Exception as error:
            self.error = error

    def _take(self, articles: ArticleService, catalog: Catalog) -> None:
        story = ArticleRequest(text=f"Story {len(self.taken)} of {self._number}.", language="en")
        status = articles.request(story, queue="batch")
        entry = catalog.get(status.id)
        assert entry is not None
        catalog.record(status.id, entry.digest, Facts(status="ready", revision="r1", duration_s=1.0, size=8))
        assert articles.status(status.id).status == "ready"
        assert articles.list(limit=2).articles
        self.taken.append(status.id)


def test_articles_are_taken_while_the_tables_change(catalog_url: str, valkey: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, redis_url=valkey, database_url=catalog_url)
    end = threading.Event()
    processes = [Process(settings, number, end) for number in range(PROCESSES)]

    def all_have(more: int, since: list[int]) -> bool:
        assert [one.error for one in processes if one.error] == []
        return all(len(one.taken) >= had + more for one, had in zip(processes, since, strict=True))

    for process in processes:
        process.start()
    wait_until(lambda: all_have(3, [0] * PROCESSES), "the first articles")
    with next_release(tmp_path / "next"), closing(Catalog(catalog_url)) as newer:
        had = [len(one.taken) for one in processes]
        wait_until(lambda: all_have(3, had), "articles on the new tables")
        with newer._database.reading() as connection:
            names = {one["name"] for one in sa.inspect(connection).get_indexes("articles")}
            assert "articles_by_mood" in names
            assert connection.scalar(sa.text("SELECT count(*) FROM articles WHERE mood != ''")) == 0
    late = Process(settings, PROCESSES, end)  # of this release, started on the tables of the next
    processes.append(late)
    late.start()
    wait_until(lambda: all_have(3, [0] * len(processes)), "articles of a process that started later")
    end.set()
    for process in processes:
        process.join()
    assert [process.error for process in processes] == [None] * len(processes)
    with closing(Catalog(catalog_url)) as catalog, closing(Queue(settings)) as queue:
        for article_id in (name for process in processes for name in process.taken):
            source = catalog.source(article_id)
            assert source is not None
            (waiting,) = queue.redis.keys(f"tts:to-read:{article_id}:*")
            data = queue.redis.get(waiting)
            assert isinstance(data, bytes)
            assert decode_request(data) == source
