"""``docs/first-day.md``, followed to the letter: from an empty folder to a feed in a podcast client."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.contributing.worked_example import ROOT, blocks, commands, matches
from tests.running import TTS_SERVICE, Running, clean_environ, free_port

PAGE = ROOT / "docs" / "first-day.md"
END = "the command has ended with"
USUAL_PORT = "8000"


class Terminal:
    """One shell for all commands of a page, so that what one has set the next one knows."""

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        self._shell = subprocess.Popen(
            ["bash"],
            cwd=folder,
            env=environ,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, line: str) -> str:
        """What it prints. Raises AssertionError if it fails."""
        assert self._shell.stdin is not None
        assert self._shell.stdout is not None
        self._shell.stdin.write(f"{line}\nprintf '\\n{END} %s\\n' $?\n")
        self._shell.stdin.flush()
        printed = ""
        for told in self._shell.stdout:
            if told.startswith(END):
                assert told.split() == [*END.split(), "0"], f"$ {line}\n{printed}"
                return printed
            printed += told
        raise AssertionError(f"the shell has ended:\n$ {line}\n{printed}")

    def close(self) -> None:
        self._shell.communicate()


@pytest.fixture
def folder() -> Iterator[Path]:
    """Its path leaves room for a Unix socket's."""
    path = Path(tempfile.mkdtemp(prefix="tts-"))
    yield path
    shutil.rmtree(path)


def test_it_is_as_the_page_says(folder: Path, tmp_path: Path, needs: Callable[[str], Path]) -> None:
    needs("podget")
    port = str(free_port())
    environ = clean_environ(port=port, offline="1") | {
        "HOME": str(tmp_path),  # another, so that nothing on the page may mean it
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "no_proxy": "*",
    }
    terminal, services = Terminal(folder, environ), list[Running]()
    try:
        for block in blocks(PAGE):
            if block.title:
                (folder / block.title).parent.mkdir(parents=True, exist_ok=True)
                (folder / block.title).write_text(block.body, "utf-8")
            elif block.kind == "sh":  # a second terminal
                services.append(Running(TTS_SERVICE, "up", environ=environ, cwd=folder))
                services[-1].wait_for_line("tts-service: ready")
            elif block.kind == "console":
                for command in commands(block.body):
                    printed = terminal.run(command.line.replace(USUAL_PORT, port)).replace(port, USUAL_PORT)
                    assert matches(printed.strip(), command.printed), (
                        f"$ {command.line}\n{printed}\nbut the page says\n{command.printed}"
                    )
    finally:
        terminal.close()
        for service in services:
            service.end()
