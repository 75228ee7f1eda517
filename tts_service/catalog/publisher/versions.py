"""The publisher's files, version by version: the one truth of a service whose machines share no folder."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from tts_service.catalog.database import Database
from tts_service.catalog.tables import PublisherVersionRow
from tts_service.catalog.upsert import insert_unless_there
from tts_service.contracts.publisher_version import PublisherVersion

KEPT = 50
"""Versions. Older ones are forgotten."""


class PublisherBook:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self, known: PublisherVersion | None) -> PublisherVersion:
        """``known`` itself if it is the newest: then one number is read."""
        number = sa.select(sa.func.max(PublisherVersionRow.number))
        with self._database.reading() as connection:
            newest = connection.scalar(number) or 0
            if known is not None and known.number == newest:
                return known
            return _version(connection, newest)

    def add(self, version: PublisherVersion) -> bool:
        """False if there is one of this number: somebody else has been quicker, and nothing is changed."""
        row = {**msgspec.structs.asdict(version), "files": msgspec.json.encode(version.files).decode()}
        old = sa.delete(PublisherVersionRow.table).where(PublisherVersionRow.number <= version.number - KEPT)
        with self._database.writing() as connection:
            is_new = insert_unless_there(connection, PublisherVersionRow.table, row)
            if is_new:
                connection.execute(old)
            return is_new


def _version(connection: sa.Connection, number: int) -> PublisherVersion:
    """That of ``number``; if it is not there (0, or just forgotten), none."""
    query = sa.select(PublisherVersionRow.table).where(PublisherVersionRow.number == number)
    row = connection.execute(query).mappings().first()
    if row is None:
        return PublisherVersion()
    files = msgspec.json.decode(row["files"], type=dict[str, str])
    return PublisherVersion(**{**row, "files": files})
