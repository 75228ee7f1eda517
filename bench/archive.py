"""An archive: many real-sized articles through the queue and in one process, against the bare engine over the
same scripts.

`python -m bench archive`; `ARCHIVE=300 python -m bench archive` for the whole of it. An article of 750 words
is some five minutes to hear and eight seconds of work for two cores: 300 are 40 minutes of work, done three
times over.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.narration_id import NarrationId
from bench.articles import Sample
from bench.bare import BareEngine
from bench.generated import article
from bench.service import Service
from bench.table import Row, at_most
from tts_service.article.model import decode_script

ARTICLES = 30
MOST = 1.3
SAMPLE_S = 0.5
GROWTH = 1.05
"""Greatest growth from the middle third of a run to its last: in the first, engines fill their memory."""
TTS_SERVICE = str(Path(sys.executable).with_name("tts-service"))


class Run(NamedTuple):
    """``articles`` are items of the batch's report; ``memory`` is samples of the megabytes that the
    speaking processes take together."""

    seconds: float
    articles: list[dict[str, Any]]
    memory: list[float]


def measure(service: Service, bare: BareEngine, found: list[Sample]) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="tts-archive-") as scratch:
        folder = Path(scratch) / "archive"
        write_archive(folder, int(os.environ.get("ARCHIVE", ARTICLES)))
        queued = batch(folder, service.data_dir, service.workers)
        alone = batch(folder, Path(scratch) / "alone", None, "--local")
        spoken = scripts(service.data_dir, queued.articles)
    seconds, audio_s = bare.speak([text for texts in spoken for text in texts])
    name = f"{len(spoken)} articles, {audio_s / 3600:.1f} h of audio"
    return [
        at_most(
            f"Archive through the queue, {name}",
            queued.seconds,
            seconds,
            MOST,
            "s",
            "bare engine and encoder, all cores",
        ),
        at_most(f"Archive with --local, {name}", alone.seconds, seconds, MOST, "s", "the same"),
        steady("Memory, workers together", queued.memory),
        steady("Memory, --local", alone.memory),
    ]


def write_archive(folder: Path, count: int) -> None:
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"{number:05}.html").write_text(article(number).page(), "utf-8")


def batch(
    folder: Path, data_dir: Path, speaking: Callable[[], Sequence[psutil.Process]] | None, *options: str
) -> Run:
    """`tts-service batch` from its start to its end. ``speaking``: the processes that speak; None: this one
    itself.

    Raises RuntimeError when an article fails.
    """
    environ = {k: v for k, v in os.environ.items() if not k.startswith("TTS_")} | {
        "TTS_DATA_DIR": str(data_dir)
    }
    command = [TTS_SERVICE, "batch", str(folder), "--json", *options]
    started = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, env=environ, stdout=output)
        with sampled(speaking or (lambda: [psutil.Process(process.pid)])) as memory:
            process.wait()
        seconds = time.perf_counter() - started
        output.seek(0)
        report = json.load(output)
    if report["failed"] or report["interrupted"]:
        raise RuntimeError(next(item["error"]["detail"] for item in report["articles"] if item["error"]))
    return Run(seconds, report["articles"], memory)


@contextmanager
def sampled(speaking: Callable[[], Sequence[psutil.Process]]) -> Iterator[list[float]]:
    """Fills the list while the block runs."""
    memory: list[float] = []
    done = threading.Event()

    def look() -> None:
        while not done.wait(SAMPLE_S):
            try:
                memory.append(sum(process.memory_info().rss for process in speaking()) / 1e6)
            except psutil.NoSuchProcess:  # it ends just now
                continue

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield memory
    finally:
        done.set()
        thread.join()


def scripts(data_dir: Path, articles: list[dict[str, Any]]) -> list[list[str]]:
    """What was to be said in each of ``articles``, sentence by sentence."""
    cache = data_dir / "audio"
    narrations = FolderNarrations(cache, LocalStore(cache))
    found = [narrations.script(NarrationId(item["id"], item["revision"])) for item in articles]
    return [[segment.text for segment in decode_script(data).segments] for data in found if data is not None]


def steady(what: str, memory: list[float]) -> Row:
    third = len(memory) // 3
    middle, last = statistics.median(memory[third : 2 * third]), statistics.median(memory[2 * third :])
    held = f"{middle:.0f} → {last:.0f} MB"
    return Row(
        what,
        held,
        "the middle third of the run → its last",
        f"{last / middle:.2f}×",
        f"≤ {GROWTH}×",
        last <= middle * GROWTH,
    )
