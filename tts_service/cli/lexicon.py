"""``tts-service lexicon``: how words are said."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click
import msgspec

from tts_service import inprocess
from tts_service.article.entry import Entry
from tts_service.errors import NotFound
from tts_service.publisher.desk import ANY_VERSION, Desk
from tts_service.publisher.lexicon import entries_with_lines
from tts_service.publisher.lexicon_check import warnings
from tts_service.publisher.live import FileError
from tts_service.settings import load_settings


@click.group()
def lexicon() -> None:
    """How words are said: the pronunciations that editors keep.

    They stand in lexicon.toml under TTS_DATA_DIR, or where TTS_LEXICON says, and may be changed there by hand as well.
    """


def conditions(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say when an entry counts."""
    for option in (
        click.option("--show", default="", help="Only in articles of this show."),
        click.option("--site", default="", help="Only in articles of this host and those below it."),
        click.option("--voice", default="", help='Only for this voice, or all of an engine: "piper/*".'),
        click.option("--case", is_flag=True, help="Only with these capitals."),
        click.option("--language", default="", help="Only in articles of this language, such as en."),
    ):
        command = option(command)
    return command


@lexicon.command("list")
@click.option("--json", "as_json", is_flag=True, help="With ids and versions, as JSON.")
def list_words(as_json: bool) -> None:
    """The words, and how they are said."""
    found = Desk(load_settings()).words()
    as_text = "\n".join(map(described, found.words))
    click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode() if as_json else as_text)
    if found.problem:
        click.echo(f"tts-service: {found.problem} What is listed is the last good one.", err=True)
    sys.exit(1 if found.problem else 0)


def described(entry: Entry) -> str:
    said = f"/{entry.ipa}/" if entry.ipa else entry.say
    limits = [f"{name} {value}" for name in ("language", "voice", "site", "show") if (value := getattr(entry, name))]
    return f"{entry.write}: {said}" + (
        f"  [{', '.join(limits + entry.case * ['these capitals'])}]" if limits or entry.case else ""
    )


@lexicon.command()
@click.argument("word")
@click.option("--say", default="", help="A respelling, such as kar-look.")
@click.option("--ipa", default="", help="The sound, such as qɑɾˈluːq.")
@conditions
@click.option("--replace", is_flag=True, help="Also when the lexicon has the word already.")
def add(word: str, say: str, ipa: str, replace: bool, **when: Any) -> None:
    """Have WORD, or a phrase, said otherwise."""
    desk = Desk(load_settings())
    entry = Entry(write=word, say=say, ipa=ipa, **when)
    known = replace and any(other.id == entry.key for other in desk.words().words)
    added = desk.replace(entry.key, entry, ANY_VERSION) if known else desk.add(entry)
    click.echo(described(added))


@lexicon.command()
@click.argument("word")
@conditions
def remove(word: str, **when: Any) -> None:
    """Have WORD said as it was before.

    Of several entries for one word, the conditions say which.
    """
    desk = Desk(load_settings())
    wanted = Entry(write=word, **when)
    if not any(known.id == wanted.key for known in desk.words().words):
        raise NotFound(f"The lexicon has no {word!r} with these conditions. See: tts-service lexicon list.")
    desk.remove(wanted.key, ANY_VERSION)
    click.echo(f"{word}: removed")


@lexicon.command()
def check() -> None:
    """Look for errors, and for sounds that the voices here cannot say.

    The exit status is 1 when the file has an error: then the last good one stays in force. A warning is no failure.
    """
    settings = load_settings()
    path = settings.lexicon_path
    if not path.exists():
        click.echo(f"{path} is not there: no word is said otherwise.")
        return
    try:
        entries = entries_with_lines(path.read_text("utf-8"), path.name)
    except UnicodeDecodeError:
        raise FileError(f"{path.name}, line 1: this is not UTF-8. Save the file in that encoding.") from None
    found = warnings(entries, path.name, inprocess.runner(settings).voices(), settings.voice)
    for line in found:
        click.echo(f"warning: {line}")
    click.echo(f"{path}: words {len(entries)}, warnings {len(found)}")
