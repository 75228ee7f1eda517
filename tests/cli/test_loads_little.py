"""A command answers at once: it loads what it needs and nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import clean_environ
from tts_service.ops.checks.aside import CheckAside
from tts_service.ops.checks.check import Check

ENGINES = {"numpy", "onnxruntime", "piper", "workers"}
SERVER = {"sqlalchemy", "alembic", "celery", "kombu", "redis", "flask", "gevent"}
START = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(list(sys.modules)), file=sys.stderr))
from tts_service.cli import main
main()
"""


@pytest.mark.parametrize(
    ("command", "unwanted"),
    [
        ("lexicon list", ENGINES | SERVER),
        ("shows list", ENGINES | SERVER),
        ("cache stats", ENGINES | SERVER),
        ("script story.txt", SERVER - {"redis"}),
        ("speak story.txt -o story.mp3", SERVER - {"redis"}),
        ("batch story.txt", SERVER - {"redis"}),
        ("watch --help", ENGINES),
        ("--help", ENGINES | SERVER),
    ],
)
def test_a_command_loads_what_it_needs(tmp_path: Path, command: str, unwanted: set[str]) -> None:
    (tmp_path / "story.txt").write_text("The clock in the harbour was late again on Monday.")
    environ = clean_environ(data_dir=str(tmp_path / "data"), engine="tone", offline="1")
    done = subprocess.run(
        [sys.executable, "-c", START, *command.split()],
        env=environ,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    loaded = {name.partition(".")[0] for name in json.loads(done.stderr.splitlines()[-1])}
    assert not loaded & unwanted


def test_the_supervisor_stays_small(tmp_path: Path) -> None:
    look = "from tts_service.ops.doctor import start_checks as checks\n" + (
        "import sys; from tts_service.settings import load_settings\n"
        "print({check.state for check in checks(load_settings())}, *sys.modules)"
    )
    environ = clean_environ(data_dir=str(tmp_path), engine="tone", offline="1", port="0")
    done = subprocess.run(
        [sys.executable, "-c", look], env=environ, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    state, *loaded = done.stdout.split()
    assert state == "{'ok'}"
    assert not {name.partition(".")[0] for name in loaded} & (ENGINES | SERVER)
    assert (tmp_path / "catalog.db").exists()


def test_a_check_that_is_killed_has_failed() -> None:
    def die() -> Check:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("it lives on")

    assert CheckAside(die).result().state == "failed"
    assert CheckAside(lambda: Check("sound", "ok", "heard")).result() == Check("sound", "ok", "heard")
