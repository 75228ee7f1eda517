"""``tts-service cache``."""

from __future__ import annotations

import sys

import click
import msgspec

from audio_cache.mp3.frames import seconds
from audio_cache.upkeep import check as upkeep
from audio_cache.upkeep.pruning import Pruned
from tts_service.cli.formatting import duration, size
from tts_service.ops.audio_folder import audio_folder
from tts_service.settings import load_settings


@click.group()
def cache() -> None:
    """Manage the cached audio under TTS_DATA_DIR. Not for a bucket (TTS_STORE)."""


@cache.command()
def stats() -> None:
    """Show how much the cache holds."""
    root = audio_folder(load_settings(), "tts-service cache stats")
    found = upkeep.stats(root)
    click.echo(f"folder       {root}")
    click.echo(
        f"segments     {found.segments}, {size(found.bytes)}, {duration(seconds(found.bytes))} of speech"
    )
    click.echo(f"narrations   {found.narrations}, of them whole {found.finished}")
    if found.temporary:
        click.echo(f"temporary    {found.temporary} (verify tells whether they were left behind)")


@cache.command()
@click.option(
    "--mend", is_flag=True, help="Remove damaged audio: it is rendered again the next time it is requested."
)
def verify(mend: bool) -> None:
    """Read all cached audio and compare it with its digests.

    Safe while the service is running. The exit status is 1 if damage was found and not mended.
    """
    report = upkeep.verify(audio_folder(load_settings(), "tts-service cache verify"), mend)
    for finding in report.findings:
        click.echo(": ".join(filter(None, (finding.path, finding.problem, finding.action))))
    verdict = "sound" if report.sound else "damaged. Mend it with: tts-service cache verify --mend"
    click.echo(f"{report.segments} segments and {report.narrations} narrations: {verdict}")
    sys.exit(0 if report.sound else 1)


@cache.command()
@click.option("--dry-run", is_flag=True, help="Only report what would be removed.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def prune(dry_run: bool, as_json: bool) -> None:
    """Keep the cache within TTS_CACHE_MAX_BYTES and TTS_CACHE_MAX_AGE.

    Articles that are published in a show or were played recently stay. The rest is removed, least recently
    used first, and rendered again on request. Safe while the service is running; it prunes by itself when a
    limit is set.
    """
    from tts_service.catalog import Catalog  # takes half a second to load, which the others need not wait
    from tts_service.ops.retention import prune_cache

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
        lines.append(
            f"{size(pruned.over)} above TTS_CACHE_MAX_BYTES: all that is left is new, published or was heard "
            "lately."
        )
    return "\n".join(lines)
