"""A real catalog on each database that is served."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bench.postgres import postgres_programs, postgres_server
from tts_service.catalog import Catalog

HOW_TO_GET_IT = (
    "PostgreSQL is not installed: apt-get install postgresql "
    "(its server in /usr/lib/postgresql/*/bin, or on PATH)"
)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a database server of our own, on a Unix socket."""
    programs = postgres_programs()
    if programs is None:
        if os.environ.get("CI") == "true":
            pytest.fail(HOW_TO_GET_IT)
        pytest.skip(HOW_TO_GET_IT)
    with postgres_server(programs, durable=False) as url:
        yield url


def new_database(server: str) -> str:
    engine = sa.create_engine(
        sa.make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        name = f"catalog_{connection.scalar(sa.text('SELECT count(*) FROM pg_database'))}"
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes empty databases, and returns their addresses."""
    if request.param == "sqlite":
        numbers = itertools.count()
        return lambda: f"sqlite:///{tmp_path / f'catalog{next(numbers)}.db'}"
    server = request.getfixturevalue("postgres")
    return lambda: new_database(server)


@pytest.fixture
def catalog_url(empty_database: Callable[[], str]) -> str:
    """Address of an empty database."""
    return empty_database()


@pytest.fixture
def open_catalog(catalog_url: str) -> Iterator[Callable[[], Catalog]]:
    """Opens the same catalog again, as another process would."""
    opened: list[Catalog] = []

    def open_one() -> Catalog:
        opened.append(Catalog(catalog_url))
        return opened[-1]

    yield open_one
    for catalog in opened:
        catalog.close()


@pytest.fixture
def catalog(open_catalog: Callable[[], Catalog]) -> Catalog:
    return open_catalog()
