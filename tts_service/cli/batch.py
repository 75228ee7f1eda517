"""``tts-service batch``: many articles, on all cores here or through a running service."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Sequence

import click
import msgspec

from audio_cache.local import LocalStore
from audio_cache.narrations import Narrations
from tts_service import inprocess
from tts_service.article.request import ArticleRequest, article_id
from tts_service.backstage import is_running
from tts_service.cli.display import Display
from tts_service.cli.estimate import estimate, told
from tts_service.cli.gathering import Source, gather, selected
from tts_service.cli.here import speak_here
from tts_service.cli.report import Item, Report, summary
from tts_service.cli.through import speak_through
from tts_service.errors import ServiceError
from tts_service.listing.dates import parse_date
from tts_service.settings import Settings, load_settings

INTERRUPTED = 130


def _date(context: click.Context, option: click.Parameter, value: str | None) -> dt.datetime | None:
    found = parse_date(value) if value else None
    if value and found is None:
        raise click.BadParameter(f"{value!r} is no date such as 2025-12-10 or 2025-12-10T08:30Z.", context, option)
    return found


class Wishes(msgspec.Struct, frozen=True):
    """How every article of the batch is to be read."""

    voice: str | None
    language: str | None

    def ask(self, source: Source) -> ArticleRequest:
        """Raises ServiceError when there is nothing there."""
        return source.asked(self.voice, self.language)


@click.command()
@click.argument("sources", metavar="PATH|PATTERN|URL|FEED|-...", nargs=-1)
@click.option("--feed", "listings", multiple=True, metavar="URL", help="A feed or sitemap, whatever its address looks like.")
@click.option(
    "--since", metavar="DATE", callback=_date, help="Leave out what is dated before: 2025-12-10. The undated is kept."
)
@click.option("--section", "sections", multiple=True, help="Only this category of a feed, or folder of the path or address.")
@click.option("--missing", is_flag=True, help="Leave out what has been rendered, in whatever revision.")
@click.option("--local", is_flag=True, help="Speak in this process, even when a service runs here.")
@click.option("--voice", help="For all of them; see: tts-service voices list.")
@click.option("--language", help="For those that do not say it.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Segments spoken at once; default: TTS_WORKERS, or one a core.")
@click.option("--dry-run", is_flag=True, help="Only say how many articles there are, and about how long it would take.")
@click.option("--json", "as_json", is_flag=True, help="A report on standard output, instead of a line for each article.")
def batch(
    sources: tuple[str, ...],
    listings: tuple[str, ...],
    since: dt.datetime | None,
    sections: tuple[str, ...],
    missing: bool,
    local: bool,
    voice: str | None,
    language: str | None,
    jobs: int | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Speak many articles into the cache, for the service to find.

    A folder is searched for .txt, .md, .html, .htm and .html.gz files. A feed (RSS, Atom) or sitemap, as a file or an
    address that ends in .xml, .xml.gz, .rss, .atom, /feed or /rss, stands for its articles. - reads standard input: a
    path, an address, or a request as JSON on each line.

    The workers of a service that runs with the same settings speak, whenever no reader waits for them; where none runs,
    this process does, on all cores. An article that fails stops nothing, and is told at the end. Start it again after
    Ctrl-C or a crash and it goes on where it was.

    Exit status: 0 all are ready, 1 some failed, 2 nothing to do or a wrong option, 130 interrupted.
    """
    settings = load_settings()
    if jobs is not None:
        settings = msgspec.structs.replace(settings, workers=jobs)
    wishes = Wishes(voice, language)
    found = selected(gather(sources, listings, lambda: inprocess.web_reader(settings)), since, sections)
    todo = [source for source in found if not (missing and _is_rendered(source, wishes, settings))]
    if not todo:
        raise click.UsageError("There is no article in what was named, or none that is wanted.")
    if dry_run:
        _show_estimate(settings, todo, wishes, as_json)
        return
    report = speak(settings, todo, wishes, through=not local and is_running(settings), quiet=as_json)
    click.echo(msgspec.json.format(msgspec.json.encode(report), indent=2).decode() if as_json else summary(report))
    sys.exit(INTERRUPTED if report.interrupted else min(report.failed, 1))


def speak(settings: Settings, sources: Sequence[Source], wishes: Wishes, *, through: bool, quiet: bool) -> Report:
    started = time.monotonic()
    items: dict[int, Item] = {}
    interrupted = False
    with Display(len(sources), quiet=quiet) as display:
        try:
            (speak_through if through else speak_here)(settings, sources, wishes.ask, display, items)
        except KeyboardInterrupt:
            interrupted = True
    articles = tuple(items[index] for index in sorted(items))
    failed = sum(item.status == "failed" for item in articles)
    took_s = round(time.monotonic() - started, 3)
    by = "the service" if through else "this process"
    return Report(len(articles) - failed, failed, interrupted, took_s, by, articles)  # type: ignore[arg-type]


def _is_rendered(source: Source, wishes: Wishes, settings: Settings) -> bool:
    try:
        name = article_id(wishes.ask(source))
    except ServiceError:
        return False
    narrations = Narrations(settings.cache_dir, LocalStore(settings.cache_dir))
    return any(narrations.finished(name, revision) for revision in narrations.revisions(name))


def _show_estimate(settings: Settings, todo: Sequence[Source], wishes: Wishes, as_json: bool) -> None:
    articles = [source for source in todo if source.problem is None]
    found = estimate(inprocess.speaker(settings), articles, wishes.ask, wishes.voice, settings.worker_processes)
    click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode() if as_json else told(found))
