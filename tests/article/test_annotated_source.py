"""The source of an article with the fate of each of its pieces."""

from __future__ import annotations

import pytest

from tts_service.article.model import Script, Segment, Skipped
from tts_service.coverage.annotated_source import annotate
from tts_service.coverage.report import Passage

pytestmark = pytest.mark.pure

SOURCE = "The river rose (see map) fast. Advertisement\nIt fell. Gone."
SEGMENTS = (Segment("The river rose fast.", 0, 30, (), 0, 300), Segment("It fell.", 45, 53, (), 0, 300))
SKIPPED = (Skipped("(see map)", 15, 24, "an aside"), Skipped("Advertisement", 31, 44, "an advertisement"))
SCRIPT = Script("River", "en", SOURCE, ("",), SEGMENTS, SKIPPED)


def test_the_runs_are_the_source() -> None:
    assert "".join(run.text for run in annotate(SCRIPT)) == SOURCE


def test_what_is_skipped_within_a_sentence_parts_it_in_two() -> None:
    runs = annotate(SCRIPT)
    said = [(run.text, run.is_first) for run in runs if run.fate == "said" and run.index == 0]
    assert said == [("The river rose ", True), (" fast.", False)]
    assert [(run.text, run.index) for run in runs if run.fate == "skipped"] == [
        ("(see map)", 0),
        ("Advertisement", 1),
    ]


def test_what_was_lost_is_told_from_what_lies_between() -> None:
    runs = annotate(SCRIPT, [Passage("Gone.", 54, 59)])
    assert [run.text for run in runs if run.fate == "lost"] == ["Gone."]
    assert [run.text for run in runs if run.fate == "between"] == [" ", "\n", " "]


def test_nothing_is_nothing() -> None:
    assert annotate(Script("", "en", "", (), ())) == []
