"""A cached click: a 64 KB range of a finished narration through gunicorn alone, against nginx serving the
same file.

Both answer the same load (wrk, connections kept open) in turn, several rounds; medians are compared.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from audio_cache.folders.paths import NarrationTree
from audio_cache.narration_id import NarrationId
from bench.service import Service, running_service
from bench.table import Row, median
from tests.nginx import nginx
from tests.running import free_port

ROUNDS = 5
SECONDS = 3
CONNECTIONS = 16
RANGE = "bytes=100000-165535"
TEXT = "\n\n".join(
    f"Sentence number {n} is only here so that there is something to fetch." for n in range(40)
)

FILES = """
  sendfile on; tcp_nodelay on; keepalive_requests 100000000; types {{ audio/mpeg mp3; }}
  server {{ listen 127.0.0.1:{port}; root {root}; }}
"""
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


def measure() -> list[Row]:
    missing = [program for program in ("nginx", "wrk") if shutil.which(program) is None]
    if missing:
        return [
            Row(
                "A cached click",
                "not measured",
                "",
                "",
                f"install {' and '.join(missing)} (apt-get install …)",
            )
        ]
    with running_service(TTS_ENGINE="tone") as service:
        article = service.post(text=TEXT)
        revision = service.wait_ready(article["id"])["revision"]
        root = NarrationTree(service.data_dir / "audio").revision(NarrationId(article["id"], revision)).path
        with served_by_nginx(root) as port:
            return _compared(service, f"/audio/{article['id']}.mp3", port)


def _compared(service: Service, path: str, port: int) -> list[Row]:
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        ours.append(load(f"{service.url}{path}"))
        theirs.append(load(f"http://127.0.0.1:{port}/audio.mp3"))
    rate, their_rate = (median([round_[0] for round_ in rounds]) for rounds in (ours, theirs))
    p99, their_p99 = (median([round_[1] for round_ in rounds]) for rounds in (ours, theirs))
    return [
        Row(
            "A cached click, 64 KB range",
            f"{rate:.0f}/s",
            f"{their_rate:.0f}/s (nginx)",
            f"{rate / their_rate:.2f}×",
            "≥ 0.3×",
            rate >= 0.3 * their_rate,
        ),
        Row(
            "A cached click, p99",
            f"{p99:.1f} ms",
            f"{their_p99:.1f} ms (nginx)",
            f"{p99 / their_p99:.2f}×",
            "",
        ),
    ]


def load(url: str) -> tuple[float, float]:
    """Requests in a second, and the 99th percentile of their latencies in ms. Raises RuntimeError when one
    fails."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-H", f"Range: {RANGE}", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    if rate is None or p99 is None or "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"wrk could not measure {url}:\n{said}")
    return float(rate[1]), float(p99[1]) * _UNITS[p99[2]]


@contextlib.contextmanager
def served_by_nginx(root: Path) -> Iterator[int]:
    """The files of ``root``, at the port that is given."""
    port = free_port()
    files = FILES.format(port=port, root=root)
    with (
        tempfile.TemporaryDirectory(prefix="tts-nginx-") as folder,
        nginx(Path("nginx"), Path(folder), files, port, "auto"),
    ):
        yield port
