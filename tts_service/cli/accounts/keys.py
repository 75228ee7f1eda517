"""``tts-service keys``: API keys with scopes."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Iterator

import click
import msgspec

from tts_service import audit
from tts_service.catalog import Catalog
from tts_service.catalog.keys.book import ApiKey, KeyBook, NewKey
from tts_service.cli.accounts.recorded import about, changes
from tts_service.errors import NotFound, ProblemKind
from tts_service.scopes import SCOPES
from tts_service.settings import load_settings


@click.group()
def keys() -> None:
    """Manage API keys, and what each may do.

    See docs/keys.md. Every change takes effect within two seconds in all processes. Keys of TTS_API_KEYS are
    not listed: they may do everything.
    """


@contextlib.contextmanager
def opened() -> Iterator[KeyBook]:
    catalog = Catalog(load_settings().catalog_url)
    try:
        yield catalog.keys
    finally:
        catalog.close()


@keys.command("list")
@click.option("--all", "show_all", is_flag=True, help="Those that are revoked or expired, too.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON, one key per line.")
def list_keys(show_all: bool, as_json: bool) -> None:
    """List the keys, newest first, without the keys themselves."""
    now = dt.datetime.now(dt.UTC)
    with opened() as book:
        for key in book.all():
            if show_all or key.is_valid(now):
                click.echo(msgspec.json.encode(key).decode() if as_json else described(key, now))


@keys.command()
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice(SCOPES),
    help="What the key may do; may be given several times.",
)
@click.option("--expires", default="", help="After how long, such as 90d; without it, never.")
@click.option("--json", "as_json", is_flag=True, help="Print id and key as JSON.")
@changes("key.made")
def make(name: str, scopes: tuple[str, ...], expires: str, as_json: bool) -> None:
    """Make a key, and print it.

    NAME says who or what uses it. The key is printed this once: it is stored nowhere.
    """
    by = audit.command_line()
    with opened() as book:
        key, secret = book.make(
            NewKey(name=name, scopes=scopes, expires=expires), by.name, dt.datetime.now(dt.UTC)
        )
    about("key.made", key=key.id, called=key.name, after=", ".join(key.scopes))
    click.echo(json.dumps({"id": key.id, "secret": secret}) if as_json else f"{key.id}  {secret}")
    if not load_settings().api_keys:
        click.echo(
            "TTS_API_KEYS is not set here. Without it a service is open to anyone at its machine, and asks "
            "for no key.",
            err=True,
        )


@keys.command()
@click.argument("key_id", metavar="ID")
@changes("key.revoked")
def revoke(key_id: str) -> None:
    """Revoke a key, by its id in the list. Log-ins that began with it end."""
    with opened() as book:
        known = book.of(key_id)
        if known is None or not book.revoke(key_id, dt.datetime.now(dt.UTC)):
            raise NotFound(
                f"There is no key {key_id!r}, or it is revoked already. See: tts-service keys list.",
                kind=ProblemKind.NO_SUCH_KEY,
            )
    about("key.revoked", key=key_id, called=known.name, before=", ".join(known.scopes))
    click.echo(f"{key_id}: revoked")


def described(key: ApiKey, now: dt.datetime) -> str:
    used = f"last used on {key.used_on}" if key.used_on else "never used"
    if key.revoked_at is not None:
        state = f"revoked on {key.revoked_at:%Y-%m-%d}"
    elif key.expires_at is not None:
        state = f"{'expires' if key.is_valid(now) else 'expired'} on {key.expires_at:%Y-%m-%d}, {used}"
    else:
        state = used
    return f"{key.id}  {key.name}: {', '.join(key.scopes)}; {state}"
