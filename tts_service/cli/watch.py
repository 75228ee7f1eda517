"""``tts-service watch``."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial

import click
import msgspec

from tts_service.background.watcher import Look, Watcher
from tts_service.contracts.messages import WATCHER
from tts_service.contracts.web_reading import WebReader
from tts_service.errors import NotFound, Unavailable
from tts_service.log_lines import write_json
from tts_service.ops import workers_port
from tts_service.ops.context import AppContext, make_context
from tts_service.ops.start_checks import check_foundations
from tts_service.private import tighten
from tts_service.settings import Settings, load_settings
from tts_service.websub.publisher import ping
from tts_service.websub.subscriber import Subscriber

log = logging.getLogger(__name__)

TICK_S = 5.0
HELD_S = 120


@click.command()
@click.option("--once", is_flag=True, help="Check everything now, due or not, then exit.")
@click.option("--json", "as_json", is_flag=True, help="With --once: print the results as JSON.")
def watch(once: bool, as_json: bool) -> None:
    """Watch the feeds and sitemaps listed in shows.toml.

    New and changed articles are rendered while no reader is waiting; articles whose pages are gone are
    withdrawn. The service runs this by itself if there is anything to watch. With --once, the exit status is
    1 if a feed or sitemap could not be read.
    """
    settings = load_settings()
    tighten(settings.data_dir)
    if warning := check_foundations(settings):
        click.echo(f"tts-service: {warning}", err=True)
    with closing(make_context(settings)) as context:
        reader = workers_port.web_reader(settings)
        watcher = make_watcher(settings, context, reader)
        if not once:
            run(watcher, context, partial(ping, settings, context.catalog.news, reader.send_form))
        watches = context.rules.publisher.watches.values()
        if not watches:
            place = context.files.place("shows")
            raise NotFound(f'{place} names nothing to watch: add [watch."https://news.example/feed.xml"].')
        looks = [watcher.look(listing) for listing in watches]
        watcher.tend(watches)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(looks), indent=2).decode())
    else:
        click.echo("\n".join(map(line, looks)))
    sys.exit(any(look.problem for look in looks))


def make_watcher(settings: Settings, context: AppContext, reader: WebReader) -> Watcher:
    """Hubs are asked when they can reach this service: at TTS_PUBLIC_URL."""
    reached_at = (settings.public_url or "").rstrip("/")
    subscriber = Subscriber(context.catalog.subscriptions, reader.send_form, reached_at, _now)
    return Watcher(context.articles, context.catalog.watched, reader, subscriber, _now)


def run(watcher: Watcher, context: AppContext, tell_hub: Callable[[dt.datetime], object]) -> None:
    """For ever. Of several processes one looks, as long as it lives, and tells the hub of our own feeds."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    if context.settings.log_format == "json":
        write_json((logging.getLogger(),))
    name = secrets.token_hex(8)
    while True:
        try:
            watches = context.rules.publisher.watches.values()
            for listing in watches:
                if context.queue.hold(WATCHER, name, HELD_S) and watcher.is_due(listing):
                    log.info("%s", line(watcher.look(listing)))
            if context.queue.hold(WATCHER, name, HELD_S):
                watcher.tend(watches)
                tell_hub(_now())
        except Unavailable as error:
            log.warning("nothing can be watched now: %s", error.detail)
        time.sleep(TICK_S)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def line(look: Look) -> str:
    done = "unchanged" if look.unchanged and not look.asked else f"{look.asked} articles new or changed"
    withdrawn = f", {look.withdrawn} withdrawn" if look.withdrawn else ""
    problem = f". {look.problem}" if look.problem else ""
    unread = "".join(f"\n  not read: {page.url}: {page.problem.detail}" for page in look.unread)
    return f"{look.url}: {done}{withdrawn}{problem}{unread}"
