"""One word for one thing: the glossary names what exists, and no two public classes share a name."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

ROOT = Path(__file__).parent.parent.parent
TREES = ("tts_service", "workers", "audio_cache")

_ROW = re.compile(r"^\| \*\*(?P<word>[^*]+)\*\* \| (?P<text>[^|]+) \| `(?P<file>[^`]+)` \|$", re.MULTILINE)


def modules() -> list[Path]:
    listed = subprocess.check_output(
        ["git", "ls-files", *(f"{tree}/*.py" for tree in TREES)], cwd=ROOT, text=True
    )
    return [ROOT / name for name in listed.split() if (ROOT / name).is_file()]


def test_no_public_class_name_stands_in_two_modules() -> None:
    places = defaultdict(set)
    for path in modules():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].add(str(path.relative_to(ROOT)))
    assert {name: sorted(where) for name, where in places.items() if len(where) > 1} == {}


def test_every_word_is_explained_once_and_its_file_is_there() -> None:
    rows = list(_ROW.finditer((ROOT / "docs" / "glossary.md").read_text("utf-8")))
    words = [row["word"] for row in rows]
    assert len(words) == len(set(words)) > 30
    assert [row["file"] for row in rows if not (ROOT / row["file"]).is_file()] == []
    assert [row["word"] for row in rows if row["text"].count(".") == 0] == []


def test_rooms_stay_small_enough_to_be_read_in_a_sitting() -> None:
    rooms = defaultdict(list)
    for path in modules():
        if path.name != "__init__.py" and path.parent.name != "versions":  # each of those is read for itself
            rooms[str(path.parent.relative_to(ROOT))].append(path.name)
    assert {room: len(names) for room, names in rooms.items() if len(names) > 16} == {}
