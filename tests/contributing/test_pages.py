"""Every page for contributors is followed as a newcomer would follow it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contributing.worked_example import PAGES, Reader, unnamed_files

EXAMPLES = sorted(PAGES.glob("add-*.md"))


@pytest.mark.parametrize("page", EXAMPLES, ids=lambda page: page.stem)
def test_a_page_holds_to_the_letter(page: Path, tmp_path: Path) -> None:
    assert Reader(tmp_path).follow(page) > 0


@pytest.mark.parametrize("page", EXAMPLES, ids=lambda page: page.stem)
def test_a_reader_sees_the_name_of_every_file(page: Path) -> None:
    assert unnamed_files(page) == []


def test_there_is_a_page_for_each_kind_of_addition() -> None:
    assert {page.stem for page in EXAMPLES} == {
        "add-a-language",
        "add-a-route",
        "add-a-rule",
        "add-a-setting",
        "add-an-engine",
    }
