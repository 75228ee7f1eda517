"""``tts-service shows``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import click
import msgspec

from tts_service import inprocess
from tts_service.article.entry import Entry
from tts_service.cli.lexicon import described
from tts_service.errors import NotFound, Unprocessable
from tts_service.publisher.lexicon_check import warnings
from tts_service.publisher.lookup import missing
from tts_service.publisher.parse import Finding, line_of, read_publisher
from tts_service.publisher.rules import Rules
from tts_service.publisher.shows import Include, Publisher, Show, Site
from tts_service.settings import Settings, load_settings

BROKEN = "until it is mended, what was in force before stays in force"
INCOMPLETE = "in force, but for what is told above"
WELL = "all well"


@click.group()
def shows() -> None:
    """Programmes and sites, as shows.toml has them."""


@shows.command("list")
def list_shows() -> None:
    """What is in force now.

    When the file is broken that is what the last good one said: see tts-service shows check.
    """
    publisher = Rules(load_settings()).publisher
    for show in publisher.shows.values():
        click.echo("\n".join([*_show_lines(show), *_word_lines(word for word in publisher.words if word.show == show.name)]))
    for site in publisher.sites.values():
        click.echo("\n".join([*_site_lines(site), *_word_lines(word for word in publisher.words if word.site == site.host)]))


@shows.command()
def check() -> None:
    """Look for mistakes in the file, and for what it lacks.

    One line for each mistake, and for each voice, sound or picture that is named and not there, with what to do. The
    exit status is 1 when there is one. A warning is of a pronunciation that will not be heard as it is meant.
    """
    settings = load_settings()
    text = _text(settings)
    publisher, findings = read_publisher(text)
    speaking = inprocess.runner(settings).voices()
    voices = {name for voice in speaking for name in (voice.id, voice.name, voice.id.split("/")[0])}
    gone = missing(text, publisher.shows, settings.shows_path.parent, voices.__contains__)
    everything = sorted([*findings, *gone])
    for finding in everything:
        click.echo(_line(settings, finding))
    for warning in warnings(_placed(text, publisher), settings.shows_path.name, speaking, settings.voice):
        click.echo(f"warning: {warning}")
    verdict = BROKEN if findings else INCOMPLETE if everything else WELL
    click.echo(f"{settings.shows_path}: shows {len(publisher.shows)}, sites {len(publisher.sites)}; {verdict}.")
    sys.exit(1 if everything else 0)


def _placed(text: str, publisher: Publisher) -> list[tuple[Entry, int]]:
    """Each word with its line."""
    return [(word, line_of(text, _place(word))) for word in publisher.words]


def _place(word: Entry) -> tuple[str, ...]:
    return ("show", word.show, "lexicon", word.write) if word.show else ("site", word.site, "lexicon", word.write)


def _text(settings: Settings) -> str:
    path = settings.shows_path
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise NotFound(f"There is no {path}. Make it, or set TTS_SHOWS to where it is; see docs/shows.md.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Unprocessable(f"{path} cannot be read: {error}") from error


def _line(settings: Settings, finding: Finding) -> str:
    return f"{settings.shows_path.name}, line {finding.line}: {finding.reason}"


def _show_lines(show: Show) -> list[str]:
    voices = [show.voice, *(f"{key} {voice}" for key, voice in show.voices.items())]
    return [
        f"show {show.name}: {show.title or show.name}",
        f"  voices    {', '.join(filter(None, voices)) or 'as everywhere'}",
        f"  includes  {_included(show.include) or 'what is sent to it'}",
    ]


def _included(include: Include) -> str:
    fields = ((field, getattr(include, field)) for field in include.__struct_fields__)
    return "; ".join(f"{field} {', '.join(names)}" for field, names in fields if names)


def _word_lines(words: Iterable[Entry]) -> Iterator[str]:
    return (f"  says      {described(msgspec.structs.replace(word, show='', site=''))}" for word in words)


def _site_lines(site: Site) -> list[str]:
    said = (("show", site.show), ("language", site.language), ("include", site.include), ("skip", site.skip))
    lines = (f"  {name:<9} {value if isinstance(value, str) else ', '.join(value)}" for name, value in said if value)
    return [f"site {site.host}", *lines]
