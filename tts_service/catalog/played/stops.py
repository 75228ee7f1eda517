"""Where plays of a revision stopped: a row for each second in which any did, and nothing about who
listened."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from tts_service.catalog.database import Database
from tts_service.catalog.tables import StopRow
from tts_service.catalog.upsert import insert_into, slices

Stops = Mapping[tuple[str, str, int], int]
"""Article, revision and second → by how much the number of plays that stopped there changes. See
``formats.play_counts.stops``."""


class StopBook:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_revision(self, article_id: str, revision: str) -> dict[int, int]:
        """Second → how many plays stopped there; without those where none did. A number is negative where
        the report that a play had got there was lost, and the one that it had got further was not."""
        query = sa.select(StopRow.second, StopRow.plays).where(
            StopRow.article_id == article_id, StopRow.revision == revision, StopRow.plays != 0
        )
        with self._database.reading() as connection:
            return {int(second): int(plays) for second, plays in connection.execute(query)}


def add_stops(connection: sa.Connection, stops: Stops) -> None:
    """All articles of ``stops`` exist. Rows that come to nothing are removed."""
    rows = [
        {"article_id": article_id, "revision": revision, "second": second, "plays": change}
        for (article_id, revision, second), change in sorted(stops.items())
        if change
    ]
    for some in slices(rows):
        insert = insert_into(connection, StopRow.table).values(list(some))
        total = StopRow.plays + insert.excluded.plays
        key = ["article_id", "revision", "second"]
        connection.execute(insert.on_conflict_do_update(index_elements=key, set_={"plays": total}))
    for article_ids in slices(sorted({article_id for article_id, *_ in stops})):
        connection.execute(
            sa.delete(StopRow.table).where(StopRow.article_id.in_(article_ids), StopRow.plays == 0)
        )
