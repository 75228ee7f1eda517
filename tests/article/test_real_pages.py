"""The bench of real pages: how their blocks are counted, and what counts for neither side."""

from __future__ import annotations

import msgspec
import pytest

from bench.real_pages import MARKS, Marked, blocks, score

pytestmark = pytest.mark.pure

PAGE = """<html><head><title>Not shown</title></head><body><nav><a>Home</a> <a>News</a></nav>
<h1>The <em>old</em> pier</h1><p>It opens<br>on Monday.</p><div>Loose <p>Set apart.</p> tail</div>
<script>var a = "not shown";</script><p style="display: none">Hidden.</p><p hidden>Hidden too.</p>
</body></html>"""


def test_each_visible_block_is_one_text() -> None:
    assert blocks(PAGE) == [
        *("Home News", "The old pier", "It opens", "on Monday.", "Loose", "Set apart.", "tail"),
    ]


def test_what_may_be_read_or_not_counts_for_neither_side() -> None:
    marked = Marked("pier", body=[(2, 3)], either=[(1, 1)], aside=False)
    with_title = score("The old pier. It opens on Monday.", blocks(PAGE), marked)
    without = score("It opens on Monday.", blocks(PAGE), marked)
    assert with_title == without == score("it opens on monday", blocks(PAGE), marked)
    assert (without.precision, without.recall) == (1, 1)


def test_what_is_lost_and_what_is_gained_is_counted() -> None:
    marked = Marked("pier", body=[(2, 3)], either=[(1, 1)], aside=False)
    found = score("It opens. Home news", blocks(PAGE), marked)
    assert (found.precision, found.recall) == (0.5, 0.5)


def test_every_page_has_a_body_and_a_third_are_kept_aside() -> None:
    marks = msgspec.json.decode(MARKS.read_bytes(), type=dict[str, Marked]).values()
    assert all(mark.body and all(first <= last for first, last in mark.body) for mark in marks)
    assert 0.3 < sum(mark.aside for mark in marks) / len(marks) < 0.5
