"""What became of every character of an article."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_service.article.extract.reading import read_article
from tts_service.article.model import Script, Skipped
from tts_service.article.request import ArticleRequest
from tts_service.article.script.script import make_script
from tts_service.coverage.report import account_of
from tts_service.errors import Unprocessable

pytestmark = pytest.mark.pure

TEXT = """The harbour clock is late

• The clock was late again on Monday (1).
• Nobody in the town, by the way, could say why [2].

1. Its keeper, Mrs. Dahl, oiled it at noon. 🙂

Share this article
"""


def script_of(text: str) -> Script:
    return make_script(read_article(ArticleRequest(text=text, language="en")))


def test_everything_is_spoken_or_skipped_with_a_reason() -> None:
    script = script_of(TEXT)
    account = account_of(script, [()] * len(script.segments))
    assert account.complete
    assert account.characters.covered == 1.0
    counted = account.characters.spoken + account.characters.skipped + account.characters.marks
    assert counted == account.characters.visible == sum(not char.isspace() for char in script.source)
    assert account.characters.skipped > 0
    assert all(piece.reason for piece in account.skipped)


def test_a_sentence_that_is_missing_from_the_script_is_lost() -> None:
    script = script_of(TEXT)
    gone = next(segment for segment in script.segments if "Dahl" in segment.text)
    rest = msgspec.structs.replace(
        script, segments=tuple(segment for segment in script.segments if segment is not gone)
    )
    account = account_of(rest, [()] * len(rest.segments))
    assert not account.complete
    assert account.characters.covered < 1.0
    assert any("Dahl" in passage.text for passage in account.lost)


def test_what_is_not_spoken_yet_is_counted() -> None:
    script = script_of(TEXT)
    account = account_of(script, [(), *[None] * (len(script.segments) - 1)])
    assert (account.complete, account.sentences.spoken) == (False, 1)


def test_what_sounds_odd_is_listed_with_its_sentence() -> None:
    script = script_of(TEXT)
    account = account_of(
        script, [("It is silent.",), *[()] * (len(script.segments) - 1)], ("", "Another voice.")
    )
    assert not account.complete
    assert [(flag.segment, flag.text, flag.reason) for flag in account.flags] == [
        (0, script.segments[0].text, "It is silent.")
    ]
    assert account.notes == ("Another voice.",)


def test_skipping_counts_before_speaking() -> None:
    script = script_of("One two three.")
    within = msgspec.structs.replace(script, skipped=(Skipped("two", 4, 7, "of no use"),))
    assert account_of(within, [()]).characters.skipped == 3


@given(st.text(st.sampled_from("ab1 .,()[]•-\n\n“”—…:/@#🙂\u00ad\u200b"), max_size=120))
def test_no_text_loses_a_word(text: str) -> None:
    try:
        script = script_of(text)
    except Unprocessable:
        return
    account = account_of(script, [()] * len(script.segments))
    assert not [passage for passage in account.lost if any(map(str.isalpha, passage.text))]
