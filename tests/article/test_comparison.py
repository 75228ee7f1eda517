"""What an edit changes, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from tests.article.test_script import script_of
from tests.growth.measuring import cpu
from tts_service.article.model import Script
from tts_service.article.script.comparison import MOST_SENTENCES, Change, changes_between

pytestmark = pytest.mark.pure
ENOUGH_S = 5.0


def script(sentences: Sequence[str]) -> Script:
    made = script_of("A bridge opened on Monday.")
    one = made.segments[0]
    return msgspec.structs.replace(
        made, segments=tuple(msgspec.structs.replace(one, text=text) for text in sentences)
    )


def test_the_sentences_that_were_changed() -> None:
    found = changes_between(script(["a", "b", "b", "c"]), script(["a", "b", "d", "c", "e"]))
    assert found == (Change(2, ("b",), ("d",)), Change(4, (), ("e",)))


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (["a"] * MOST_SENTENCES, ["a", "b"] * (MOST_SENTENCES // 2)),
        (["a"] * 140, ["a", "b"] * 70 + ["c"] * (MOST_SENTENCES - 140)),
        ([f"{n}" for n in range(MOST_SENTENCES)], [f"{n // 2 * 2}" for n in range(MOST_SENTENCES)]),
    ],
    ids=["alike", "some alike", "every second one changed"],
)
def test_it_takes_little_time_however_alike_they_are(older: Sequence[str], newer: Sequence[str]) -> None:
    """It is done while an editor's page is made, and nobody else is served meanwhile."""
    before, after = script(older), script(newer)
    assert cpu(lambda: changes_between(before, after)) < ENOUGH_S
