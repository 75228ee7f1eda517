"""``tts-service voices``."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from tts_service import inprocess
from tts_service.article.request import ArticleRequest
from tts_service.cli.speaking import output_option, speak_to
from tts_service.settings import load_settings


@click.group()
def voices() -> None:
    """Who can speak on this machine."""


@voices.command("list")
@click.option("--json", "as_json", is_flag=True, help="Everything that is known of them, as JSON.")
def list_voices(as_json: bool) -> None:
    """Their names, languages, and whether they need a network."""
    found = inprocess.runner(load_settings()).voices()
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
        return
    width = max((len(voice.id) for voice in found), default=0)
    for voice in found:
        where = "local" if voice.local else "network"
        about = ". ".join(filter(None, (voice.description.rstrip("."), voice.licence)))
        click.echo(f"{voice.id:<{width}}  {_languages(voice.languages):<14}  {where:<7}  {about}".rstrip())


def _languages(languages: tuple[str, ...]) -> str:
    """The first few: one engine speaks sixty."""
    shown = " ".join(languages[:3])
    return f"{shown} +{len(languages) - 3}" if len(languages) > 3 else shown


@voices.command()
@click.argument("text")
@output_option
@click.option("--voice", help="Default: TTS_VOICE, or the first that speaks the language.")
@click.option("--language", help="Such as en.")
def sample(text: str, output: Path, voice: str | None, language: str | None) -> None:
    """Hear a voice say TEXT."""
    speak_to(output, ArticleRequest(text=text, voice=voice, language=language), load_settings(), "a sample")
