"""``tts-service store``."""

from __future__ import annotations

import sys

import click

from tts_service.cli.accounts.recorded import about, changes, nothing_changed
from tts_service.cli.formatting import size
from tts_service.cli.storage.cache import opened_catalog
from tts_service.errors import Conflict
from tts_service.settings import load_settings

TOLD_EACH = 100


@click.group()
def store() -> None:
    """Move audio between stores, and tidy a bucket up."""


@store.command()
@click.argument("source")
@click.argument("target")
@changes("store.copied")
def copy(source: str, target: str) -> None:
    """Copy all that is finished from SOURCE to TARGET.

    Each is a bucket such as s3://bucket/prefix, or a folder: audio in the data folder. The service may keep
    running on either. Run it again at any time, also after an interruption: what is there already is not
    copied again, and nothing is removed from either. The exit status is 1 if something was left out.
    """
    from tts_service.ops.moving import copy_store, is_bucket

    done, is_level = copy_store(load_settings(), source, target, _tell)
    about("store.copied", narrations=str(done.copied))
    for narration in done.left_out:
        click.echo(f"{narration}: left out, because it is damaged, or was just deleted")
    click.echo(f"{done.copied} narrations copied and checked, {done.there} were there already.")
    if is_level:
        setting = f"TTS_STORE={target}" if is_bucket(target) else f"TTS_DATA_DIR, whose audio is {target}"
        click.echo(
            f"{target} has all that {source} has. To switch, start the service with {setting}; then run this "
            "command once more, for what was finished meanwhile."
        )
    else:
        click.echo(f"More was finished in {source} meanwhile: run this command again before you switch.")
    sys.exit(bool(done.left_out))


def _tell(done: int) -> None:
    if done % TOLD_EACH == 0:
        click.echo(f"{done} copied", err=True)


@store.command()
@click.option("--remove", is_flag=True, help="Remove them.")
@click.option("--even-most", is_flag=True, help="With --remove: even if they are most of the bucket.")
@changes("store.tidied")
def orphans(remove: bool, even_most: bool) -> None:
    """Find what belongs to nothing in the bucket TTS_STORE.

    That is what the catalog does not know, and files that no commit marker names. Only what was put there
    more than seven days ago counts. The service removes it by itself once a night, on one of its machines. A
    folder has no orphans.
    """
    from tts_service.ops.bucket_upkeep import orphans_in_bucket

    settings = load_settings()
    if settings.store is None:
        raise Conflict("TTS_STORE is not set: a folder has no orphans.")
    with opened_catalog(settings) as catalog:
        found = orphans_in_bucket(settings, catalog, remove=remove, even_most=even_most)
    click.echo(
        f"{found.narrations} narrations in {settings.store}: {found.unknown} are unknown to the catalog, "
        f"{found.partly} have files that belong to nothing; {size(found.bytes)} in all."
    )
    if not remove or not found.removed:
        nothing_changed()
    if remove:
        click.echo(f"{found.removed} of these were removed.")
