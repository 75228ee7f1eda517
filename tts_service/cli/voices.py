"""``tts-service voices``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from tts_service.article.language.tags import primary_subtag
from tts_service.article.lexicon.entry import EntryError, LexiconEntry, checked
from tts_service.article.lexicon.lexicon import Lexicon
from tts_service.article.request import ArticleRequest
from tts_service.cli.accounts.recorded import about, changes
from tts_service.cli.formatting import download_progress, size
from tts_service.cli.speaking import speak_to
from tts_service.contracts.voices import Offer, Voice
from tts_service.ops import workers_port
from tts_service.settings import load_settings


@click.group()
def voices() -> None:
    """List, install and try voices."""


@voices.command("list")
@click.option(
    "--installable",
    is_flag=True,
    help="List what publishers offer (needs the network) instead of what is installed.",
)
@click.option("--language", default="", help="Only voices that speak this language, such as es.")
@click.option("--json", "as_json", is_flag=True, help="Print all details as JSON.")
def list_voices(installable: bool, language: str, as_json: bool) -> None:
    """List voices with their languages, quality and licences."""
    settings = load_settings()
    if installable:
        offers = workers_port.installer(settings).offers(language)
        _show([_offer_line(offer) for offer in offers], offers, as_json)
    else:
        here = [voice for voice in workers_port.runner(settings).voices() if _speaks(voice, language)]
        _show([_voice_line(voice) for voice in here], here, as_json)


def _speaks(voice: Voice, language: str) -> bool:
    return not language or bool({primary_subtag(language), "*"} & set(voice.languages))


def _show(lines: Sequence[Sequence[str]], found: Sequence[object], as_json: bool) -> None:
    """In columns, each as wide as its widest entry but for the last."""
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
        return
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        click.echo("  ".join(f"{entry:<{width}}" for entry, width in zip(line, widths, strict=True)).rstrip())


def _voice_line(voice: Voice) -> Sequence[str]:
    where = "local" if voice.local else "network"
    return (voice.id, _languages(voice.languages), where, voice.quality, _size(voice.size), _about(voice))


def _offer_line(offer: Offer) -> Sequence[str]:
    state = "installed" if offer.installed else ""
    return (offer.id, _languages(offer.languages), state, offer.quality, _size(offer.size), _about(offer))


def _size(count: int) -> str:
    return size(count) if count else ""


def _about(one: Voice | Offer) -> str:
    return ". ".join(filter(None, (one.description.rstrip("."), one.licence)))


def _languages(languages: tuple[str, ...]) -> str:
    """The first few: one engine speaks sixty."""
    shown = " ".join(languages[:3])
    return f"{shown} +{len(languages) - 3}" if len(languages) > 3 else shown


@voices.command()
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@changes("voice.installed")
def install(names: Sequence[str]) -> None:
    """Install voices from their publishers, or from files.

    NAME is listed by `voices list --installable`, or is a file or folder that contains voices. Interrupted
    downloads resume where they stopped; a voice is installed only once its checksum is right.
    """
    installer = workers_port.installer(load_settings())
    for name in names:
        with download_progress() as on_bytes:
            ready = installer.install(name, on_bytes)
        shown = ", ".join(voice.id for voice in ready[:3])
        about("voice.installed", voice=shown)
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
@click.option("--voice", help="Default: TTS_VOICE, or the first voice that speaks the language.")
@click.option("--language", help="For example en.")
@click.option("--ipa", help="Pronunciation of TEXT, such as qɑɾˈluːq. Default: from the lexicon.")
def sample(text: str, output: Path, voice: str | None, language: str | None, ipa: str | None) -> None:
    """Write an MP3 of a voice saying TEXT.

    Nothing is played. Pronunciations from the lexicon apply.
    """
    settings = load_settings()
    request = ArticleRequest(text=text, voice=voice, language=language)
    speak_to(output, request, settings, "a sample", _lexicon_with(text, ipa) if ipa else None)


def _lexicon_with(text: str, ipa: str) -> Lexicon:
    try:
        return Lexicon([checked(LexiconEntry(write=text, ipa=ipa))])
    except EntryError as error:
        name = "TEXT" if error.field == "write" else f"--{error.field}"
        raise click.UsageError(f"{name}: {error.reason}") from None
