"""What a Redis server is asked, as it says itself."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import redis

AT_REST = ("INFO", "BRPOP", "LLEN", "PING", "MONITOR")
"""What is asked all the time, by tests, by idle workers and by the sweeper."""
_AT_REST = re.compile(r"tts:(publisher|directed|sweeper|heartbeats)\b|EXISTS (interactive|fetch)\b")
"""In commands about these keys, too: each process of a service sends some every few seconds."""


@contextmanager
def commands_of_clients(client: redis.Redis) -> Iterator[Counter[str]]:
    """How often each command is sent by anybody during the block, without what is sent all the time. A
    script is one, whatever it runs; what it runs is counted under "in scripts"."""
    counted: Counter[str] = Counter()
    with client.monitor() as monitor:
        thread = threading.Thread(target=_count, args=(monitor, counted))
        thread.start()
        try:
            yield counted
        finally:
            client.echo(_END)
            thread.join()


BEGINNING = 120
"""Characters, of a command that may carry audio."""
_END = "the end of what is counted"


def _count(monitor: redis.client.Monitor, counted: Counter[str]) -> None:
    for heard in monitor.listen():
        if heard["command"].endswith(_END):
            return
        name = heard["command"].partition(" ")[0].upper()
        if name not in AT_REST and not _AT_REST.search(heard["command"], 0, BEGINNING):
            counted["in scripts" if heard["client_type"] == "lua" else name] += 1
