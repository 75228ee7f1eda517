"""``tts-service cache``."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, closing
from typing import TYPE_CHECKING

import click
import msgspec

from audio_cache.mp3.frames import seconds
from audio_cache.upkeep import check as upkeep
from audio_cache.upkeep.pruning import Pruned
from tts_service.cli.accounts.recorded import changes, nothing_changed
from tts_service.cli.formatting import duration, size
from tts_service.settings import Settings, load_settings

if TYPE_CHECKING:
    from tts_service.catalog import Catalog


@click.group()
def cache() -> None:
    """Manage the audio under TTS_DATA_DIR, or in the bucket TTS_STORE."""


@cache.command()
def stats() -> None:
    """Show how much audio there is."""
    settings = load_settings()
    if settings.store is not None:
        _stats_of_bucket(settings)
        return
    found = upkeep.stats(settings.cache_dir)
    click.echo(f"folder       {settings.cache_dir}")
    click.echo(
        f"segments     {found.segments}, {size(found.bytes)}, {duration(seconds(found.bytes))} of speech"
    )
    click.echo(f"narrations   {found.narrations}, of them whole {found.finished}")
    if found.temporary:
        click.echo(f"temporary    {found.temporary} (verify tells whether they were left behind)")


def _stats_of_bucket(settings: Settings) -> None:
    """By what the catalog knows."""
    with opened_catalog(settings) as catalog:
        count, total = catalog.stored.total()
    click.echo(f"bucket       {settings.store}")
    click.echo(f"narrations   {count} whole, {size(total)}, {duration(seconds(total))} of speech")


@cache.command()
@click.option(
    "--mend", is_flag=True, help="Remove damaged audio: it is rendered again the next time it is requested."
)
@click.option(
    "--deep", is_flag=True, help="In a bucket: read every file. Without, the provider is asked for its ETag."
)
@changes("cache.mended")
def verify(mend: bool, deep: bool) -> None:
    """Compare all audio with its digests.

    A folder is read whole. In a bucket each commit marker is read, and the provider is asked for size and
    ETag of its file. Safe while the service is running. The exit status is 1 if damage was found and not
    mended.
    """
    settings = load_settings()
    if settings.store is None:
        report = upkeep.verify(settings.cache_dir, mend)
    else:
        from tts_service.ops.bucket_upkeep import verify_bucket

        with opened_catalog(settings) as catalog:
            report = verify_bucket(settings, catalog, deep=deep, mend=mend)
    if not mend or not report.findings:
        nothing_changed()
    for finding in report.findings:
        click.echo(": ".join(filter(None, (finding.path, finding.problem, finding.action))))
    verdict = "sound" if report.sound else "damaged. Mend it with: tts-service cache verify --mend"
    click.echo(f"{report.segments} segments and {report.narrations} narrations: {verdict}")
    sys.exit(0 if report.sound else 1)


@cache.command()
@click.option("--dry-run", is_flag=True, help="Only report what would be removed.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@changes("cache.pruned")
def prune(dry_run: bool, as_json: bool) -> None:
    """Keep the audio within TTS_CACHE_MAX_BYTES and TTS_CACHE_MAX_AGE.

    Articles that are published in a show or were played recently stay. The rest is removed, least recently
    used first, and rendered again on request. Safe while the service is running; it prunes by itself when a
    limit is set.
    """
    from tts_service.ops.retention import prune_cache

    settings = load_settings()
    with opened_catalog(settings) as catalog:
        pruned = prune_cache(settings, catalog, dry_run=dry_run)
    if dry_run or not (pruned.segments or pruned.superseded or pruned.silenced):
        nothing_changed()
    click.echo(msgspec.json.encode(pruned).decode() if as_json else _in_words(pruned))


def opened_catalog(settings: Settings) -> AbstractContextManager[Catalog]:
    from tts_service.catalog import Catalog  # takes half a second to load, which not all need to wait for

    return closing(Catalog(settings.catalog_url))


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
