"""``tts-service backup`` and ``tts-service restore``."""

from __future__ import annotations

from pathlib import Path

import click

from tts_service.cli.accounts.recorded import changes
from tts_service.ops import backup as saving
from tts_service.settings import load_settings

FOLDER = click.argument("folder", type=click.Path(file_okay=False, path_type=Path))


@click.command()
@FOLDER
def backup(folder: Path) -> None:
    """Save the catalog, the audio and the publisher's files to FOLDER.

    The service may keep running. FOLDER is new, or holds an earlier backup, which is brought up to date. A
    catalog in PostgreSQL is not included: save it with pg_dump first. Of audio in a bucket (TTS_STORE) all
    that is finished is saved.
    """
    settings = load_settings()
    made = saving.back_up(settings, folder)
    click.echo(_described(made, "saved"))
    if not made.catalog:
        click.echo("The catalog lies in PostgreSQL and is not included: save it with pg_dump.")


@click.command()
@FOLDER
@changes("backup.restored")
def restore(folder: Path) -> None:
    """Restore a backup into a data folder that has no catalog yet.

    The audio goes to that folder, or to the bucket TTS_STORE, wherever it was saved from. Restore a catalog
    in PostgreSQL with pg_restore. Voices are not part of a backup: reinstall them with tts-service voices
    install.
    """
    click.echo(_described(saving.restore(load_settings(), folder), "brought back"))


def _described(made: saving.Backup, done: str) -> str:
    what = (["the catalog"] if made.catalog else []) + [
        f"{made.segments} segments",
        f"{made.narrations} narrations",
        *made.files,
    ]
    return f"{made.made_at}: {', '.join(what)} {done}"
