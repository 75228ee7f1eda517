"""``tts-service audit``: who changed what."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator

import click
import msgspec

from tts_service.catalog import Catalog
from tts_service.catalog.audit_log.asking import filter_of
from tts_service.catalog.audit_log.book import AuditBook, AuditEntry
from tts_service.catalog.audit_log.spreadsheet import lines
from tts_service.settings import load_settings


@click.command()
@click.option("--who", default="", help="A part of the name, or the beginning of who it was, such as cli:.")
@click.option("--what", default="", help="An action, or the first part of some: article, article.published.")
@click.option("--subject", default="", help="What was changed: an article's id, or show:world.")
@click.option("--since", default="", help="A day (UTC), or a moment in ISO 8601.")
@click.option("--until", default="", help="A day (UTC), which is counted in, or a moment.")
@click.option(
    "-n", "--last", default=50, show_default=True, type=click.IntRange(0), help="How many; 0 for all."
)
@click.option("--csv", "as_csv", is_flag=True, help="Print as CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON, one entry per line.")
def audit(last: int, as_csv: bool, as_json: bool, **asked: str) -> None:
    """Show who changed what, newest first.

    It goes back TTS_AUDIT_DAYS. See docs/keys.md for what is in it.
    """
    wanted = filter_of(asked)
    with opened() as book:
        entries = itertools.islice(book.each(wanted), last or None)
        if as_csv:
            for line in lines(entries):
                click.echo(line, nl=False)
            return
        for entry in entries:
            click.echo(msgspec.json.encode(entry).decode() if as_json else described(entry))


@contextlib.contextmanager
def opened() -> Iterator[AuditBook]:
    catalog = Catalog(load_settings().catalog_url)
    try:
        yield catalog.audit
    finally:
        catalog.close()


def described(entry: AuditEntry) -> str:
    about = " ".join(f"{name}={value}" for name, value in entry.about.items())
    parts = (f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.by, entry.what, entry.subject, about)
    return "  ".join(filter(None, parts))
