"""What pyproject.toml says about the rooms, and what the imports say."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import grimp

ROOT = Path(__file__).parent.parent.parent
TREES = ("tts_service", "workers", "audio_cache")
OUTSIDE = ("workers", "audio_cache")
"""Trees that are one room each."""


@cache
def contracts() -> list[dict[str, Any]]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return list(tomllib.load(file)["tool"]["importlinter"]["contracts"])


def layers() -> list[list[str]]:
    """The rooms of the service, from the outside in; rooms of one layer do not know each other."""
    [contract] = [contract for contract in contracts() if contract["type"] == "layers"]
    return [[room.strip() for room in layer.split("|")] for layer in contract["layers"]]


def rooms() -> list[str]:
    return ["workers", *(room for layer in layers() for room in layer), "audio_cache"]


def room_of(module: str) -> str:
    """ "web" of "tts_service.web.api.docs", "workers" of "workers.tasks"; "" of the package itself."""
    tree, _, rest = module.partition(".")
    return tree if tree in OUTSIDE else rest.partition(".")[0]


def home_of(room: str) -> Path:
    """The file whose docstring says what the room is for."""
    folder = ROOT / room if room in OUTSIDE else ROOT / "tts_service" / room
    return folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")


@cache
def arrows() -> Mapping[str, frozenset[str]]:
    """Room → the rooms that its modules import."""
    graph = grimp.build_graph(*TREES, exclude_type_checking_imports=True, cache_dir=None)
    found: dict[str, set[str]] = defaultdict(set)
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            found[room_of(module)].add(room_of(imported))
    return {room: frozenset(known - {room, ""}) for room, known in found.items() if room}
