"""The catalog through PgBouncer, which gives each transaction whatever connection is free."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from audio_cache.narration_id import NarrationId
from bench.postgres import postgres_programs, restart
from tests.catalog.conftest import new_database
from tests.running import Running, wait_until
from tests.web.streaming.narrator import Narrator
from tts_service.article.request import ArticleRequest, request_digest
from tts_service.catalog import Catalog
from tts_service.catalog.database import Database
from tts_service.errors import Unavailable
from tts_service.formats.play_counts import Counts
from tts_service.ops.context import make_context
from tts_service.settings import Settings
from tts_service.web.media.ready_audio import ReadyAudio

PORT = 6432
"""Part of the socket's name; nothing listens on the network."""
CONFIGURATION = """
[databases]
* = host={server} user=tts
[pgbouncer]
listen_addr =
listen_port = {port}
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
default_pool_size = 3
server_login_retry = 1
"""
MONDAY = dt.date(2026, 3, 9)
ADDED, EACH = 25, 8


@pytest.fixture(scope="module")
def bouncer(postgres: str, needs: Callable[[str], Path]) -> Iterator[str]:
    """Its folder, which takes the place of the server's."""
    program = needs("pgbouncer")
    folder = Path(tempfile.mkdtemp(prefix="pb-"))  # short: a socket's path may have 107 bytes
    server = sa.make_url(postgres).query["host"]
    (folder / "pgbouncer.ini").write_text(CONFIGURATION.format(server=server, port=PORT, folder=folder))
    user = []
    if os.getuid() == 0:  # it refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        user = ["-u", "postgres"]
    running = Running(
        str(program), *user, str(folder / "pgbouncer.ini"), environ=dict(os.environ), cwd=folder
    )
    wait_until((folder / f".s.PGSQL.{PORT}").exists, "PgBouncer's socket")
    yield str(folder)
    running.end()
    shutil.rmtree(folder)


@pytest.fixture
def address(postgres: str, bouncer: str) -> tuple[str, str]:
    """Of an empty database: directly, and through the pool."""
    direct = sa.make_url(new_database(postgres))
    pooled = direct.update_query_dict({"host": bouncer, "port": str(PORT)})
    return direct.render_as_string(), pooled.render_as_string()


def test_many_transactions_share_few_connections(address: tuple[str, str]) -> None:
    catalogs = [Catalog(address[1]) for _ in range(3)]
    for name in ("a", "b"):
        request = ArticleRequest(text=f"Story {name}.")
        catalogs[0].accept(request, name, "", request_digest(request), "interactive")

    def work(number: int) -> None:
        catalog, name = catalogs[number % 3], "ab"[number % 2]
        for _ in range(ADDED):
            # Nothing is read: with the rollback after that, statements are forgotten.
            catalog.plays.add(name, Counts(starts=1), MONDAY)

    with ThreadPoolExecutor(EACH) as threads:
        list(threads.map(work, range(EACH)))
    assert catalogs[0].plays.starts("ab") == dict.fromkeys("ab", ADDED * EACH // 2)
    for catalog in catalogs:
        catalog.close()


@pytest.mark.parametrize("pooled", [False, True], ids=["directly", "pooled"])
def test_a_server_restarted_in_the_middle_loses_nothing_that_was_stored(
    postgres: str, address: tuple[str, str], pooled: bool
) -> None:
    """While it is away, writers are told so, and try again. It goes on from what it had written to disk."""
    catalog, programs = Catalog(address[pooled]), postgres_programs()
    assert programs is not None
    request = ArticleRequest(text="Before and after.")
    catalog.accept(request, "a", "", request_digest(request), "interactive")
    told, refused = [0], [0]
    is_over = threading.Event()

    def write() -> None:
        while not is_over.is_set():
            try:
                catalog.plays.add("a", Counts(starts=1), MONDAY)
                told[0] += 1
            except Unavailable:
                refused[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    wait_until(lambda: told[0] > 20, "plays before")
    restart(programs, postgres)
    before = told[0]
    wait_until(lambda: told[0] > before + 20, "plays after")
    is_over.set()
    writer.join()
    stored = catalog.plays.starts("a")["a"]
    # A transaction may be committed when the server dies, before it can say so.
    assert told[0] <= stored <= told[0] + refused[0]
    catalog.close()


@pytest.mark.parametrize("pooled", [False, True], ids=["directly", "pooled"])
def test_a_server_that_starts_anew_is_noticed_by_nobody(address: tuple[str, str], pooled: bool) -> None:
    """All connections to it end, and what was prepared on them is forgotten."""
    catalog = Catalog(address[pooled])
    request = ArticleRequest(text="Before and after.")
    catalog.accept(request, "a", "", request_digest(request), "interactive")
    for _ in range(10):  # often enough that a statement would be prepared
        catalog.plays.add("a", Counts(starts=1), MONDAY)
    with psycopg.connect(address[0].replace("+psycopg", ""), autocommit=True) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()
    assert ended
    for _ in range(10):
        catalog.plays.add("a", Counts(starts=1), MONDAY)
    assert catalog.plays.starts("a") == {"a": 20}
    catalog.close()


@pytest.mark.parametrize("most", [2, 6])
def test_a_process_opens_no_more_connections_than_it_may(postgres: str, most: int) -> None:
    """Twice as many who want one wait their turn, and none of them is refused."""
    url = new_database(postgres)
    count = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    with closing(Catalog(url, most)) as catalog:
        request = ArticleRequest(text="Read by many.")
        catalog.accept(request, "a", "", request_digest(request), "interactive")

        def work(_: int) -> int:
            for _ in range(ADDED):
                catalog.plays.add("a", Counts(starts=1), MONDAY)
                with catalog._database.reading() as connection:
                    seen = int(connection.scalar(sa.text(count)) or 0)
                most_seen.append(seen)
                assert catalog.get("a") is not None
            return ADDED

        most_seen: list[int] = []
        with ThreadPoolExecutor(2 * most) as threads:
            told = sum(threads.map(work, range(2 * most)))
        assert max(most_seen) == most, "all that it may, and no more"
        assert catalog.plays.starts("a") == {"a": told}


def test_what_was_heard_a_moment_ago_is_heard_while_no_connection_is_free(
    postgres: str, valkey: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the address that follows the article, too, for which the catalog is asked each second."""
    monkeypatch.setattr("tts_service.catalog.database.FREE_WITHIN_S", 0.2)
    narrator = Narrator(tmp_path, valkey)
    narration = narrator.ready("The river")
    request = ArticleRequest(text="The river rose.")
    with closing(Catalog(new_database(postgres), 2)) as catalog, ExitStack() as others:
        catalog.accept(request, narration.article_id, "", request_digest(request), "interactive")

        def current(article_id: str) -> NarrationId | None:
            return narration.id if catalog.get(article_id) else None

        ready = ReadyAudio(narrator.narrations, current)
        held = ready.find(narration.moving)
        assert held is not None
        for _ in range(2):
            others.enter_context(catalog._database.reading())
        with pytest.raises(Unavailable):
            catalog.get(narration.article_id)
        held.trusted_until = 0.0
        assert ready.find(narration.moving) is held
        assert held.holds(time.monotonic()), "and for some seconds nobody asks again"
        held.trusted_until = 0.0
        narrator.narrations.delete(narration.article_id)
        assert ready.find(narration.moving) is None


def test_what_a_service_may_open_is_a_setting(postgres: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=new_database(postgres), database_connections=3)
    context = make_context(settings)
    pool = context.catalog._database._engine.pool
    assert isinstance(pool, sa.QueuePool)
    assert pool.size() + pool._max_overflow == 3
    context.close()


def test_a_query_begins_no_transaction(postgres: str) -> None:
    """So the server is told of the query, and not of a beginning and an end."""
    with closing(Database(new_database(postgres))) as database:
        with database.reading() as connection:
            assert connection.scalar(sa.text("SELECT 1")) == 1
            info = connection.connection.dbapi_connection.info  # type: ignore[union-attr]
            assert info.transaction_status.name == "IDLE"
        with database.writing() as connection:
            connection.execute(sa.text("SELECT 1"))
            info = connection.connection.dbapi_connection.info  # type: ignore[union-attr]
            assert info.transaction_status.name == "INTRANS"
