"""Machines of one service that share a Redis, a bucket and perhaps a database, and no folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.running import Running, clean_environ
from tts_service.settings import load_settings

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
WORKER = "celery --quiet --app workers.celery_app worker --concurrency 2 --queues interactive,batch -O fair"
WEB = "gunicorn --config python:tts_service.web.server"


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
