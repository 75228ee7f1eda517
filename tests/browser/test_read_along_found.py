"""Nearly every sentence is found in pages as they were saved, and as scripts and advertisements leave them.

On pages of ours, or on the saved ones in the folder ``pages`` of ``ARTICLES``.
"""

from __future__ import annotations

import statistics

import pytest
from playwright.sync_api import Browser

from bench import read_along


@pytest.fixture(scope="module")
def rows(chromium: Browser) -> list[read_along.Row]:
    return read_along.measure(chromium, read_along.default_folder())


def test_sentences_are_found_in_the_page_as_it_was_saved(rows: list[read_along.Row]) -> None:
    assert len(rows) > 2
    assert statistics.median(row.share(row.as_saved) for row in rows) >= 0.98, read_along.misses(rows)
    assert min(row.share(row.as_saved) for row in rows) >= 0.9, read_along.misses(rows)


def test_what_is_lit_is_what_is_said(rows: list[read_along.Row]) -> None:
    differing = sum(len(row.differing) for row in rows)
    assert differing <= 0.01 * sum(len(row.texts) for row in rows), read_along.misses(rows)


def test_sentences_are_found_in_a_page_that_was_changed_since(rows: list[read_along.Row]) -> None:
    assert statistics.median(row.share(row.disturbed) for row in rows) >= 0.95, read_along.misses(rows)
