from __future__ import annotations

import pytest

from tests.rooms.contract import arrows, home_of, rooms
from tests.rooms.drawing import BEGIN, PAGE, direct, drawn, purpose, reached

pytestmark = pytest.mark.pure


def test_the_drawing_shows_the_imports_as_they_are() -> None:
    page = PAGE.read_text("utf-8")
    assert page.count(BEGIN) == 1
    assert drawn(page) == page, "run: make docs"


def test_every_room_is_drawn_and_says_what_it_is_for() -> None:
    assert set(arrows()) <= set(rooms())
    assert [room for room in rooms() if not home_of(room).is_file()] == []
    assert [room for room in rooms() if not purpose(room).endswith(".")] == []


def test_an_arrow_that_follows_from_others_is_not_drawn() -> None:
    known = {"a": frozenset("bc"), "b": frozenset("c"), "c": frozenset("d")}
    assert direct("a", known) == {"b"}
    assert reached("a", known) == {"b", "c", "d"}
