"""Pages of our own with what news sites set around and into their stories; ``traps/NAME.txt`` is the body
to be read."""

from __future__ import annotations

import pytest

from bench.extraction import Marked, own_pages, table

pytestmark = pytest.mark.pure

PAGES = own_pages()


def test_there_are_traps() -> None:
    assert len(PAGES) >= 16


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_body_is_found_and_nothing_else(page: Marked) -> None:
    (row,) = table([page])
    assert row.ours.recall == 1
    assert row.ours.precision > 0.95  # the caption of a table, the number of a note
