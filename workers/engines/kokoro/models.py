"""Kokoro as files: one network and the vectors of its voices, both as kokoro-onnx releases them."""

from __future__ import annotations

import zipfile
from functools import lru_cache
from pathlib import Path

import msgspec

from workers.engines.kokoro.phonemes import DIALECTS
from workers.engines.model_files import fingerprint_over

FOLDER = "kokoro"
"""Under the folder of voices."""
NETWORKS = {"kokoro-v1.0.onnx": "fp32", "kokoro-v1.0.int8.onnx": "int8"}
"""The finest first: that one speaks when both are there."""
VECTORS = "voices-v1.0.bin"


class Kokoro(msgspec.Struct, frozen=True):
    """``fingerprint`` is the SHA-256 over both files."""

    network: Path
    vectors: Path
    precision: str
    fingerprint: str
    voices: tuple[str, ...]

    @property
    def size(self) -> int:
        """Bytes of the network."""
        return self.network.stat().st_size


def installed(voices_dir: Path, cache: Path) -> Kokoro | None:
    """None when a file is missing. Raises OSError or ValueError for files that are damaged."""
    folder = voices_dir / FOLDER
    vectors = folder / VECTORS
    for name, precision in NETWORKS.items():
        network = folder / name
        if network.is_file() and vectors.is_file():
            digest = fingerprint_over(FOLDER, (network, vectors), cache)
            return Kokoro(network, vectors, precision, digest, _voices_in(vectors, digest))
    return None


@lru_cache(maxsize=4)
def _voices_in(vectors: Path, digest: str) -> tuple[str, ...]:
    """Names of the voices whose language can be read here: without loading the vectors, which are members
    of an NPZ file."""
    try:
        with zipfile.ZipFile(vectors) as members:
            names = sorted(Path(name).stem for name in members.namelist())
    except zipfile.BadZipFile:
        raise ValueError(
            f"{vectors} does not hold Kokoro's voices. Install them again: tts-service voices install kokoro"
        ) from None
    return tuple(name for name in names if name[:1] in DIALECTS and name[2:3] == "_")
