"""A real catalog on each database that is served."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tts_service.catalog import Catalog

HOW_TO_GET_IT = "PostgreSQL is not installed: apt-get install postgresql (its server in /usr/lib/postgresql/*/bin, or on PATH)"


def _postgres_bin() -> Path | None:
    newest_first = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    return newest_first[0] if newest_first else Path(on_path).parent if on_path else None


def _as_postgres(*command: str | Path) -> None:
    """PostgreSQL refuses to run as root."""
    user = pwd.getpwnam("postgres").pw_name if os.getuid() == 0 else None
    subprocess.run(list(map(str, command)), user=user, check=True, stdout=subprocess.DEVNULL, timeout=60)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a database server of our own, on a Unix socket."""
    binaries = _postgres_bin()
    if binaries is None:
        if os.environ.get("CI") == "true":
            pytest.fail(HOW_TO_GET_IT)
        pytest.skip(HOW_TO_GET_IT)
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: a socket's path may have 107 bytes
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    try:
        _as_postgres(binaries / "initdb", "-D", folder / "data", "-U", "tts", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder}"
        _as_postgres(binaries / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-o", options, "-w", "start")
        yield f"postgresql://tts@/postgres?host={folder}"
        _as_postgres(binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _new_database(server: str) -> str:
    engine = sa.create_engine(sa.make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        name = f"catalog_{connection.scalar(sa.text('SELECT count(*) FROM pg_database'))}"
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", "postgresql"])
def catalog_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'catalog.db'}"
    return _new_database(request.getfixturevalue("postgres"))


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
