"""The paragraphs that somebody has recorded are found again, however the article was edited."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.readings import script_of
from tts_service.article.hashing import short_hash
from tts_service.article.model import Script, encode_script
from tts_service.article.place import (
    Run,
    paragraph_starts,
    run_of_section,
    run_of_segments,
    sentences_of,
)
from tts_service.article.recording import SectionRecording
from tts_service.article.request import ArticleRequest
from tts_service.errors import BadRequest
from workers.recordings.mixing import CutPart, PlacedPart, alone, mixed

pytestmark = pytest.mark.pure

NAMES = ("river", "bakery", "sluice", "council", "bridge", "mayor", "ferry", "harbour")
PARAGRAPHS = tuple(f"The {name} was early today. Nobody told the {name} why." for name in NAMES)


def article(paragraphs: tuple[str, ...]) -> Script:
    return script_of(ArticleRequest(text="\n\n".join(paragraphs), title="Tides", language="en"))


def paragraph(script: Script, index: int) -> Run:
    starts = [*paragraph_starts(script), len(script.segments)]
    return Run(starts[index + 1], starts[index + 2])  # the title is the first


def said(script: Script, run: Run | None) -> str:
    """In the words of the source."""
    read = script.segments[run.first : run.end] if run else ()
    return " ".join(" ".join(script.source[one.start : one.end] for one in read).split())


WHOLE = article(PARAGRAPHS)
THIRD = paragraph(WHOLE, 2)
PLACE = sentences_of(WHOLE).place(THIRD)


@given(st.permutations(PARAGRAPHS), st.sets(st.sampled_from(PARAGRAPHS)), st.integers(0, 3))
@examples(max_examples=40, deadline=None)
def test_what_was_not_edited_is_found_wherever_it_stands(order: list[str], gone: set[str], more: int) -> None:
    left = tuple(one for one in order if one not in gone or one == PARAGRAPHS[2])
    script = article((*(f"Update {number}: it rains." for number in range(more)), *left))
    run = sentences_of(script).find(PLACE)
    assert run is not None
    assert said(script, run) == said(WHOLE, THIRD)
    assert sentences_of(script).is_same(run, PLACE)


EDITED = {
    "its first sentence": ("It was fine that day. Nobody told the sluice why.",),
    "its last sentence": ("The sluice was early today. Everybody knew about the sluice.",),
    "a sentence added to it": (f"{PARAGRAPHS[2]} It rained all day long there.",),
    "a paragraph made two": tuple(PARAGRAPHS[2].replace(". ", ".\n\n").split("\n\n")),
    "all of it": (
        "Something else stands here of the sluice. It has two sentences about the sluice as well.",
    ),
}


@pytest.mark.parametrize("edit", EDITED)
def test_what_was_edited_is_found_between_what_was_not(edit: str) -> None:
    script = article((*PARAGRAPHS[:2], *EDITED[edit], *PARAGRAPHS[3:]))
    run = sentences_of(script).find(PLACE)
    assert said(script, run) == " ".join(EDITED[edit])


def edited(edit: str, index: int) -> tuple[str, ...]:
    """Paragraph ``index`` after ``edit``; no two are alike."""
    after = EDITED[edit] if edit else (PARAGRAPHS[2],)
    return tuple(one.replace("sluice", NAMES[index]) for one in after)


def test_it_is_not_the_same_once_it_was_edited() -> None:
    script = article((*PARAGRAPHS[:2], *EDITED["its last sentence"], *PARAGRAPHS[3:]))
    run = sentences_of(script).find(PLACE)
    assert run is not None
    assert not sentences_of(script).is_same(run, PLACE)


def test_without_its_paragraphs_it_has_no_place() -> None:
    assert sentences_of(article((*PARAGRAPHS[:2], *PARAGRAPHS[3:]))).find(PLACE) is None


def test_of_two_that_are_alike_it_is_the_one_among_its_neighbours() -> None:
    script = article((*PARAGRAPHS[:3], PARAGRAPHS[5], PARAGRAPHS[2], *PARAGRAPHS[3:]))
    place = sentences_of(script).place(paragraph(script, 4))
    again = article(
        ("It rains today, they say.", *PARAGRAPHS[:3], PARAGRAPHS[5], PARAGRAPHS[2], *PARAGRAPHS[3:])
    )
    assert sentences_of(again).find(place) == paragraph(again, 5)


@pytest.mark.parametrize(("first", "last"), [(2, 2), (1, 3), (0, 99), (4, 3), (99, 99)])
def test_only_whole_paragraphs_are_recorded(first: int, last: int) -> None:
    with pytest.raises(BadRequest):
        run_of_segments(WHOLE, first, last)


def test_a_section_that_does_not_exist_is_told() -> None:
    assert run_of_section(WHOLE, 0) == Run(0, len(WHOLE.segments))
    with pytest.raises(BadRequest, match="no section 7"):
        run_of_section(WHOLE, 7)


# -- both together -------------------------------------------------------------------------------------------


def part_of(script: Script, run: Run) -> PlacedPart:
    """As it is recorded."""
    only = alone(script, run)
    keys = tuple(short_hash(one.text.encode()) for one in only.segments)
    place = sentences_of(script).place(run)
    part = CutPart(place, only.source, only.segments, only.skipped, keys)
    return PlacedPart(SectionRecording(digest="d", by="Anna", place=place), part, run, is_outdated=False)


def test_an_article_that_was_not_edited_says_the_same() -> None:
    parts = [part_of(WHOLE, paragraph(WHOLE, index)) for index in (1, 2, 6)]
    script = mixed(WHOLE, parts)
    assert [(one.first, one.end) for one in script.read_by] == [tuple(one.run) for one in parts]
    assert (script.source, script.segments, script.skipped) == (WHOLE.source, WHOLE.segments, WHOLE.skipped)


def test_nothing_is_said_of_it_in_the_script_of_others() -> None:
    assert b"read_by" not in encode_script(WHOLE)
    assert b"read_by" in encode_script(mixed(WHOLE, [part_of(WHOLE, THIRD)]))


@given(
    st.lists(st.sampled_from((*EDITED, "")), min_size=8, max_size=8),
    st.sets(st.sampled_from(range(8)), min_size=1, max_size=3),
)
@examples(max_examples=40, deadline=None)
def test_each_sentence_stands_where_the_script_says(edits: list[str], recorded: set[int]) -> None:
    """Recorded paragraphs are as they were, and all others as they are now."""
    parts = {index: part_of(WHOLE, paragraph(WHOLE, index)) for index in sorted(recorded)}
    now = [edited(edit, at) for at, edit in enumerate(edits)]
    numbers = [sum(len(one) for one in now[:index]) for index in range(9)]
    script = article(tuple(text for one in now for text in one))
    placed = [
        one._replace(
            run=Run(paragraph(script, numbers[at]).first, paragraph(script, numbers[at + 1] - 1).end)
        )
        for at, one in parts.items()
    ]
    made = mixed(script, placed)
    expected = [PARAGRAPHS[at] if at in recorded else " ".join(one) for at, one in enumerate(now)]
    assert said(made, Run(1, len(made.segments))) == " ".join(expected)
    assert all(
        made.source[piece.start : piece.end] == segment.text[piece.spoken_start : piece.spoken_end]
        for segment in made.segments
        for piece in segment.pieces
    )
    for read, at in zip(made.read_by, parts, strict=True):
        assert said(made, Run(read.first, read.end)) == PARAGRAPHS[at]
