"""Which tests one process keeps, when several run side by side."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.side_by_side import GIVES_WAY, TOGETHER, folder_of, gives_way

ROOT = Path(__file__).parents[2]


@pytest.mark.pure
def test_folders_that_share_services_stay_whole_and_files_elsewhere_do_not() -> None:
    assert folder_of("tests/browser/test_room.py::test_one") == "tests/browser/"
    assert folder_of("tests/service/test_up.py::test_one[a/b]") == "tests/service/"
    assert folder_of("tests/web/test_api.py::test_one") == ""


@pytest.mark.pure
def test_they_are_where_services_are_shared() -> None:
    assert all(list((ROOT / folder).glob("test_*.py")) for folder in TOGETHER)


@pytest.mark.pure
def test_the_process_that_is_one_too_many_gives_way() -> None:
    cores = os.cpu_count()
    assert gives_way(f"gw{cores}")
    assert not any(map(gives_way, ("", "gw0", f"gw{cores}0")))


DEALT_OUT = """
import os
import pathlib

def test_one(worker_id):
    pathlib.Path(os.environ["DEALT_OUT"], f"{worker_id}-{os.nice(0)}").touch()
    while len(os.listdir(os.environ["DEALT_OUT"])) < 2:
        pass
"""


def test_it_is_nicer_and_gets_the_last_file_first(tmp_path: Path) -> None:
    (tmp_path / "dealt_out").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / f"test_{name}.py").write_text(DEALT_OUT)
    (tmp_path / "conftest.py").write_text(
        "from tests import conftest, side_by_side\n"
        "side_by_side.os.cpu_count = lambda: 1\n"
        "from tests.conftest import pytest_configure, pytest_xdist_make_scheduler\n"
    )
    quiet = ["-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", str(tmp_path), "-v"]
    side_by_side = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *quiet, *side_by_side, "."],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "DEALT_OUT": str(tmp_path / "dealt_out")},
        capture_output=True,
        text=True,
    )
    here = os.nice(0)
    assert "3 passed" in done.stdout, done.stdout + done.stderr
    ran = {path.name for path in (tmp_path / "dealt_out").iterdir()}
    assert ran == {f"gw0-{here}", f"gw1-{min(here + GIVES_WAY, 19)}"}
    assert re.search(r"\[gw1\].*PASSED test_c.py", done.stdout)


DYING = """
import os
import pytest

@pytest.mark.parametrize("number", range(6))
def test_one(number):
    assert number != 4
    if number == 1:
        os._exit(3)
"""
CONFTEST = "from tests.conftest import pytest_xdist_make_scheduler\n"


def test_a_test_in_which_its_process_dies_fails_once_and_the_others_are_run(tmp_path: Path) -> None:
    (tmp_path / "tests" / "browser").mkdir(parents=True)
    (tmp_path / "tests" / "browser" / "test_dying.py").write_text(DYING)
    (tmp_path / "conftest.py").write_text(CONFTEST)
    quiet = ["-q", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", str(tmp_path)]
    side_by_side = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *quiet, *side_by_side, "tests"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert "2 failed, 4 passed" in done.stdout, done.stdout + done.stderr
