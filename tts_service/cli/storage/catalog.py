"""``tts-service catalog``."""

from __future__ import annotations

from contextlib import closing

import click

from tts_service.catalog.database import Database
from tts_service.catalog.migrations.schema import HEAD, READABLE_FROM
from tts_service.cli.accounts.recorded import about, changes, nothing_changed
from tts_service.settings import load_settings


@click.group()
def catalog() -> None:
    """Prepare the catalog for a new release."""


@catalog.command()
@changes("catalog.migrated")
def migrate() -> None:
    """Bring the tables up to date, before the first process starts.

    Otherwise the first process of a new release does it when it starts. Processes of the release before go on
    working, and may be started, if the tables are readable for them.
    """
    with closing(Database(load_settings().catalog_url)) as database:
        before = database.migrated_from
    if before is None:
        nothing_changed()
    else:
        about("catalog.migrated", before=before, after=HEAD)
    done = "is up to date" if before is None else f"was migrated from revision {before}"
    click.echo(f"The catalog {done} (revision {HEAD}, readable from {READABLE_FROM}).")
