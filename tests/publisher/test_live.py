from __future__ import annotations

from pathlib import Path

import pytest

from tts_service.errors import FileError
from tts_service.publisher.live import LiveFile, publish


def number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise FileError("number.txt, line 1: this is not a number.") from None


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "number.txt"


def live(path: Path) -> LiveFile[int]:
    return LiveFile(path, path.parent / "kept" / path.name, number, 0)


def test_a_file_that_is_not_there_is_no_problem(path: Path) -> None:
    file = live(path)
    assert (file.current(), file.problem) == (0, "")


def test_a_change_counts_without_a_restart(path: Path) -> None:
    publish(path, "1")
    file = live(path)
    assert file.current() == 1
    publish(path, "22")
    assert file.current() == 22


def test_a_broken_change_is_told_and_the_last_good_one_stays(path: Path) -> None:
    publish(path, "1")
    file = live(path)
    assert file.current() == 1
    publish(path, "one")
    assert file.current() == 1
    assert file.problem.startswith("number.txt, line 1")
    publish(path, "3")
    assert (file.current(), file.problem) == (3, "")


def test_a_process_that_starts_on_a_broken_file_takes_the_last_good_one(path: Path) -> None:
    publish(path, "1")
    live(path).current()
    publish(path, "one")
    file = live(path)
    assert file.current() == 1
    assert file.problem


def test_a_removed_file_is_taken_back(path: Path) -> None:
    publish(path, "1")
    file = live(path)
    assert file.current() == 1
    path.unlink()
    assert file.current() == 0
    publish(path, "one")
    assert live(path).current() == 0
