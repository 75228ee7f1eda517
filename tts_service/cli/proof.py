"""``tts-service account`` and ``tts-service verify``: whether all of an article was said, and said so that it is understood."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple

import click
import msgspec

from audio_cache.local import LocalStore
from audio_cache.narrations import Narrations
from audio_cache.plan import Finished
from tts_service import inprocess
from tts_service.account import Account
from tts_service.accounting import read_account
from tts_service.article.model import Script, decode_script
from tts_service.cli.sources import request_for
from tts_service.cli.words import segment_progress
from tts_service.errors import NotFound
from tts_service.settings import Settings, load_settings

WORST = 10
_ID = re.compile(r"[a-z2-7]{16}")


class Narration(NamedTuple):
    finished: Finished
    script: Script
    narrations: Narrations


@click.command()
@click.argument("source", metavar="FILE|URL|ID")
@click.option("--voice", help="Such as piper/en_US-joe-medium; see: tts-service voices list.")
@click.option("--json", "as_json", is_flag=True, help="The account as JSON.")
def account(source: str, voice: str | None, as_json: bool) -> None:
    """Say what was spoken of an article, what was not, and why.

    Also what sounds odd: too short or too long for its words, with a gap in it, or much too quiet.
    An article that was never spoken is spoken first. ID is that of an article which the service has. The exit status is 1
    when something is missing or odd.
    """
    narration = narration_of(source, voice, load_settings())
    found = account_at(narration.finished, narration.narrations)
    click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode() if as_json else readable(found))
    sys.exit(0 if found.complete else 1)


@click.command()
@click.argument("source", metavar="FILE|URL|ID")
@click.option("--voice", help="Such as piper/en_US-joe-medium; see: tts-service voices list.")
@click.option("--model", default="", help="A Whisper model for faster-whisper: a folder or a name. Default: the tiny one.")
@click.option("--all", "everything", is_flag=True, help=f"Every sentence that was misheard, not just the worst {WORST}.")
@click.option("--json", "as_json", is_flag=True, help="Every sentence with what was heard, as JSON.")
def verify(source: str, voice: str | None, model: str, everything: bool, as_json: bool) -> None:
    """Let a speech recognizer listen, and list what it misheard.

    Needs the extra: pip install 'tts-service[verify]'. An article that was never spoken is spoken first. A word that is
    misheard is not always misspoken: recognizers know few names. Those are counted by themselves.
    """
    settings = load_settings()
    listener = inprocess.listener(model)
    narration = narration_of(source, voice, settings)
    finished = narration.finished
    audio = narration.narrations.audio_path(finished.article_id, finished.revision).read_bytes()
    heard = listener(narration.script, finished.cues, audio[finished.tag_bytes :])
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(heard), indent=2).decode())
        return
    misheard = heard.misheard
    listed = misheard if everything else misheard[:WORST]
    click.echo(
        f"{heard.words} words, word error rate {heard.word_error_rate:.3f} ({heard.in_names:.3f} of it in proper names); "
        f"{len(misheard)} of {len(heard.sentences)} sentences misheard"
    )
    for one in listed:
        click.echo(f"\n{one.segment + 1:4}  spoken: {one.spoken}\n      heard:  {one.heard}")


def narration_of(source: str, voice: str | None, settings: Settings) -> Narration:
    """The whole narration of an article; spoken here if need be. Raises ServiceError."""
    narrations = narrations_of(settings)
    if _ID.fullmatch(source) and not Path(source).exists():
        return _known(source, settings, narrations)
    runner = inprocess.speaker(settings)
    prepared = runner.prepare(request_for(source, voice=voice))
    with segment_progress(f"Speaking {source}") as on_segment:
        finished = runner.render(prepared, on_segment)
    return Narration(finished, prepared.script, narrations)


def narrations_of(settings: Settings) -> Narrations:
    return Narrations(settings.cache_dir, LocalStore(settings.cache_dir))


def _known(article_id: str, settings: Settings, narrations: Narrations) -> Narration:
    from tts_service.catalog import Catalog  # takes a quarter of a second to load, which no other command needs

    entry = Catalog(settings.catalog_url).get(article_id)
    revision = entry.revision if entry else ""
    finished = narrations.finished(article_id, revision) if revision else None
    script = narrations.script(article_id, revision) if revision else None
    if finished is None or script is None:
        raise NotFound(f"The service has no finished narration with the id {article_id}. Give a file or an address instead.")
    return Narration(finished, decode_script(script), narrations)


def account_at(finished: Finished, narrations: Narrations) -> Account:
    found = read_account(narrations, finished.article_id, finished.revision)
    if found is None:
        raise NotFound("The narration was removed meanwhile. Try again.")
    return found


def readable(account: Account) -> str:
    characters, sentences = account.characters, account.sentences
    lines = [
        f"{sentences.spoken} of {sentences.planned} sentences spoken",
        f"{characters.covered:.1%} of {characters.visible} characters accounted for: {characters.spoken} spoken, "
        f"{characters.skipped} skipped with a reason, {characters.marks} marks without words",
    ]
    lines += [f"not read:  {_short(piece.text)!r}: {piece.reason}" for piece in account.skipped]
    lines += [f"LOST:      {_short(piece.text)!r} ({piece.start}–{piece.end})" for piece in account.lost]
    lines += [f"odd:       {flag.segment + 1}: {flag.reason} {_short(flag.text)!r}" for flag in account.flags]
    lines += [f"note:      {note}" for note in account.notes]
    return "\n".join(lines)


def _short(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
