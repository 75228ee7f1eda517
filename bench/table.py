"""One row of the table that `make bench` prints."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Row(NamedTuple):
    """``ours`` beside ``peer`` from the same run; ``bound`` is the promise, as a sentence."""

    what: str
    ours: str
    peer: str
    ratio: str
    bound: str
    holds: bool | None = None


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def at_most(what: str, ours: float, peer: float, most: float, unit: str, peer_name: str) -> Row:
    ratio = ours / peer
    show = ms if unit == "ms" else (lambda value: f"{value:.1f} {unit}")
    return Row(what, show(ours), f"{show(peer)} ({peer_name})", f"{ratio:.2f}×", f"≤ {most}×", ratio <= most)


def machine() -> str:
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), model)
    return f"{os.cpu_count()} cores, {model}, {platform.system()} {platform.machine()}, Python {platform.python_version()}"  # noqa: E501


def render(rows: Sequence[Row]) -> str:
    """A Markdown table."""
    head = "| measure | ours | peer | ratio | promise | |\n|---|---|---|---|---|---|"
    mark = {True: "ok", False: "MISSED", None: ""}
    body = [f"| {r.what} | {r.ours} | {r.peer} | {r.ratio} | {r.bound} | {mark[r.holds]} |" for r in rows]
    return "\n".join([head, *body])
