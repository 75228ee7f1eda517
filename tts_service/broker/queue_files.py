"""The embedded server's files: tested before it starts, and set aside when it cannot read them.

The queue holds the only copy of nothing: what was accepted is in the catalog and is sent again. So an empty
queue costs seconds; a server that does not start stops the whole service.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tts_service.broker.queue_messages import complaint

FILES = "appendonlydir"
"""Where the server keeps its append-only file, by its own name."""
ASIDE = "damaged-"
MOST_ASIDE = 3
"""Damaged folders that are kept; older ones are removed."""
_READY = "Ready to accept connections"


def mend(folder: Path, trial: Sequence[str], socket: Path) -> str:
    """Set the queue's files in ``folder`` aside when the server cannot read them, or no worker can read the
    messages in them. Returns one line that says so, or "".

    ``trial`` starts the server as it will run, but on ``socket``, which nobody uses. If it does not start
    without any files either, they are not the cause: they stay, and the server itself reports the error.
    """
    files = folder / FILES
    complaint = _complaint(trial, socket) if files.exists() else ""
    if not complaint:
        return ""
    aside = folder / f"{ASIDE}{dt.datetime.now(dt.UTC):%Y-%m-%dT%H-%M-%S.%f}"
    files.rename(aside)
    if _complaint(trial, socket):
        shutil.rmtree(files, ignore_errors=True)
        aside.rename(files)
        return ""
    for old in sorted(folder.glob(f"{ASIDE}*"))[:-MOST_ASIDE]:
        shutil.rmtree(old, ignore_errors=True)
    return (
        f"The queue's files are damaged ({complaint}). They are kept as {aside}; what was accepted is sent "
        "again."
    )


def _complaint(trial: Sequence[str], socket: Path) -> str:
    """The server's last line if it does not start, or what is wrong with the messages it has loaded; "" if
    all is well."""
    last = "it ended without a message"
    with _started(trial) as server:
        assert server.stdout is not None
        for line in server.stdout:
            if _READY in line:
                return complaint(socket)
            last = line.strip() or last
    return last.rpartition(" # ")[2]


@contextlib.contextmanager
def _started(command: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    """Terminated at the end of the block, also when this process is terminated meanwhile."""
    asked = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    process = subprocess.Popen(
        [*command, "--loglevel", "notice"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    try:
        with process:
            try:
                yield process
            finally:
                process.terminate()
    finally:
        signal.signal(signal.SIGTERM, asked)
