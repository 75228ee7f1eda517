"""Pages of ``docs/contributing`` as what they are: files to write, changes to make, commands to run.

A page is followed from top to bottom in a copy of this tree. Of its fenced blocks

* ``toml``, ``python``, … with a title (```` ```python title="tests/test_x.py" ````) are files, written under
  that name,
* ``diff`` are changes of a file of the tree; line numbers do not count,
* ``console`` are commands after ``$``, with what they print; ``…`` stands for the rest of a line, or, alone,
  for any number of lines.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
PAGES = ROOT / "docs" / "contributing"
CHECKED = ROOT / ".mypy_cache"

_BLOCK = re.compile(
    r'^```(?P<kind>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<body>.*?)^```$', re.MULTILINE | re.DOTALL
)
_ANYTHING = "…"


class Block(NamedTuple):
    """``title`` is the name of the file that the block holds; "" for changes and commands."""

    kind: str
    title: str
    body: str


class Command(NamedTuple):
    line: str
    printed: str


def blocks(page: Path) -> Iterator[Block]:
    for found in _BLOCK.finditer(page.read_text("utf-8")):
        yield Block(found["kind"], found["title"] or "", found["body"])


def unnamed_files(page: Path) -> list[str]:
    """Files whose name does not stand right above their block: whoever reads the page sees no title."""
    text = page.read_text("utf-8")
    titles = [found["title"] for found in _BLOCK.finditer(text) if found["title"]]
    return [title for title in titles if f"`{title}`:\n\n```" not in text]


def commands(body: str) -> Iterator[Command]:
    for part in body.split("$ ")[1:]:
        line, _, printed = part.partition("\n")
        yield Command(line, printed.strip())


class Reader:
    """Somebody who follows a page to the letter, in a copy of the tree at ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._extra = folder / ".installed"
        tracked = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True)
        for name in filter(None, tracked.split("\0")):
            if (ROOT / name).is_file():
                for path in (ROOT / name, *_compiled(ROOT / name)):
                    copied = folder / path.relative_to(ROOT)
                    copied.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(path, copied)
        if CHECKED.is_dir():  # what mypy knows of this tree holds for the copy
            shutil.copytree(CHECKED, folder / CHECKED.name)

    def follow(self, page: Path) -> int:
        """How many commands were run. Raises AssertionError where the page does not hold."""
        ran = 0
        for block in blocks(page):
            if block.title:
                self._write(block)
            elif block.kind == "diff":
                self._apply(block.body)
            elif block.kind == "console":
                for command in commands(block.body):
                    self._run(command)
                    ran += 1
        return ran

    def _write(self, block: Block) -> None:
        path = self.folder / block.title
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.body, "utf-8")

    def _apply(self, change: str) -> None:
        """Each hunk by its own lines: those that it removes or keeps must stand in the file once."""
        name = change.split("\n--- a/", 1)[-1].removeprefix("--- a/").split("\n", 1)[0]
        path = self.folder / name
        text = path.read_text("utf-8")
        for hunk in re.split(r"^@@.*@@.*\n", change, flags=re.MULTILINE)[1:]:
            lines = hunk.splitlines(keepends=True)
            before = "".join(line[1:] for line in lines if line[0] != "+")
            after = "".join(line[1:] for line in lines if line[0] != "-")
            assert text.count(before) == 1, f"{name} does not have these lines once:\n{before}"
            text = text.replace(before, after)
        path.write_text(text, "utf-8")

    def _run(self, command: Command) -> None:
        done = subprocess.run(
            self._as_here(command.line),
            shell=True,
            cwd=self.folder,
            env=self._environment(),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        assert done.returncode == 0, f"$ {command.line}\n{done.stdout}"
        assert matches(done.stdout.strip(), command.printed), (
            f"$ {command.line}\n{done.stdout}\nbut the page says\n{command.printed}"
        )

    def _as_here(self, line: str) -> str:
        """What is installed goes beside the copy, not into the environment that runs the tests."""
        return line.replace(
            "pip install -e", f"pip install --quiet --no-deps --no-build-isolation --target {self._extra}"
        )

    def _environment(self) -> dict[str, str]:
        own = {
            "PYTHONPATH": f"{self.folder}:{self._extra}",
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }
        return {
            **os.environ,
            **own,
            "TTS_DATA_DIR": str(self.folder / "var"),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }


def _compiled(module: Path) -> Iterator[Path]:
    """What Python has made of it here: it holds for a copy with the same time stamp, and is made anew when
    the page changes that."""
    if module.suffix == ".py":
        yield from (module.parent / "__pycache__").glob(f"{module.stem}.*.pyc")


def matches(printed: str, promised: str) -> bool:
    """Line by line, blanks at the ends of lines aside; ``promised`` may be nothing."""
    stripped = "".join(f"{line.strip()}\n" for line in printed.split("\n"))
    return (
        not promised or re.fullmatch("".join(map(_line_pattern, promised.split("\n"))), stripped) is not None
    )


def _line_pattern(promised: str) -> str:
    if promised.strip() == _ANYTHING:
        return r"(?:.*\n)*?"
    return ".*".join(map(re.escape, promised.strip().split(_ANYTHING))) + r"\n"
