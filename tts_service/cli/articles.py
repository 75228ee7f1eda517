"""``tts-service speak`` and ``tts-service script``: one article."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from tts_service.article.model import Script, Segment, encode_script
from tts_service.cli.batch.sources import STANDARD_INPUT, request_for
from tts_service.cli.speaking import STANDARD_OUTPUT, output_option, speak_to
from tts_service.cli.verify import account_at, listed_outside, narrations_of
from tts_service.cli.verify import readable as readable_account
from tts_service.ops import workers_port
from tts_service.settings import load_settings

PAUSE_WORTH_A_WORD_MS = 100


@click.command()
@click.argument("source", metavar="FILE|URL|-")
@output_option
@click.option("--voice", help="For example hibari/heart; see tts-service voices list.")
@click.option("--language", help="For example en, if the article does not declare its language.")
@click.option("--title", help="Read out first, in place of the article's own title.")
@click.option(
    "--account", "with_account", is_flag=True, help="Report what was spoken, what was skipped, and why."
)
def speak(
    source: str, output: Path, voice: str | None, language: str | None, title: str | None, with_account: bool
) -> None:
    """Turn one article into an MP3 file, without a server.

    The article is a text, HTML or SSML file (.gz too), a URL, or standard input. Sentences that were rendered
    before come from the cache. If narrations are signed, the Content Credentials are written beside the file,
    as .c2pa.
    """
    settings = load_settings()
    request = request_for(source, title=title, language=language, voice=voice)
    finished = speak_to(output, request, settings, "standard input" if source == STANDARD_INPUT else source)
    if with_account:
        click.echo(
            readable_account(account_at(finished, narrations_of(settings))), err=output == STANDARD_OUTPUT
        )


@click.command()
@click.argument("source", metavar="FILE|URL|-")
@click.option("--language", help="For example en, if the article does not declare its language.")
@click.option("--title", help="Read out first, in place of the article's own title.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print the whole script as JSON, with positions in the source."
)
def script(source: str, language: str | None, title: str | None, as_json: bool) -> None:
    """Show what will be read aloud, what is skipped, and why.

    Prints one line per sentence; a number in brackets is the pause after it, in seconds, and a voice that
    the text names for it stands before it. Also names the
    shows.toml rules that applied, selectors that matched nothing, what else is visible on the page, and what
    of it may belong to the story.
    """
    settings = load_settings()
    request = request_for(source, title=title, language=language)
    made = workers_port.runner(settings).script(request)
    click.echo(msgspec.json.format(encode_script(made), indent=2).decode() if as_json else readable(made))


def readable(script: Script) -> str:
    lines = [f"{script.title or 'Untitled'} ({script.language}, {len(script.segments)} segments)"]
    lines += [f"Show: {script.show}"] if script.show else []
    lines += script.notes
    lines += [f"Doubt: {doubt}" for doubt in script.doubts]
    section = None
    for number, segment in enumerate(script.segments, start=1):
        if segment.section != section:
            section = segment.section
            lines += ["", f"## {script.sections[section] or 'Beginning'}", ""]
        lines.append(_sentence(number, segment))
    if script.skipped:
        lines += ["", "Not read:"]
        lines += [f"  {_short(piece.text)!r}: {piece.reason}" for piece in script.skipped]
    if script.outside:
        lines += ["", "Elsewhere on the page:"]
        lines += [f"  {listed_outside(group)}" for group in script.outside]
    return "\n".join(lines)


def _sentence(number: int, segment: Segment) -> str:
    pause = f"  [{segment.pause_ms / 1000:.1f}]" if segment.pause_ms >= PAUSE_WORTH_A_WORD_MS else ""
    voice = f"{segment.voice}: " if segment.voice else ""
    return f"{number:4}  {voice}{segment.text}{pause}"


def _short(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
