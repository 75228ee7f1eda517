"""``tts-service account`` and ``tts-service verify``: whether all of an article was said, and said so that
it is understood."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple

import click
import msgspec

from audio_cache.narrations import Narrations
from audio_cache.plan import Finished
from audio_cache.stored import whole_file
from tts_service.article.model import Outside, Script, decode_script
from tts_service.broker.store import store_of
from tts_service.cli.batch.sources import request_for
from tts_service.cli.formatting import segment_progress
from tts_service.coverage.read import read_account
from tts_service.coverage.report import Account
from tts_service.errors import NotFound
from tts_service.ops import workers_port
from tts_service.settings import Settings, load_settings

WORST = 10
_ID = re.compile(r"[a-z2-7]{16}")


class Narration(NamedTuple):
    finished: Finished
    script: Script
    narrations: Narrations


@click.command()
@click.argument("source", metavar="FILE|URL|ID")
@click.option("--voice", help="For example hibari/heart; see tts-service voices list.")
@click.option("--json", "as_json", is_flag=True, help="Print the account as JSON.")
def account(source: str, voice: str | None, as_json: bool) -> None:
    """Report what was spoken of an article, what was not, and why.

    Also flags sentences that sound odd: too short or too long for their words, with a gap, or much too quiet,
    and prose of the page that may belong to the story and was not read. An article that has not been rendered
    yet is rendered first. ID is the id of an article in the service.
    The exit status is 1 if anything is missing, odd or in doubt.
    """
    narration = narration_of(source, voice, load_settings())
    found = account_at(narration.finished, narration.narrations)
    click.echo(
        msgspec.json.format(msgspec.json.encode(found), indent=2).decode() if as_json else readable(found)
    )
    sys.exit(0 if found.complete else 1)


@click.command()
@click.argument("source", metavar="FILE|URL|ID")
@click.option("--voice", help="For example hibari/heart; see tts-service voices list.")
@click.option(
    "--model",
    default="",
    help="A Whisper model for faster-whisper, by folder or name. Default: the tiny model.",
)
@click.option(
    "--all", "everything", is_flag=True, help=f"List every misheard sentence, not just the worst {WORST}."
)
@click.option("--json", "as_json", is_flag=True, help="Print every sentence and its transcript as JSON.")
def verify(source: str, voice: str | None, model: str, everything: bool, as_json: bool) -> None:
    """Check the audio with a speech recognizer; list what it misheard.

    Needs an extra: pip install 'tts-service[verify]'. An article that has not been rendered yet is rendered
    first. A misheard word is not always mispronounced: recognizers know few names, so errors in names are
    also counted separately.
    """
    settings = load_settings()
    listener = workers_port.transcriber(model, offline=settings.offline)
    narration = narration_of(source, voice, settings)
    finished = narration.finished
    audio = whole_file(narration.narrations, finished.narration).read_bytes()
    heard = listener(narration.script, finished.cues, audio[finished.tag_bytes :])
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(heard), indent=2).decode())
        return
    misheard = heard.misheard
    listed = misheard if everything else misheard[:WORST]
    click.echo(
        f"{heard.words} words, word error rate {heard.word_error_rate:.3f} ({heard.in_names:.3f} of it in "
        "proper names); "
        f"{len(misheard)} of {len(heard.sentences)} sentences misheard"
    )
    for one in listed:
        click.echo(f"\n{one.segment + 1:4}  spoken: {one.spoken}\n      heard:  {one.heard}")


def narration_of(source: str, voice: str | None, settings: Settings) -> Narration:
    """The whole narration of an article, rendered here if need be. Raises ServiceError."""
    narrations = narrations_of(settings)
    if _ID.fullmatch(source) and not Path(source).exists():
        return _known(source, settings, narrations)
    runner = workers_port.speaker(settings)
    prepared = runner.prepare(request_for(source, voice=voice))
    with segment_progress(f"Speaking {source}") as on_segment:
        finished = runner.render(prepared, on_segment)
    return Narration(finished, prepared.script, narrations)


def narrations_of(settings: Settings) -> Narrations:
    return store_of(settings).narrations


def _known(article_id: str, settings: Settings, narrations: Narrations) -> Narration:
    # Takes a quarter of a second to load, which no other command needs.
    from tts_service.catalog import Catalog

    entry = Catalog(settings.catalog_url).get(article_id)
    narration = entry.narration if entry else None
    finished = narrations.finished(narration) if narration else None
    script = narrations.script(narration) if narration else None
    if finished is None or script is None:
        raise NotFound(
            f"The service has no finished narration with the id {article_id}. Give a file or an address "
            "instead."
        )
    return Narration(finished, decode_script(script), narrations)


def account_at(finished: Finished, narrations: Narrations) -> Account:
    found = read_account(narrations, finished.narration)
    if found is None:
        raise NotFound("The narration was removed meanwhile. Try again.")
    return found


def readable(account: Account) -> str:
    characters, sentences = account.characters, account.sentences
    lines = [
        f"{sentences.spoken} of {sentences.planned} sentences spoken",
        f"{characters.covered:.1%} of {characters.visible} characters accounted for: {characters.spoken} "
        "spoken, "
        f"{characters.skipped} skipped with a reason, {characters.marks} marks without words",
    ]
    lines += [f"not read:  {_short(piece.text)!r}: {piece.reason}" for piece in account.skipped]
    lines += [f"elsewhere: {listed_outside(group)}" for group in account.outside]
    lines += [f"DOUBT:     {doubt}" for doubt in account.doubts]
    lines += [f"LOST:      {_short(piece.text)!r} ({piece.start}–{piece.end})" for piece in account.lost]
    lines += [f"odd:       {flag.segment + 1}: {flag.reason} {_short(flag.text)!r}" for flag in account.flags]
    lines += [f"note:      {note}" for note in account.notes]
    return "\n".join(lines)


def listed_outside(group: Outside) -> str:
    """One line, however many pieces there are."""
    pieces = f"{group.pieces:,} pieces, " if group.pieces > 1 else ""
    return f"{_short(group.text)!r} ({pieces}{group.characters:,} characters): {group.reason}"


def _short(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
