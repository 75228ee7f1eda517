"""One article to one MP3: what ``speak`` and ``voices sample`` share."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import click

from audio_cache.plan import Finished
from tts_service.article.lexicon.lexicon import Lexicon
from tts_service.article.request import ArticleRequest
from tts_service.cli.formatting import duration, segment_progress, size
from tts_service.ops import workers_port
from tts_service.private import hand_over
from tts_service.settings import Settings

STANDARD_OUTPUT = Path("-")

output_option = click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="The MP3 file to write, or - for standard output.",
)


def speak_to(
    output: Path, request: ArticleRequest, settings: Settings, what: str, lexicon: Lexicon | None = None
) -> Finished:
    """``lexicon``: instead of the one that editors keep.

    Raises ServiceError, and ClickException when ``output`` cannot be written.
    """
    check_output(output)
    runner = workers_port.speaker(settings)
    prepared = runner.prepare(request, lexicon)
    with segment_progress(f"Speaking {what}") as on_segment:
        finished = runner.render(prepared, on_segment)
    publish(runner.audio_path(finished), output)
    manifest = runner.manifest(finished)
    if manifest is not None and output != STANDARD_OUTPUT and output.is_file():
        _put_beside(output, manifest)
    click.echo(summary(output, finished), err=output == STANDARD_OUTPUT)
    return finished


def check_output(output: Path) -> None:
    """Fail early, before minutes are spent on rendering."""
    if output == STANDARD_OUTPUT:
        if sys.stdout.isatty():
            raise click.ClickException("An MP3 says nothing on a terminal. Send it on: -o - | mpv -")
        return
    if output.is_dir():
        raise click.ClickException(f"{output} is a folder. Name the file in it: -o {output / 'article.mp3'}")
    if not output.parent.is_dir():
        raise click.ClickException(f"The folder {output.parent} does not exist. Make it first.")
    if not os.access(output if output.exists() else output.parent, os.W_OK):
        raise click.ClickException(f"{output} may not be written. Choose another place.")


def publish(audio: Path, output: Path) -> None:
    """By rename, so that nobody sees half of it; straight into what is no ordinary file, such as a pipe."""
    if output == STANDARD_OUTPUT:
        with audio.open("rb") as source:
            shutil.copyfileobj(source, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    elif output.exists() and not output.is_file():
        with audio.open("rb") as source, output.open("wb") as target:
            shutil.copyfileobj(source, target)
    else:
        _copy_and_rename(audio, output)


def _copy_and_rename(audio: Path, output: Path) -> None:
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".tts-") as folder:
        copy = Path(folder) / output.name
        shutil.copyfile(audio, copy)
        hand_over(copy)
        copy.replace(output)


def _put_beside(output: Path, manifest: bytes) -> None:
    """The Content Credentials, where readers look for those of a file."""
    beside = output.with_suffix(".c2pa")
    beside.write_bytes(manifest)
    hand_over(beside)


def summary(output: Path, finished: Finished) -> str:
    name = "standard output" if output == STANDARD_OUTPUT else str(output)
    parts = [duration(finished.duration_s), size(finished.size), finished.voice]
    if finished.fallback:
        parts.append(f"instead of {finished.fallback}")
    return f"{name}: {', '.join(parts)}"
