"""Files of models, of whichever engine: what identifies them, how they are put in place, and a copy that also
gives durations."""

from __future__ import annotations

import hashlib
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from audio_cache.disk import publish, read_record

log = logging.getLogger(__name__)

_PIECE = 1 << 20


class Fingerprint(msgspec.Struct, frozen=True):
    """``state`` is what the files looked like when they were hashed."""

    state: tuple[int, ...]
    digest: str


def fingerprint_over(name: str, paths: Sequence[Path], cache: Path) -> str:
    """SHA-256 over what ``paths`` hold, one after the other. Hashing 60 MB takes as long as a word: kept in
    ``cache`` while size and time stay the same. Raises OSError."""
    state = tuple(number for path in paths for number in _state(path))
    place = hashlib.sha256(str(paths[0]).encode()).hexdigest()[:16]
    return _fingerprint(tuple(paths), cache / f"{name}-{place}.fingerprint.json", state)


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


@lru_cache(maxsize=256)
def _fingerprint(paths: tuple[Path, ...], record: Path, state: tuple[int, ...]) -> str:
    known = read_record(record, Fingerprint)
    if known is not None and known.state == state:
        return known.digest
    digest = _digest_of(paths)
    record.parent.mkdir(parents=True, exist_ok=True)
    publish(record, msgspec.json.encode(Fingerprint(state, digest)))
    return digest


def _digest_of(paths: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    return digest.hexdigest()


def publish_file(made: Path, place: Path) -> None:
    """Flushed to disk before it gets its name: half a model would disable the voice for good."""
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.replace(place)


def with_durations(network: Path, fingerprint: str, cache: Path) -> Path:
    """A copy of ``network`` that also gives phoneme durations, made at the first call; ``network`` itself
    where that fails."""
    copy = cache / f"{fingerprint}.durations.onnx"
    if copy.is_file():
        return copy
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        made = Path(scratch) / "model.onnx"
        tool = [sys.executable, "-m", "workers.engines.durations", str(network), str(made)]
        done = subprocess.run(tool, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            publish_file(made, copy)
            return copy
    log.warning("%s gives no phoneme durations: %s", network, done.stderr.strip()[-300:])
    return network
