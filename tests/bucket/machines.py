"""Machines of one service that share a Redis, a bucket and perhaps a database, and no folder."""

from __future__ import annotations

import io
import os
import sys
import wave
from collections.abc import Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import numpy as np
import pytest
import redis

from tests.running import Running, clean_environ, free_port, wait_until
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.cli import run
from tts_service.settings import load_settings

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
ALONE = "--without-mingle --without-gossip --without-heartbeat"
"""As in the Procfile."""
WORKER = (
    f"celery --quiet --app workers.celery_app worker --concurrency 2 "
    f"--queues interactive,batch {ALONE} -O fair"
)
WEB = "gunicorn --config python:tts_service.web.server"


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


class Machine:
    """A process with a data folder of its own."""

    def __init__(
        self,
        folder: Path,
        command: str,
        *,
        inside: Sequence[str] = (),
        code: str | Path = ROOT,
        **settings: str,
    ) -> None:
        """``inside``: a command that runs it somewhere else, such as a network namespace. ``code``: the
        folder of the release that it runs."""
        folder.mkdir(exist_ok=True)
        self.folder = folder
        given = {"data_dir": str(folder), "engine": "tone", "offline": "1", **settings}
        self.environ = clean_environ(**given)
        self.settings = load_settings(self.environ, env_file=None)
        if Path(code) != ROOT:
            self.environ["PYTHONPATH"] = os.pathsep.join((str(code), self.environ["PYTHONPATH"]))
        program, *rest = command.split()
        self.running = Running(*inside, str(BIN / program), *rest, environ=self.environ, cwd=Path(code))

    def files(self, name: str) -> list[str]:
        return sorted(str(path.relative_to(self.folder)) for path in (self.folder / "audio").rglob(name))

    def command(self, *arguments: str) -> Done:
        """``tts-service`` as on this machine, but in this process: loading it takes the longest."""
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as out:
            for name, value in self.environ.items():
                patch.setenv(name, value)
            with redirect_stderr(io.StringIO()) as err:
                try:
                    status = run(arguments)
                except SystemExit as done:
                    status = int(done.code or 0)
        return Done(status, out.getvalue(), err.getvalue())


STORY = "\n\n".join(
    f"Line {number} about the harbour was long enough to be read aloud by a patient voice."
    for number in range(12)
)


class Pair:
    """A web process of one machine, a worker of another."""

    def __init__(self, root: Path, redis_url: str, store: str) -> None:
        shared = {"redis_url": redis_url, "store": store}
        self.store = store
        self.redis = redis.Redis.from_url(redis_url)
        self.web = Machine(root / "a", WEB, port=str(free_port()), web_workers="1", **shared)
        self.worker = Machine(root / "b", WORKER, engine_options="delay_s=0.15", **shared)
        self.client = httpx.Client(base_url=self.web.settings.base_url, timeout=60, trust_env=False)

    def wait_until_up(self) -> None:
        self.web.running.wait_for_line("Listening at")
        with closing(Queue(self.web.settings)) as queue:
            wait_until(lambda: queue.workers() == 2, "two workers")

    def post(self, about: str, text: str = STORY) -> str:
        answer = self.client.post("/v1/articles", json={"text": text, "title": about, "language": "en"})
        assert answer.is_success, answer.text
        return str(answer.json()["id"])

    def wait_ready(self, article_id: str) -> dict[str, Any]:
        """And noted by the catalog: until then, what is finished would be made again if Redis forgot."""

        def ready() -> dict[str, Any] | None:
            status: dict[str, Any] = self.client.get(f"/v1/articles/{article_id}").json()
            assert status["status"] != "failed", status
            return status if status["status"] == "ready" else None

        found: dict[str, Any] = wait_until(ready, "the end of it")
        self.wait_until_noted(article_id)
        return found

    def wait_until_noted(self, article_id: str) -> None:
        """By the catalog, which is asked directly."""
        with closing(Catalog(self.web.settings.catalog_url)) as catalog:
            wait_until(
                lambda: (entry := catalog.get(article_id)) and entry.settled, "the catalog's note of it"
            )

    def end(self) -> None:
        self.client.close()
        self.redis.close()
        for machine in (self.web, self.worker):
            machine.running.end()


def write_horn(path: Path, hertz: int) -> None:
    """A second of sound."""
    path.parent.mkdir(exist_ok=True)
    sound = np.sin(np.arange(24_000) * (hertz * 2 * np.pi / 24_000)) * 12_000
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 24_000, 0, "NONE", ""))
        file.writeframes(sound.astype("<i2").tobytes())
