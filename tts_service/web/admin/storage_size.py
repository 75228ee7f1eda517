"""How much storage the cache takes. Measuring means looking at every file, so a process of its own does it
now and then."""

from __future__ import annotations

import datetime as dt
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

import msgspec

from audio_cache.upkeep.check import Stats

log = logging.getLogger(__name__)

GOOD_FOR_S = 900.0
COUNTING = "import msgspec, sys; from pathlib import Path; from audio_cache.upkeep.check import stats; "
COUNT = COUNTING + "sys.stdout.buffer.write(msgspec.json.encode(stats(Path(sys.argv[1]))))"


class Measured(msgspec.Struct, frozen=True):
    stats: Stats
    at: dt.datetime


class CacheMeter:
    """One for each web process. What was measured is kept in a file that all of them read."""

    def __init__(self, root: Path, kept: Path) -> None:
        self._root = root
        self._kept = kept
        self._busy = threading.Lock()

    def latest(self) -> Measured | None:
        """What was measured last; None before the first time. When it is old, measuring begins."""
        found = self._read()
        if found is None or (dt.datetime.now(dt.UTC) - found.at).total_seconds() > GOOD_FOR_S:
            threading.Thread(target=self.measure, name="cache-meter", daemon=True).start()
        return found

    def measure(self) -> None:
        """In a process of its own: files are looked at without a pause, and listeners of this
        process would have to wait."""
        if not self._busy.acquire(blocking=False):
            return
        try:
            made = subprocess.run(
                [sys.executable, "-c", COUNT, str(self._root)],
                check=True,
                capture_output=True,
                stdin=subprocess.DEVNULL,
            )
            measured = Measured(msgspec.json.decode(made.stdout, type=Stats), dt.datetime.now(dt.UTC))
            self._keep(msgspec.json.encode(measured))
        except (OSError, subprocess.SubprocessError, msgspec.DecodeError) as error:
            log.warning("the cache could not be measured: %s", error)
        finally:
            self._busy.release()

    def _keep(self, data: bytes) -> None:
        self._kept.parent.mkdir(parents=True, exist_ok=True)
        draft = self._kept.with_name(f".{self._kept.name}.{os.getpid()}")
        draft.write_bytes(data)
        draft.replace(self._kept)

    def _read(self) -> Measured | None:
        try:
            return msgspec.json.decode(self._kept.read_bytes(), type=Measured)
        except (OSError, msgspec.DecodeError):
            return None
