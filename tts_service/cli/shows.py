"""``tts-service shows``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import click
import msgspec

from tts_service.article.lexicon.entry import LexiconEntry
from tts_service.cli.lexicon import described
from tts_service.errors import NotFound, Unprocessable
from tts_service.ops import workers_port
from tts_service.ops.publisher_files import files_of
from tts_service.publisher.files import PublisherFiles
from tts_service.publisher.lexicon.check import warnings
from tts_service.publisher.rules import PublisherRules
from tts_service.publisher.shows.lookup import missing, missing_in_sponsors, missing_voices
from tts_service.publisher.shows.parse import line_of, read_publisher
from tts_service.publisher.shows.shows import Include, Publisher, Show, Site
from tts_service.publisher.shows.sponsors import Sponsor
from tts_service.settings import load_settings

BROKEN = "until it is mended, what was in force before stays in force"
INCOMPLETE = "in force, but for what is told above"
WELL = "all well"


@click.group()
def shows() -> None:
    """List and check the shows, sites and sponsors in shows.toml."""


@shows.command("list")
def list_shows() -> None:
    """List the shows, sites and sponsors in force now.

    If the file is broken, these are from its last good version: see tts-service shows check.
    """
    settings = load_settings()
    publisher = PublisherRules(settings, files_of(settings)).publisher
    for show in publisher.shows.values():
        click.echo(
            "\n".join(
                [*_show_lines(show), *_word_lines(word for word in publisher.words if word.show == show.name)]
            )
        )
    for site in publisher.sites.values():
        click.echo(
            "\n".join(
                [*_site_lines(site), *_word_lines(word for word in publisher.words if word.site == site.host)]
            )
        )
    for sponsor in publisher.sponsors.values():
        click.echo("\n".join(_sponsor_lines(sponsor)))


@shows.command()
def check() -> None:
    """Check the file for mistakes and missing resources.

    Prints one line, with what to do, for each mistake and for each voice, sound or picture that is named but
    missing; the exit status is then 1. Warnings are about pronunciations that will not sound as intended.
    """
    settings = load_settings()
    files = files_of(settings)
    text = _text(files)
    publisher, findings = read_publisher(text)
    speaking = workers_port.runner(settings).voices()
    voices = {name for voice in speaking for name in (voice.id, voice.name, voice.id.split("/")[0])}
    gone = missing(text, publisher.shows, files.path, voices.__contains__)
    unknown = missing_voices(text, publisher.sites, voices.__contains__)
    unsaid = missing_in_sponsors(text, publisher.sponsors, files.path, voices.__contains__)
    everything = sorted([*findings, *gone, *unknown, *unsaid])
    for finding in everything:
        click.echo(f"{files.name('shows')}, line {finding.line}: {finding.reason}")
    for warning in warnings(_placed(text, publisher), files.name("shows"), speaking, settings.voice or ""):
        click.echo(f"warning: {warning}")
    verdict = BROKEN if findings else INCOMPLETE if everything else WELL
    place = files.place("shows")
    counts = f"shows {len(publisher.shows)}, sites {len(publisher.sites)}"
    counts += f", sponsors {len(publisher.sponsors)}" if publisher.sponsors else ""
    click.echo(f"{place}: {counts}; {verdict}.")
    sys.exit(1 if everything else 0)


def _placed(text: str, publisher: Publisher) -> list[tuple[LexiconEntry, int]]:
    """Each word with its line."""
    return [(word, line_of(text, _place(word))) for word in publisher.words]


def _place(word: LexiconEntry) -> tuple[str, ...]:
    return (
        ("show", word.show, "lexicon", word.write)
        if word.show
        else ("site", word.site, "lexicon", word.write)
    )


def _text(files: PublisherFiles) -> str:
    place = files.place("shows")
    try:
        text = files.text("shows")
    except (OSError, UnicodeDecodeError) as error:
        raise Unprocessable(f"{place} cannot be read: {error}") from error
    if text is None:
        raise NotFound(f"There is no {place}. Make it, or set TTS_SHOWS to where it is; see docs/shows.md.")
    return text


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


def _word_lines(words: Iterable[LexiconEntry]) -> Iterator[str]:
    return (f"  says      {described(msgspec.structs.replace(word, show='', site=''))}" for word in words)


def _site_lines(site: Site) -> list[str]:
    said = (("show", site.show), ("language", site.language), ("include", site.include), ("skip", site.skip))
    readers = (
        ("voices", site.voices),
        ("languages", site.languages),
        ("feed", "what readers ask for" if site.feed else ""),
    )
    lines = (
        f"  {name:<9} {value if isinstance(value, str) else ', '.join(value)}"
        for name, value in said + readers
        if value
    )
    return [f"site {site.host}", *lines]


def _sponsor_lines(sponsor: Sponsor) -> list[str]:
    where = [*(f"show {name}" for name in sponsor.shows), *(f"site {name}" for name in sponsor.sites)]
    times = [
        f"{word} {moment:%Y-%m-%d %H:%M} UTC"
        for word, moment in (("from", sponsor.begins), ("until", sponsor.ends))
        if moment is not None
    ]
    most = [
        f"{count:,} plays {what}"
        for count, what in ((sponsor.plays_a_day, "a day"), (sponsor.plays, "in all"))
        if count
    ]
    every = f", {sponsor.every // 60} minutes apart" if sponsor.at == "mid" else ""
    lines = (
        ("at", f"{sponsor.at}{every}"),
        ("says", sponsor.text or sponsor.sound),
        ("with", ", ".join(where) or "every article"),
        ("when", " ".join(times)),
        ("at most", ", ".join(most)),
        ("members", "" if sponsor.members else "do not hear it"),
        ("article", sponsor.article_id),
    )
    told = [f"  {name:<9} {value}" for name, value in lines if value]
    return [f"sponsor {sponsor.name}: {sponsor.label}", *told]
