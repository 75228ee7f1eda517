"""``tts-service cache``."""

from __future__ import annotations

import sys

import click

from audio_cache import upkeep
from audio_cache.frames import seconds
from tts_service.cli.words import duration, size
from tts_service.settings import load_settings


@click.group()
def cache() -> None:
    """What was spoken, kept under TTS_DATA_DIR."""


@cache.command()
def stats() -> None:
    """How much there is."""
    root = load_settings().cache_dir
    found = upkeep.stats(root)
    click.echo(f"folder       {root}")
    click.echo(f"segments     {found.segments}, {size(found.bytes)}, {duration(seconds(found.bytes))} of speech")
    click.echo(f"narrations   {found.narrations}, of them whole {found.finished}")
    if found.temporary:
        click.echo(f"temporary    {found.temporary} (verify tells whether they were left behind)")


@cache.command()
@click.option("--mend", is_flag=True, help="Drop what is damaged: it is spoken again when it is next asked for.")
def verify(mend: bool) -> None:
    """Read everything and compare it with its digests.

    This may be done beside a running service. The exit status is 1 when something damaged was found and not mended.
    """
    report = upkeep.verify(load_settings().cache_dir, mend)
    for finding in report.findings:
        click.echo(": ".join(filter(None, (finding.path, finding.problem, finding.action))))
    verdict = "sound" if report.sound else "damaged. Mend it with: tts-service cache verify --mend"
    click.echo(f"{report.segments} segments and {report.narrations} narrations: {verdict}")
    sys.exit(0 if report.sound else 1)
