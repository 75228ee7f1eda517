"""What the Containerfile says, read as the tests need it: to follow it here, step by step, where no container
engine runs."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
CONTAINERFILE = ROOT / "deploy" / "Containerfile"


class Instruction(NamedTuple):
    name: str
    text: str


def stages() -> list[list[Instruction]]:
    """Each begins with its FROM; what comes before the first is left out."""
    text = re.sub(r"^#.*\n", "", CONTAINERFILE.read_text("utf-8"), flags=re.MULTILINE).replace("\\\n", " ")
    found: list[list[Instruction]] = []
    for line in filter(None, text.splitlines()):
        name, _, rest = line.partition(" ")
        if name == "FROM":
            found.append([])
        if found:
            found[-1].append(Instruction(name, rest.strip()))
    return found


def said(stage: list[Instruction], name: str) -> list[str]:
    return [instruction.text for instruction in stage if instruction.name == name]


def environment(stage: list[Instruction]) -> dict[str, str]:
    pairs = (pair for text in said(stage, "ENV") for pair in shlex.split(text))
    return dict(pair.split("=", 1) for pair in pairs)


def command(stage: list[Instruction]) -> list[str]:
    [text] = said(stage, "CMD")
    return list(json.loads(text))


def copied(stage: list[Instruction]) -> Iterator[str]:
    """From this folder, not from other stages."""
    for text in said(stage, "COPY"):
        if not text.startswith("--from"):
            yield from shlex.split(text)[:-1]
