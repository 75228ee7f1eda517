"""``tts-service lexicon``: how words are said."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click
import msgspec

from tts_service.article.lexicon.entry import LexiconEntry
from tts_service.cli.accounts.recorded import about, changes
from tts_service.errors import FileError, NotFound
from tts_service.ops import workers_port
from tts_service.ops.publisher_files import files_of
from tts_service.publisher.lexicon.check import warnings
from tts_service.publisher.lexicon.editor import ANY_VERSION, LexiconEditor, said
from tts_service.publisher.lexicon.file import entries_with_lines
from tts_service.settings import load_settings


@click.group()
def lexicon() -> None:
    """Manage the lexicon: how words are pronounced.

    The entries are stored in lexicon.toml under TTS_DATA_DIR, or in the file that TTS_LEXICON names, which
    may also be edited by hand. With TTS_STORE the service has them in common for all machines: see
    tts-service publisher.
    """


def _editor() -> LexiconEditor:
    settings = load_settings()
    return LexiconEditor(settings, files_of(settings))


def conditions(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say when an entry counts."""
    for option in (
        click.option("--show", default="", help="Only in articles of this show."),
        click.option("--site", default="", help="Only in articles of this host and its subdomains."),
        click.option(
            "--voice", default="", help='Only for this voice, or for all voices of an engine: "piper/*".'
        ),
        click.option("--case", is_flag=True, help="Match the capitalization."),
        click.option("--language", default="", help="Only in articles of this language, such as en."),
    ):
        command = option(command)
    return command


@lexicon.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON, with ids and versions.")
def list_words(as_json: bool) -> None:
    """List words and their pronunciations."""
    found = _editor().words()
    as_text = "\n".join(map(described, found.words))
    click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode() if as_json else as_text)
    if found.problem:
        click.echo(f"tts-service: {found.problem} What is listed is the last good one.", err=True)
    sys.exit(1 if found.problem else 0)


def described(entry: LexiconEntry) -> str:
    limits = [
        f"{name} {value}" for name in ("language", "voice", "site", "show") if (value := getattr(entry, name))
    ]
    return f"{entry.write}: {said(entry)}" + (
        f"  [{', '.join(limits + entry.case * ['these capitals'])}]" if limits or entry.case else ""
    )


@lexicon.command()
@click.argument("word")
@click.option("--say", default="", help="A respelling, such as kar-look.")
@click.option("--ipa", default="", help="The pronunciation in IPA, such as qɑɾˈluːq.")
@conditions
@click.option("--replace", is_flag=True, help="Replace an existing entry.")
@changes("lexicon.added")
def add(word: str, say: str, ipa: str, replace: bool, **when: Any) -> None:
    """Set the pronunciation of WORD, which may be a phrase."""
    editor = _editor()
    entry = LexiconEntry(write=word, say=say, ipa=ipa, **when)
    known = replace and any(other.id == entry.key for other in editor.words().words)
    added = editor.replace(entry.key, entry, ANY_VERSION) if known else editor.add(entry)
    about("lexicon.changed" if known else "lexicon.added", word=added.id, write=word, after=said(added))
    click.echo(described(added))


@lexicon.command()
@click.argument("word")
@conditions
@changes("lexicon.removed")
def remove(word: str, **when: Any) -> None:
    """Remove the entry for WORD.

    If a word has several entries, the conditions tell which one.
    """
    editor = _editor()
    wanted = LexiconEntry(write=word, **when)
    if not any(known.id == wanted.key for known in editor.words().words):
        raise NotFound(f"The lexicon has no {word!r} with these conditions. See: tts-service lexicon list.")
    editor.remove(wanted.key, ANY_VERSION)
    about("lexicon.removed", word=wanted.key, write=word)
    click.echo(f"{word}: removed")


@lexicon.command()
def check() -> None:
    """Check the lexicon for errors, and for sounds no voice can say.

    The exit status is 1 if the file has an error; the last good version then stays in force. Warnings do not
    count.
    """
    settings = load_settings()
    files = files_of(settings)
    name, place = files.name("lexicon"), files.place("lexicon")
    try:
        text = files.text("lexicon")
    except UnicodeDecodeError:
        raise FileError(f"{name}, line 1: this is not UTF-8. Save the file in that encoding.") from None
    if text is None:
        click.echo(f"{place} is not there: no word is said otherwise.")
        return
    entries = entries_with_lines(text, name)
    found = warnings(entries, name, workers_port.runner(settings).voices(), settings.voice or "")
    for line in found:
        click.echo(f"warning: {line}")
    click.echo(f"{place}: words {len(entries)}, warnings {len(found)}")
