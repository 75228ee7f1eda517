"""``tts-service cache``."""

from __future__ import annotations

import sys

import click
import msgspec

from audio_cache import upkeep
from audio_cache.frames import seconds
from audio_cache.pruning import Pruned
from tts_service.catalog import Catalog
from tts_service.cli.words import duration, size
from tts_service.settings import load_settings
from tts_service.storage import prune_cache


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


@cache.command()
@click.option("--dry-run", is_flag=True, help="Only tell what would be removed.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def prune(dry_run: bool, as_json: bool) -> None:
    """Keep the cache within TTS_CACHE_MAX_BYTES and TTS_CACHE_MAX_AGE.

    What is published in a show or was heard lately stays. The rest is removed, the longest unused first: it is spoken again
    when somebody asks for it. This may be done beside a running service, which does it by itself when a limit is set.
    """
    settings = load_settings()
    catalog = Catalog(settings.catalog_url)
    try:
        pruned = prune_cache(settings, catalog, dry_run=dry_run)
    finally:
        catalog.close()
    click.echo(msgspec.json.encode(pruned).decode() if as_json else _in_words(pruned))


def _in_words(pruned: Pruned) -> str:
    """A line for each thing that happened."""
    lines = [
        f"{count} {what}"
        for count, what in (
            (pruned.segments, "segments removed"),
            (pruned.superseded, "superseded revisions removed"),
            (pruned.thinned, "narrations keep only their whole audio"),
            (pruned.silenced, "narrations removed, to be spoken again when asked for"),
        )
        if count
    ]
    if pruned.dry_run:
        lines.append("Nothing was touched: this is what would be done.")
    lines.append(f"The cache takes {size(pruned.bytes_after)} (before: {size(pruned.bytes_before)}).")
    if pruned.over:
        lines.append(f"{size(pruned.over)} above TTS_CACHE_MAX_BYTES: all that is left is new, published or was heard lately.")
    return "\n".join(lines)
