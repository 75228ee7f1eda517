"""``tts-service batch``: many articles, on all cores here or through a running service."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable, Sequence

import click
import msgspec

from audio_cache.narration_id import NarrationId
from tts_service.article.request import ArticleRequest, article_id
from tts_service.broker.store import store_of
from tts_service.cli.accounts.recorded import about, changes, nothing_changed
from tts_service.cli.batch.display import Display
from tts_service.cli.batch.estimate import estimate, summarize
from tts_service.cli.batch.gather import Source, gather, selected
from tts_service.cli.batch.local import speak_here
from tts_service.cli.batch.report import BatchItem, BatchReport, as_json_text, summary
from tts_service.errors import ServiceError
from tts_service.listing.dates import parse_date
from tts_service.ops import workers_port
from tts_service.ops.running import is_running
from tts_service.settings import Settings, load_settings

INTERRUPTED = 130


def _date(context: click.Context, option: click.Parameter, value: str | None) -> dt.datetime | None:
    found = parse_date(value) if value else None
    if value and found is None:
        raise click.BadParameter(
            f"{value!r} is no date such as 2025-12-10 or 2025-12-10T08:30Z.", context, option
        )
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
@click.option(
    "--feed",
    "listings",
    multiple=True,
    metavar="URL",
    help="A feed or sitemap, whatever its URL looks like.",
)
@click.option(
    "--since",
    metavar="DATE",
    callback=_date,
    help="Skip articles dated earlier, such as 2025-12-10. Undated articles are kept.",
)
@click.option(
    "--section",
    "sections",
    multiple=True,
    help="Only this category of a feed, or this folder in a path or URL.",
)
@click.option("--missing", is_flag=True, help="Skip articles already rendered, in any revision.")
@click.option("--local", is_flag=True, help="Render in this process, even if a service is running.")
@click.option("--voice", help="For all articles; see tts-service voices list.")
@click.option("--language", help="For articles that do not declare one.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    help="Segments rendered at once. Default: TTS_WORKERS, or one per core.",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Only report how many articles there are, and about how long they would take.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON report instead of a line per article.")
@changes("batch.rendered")
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
    """Render many articles into the cache that the service uses.

    A folder is searched for .txt, .md, .html, .htm, .html.gz and .ssml files. A feed (RSS, Atom) or sitemap,
    given as a file or as a URL that ends in .xml, .xml.gz, .rss, .atom, /feed or /rss, stands for its
    articles. - reads standard input: a path, a URL, or a JSON request on each line.

    If a service is running with the same settings, its workers render the articles while no reader is
    waiting; otherwise this process does, on all cores. An article that fails does not stop the others, and
    is reported. After Ctrl-C or a crash, run the same command again: it resumes where it stopped.

    --dry-run counts the articles that cannot be read, and names the lists that cannot be read.

    Exit status: 0 all are ready, 1 some failed, 2 nothing to do or a wrong option, 130 interrupted.
    """
    settings = load_settings()
    if jobs is not None:
        settings = msgspec.structs.replace(settings, workers=jobs)
    wishes = Wishes(voice, language)
    found = selected(gather(sources, listings, lambda: workers_port.web_reader(settings)), since, sections)
    todo = [source for source in found if not (missing and _is_rendered(source, wishes, settings))]
    if not todo:
        raise click.UsageError("There is no article in what was named, or none that is wanted.")
    if dry_run:
        nothing_changed()
        sys.exit(_show_estimate(settings, todo, wishes, as_json))
    report = speak(settings, todo, wishes, through=not local and is_running(settings), quiet=as_json)
    about("batch.rendered", articles=str(len(todo)), failed=str(report.failed))
    click.echo(as_json_text(report) if as_json else summary(report))
    sys.exit(INTERRUPTED if report.interrupted else min(report.failed, 1))


def speak(
    settings: Settings, sources: Sequence[Source], wishes: Wishes, *, through: bool, quiet: bool
) -> BatchReport:
    started = time.monotonic()
    items: dict[int, BatchItem] = {}
    interrupted = False
    with Display(len(sources), quiet=quiet) as display:
        try:
            _way(through)(settings, sources, wishes.ask, display, items)
        except KeyboardInterrupt:
            interrupted = True
    articles = tuple(items[index] for index in sorted(items))
    failed = sum(item.status == "failed" for item in articles)
    took_s = round(time.monotonic() - started, 3)
    by = "the service" if through else "this process"
    return BatchReport(len(articles) - failed, failed, interrupted, took_s, by, articles)  # type: ignore[arg-type]


def _way(through: bool) -> Callable[..., None]:
    if not through:
        return speak_here
    from tts_service.cli.batch.remote import speak_through  # loads the catalog and Celery

    return speak_through


def _is_rendered(source: Source, wishes: Wishes, settings: Settings) -> bool:
    if source.problem is not None:
        return False
    try:
        name = article_id(wishes.ask(source))
    except ServiceError:
        return False
    narrations = store_of(settings).narrations
    return any(narrations.finished(NarrationId(name, revision)) for revision in narrations.revisions(name))


def _show_estimate(settings: Settings, todo: Sequence[Source], wishes: Wishes, as_json: bool) -> int:
    """The exit status: 1 when a list could not be read."""
    articles = [source for source in todo if source.problem is None]
    problems = [f"{source.name}: {source.problem.detail}" for source in todo if source.problem is not None]
    for problem in problems:
        click.echo(f"tts-service: {problem}", err=True)
    if articles:
        found = estimate(workers_port.speaker(settings), articles, wishes.ask, settings.worker_processes)
        click.echo(as_json_text(found) if as_json else summarize(found))
    return min(len(problems), 1)
