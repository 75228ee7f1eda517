from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from tts_service.catalog import Catalog, CatalogError
from tts_service.catalog.database import Database
from tts_service.errors import Unavailable


def test_sqlite_is_set_up_to_lose_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'deep' / 'folder' / 'catalog.db'}")
    with database.reading() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous")
        }
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert values == {"journal_mode": "wal", "synchronous": 2}
    database.close()


def test_a_failed_transaction_leaves_nothing(catalog_url: str) -> None:
    database = Database(catalog_url)

    def fail_midway() -> None:
        with database.writing() as connection:
            for _ in range(2):
                connection.execute(sa.text("INSERT INTO schema_version VALUES (0)"))

    with pytest.raises(sa.exc.IntegrityError):
        fail_midway()
    with database.reading() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM schema_version")) == 1
    database.close()


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://host/name", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_is_not_served_is_explained(url: str) -> None:
    with pytest.raises(CatalogError, match="TTS_DATABASE_URL"):
        Catalog(url)


def test_a_server_that_is_down_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as down:
        Catalog(f"postgresql://tts@/postgres?host={tmp_path}")
    assert down.value.kind == "catalog-unavailable"
