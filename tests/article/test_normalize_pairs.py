"""Every class of the table is said at least as well as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.article import pairs_table

pytestmark = pytest.mark.pure

FLOORS = pairs_table.read_floors()


def test_the_table_is_large_enough() -> None:
    english = [name for name in pairs_table.class_names() if name.startswith("english/")]
    assert sum(len(pairs_table.read_pairs(name)) for name in english) >= 600
    assert len(english) >= 25


@pytest.mark.parametrize("name", pairs_table.class_names())
def test_class_is_said_no_worse_than_its_floor(name: str) -> None:
    floor = FLOORS.get(name)
    assert floor is not None, "a new class: run pairs_table.py pin"
    assert pairs_table.digest_of(name) == floor.digest, "the pairs were changed: run pairs_table.py pin"
    wrong = pairs_table.misses(name)
    right = floor.pairs - len(wrong)
    assert right >= floor.right, "\n".join(
        f"{miss.written!r}\n  wanted {miss.wanted!r}\n  heard  {miss.heard!r}" for miss in wrong
    )


def test_no_class_has_gone() -> None:
    assert sorted(FLOORS) == pairs_table.class_names()


@pytest.mark.parametrize("name", pairs_table.class_names())
def test_no_sentence_stands_in_a_class_twice(name: str) -> None:
    written = [pair.written for pair in pairs_table.read_pairs(name)]
    assert len(written) == len(set(written))


def floors(**right: int) -> dict[str, pairs_table.Floor]:
    return {name: pairs_table.Floor(name, 10, n, "") for name, n in right.items()}


def test_a_gate_that_is_lowered_is_seen() -> None:
    old = floors(dates=10, money=9)
    assert pairs_table.lowered(old, floors(dates=10, money=10)) == []
    assert pairs_table.lowered(old, floors(dates=9, money=9)) == ["dates"]
    assert pairs_table.lowered(old, floors(dates=10)) == ["money"]


def test_pinning_refuses_to_lower_a_floor_without_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    floors_file = tmp_path / "floors.tsv"
    lines = re.sub(
        r"english/dates\t\d+\t\d+", "english/dates\t999\t999", pairs_table.FLOORS.read_text(encoding="utf-8")
    )
    floors_file.write_text(lines, encoding="utf-8")
    monkeypatch.setattr(pairs_table, "FLOORS", floors_file)
    assert pairs_table.pin(because="") == 1
    assert "english/dates" in capsys.readouterr().err
    assert floors_file.read_text(encoding="utf-8") == lines
    assert pairs_table.pin(because="a class was split") == 0
    assert pairs_table.read_floors()["english/dates"].because == "a class was split"
