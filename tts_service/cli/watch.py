"""``tts-service watch``."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import sys
import time
from collections.abc import Callable
from functools import partial

import click
import msgspec

from tts_service import inprocess
from tts_service.backstage import Backstage, backstage
from tts_service.errors import NotFound, Unavailable
from tts_service.pinging import ping
from tts_service.publisher.rules import Rules
from tts_service.settings import Settings, load_settings
from tts_service.subscribing import Subscriber
from tts_service.watching import Look, Watcher

log = logging.getLogger(__name__)

TICK_S = 5.0
HOLDER = "tts:watcher"
HELD_S = 120


@click.command()
@click.option("--once", is_flag=True, help="Look at everything now, due or not, and end.")
@click.option("--json", "as_json", is_flag=True, help="With --once: what came of it, as JSON.")
def watch(once: bool, as_json: bool) -> None:
    """Follow the feeds and sitemaps that shows.toml says to watch.

    New and changed articles are rendered when no reader waits; those whose pages are gone are withdrawn. The service runs
    this by itself when there is something to watch. With --once the exit status is 1 when a listing could not be read.
    """
    settings = load_settings()
    rules = Rules(settings)
    with backstage(settings) as parts:
        reader = inprocess.web_reader(settings)
        watcher = make_watcher(settings, parts, reader)
        if not once:
            run(watcher, rules, parts, partial(ping, settings, parts.catalog.news, reader.send_form))
        watches = rules.publisher.watches.values()
        if not watches:
            raise NotFound(f'{settings.shows_path} names nothing to watch: add [watch."https://news.example/feed.xml"].')
        looks = [watcher.look(listing) for listing in watches]
        watcher.tend(watches)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(looks), indent=2).decode())
    else:
        click.echo("\n".join(map(line, looks)))
    sys.exit(any(look.problem for look in looks))


def make_watcher(settings: Settings, parts: Backstage, reader: inprocess.WebReader) -> Watcher:
    """Hubs are asked when they can reach this service: at TTS_PUBLIC_URL."""
    reached_at = settings.public_url.rstrip("/")
    subscriber = Subscriber(parts.catalog.subscriptions, reader.send_form, reached_at, _now)
    return Watcher(parts.listening, parts.catalog.watched, reader, subscriber, _now)


def run(watcher: Watcher, rules: Rules, parts: Backstage, tell_hub: Callable[[dt.datetime], object]) -> None:
    """For ever. Of several processes one looks, as long as it lives, and tells the hub of our own feeds."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    name = secrets.token_hex(8)
    while True:
        try:
            watches = rules.publisher.watches.values()
            for listing in watches:
                if parts.queue.hold(HOLDER, name, HELD_S) and watcher.is_due(listing):
                    log.info("%s", line(watcher.look(listing)))
            if parts.queue.hold(HOLDER, name, HELD_S):
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
