"""Which tests one process keeps, when several run side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.side_by_side import TOGETHER, folder_of

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.pure


def test_folders_that_share_services_stay_whole_and_files_elsewhere_do_not() -> None:
    assert folder_of("tests/browser/test_room.py::test_one") == "tests/browser/"
    assert folder_of("tests/service/test_up.py::test_one[a/b]") == "tests/service/"
    assert folder_of("tests/web/test_api.py::test_one") == ""


def test_they_are_where_services_are_shared() -> None:
    assert all(list((ROOT / folder).glob("test_*.py")) for folder in TOGETHER)
