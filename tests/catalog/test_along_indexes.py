"""Every lookup of one article, page or slice uses an index, however large the catalog is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tts_service.catalog import Catalog

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
LISTING = "https://news.example/feed.xml"


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """What is sent to databases meanwhile."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        sent.append((statement, parameters))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


def plans(path: Path, look: Callable[[Catalog], object]) -> list[str]:
    catalog = Catalog(f"sqlite:///{path}")
    with statements() as sent:
        look(catalog)
    catalog.close()
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        selects = [one for one in sent if one[0].startswith(("SELECT", "WITH"))]
        found = [
            row[3]
            for one in selects
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one[0]}", one[1])
        ]
    engine.dispose()
    return found


@pytest.mark.parametrize(
    "look",
    [
        lambda catalog: catalog.get("a"),
        lambda catalog: catalog.list(),
        lambda catalog: catalog.unsettled("a"),
        lambda catalog: catalog.episodes.page("world", 100, 100),
        lambda catalog: catalog.episodes.state("world"),
        lambda catalog: catalog.plays.of_article("a"),
        lambda catalog: catalog.watched.named(LISTING, NOW, 5, gone=False),
        lambda catalog: catalog.watched.named(LISTING, NOW, 5, gone=True),
        lambda catalog: catalog.watched.unread(LISTING, 10),
        lambda catalog: catalog.hooks.due(NOW, 100),
    ],
)
def test_nothing_is_searched_from_end_to_end_nor_sorted(
    tmp_path: Path, look: Callable[[Catalog], object]
) -> None:
    steps = plans(tmp_path / "catalog.db", look)
    assert steps
    assert not any("TEMP B-TREE FOR ORDER BY" in step for step in steps), steps
    assert all(
        "USING" in step and "INDEX" in step for step in steps if step.startswith(("SCAN", "SEARCH"))
    ), steps
