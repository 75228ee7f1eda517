"""Two hosts, each with a web process and a worker, are given the next release one after the other, and one of
them this one again, while people ask and listen: no request fails, and no narration."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import psycopg
import pytest
import redis

from tests.bucket.machines import ROOT, WEB, WORKER, Machine
from tests.running import free_port, wait_until
from tts_service.catalog.migrations import schema

SPEAKING = WORKER.replace("--concurrency 2", "--concurrency 1")
TEXT = "Line {0} about the harbour was long enough. It was read aloud by a patient voice, on day {0}."
REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "{0:04}"
down_revision = "{1:04}"


def upgrade() -> None:
    op.add_column("articles", sa.Column("mood", sa.String, nullable=False, server_default=sa.text("''")))
"""


def next_release(folder: Path) -> Path:
    """This one, with a revision of the tables more."""
    ignored = shutil.ignore_patterns("__pycache__")
    for package in ("tts_service", "workers", "audio_cache"):
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    tables, head = folder / "tts_service" / "catalog" / "migrations", int(schema.HEAD)
    text = (tables / "schema.py").read_text()
    (tables / "schema.py").write_text(text.replace(f'HEAD = "{head:04}"', f'HEAD = "{head + 1:04}"'))
    (tables / "versions" / f"r{head + 1:04}_mood.py").write_text(REVISION.format(head + 1, head))
    return folder


class Host:
    def __init__(self, root: Path, **shared: str) -> None:
        self._root, self._shared, self._port = root, shared, str(free_port())
        self.start(ROOT)

    def start(self, code: Path) -> None:
        web = {"port": self._port, "web_workers": "1", "drain_seconds": "2"}
        self.web = Machine(self._root.with_suffix(".web"), WEB, code=code, **web, **self._shared)
        self.worker = Machine(self._root.with_suffix(".worker"), SPEAKING, code=code, **self._shared)

    def wait_until_up(self) -> None:
        self.web.running.wait_for_line("Listening at")
        wait_until(self.is_ready, "its readiness")

    def is_ready(self) -> bool:
        with suppress(httpx.HTTPError):
            url = f"{self.web.settings.base_url}/readyz"
            return httpx.get(url, timeout=5, trust_env=False).status_code == 200
        return False

    def roll(self, code: Path) -> None:
        for one in (self.web, self.worker):
            one.running.process.terminate()
        for one in (self.web, self.worker):
            one.running.wait()
        self.start(code)
        self.wait_until_up()

    def end(self) -> None:
        for one in (self.web, self.worker):
            one.running.end()


class Public(threading.Thread):
    """Asks for articles and hears what is finished, through a balancer that believes /readyz."""

    def __init__(self, hosts: list[Host], number: int) -> None:
        super().__init__(daemon=True)
        self._hosts, self._number = hosts, number
        self._over = threading.Event()
        self.asked: list[str] = []
        self.heard = 0
        self.failed: list[str] = []

    def run(self) -> None:
        while not self._over.wait(0.1):
            number = len(self.asked) * 100 + self._number
            article = {"text": TEXT.format(number), "title": f"Day {number}", "language": "en"}
            told = self._answer("POST", "/v1/articles", article)
            if told is None:
                continue
            self.asked.append(told.json()["id"])
            self._listen(self.asked[len(self.asked) // 2])

    def _listen(self, article_id: str) -> None:
        told = self._answer("GET", f"/v1/articles/{article_id}")
        if told is not None and told.json()["status"] == "ready":
            self.heard += self._answer("GET", f"/audio/{article_id}.mp3") is not None

    def _answer(self, method: str, path: str, json: object = None) -> httpx.Response | None:
        host = next(one for one in self._hosts * 20 if one.is_ready())
        url = host.web.settings.base_url + path
        try:
            answer = httpx.request(method, url, json=json, timeout=30, trust_env=False)
        except httpx.HTTPError as error:
            self.failed.append(f"{method} {path}: {error!r}")
            return None
        if answer.is_success:
            return answer
        self.failed.append(f"{method} {path}: {answer.status_code} {answer.text}")
        return None

    def end(self) -> None:
        self._over.set()
        self.join()


@pytest.fixture
def hosts(valkey: str, bucket: str, database: str, tmp_path: Path) -> Iterator[list[Host]]:
    url = valkey.replace("/0", "/7")
    with redis.Redis.from_url(url) as client:
        client.flushdb()
    shared = {"redis_url": url, "store": f"{bucket}/rolling", "database_url": database}
    shared["client_articles_per_minute"] = "0"
    hosts = [Host(tmp_path / name, **shared) for name in ("one", "two")]
    try:
        for host in hosts:
            host.wait_until_up()
        yield hosts
    finally:
        for host in hosts:
            host.end()


def test_a_release_comes_and_goes_and_nobody_notices(
    hosts: list[Host], database: str, tmp_path: Path
) -> None:
    newer = next_release(tmp_path / "next")
    public = [Public(hosts, 1), Public(hosts[::-1], 2)]
    for one in public:
        one.start()

    def went_on() -> None:
        before = [(len(one.asked), one.heard) for one in public]
        wait_until(
            lambda: all(len(p.asked) > n and p.heard > h for p, (n, h) in zip(public, before, strict=True)),
            "more that is asked for and heard",
        )

    went_on()
    for host, code in ((hosts[0], newer), (hosts[1], newer), (hosts[0], ROOT)):
        host.roll(code)
        went_on()
    for one in public:
        one.end()
    assert [one.failed for one in public] == [[], []]
    with psycopg.connect(database.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT count(*) FROM articles WHERE mood = ''").fetchone() != (0,)
    asked = [article_id for one in public for article_id in one.asked]
    with httpx.Client(base_url=hosts[0].web.settings.base_url, timeout=30, trust_env=False) as client:

        def states() -> set[str]:
            return {client.get(f"/v1/articles/{article_id}").json()["status"] for article_id in asked}

        wait_until(lambda: states() == {"ready"}, "all that was asked for")
