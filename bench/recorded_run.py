"""A publisher's day, from the watch to an episode in a podcast client, on a site of real size, with figures.

    ARTICLES=folder python -m bench.recorded_run [long articles, 300] [brief ones, 0] > docs/recorded-run.md

300 long ones are some 25 hours to hear, and 18 minutes of work for two cores. Progress goes to standard
error.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import feedparser
import httpx
from imageio_ffmpeg import get_ffmpeg_exe

from bench.archive import GROWTH, MOST, sampled, scripts, steady
from bench.bare import BareEngine
from bench.publisher_site import INDEX, PublisherSite, edited
from bench.service import Service, running_service
from bench.table import Row, at_most, machine, render
from bench.under_load import Click, click, rows
from tests.podget import fetched
from tests.programs import find_program, how_to_get
from tests.running import wait_until

IDLE_CLICKS = 7
CLICK_EVERY_S = 45.0
WATCH_S = 600.0
"""The longest that the watch may take to see something."""
BARE_OF = 20
"""The bare engine speaks every twentieth article: a sample, so that the run ends the same day."""
SHOWS = """
[show.daily]
title = "The Daily Harbour"
author = "The Harbour Press"
include = {{ site = "127.0.0.1" }}

[watch."{index}"]
every = "1m"
grace = "1m"
"""


def main(long: int = 300, brief: int = 0) -> int:
    diary = Diary()
    site = PublisherSite(long, brief)
    with tempfile.TemporaryDirectory(prefix="tts-run-") as folder:
        shows = Path(folder) / "shows.toml"
        # The watch runs when there is something to watch to begin with.
        shows.write_text(f'[watch."{site.origin}/no-feed.xml"]\nevery = "1d"\n')
        with running_service(TTS_ALLOWED_SITES=site.origin, TTS_SHOWS=str(shows)) as service:
            measured = _day(service, site, shows, diary)
    site.close()
    print(_document(long, brief, len(site.saved), diary, measured))
    return 1 if any(row.holds is False for row in measured) else 0


class Diary:
    """What happened, and when, in minutes and seconds from the beginning."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._started = time.monotonic()

    def note(self, text: str) -> None:
        minutes, seconds = divmod(int(time.monotonic() - self._started), 60)
        self.lines.append(f"* **{minutes}:{seconds:02}** {text}")
        print(self.lines[-1], file=sys.stderr, flush=True)


def _day(service: Service, site: PublisherSite, shows: Path, diary: Diary) -> list[Row]:
    idle = [click(service, number) for number in range(IDLE_CLICKS)]
    diary.note(
        f"The service runs, and {IDLE_CLICKS} readers have clicked on articles that nobody had asked for."
    )
    clicked_ids = set(_by_state(service)["ready"])
    shows.write_text(SHOWS.format(index=site.origin + INDEX))
    diary.note(f"The watch is told of the site's sitemaps, which name {len(site.dates)} pages.")
    with sampled(service.workers) as memory:
        seconds, loaded = _until_all_settled(service, len(site.dates) + IDLE_CLICKS, diary)
    found = _by_state(service)
    spoken = [status for article_id, status in found["ready"].items() if article_id not in clicked_ids]
    hours = sum(status["duration_s"] for status in spoken) / 3600
    diary.note(
        f"All is settled: {len(spoken)} narrations, {hours:.1f} hours to hear; {len(found['failed'])} "
        "articles refused."
    )
    for status in found["failed"].values():
        diary.note(f"Refused: {status['url'].rpartition('/')[2]}: {status['error']['detail']}")
    measured = [
        *rows(idle, loaded),
        _throughput(service, spoken, seconds),
        steady("Memory, workers together", memory),
    ]
    _subscribe(service, diary)
    _edit(service, site, diary)
    _withdraw(service, site, diary)
    return measured


def _until_all_settled(service: Service, count: int, diary: Diary) -> tuple[float, list[Click]]:
    """Seconds, and what readers met meanwhile."""
    clicks: list[Click] = []
    _wait_until(lambda: _total(service) > IDLE_CLICKS, "the first article of the watch")
    started = told = time.monotonic()
    clicked = time.monotonic() - CLICK_EVERY_S / 2
    while sum(len(_by_state(service)[state]) for state in ("ready", "failed")) < count + len(clicks):
        if time.monotonic() - clicked > CLICK_EVERY_S:
            clicked = time.monotonic()
            clicks.append(click(service, IDLE_CLICKS + len(clicks)))
        if time.monotonic() - told > 300:
            told = time.monotonic()
            diary.note(f"{len(_by_state(service)['ready'])} narrations are ready.")
        time.sleep(5)
    return time.monotonic() - started, clicks


def _by_state(service: Service) -> dict[str, dict[str, Any]]:
    """Every article's status by its id, by its state."""
    found: dict[str, dict[str, Any]] = {"ready": {}, "failed": {}, "queued": {}, "rendering": {}}
    path = "/v1/articles?limit=100"
    while path:
        page = service.call("GET", path)[1]
        for status in page["articles"]:
            found[status["status"]][status["id"]] = status
        path = f"/v1/articles?limit=100&cursor={page['cursor']}" if page["cursor"] else ""
    return found


def _total(service: Service) -> int:
    return sum(len(articles) for articles in _by_state(service).values())


def _throughput(service: Service, spoken: list[dict[str, Any]], seconds: float) -> Row:
    """Seconds of work for an hour to hear. Clicks and their edits are a part of it."""
    bare = BareEngine()
    sample = scripts(service.data_dir, spoken[::BARE_OF])
    work, audio = bare.speak([text for texts in sample for text in texts])
    bare.close()
    ours = seconds / sum(status["duration_s"] for status in spoken) * 3600
    name = f"Work for an hour to hear, {len(spoken)} articles"
    return at_most(
        name,
        ours,
        work / audio * 3600,
        MOST,
        "s",
        f"bare engine and encoder, all cores, {len(sample)} of the scripts",
    )


def _pages(service: Service) -> Iterator[Any]:
    """Of the show's feed, the newest first."""
    address = f"{service.url}/feeds/daily.xml"
    while address:
        page = feedparser.parse(httpx.get(address, trust_env=False).content)
        yield page
        address = next((link.href for link in page.feed.links if link.rel == "next"), "")


def _subscribe(service: Service, diary: Diary) -> None:
    """The newest episodes of the feed."""
    podget = find_program("podget")
    entries = next(_pages(service)).entries
    diary.note(f"The first page of the show's feed has {len(entries)} episodes.")
    if podget is None:
        diary.note(how_to_get("podget"))
        return
    with tempfile.TemporaryDirectory(prefix="tts-podget-") as home:
        for sound in fetched(podget, f"{service.url}/feeds/daily.xml", Path(home), "--recent", "2"):
            entry = next(entry for entry in entries if sound.name in entry.enclosures[0].href)
            whole = sound.stat().st_size == int(entry.enclosures[0].length)
            decoded = subprocess.run(
                [get_ffmpeg_exe(), "-v", "error", "-xerror", "-i", sound, "-f", "null", "-"], check=False
            )
            clean = "without an error" if decoded.returncode == 0 else "NOT"
            diary.note(
                f"podget has “{entry.title}”: {'all' if whole else 'NOT all'} of its bytes; ffmpeg decodes "
                f"it {clean}; "
                f"the feed says {entry.itunes_duration} s."
            )


def _edit(service: Service, site: PublisherSite, diary: Diary) -> None:
    path = next(path for path in sorted(site.dates) if path.startswith("/news/"))
    before = _article_at(service, site.origin + path)
    article_id = before["id"]
    said, enclosure = service.sentences(article_id), _enclosures(service).get(article_id)
    site.publish(path, edited(site.site.pages[path].body.decode()), "2025-12-11")
    site.tell()
    diary.note("An editor changes one sentence of an article, and its sitemap says so.")
    _wait_until(
        lambda: _article_at(service, site.origin + path)["revision"] != before["revision"], "the new revision"
    )
    service.wait_ready(article_id)
    new = set(service.sentences(article_id)) - set(said)
    _wait_until(lambda: _enclosures(service).get(article_id) != enclosure, "the episode's new address")
    diary.note(
        f"The watch has found it: {len(new)} sentence of {len(said)} was spoken anew, and the episode has a "
        "new address."
    )


def _withdraw(service: Service, site: PublisherSite, diary: Diary) -> None:
    path = sorted(site.dates)[1]
    gone = _article_at(service, site.origin + path)["id"]
    site.remove(path)
    site.tell()
    diary.note("A page is taken off the site and out of its sitemap.")
    _wait_until(lambda: service.call("GET", f"/v1/articles/{gone}")[0] == 404, "its end")
    diary.note(
        "After its time of grace (here a minute; two days if nothing is said) the article is withdrawn."
    )


def _article_at(service: Service, url: str) -> dict[str, Any]:
    return dict(service.call("GET", f"/v1/articles?url={quote(url)}")[1]["articles"][0])


def _enclosures(service: Service) -> dict[str, str]:
    return {entry.guid: entry.enclosures[0].href for page in _pages(service) for entry in page.entries}


def _wait_until(condition: Callable[[], Any], what: str) -> None:
    wait_until(condition, what, WATCH_S)


def _document(long: int, brief: int, saved: int, diary: Diary, measured: list[Row]) -> str:
    in_brief = f", {brief} in brief" if brief else ""
    return "\n".join(
        (
            "# A publisher's day, recorded\n",
            f"A site on the same machine, of {long} generated articles of 600 to 900 words{in_brief} and "
            f"{saved} saved",
            "pages of the news, is given to a service as `make run` starts it, with nothing in its cache.",
            "`python -m bench.recorded_run` does it again. Times are minutes and seconds from the "
            "beginning.\n",
            *diary.lines,
            f"\n## Figures\n\n{machine()}\n\n{render(measured)}\n",
            f"Memory is flat when the last third of the run takes at most {GROWTH}× what its middle third "
            "does.",
        )
    )


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
