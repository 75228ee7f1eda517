"""``tts-service batch``: many articles, one after the other, each on all cores."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import Literal

import click
import msgspec

from tts_service import inprocess
from tts_service.cli.sources import expand, request_for
from tts_service.cli.words import duration, progress_bar
from tts_service.errors import Problem, ServiceError
from tts_service.settings import load_settings

INTERRUPTED = 130


class Item(msgspec.Struct, frozen=True):
    """What became of one source. ``segments_spoken`` are those that the cache did not have; ``audio`` is a path."""

    source: str
    status: Literal["ready", "failed"]
    id: str = ""
    revision: str = ""
    title: str = ""
    voice: str = ""
    audio: str = ""
    size: int = 0
    duration_s: float = 0.0
    segments: int = 0
    segments_spoken: int = 0
    error: Problem | None = None


class Report(msgspec.Struct, frozen=True):
    """``took_s`` is the wall time. ``interrupted`` when not every source was looked at."""

    ready: int
    failed: int
    interrupted: bool
    took_s: float
    articles: tuple[Item, ...]


@click.command()
@click.argument("sources", metavar="PATH|URL|-...", nargs=-1, required=True)
@click.option("--voice", help="For all of them; see: tts-service voices list.")
@click.option("--language", help="For those that do not say it.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Segments spoken at once; default: TTS_WORKERS, or one a core.")
@click.option("--json", "as_json", is_flag=True, help="A report on standard output, instead of a line for each article.")
def batch(sources: tuple[str, ...], voice: str | None, language: str | None, jobs: int | None, as_json: bool) -> None:
    """Speak many articles into the cache, for the service to find.

    A folder is searched for .txt, .md, .html, .htm and .html.gz files; - reads paths and addresses from standard input,
    one a line. An article that fails stops nothing, and is told at the end: then the exit status is 1. Start it again
    after Ctrl-C or a crash and it goes on where it was.
    """
    settings = load_settings()
    if jobs is not None:
        settings = msgspec.structs.replace(settings, workers=jobs)
    todo = list(expand(sources))
    if not todo:
        raise click.UsageError("There is no article: no .txt, .md, .html, .htm or .html.gz file in what was named.")
    work = Batch(inprocess.speaker(settings), voice, language, quiet=as_json)
    report = work.run(todo)
    click.echo(msgspec.json.format(msgspec.json.encode(report), indent=2).decode() if as_json else summary(report))
    sys.exit(INTERRUPTED if report.interrupted else min(report.failed, 1))


class Batch:
    def __init__(self, runner: inprocess.Runner, voice: str | None, language: str | None, *, quiet: bool) -> None:
        self._runner = runner
        self._voice = voice
        self._language = language
        self._quiet = quiet
        self._bar = progress_bar()

    def run(self, sources: Sequence[str]) -> Report:
        started = time.monotonic()
        items: list[Item] = []
        interrupted = False
        with self._bar:
            articles = self._bar.add_task("Articles", total=len(sources))
            try:
                for source in sources:
                    items.append(self._speak(source))
                    self._tell(items[-1])
                    self._bar.advance(articles)
            except KeyboardInterrupt:
                interrupted = True
        failed = sum(item.status == "failed" for item in items)
        return Report(len(items) - failed, failed, interrupted, round(time.monotonic() - started, 3), tuple(items))

    def _speak(self, source: str) -> Item:
        try:
            return self._spoken(source)
        except ServiceError as error:
            return Item(source, "failed", error=error.problem)

    def _spoken(self, source: str) -> Item:
        prepared = self._runner.prepare(request_for(source, voice=self._voice, language=self._language))
        task = self._bar.add_task(f"  {prepared.script.title[:40] or source}", total=len(prepared.plan.segments))
        cached: list[int] = []

        def on_segment(done: int, total: int) -> None:
            cached.append(done)
            self._bar.update(task, completed=done, total=total)

        try:
            finished = self._runner.render(prepared, on_segment)
        finally:
            self._bar.remove_task(task)
        return Item(
            source=source,
            status="ready",
            id=finished.article_id,
            revision=finished.revision,
            title=prepared.script.title,
            voice=finished.voice,
            audio=str(self._runner.audio_path(finished)),
            size=finished.size,
            duration_s=finished.duration_s,
            segments=len(prepared.plan.segments),
            segments_spoken=len(prepared.plan.segments) - cached[0],
        )

    def _tell(self, item: Item) -> None:
        if not self._quiet:
            click.echo(line(item))


def line(item: Item) -> str:
    if item.error is not None:
        return f"failed  {item.source}: {item.error.detail}"
    return f"ready   {item.source}: {duration(item.duration_s)}, {item.segments} segments, {item.segments_spoken} of them new"


def summary(report: Report) -> str:
    end = " Interrupted: start it again and it goes on here." if report.interrupted else ""
    return f"{report.ready} ready, {report.failed} failed, in {duration(report.took_s)}.{end}"
