"""``tts-service publisher``: shows, lexicon, sounds and pictures of a service on several machines."""

from __future__ import annotations

from pathlib import Path

import click

from tts_service.cli.accounts.recorded import about, changes
from tts_service.errors import Conflict
from tts_service.ops.publisher_files import described, differs_here, shared_files_of
from tts_service.publisher.exchange import PublisherFolder, take_in, write_out
from tts_service.settings import load_settings

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group()
def publisher() -> None:
    """Manage the publisher's files of a service on several machines.

    With TTS_STORE the service has shows.toml, lexicon.toml, and the sounds and pictures that they name in
    common for all machines; the files on their disks do not count. Without TTS_STORE, edit the files in
    TTS_DATA_DIR.
    """


@publisher.command()
def status() -> None:
    """Show the version in force, and files here that are different."""
    settings = load_settings()
    files = shared_files_of(settings)
    click.echo(described(files.version))
    for name, digest in files.version.files.items():
        click.echo(f"  {name}  {digest[:12]}")
    for path in differs_here(settings, files):
        click.echo(f"  {path} is different, and does not count")


@publisher.command("export")
@click.argument("folder", type=FOLDER)
def export_files(folder: Path) -> None:
    """Write the files to FOLDER, a new one, to edit them there."""
    version = write_out(shared_files_of(load_settings()), folder)
    click.echo(f"{folder}: {described(version)}")


@publisher.command("import")
@click.argument("folder", type=FOLDER, required=False)
@click.option("--replace", is_flag=True, help="Overwrite what others have changed since.")
@changes("publisher.imported")
def import_files(folder: Path | None, replace: bool) -> None:
    """Let the service have the files in FOLDER.

    Every machine follows within two seconds. FOLDER is one that was exported; if others have changed
    something since, nothing is imported and you are told. Without FOLDER: the files of this machine
    (TTS_SHOWS, TTS_LEXICON, or TTS_DATA_DIR).
    """
    settings = load_settings()
    files = shared_files_of(settings)
    source = (
        PublisherFolder(settings.shows_path, settings.lexicon_path)
        if folder is None
        else PublisherFolder.of(folder)
    )
    began_with = source.began_with
    if began_with is None and not replace and files.version.number:
        raise Conflict(
            f"The service has files already ({described(files.version)}), and yours were not exported from "
            "it. Export, and make your changes there; or overwrite them with --replace."
        )
    before = files.version.number
    version = take_in(files, source, None if replace else began_with or 0)
    if folder is not None:
        source.note(version)
    about("publisher.imported", before=f"version {before}", after=f"version {version.number}")
    click.echo(described(version))
