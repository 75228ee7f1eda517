"""``tts-service voices``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from tts_service import inprocess
from tts_service.article.entry import Entry, EntryError, checked
from tts_service.article.lexicon import Lexicon
from tts_service.article.request import ArticleRequest
from tts_service.cli.speaking import speak_to
from tts_service.cli.words import download_progress, size
from tts_service.settings import load_settings


@click.group()
def voices() -> None:
    """Who can speak on this machine."""


@voices.command("list")
@click.option("--installable", is_flag=True, help="What the publishers offer (asks the network), instead of what is here.")
@click.option("--language", default="", help="Only voices that speak it, such as es.")
@click.option("--json", "as_json", is_flag=True, help="Everything that is known of them, as JSON.")
def list_voices(installable: bool, language: str, as_json: bool) -> None:
    """Who speaks what, how well, and under which licence."""
    settings = load_settings()
    if installable:
        offers = inprocess.installer(settings).offers(language)
        _show([_offer_line(offer) for offer in offers], offers, as_json)
    else:
        here = [voice for voice in inprocess.runner(settings).voices() if _speaks(voice, language)]
        _show([_voice_line(voice) for voice in here], here, as_json)


def _speaks(voice: inprocess.Voice, language: str) -> bool:
    return not language or bool({language.partition("-")[0].lower(), "*"} & set(voice.languages))


def _show(lines: Sequence[Sequence[str]], found: Sequence[object], as_json: bool) -> None:
    """In columns, each as wide as its widest entry but for the last."""
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
        return
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        click.echo("  ".join(f"{entry:<{width}}" for entry, width in zip(line, widths, strict=True)).rstrip())


def _voice_line(voice: inprocess.Voice) -> Sequence[str]:
    where = "local" if voice.local else "network"
    return (voice.id, _languages(voice.languages), where, voice.quality, _size(voice.size), _about(voice))


def _offer_line(offer: inprocess.Offer) -> Sequence[str]:
    state = "installed" if offer.installed else ""
    return (offer.id, _languages(offer.languages), state, offer.quality, _size(offer.size), _about(offer))


def _size(count: int) -> str:
    return size(count) if count else ""


def _about(one: inprocess.Voice | inprocess.Offer) -> str:
    return ". ".join(filter(None, (one.description.rstrip("."), one.licence)))


def _languages(languages: tuple[str, ...]) -> str:
    """The first few: one engine speaks sixty."""
    shown = " ".join(languages[:3])
    return f"{shown} +{len(languages) - 3}" if len(languages) > 3 else shown


@voices.command()
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
def install(names: Sequence[str]) -> None:
    """Install voices from their publishers, or from files.

    NAME is one of those that `voices list --installable` shows, or a file or folder that holds voices. A download that
    broke off goes on where it was; nothing counts before its checksum is right.
    """
    installer = inprocess.installer(load_settings())
    for name in names:
        with download_progress() as told:
            ready = installer.install(name, told)
        shown = ", ".join(voice.id for voice in ready[:3])
        more = f" and {len(ready) - 3} more" if len(ready) > 3 else ""
        click.echo(f"{shown}{more} can speak now")


@voices.command()
@click.argument("text")
@click.option(
    "-o",
    "--output",
    default="sample.mp3",
    type=click.Path(path_type=Path),
    help="The MP3 to write; - for standard output. Default: sample.mp3 in the current folder.",
)
@click.option("--voice", help="Default: TTS_VOICE, or the first that speaks the language.")
@click.option("--language", help="Such as en.")
@click.option("--ipa", help="How TEXT sounds, such as qɑɾˈluːq; default: as the lexicon has it.")
def sample(text: str, output: Path, voice: str | None, language: str | None, ipa: str | None) -> None:
    """Try how a voice says TEXT.

    Nothing is played: an MP3 is written. What the lexicon says of the words in TEXT counts.
    """
    settings = load_settings()
    request = ArticleRequest(text=text, voice=voice, language=language)
    speak_to(output, request, settings, "a sample", _told(text, ipa) if ipa else None)


def _told(text: str, ipa: str) -> Lexicon:
    try:
        return Lexicon([checked(Entry(write=text, ipa=ipa))])
    except EntryError as error:
        name = "TEXT" if error.field == "write" else f"--{error.field}"
        raise click.UsageError(f"{name}: {error.reason}") from None
