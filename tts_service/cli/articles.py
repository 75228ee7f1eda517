"""``tts-service speak`` and ``tts-service script``: one article."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from tts_service import inprocess
from tts_service.article.model import Script, Segment, encode_script
from tts_service.cli.proof import account_at, narrations_of
from tts_service.cli.proof import readable as readable_account
from tts_service.cli.sources import STANDARD_INPUT, request_for
from tts_service.cli.speaking import STANDARD_OUTPUT, output_option, speak_to
from tts_service.settings import load_settings

PAUSE_WORTH_A_WORD_MS = 100


@click.command()
@click.argument("source", metavar="FILE|URL|-")
@output_option
@click.option("--voice", help="Such as piper/en_US-joe-medium; see: tts-service voices list.")
@click.option("--language", help="Such as en, where the article does not say it.")
@click.option("--title", help="Spoken first, instead of the article's own.")
@click.option("--account", "with_account", is_flag=True, help="Say what was spoken, what was skipped and why.")
def speak(source: str, output: Path, voice: str | None, language: str | None, title: str | None, with_account: bool) -> None:
    """Speak one article into one MP3, here and now.

    No server is needed. The article is a text or HTML file (.gz too), an address, or standard input. Sentences that
    were spoken before come from the cache.
    """
    settings = load_settings()
    request = request_for(source, title=title, language=language, voice=voice)
    finished = speak_to(output, request, settings, "standard input" if source == STANDARD_INPUT else source)
    if with_account:
        click.echo(readable_account(account_at(finished, narrations_of(settings))), err=output == STANDARD_OUTPUT)


@click.command()
@click.argument("source", metavar="FILE|URL|-")
@click.option("--language", help="Such as en, where the article does not say it.")
@click.option("--title", help="Spoken first, instead of the article's own.")
@click.option("--json", "as_json", is_flag=True, help="The whole script, with its places in the source, as JSON.")
def script(source: str, language: str | None, title: str | None, as_json: bool) -> None:
    """Show what will be said, and what is skipped and why.

    One line for each sentence; a number in brackets is the pause behind it, in seconds. Rules of shows.toml that applied
    are named, and selectors that match nothing.
    """
    settings = load_settings()
    request = request_for(source, title=title, language=language)
    made = inprocess.runner(settings).script(request)
    click.echo(msgspec.json.format(encode_script(made), indent=2).decode() if as_json else readable(made))


def readable(script: Script) -> str:
    lines = [f"{script.title or 'Untitled'} ({script.language}, {len(script.segments)} segments)"]
    lines += [f"Show: {script.show}"] if script.show else []
    lines += script.notes
    section = None
    for number, segment in enumerate(script.segments, start=1):
        if segment.section != section:
            section = segment.section
            lines += ["", f"## {script.sections[section] or 'Beginning'}", ""]
        lines.append(_sentence(number, segment))
    if script.skipped:
        lines += ["", "Not read:"]
        lines += [f"  {_short(piece.text)!r}: {piece.reason}" for piece in script.skipped]
    return "\n".join(lines)


def _sentence(number: int, segment: Segment) -> str:
    pause = f"  [{segment.pause_ms / 1000:.1f}]" if segment.pause_ms >= PAUSE_WORTH_A_WORD_MS else ""
    return f"{number:4}  {segment.text}{pause}"


def _short(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
