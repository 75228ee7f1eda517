"""Machines of one service that share a Redis, a bucket and perhaps a database, and no folder."""

from __future__ import annotations

import io
import sys
import wave
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from tests.running import Running, clean_environ
from tts_service.cli import run
from tts_service.settings import load_settings

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
ALONE = "--without-mingle --without-gossip --without-heartbeat"
"""As in the Procfile."""
WORKER = (
    f"celery --quiet --app workers.celery_app worker --concurrency 2 "
    f"--queues interactive,batch {ALONE} -O fair"
)
WEB = "gunicorn --config python:tts_service.web.server"


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


class Machine:
    """A process with a data folder of its own."""

    def __init__(self, folder: Path, command: str, *, inside: Sequence[str] = (), **settings: str) -> None:
        """``inside``: a command that runs it somewhere else, such as a network namespace."""
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.environ = clean_environ(data_dir=str(folder), engine="tone", offline="1", **settings)
        self.settings = load_settings(self.environ, env_file=None)
        program, *rest = command.split()
        self.running = Running(*inside, str(BIN / program), *rest, environ=self.environ, cwd=ROOT)

    def files(self, name: str) -> list[str]:
        return sorted(str(path.relative_to(self.folder)) for path in (self.folder / "audio").rglob(name))

    def command(self, *arguments: str) -> Done:
        """``tts-service`` as on this machine, but in this process: loading it takes the longest."""
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as out:
            for name, value in self.environ.items():
                patch.setenv(name, value)
            with redirect_stderr(io.StringIO()) as err:
                try:
                    status = run(arguments)
                except SystemExit as done:
                    status = int(done.code or 0)
        return Done(status, out.getvalue(), err.getvalue())


def write_horn(path: Path, hertz: int) -> None:
    """A second of sound."""
    path.parent.mkdir(exist_ok=True)
    sound = np.sin(np.arange(24_000) * (hertz * 2 * np.pi / 24_000)) * 12_000
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 24_000, 0, "NONE", ""))
        file.writeframes(sound.astype("<i2").tobytes())
