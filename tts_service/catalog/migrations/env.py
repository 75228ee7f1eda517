"""Alembic runs this file for each of its commands: on the connection it is given, or on ``-x url=…``."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context

from tts_service.catalog.tables.classes import METADATA
from tts_service.catalog.tables.compared import INCOMPARABLE


def is_comparable(_item: object, name: str | None, *_: object) -> bool:
    return name not in INCOMPARABLE


def run(connection: sa.Connection) -> None:
    context.configure(connection=connection, target_metadata=METADATA, include_object=is_comparable)
    with context.begin_transaction():
        context.run_migrations()


def run_at(url: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        run(connection)
    engine.dispose()


given: sa.Connection | None = context.config.attributes.get("connection")
if given is None:
    run_at(context.get_x_argument(as_dictionary=True)["url"])
else:
    run(given)
