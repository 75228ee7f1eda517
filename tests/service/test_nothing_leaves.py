"""With TTS_OFFLINE=1 no process of ours looks up a name or connects to another host, and no library does
either."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sealed_room import HOW_TO_GET_IT, way_in


@pytest.fixture
def room() -> list[str]:
    found = way_in()
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(HOW_TO_GET_IT, pytrace=False)
    if found is None:
        pytest.skip(HOW_TO_GET_IT)
    return found


@pytest.fixture
def short_dir() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="tts-"))
    yield path
    shutil.rmtree(path)


def test_the_main_job_calls_nobody(room: list[str], short_dir: Path) -> None:
    command = [*room, sys.executable, "-m", "tests.sealed_room", str(short_dir)]
    answer = subprocess.run(
        command, capture_output=True, text=True, timeout=110, cwd=Path(__file__).parents[2]
    )
    assert answer.returncode == 0, answer.stderr
    report = json.loads(answer.stdout.splitlines()[-1])
    assert any("to 192.0.2.1 port 443" in line for line in report["tried"]["sent"]), "the watchman sleeps"
    assert any(line.endswith("port 53") for line in report["tried"]["sent"]), "the watchman sleeps"
    assert report["tried"]["asked"] == ["CONNECT a.example:443"]
    assert set(report["done"].values()) == {0, 200}, report["done"]
    assert (report["sent"], report["asked"]) == ([], [])
