"""hibari's voices as files: the one in its package, and those that are installed beside it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from hibari.voices import ASSETS, VOICES

from workers.engines.model_files import fingerprint_over

log = logging.getLogger(__name__)

FOLDER = "hibari"
"""Under the folder of voices."""
EMBEDDED = "heart"
LICENCE = "Apache-2.0"


class HibariVoice(msgspec.Struct, frozen=True):
    """``digest`` is the SHA-256 of the network, as hibari's own registry has it. ``dialect``: "a" for
    American, "b" for British English."""

    name: str
    network: Path
    digest: str
    dialect: str
    description: str

    @property
    def size(self) -> int:
        """Bytes of the network."""
        return self.network.stat().st_size


def published(registry: Mapping[str, Mapping[str, Any]] = VOICES) -> list[str]:
    """Names of all voices that hibari has, the embedded one first."""
    return sorted(registry, key=lambda name: name != EMBEDDED)


def file_of(name: str, voices_dir: Path) -> Path:
    """Where the network of the voice ``name`` is, or is to be."""
    record = VOICES[name]
    return Path(ASSETS, record["file"]) if record.get("bundled") else voices_dir / FOLDER / record["file"]


def installed(voices_dir: Path, cache: Path) -> list[HibariVoice]:
    """Those whose network is here, and is the published one."""
    return [voice for name in published() if (voice := _voice(name, voices_dir, cache)) is not None]


def _voice(name: str, voices_dir: Path, cache: Path) -> HibariVoice | None:
    network, wanted = file_of(name, voices_dir), str(VOICES[name]["sha256"])
    try:
        digest = fingerprint_over(f"hibari-{name}", (network,), cache)
    except FileNotFoundError:
        return None
    except OSError as error:
        log.warning("the voice hibari/%s cannot be used: %s", name, error)
        return None
    if digest != wanted:
        _tell_damaged(name, network)
        return None
    return _described(name, network)


@lru_cache(maxsize=16)
def _tell_damaged(name: str, network: Path) -> None:
    """Once: voices are looked up for every sentence."""
    log.warning("%s is damaged. Install it again: tts-service voices install hibari/%s", network, name)


def _described(name: str, network: Path) -> HibariVoice:
    record = VOICES[name]
    dialect = "b" if record["british"] else "a"
    return HibariVoice(name, network, str(record["sha256"]), dialect, description_of(name))


def description_of(name: str) -> str:
    """Such as "British English, male"."""
    return f"{VOICES[name]['accent']} English, {VOICES[name]['gender']}"
