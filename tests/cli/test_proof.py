"""``account`` and ``verify`` as people call them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.forked import tts_service
from tests.running import clean_environ, free_port

STORY = """The harbour clock is late

• The clock in the harbour was late again on Monday.

Its keeper, Mrs. Dahl, oiled it at noon. By three it had lost another minute.
"""


def run(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    known = {"data_dir": str(folder / "data"), "engine": "tone", "offline": "1", "port": str(free_port())}
    environ = clean_environ(**{**known, **settings})
    return tts_service(arguments, environ=environ, cwd=folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "story.txt").write_text(STORY)
    return tmp_path


def test_the_account_of_a_file(folder: Path) -> None:
    done = run(folder, "account", "story.txt")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "4 of 4 sentences spoken"
    assert lines[1].startswith("100.0% of ")
    found = json.loads(run(folder, "account", "story.txt", "--json").stdout)
    assert found["complete"] is True
    assert found["characters"]["marks"] == 1


def test_an_unknown_id_is_named(folder: Path) -> None:
    done = run(folder, "account", "abcdefghijklmnop")
    assert done.returncode == 1
    assert "no finished narration with the id abcdefghijklmnop" in done.stderr


def test_speaking_with_an_account(folder: Path) -> None:
    done = run(folder, "speak", "story.txt", "-o", "out.mp3", "--account")
    assert done.returncode == 0, done.stderr
    assert "4 of 4 sentences spoken" in done.stdout


def test_a_real_voice_is_understood(folder: Path) -> None:
    done = run(folder, "verify", "story.txt", "--json", engine="hibari")
    assert done.returncode == 0, done.stderr
    sentences = json.loads(done.stdout)["sentences"]
    assert sum(sentence["words"] for sentence in sentences) == 30
    assert sum(sentence["errors"] for sentence in sentences) <= 6  # the voice's noise is another each time


def test_without_the_recognizer_one_is_told_how_to_get_it(folder: Path) -> None:
    environ = clean_environ(data_dir=str(folder / "data"), engine="tone", offline="1")
    done = tts_service(["verify", "story.txt"], environ=environ, cwd=folder, without=["faster_whisper"])
    assert done.returncode == 1
    assert done.stderr == (
        "tts-service: Listening needs a speech recognizer, which is not installed: "
        "pip install 'tts-service[verify]'\n"
    )
