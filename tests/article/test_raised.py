"""Raised numbers of a page: those of notes are not heard, powers are."""

from __future__ import annotations

import pytest

from tts_service.article.extract.draft import ArticleFacts
from tts_service.article.extract.html.formulas import NOTE
from tts_service.article.extract.html.page import article_from_html
from tts_service.article.model import Script
from tts_service.article.script.script import make_script

pytestmark = pytest.mark.pure

BEHIND = "The mayor said that the new bridge would open in the spring, when the river is low again."
AROUND = "The council met in the old hall by the river and spoke until late in the night about its plan."


def script_of(sentence: str) -> Script:
    body = f"<h1>A plan for the hall</h1><p>{AROUND}</p><p>{sentence}</p><p>{BEHIND}</p>"
    html = f'<html lang="en"><body><article>{body}</article></body></html>'
    return make_script(article_from_html(html, ArticleFacts(language="en")))


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Some of them doubt it<sup>2</sup> now.", "Some of them doubt it now."),
        ("It was said only last week.<sup>2,3</sup>", "It was said only last week."),
        ("It began in the year 2012<sup>4</sup> there.", "It began in the year twenty twelve there."),
        (
            'A note<span class="footnote-ref"><a href="#fn1">1</a></span> stands behind it.',
            "A note stands behind it.",
        ),
        ("They say so,<sup>*</sup> at least for now.", "They say so, at least for now."),
    ],
)
def test_a_raised_number_behind_a_word_counts_notes(written: str, spoken: str) -> None:
    script = script_of(written)
    assert spoken in [segment.text for segment in script.segments]
    assert [piece.reason for piece in script.skipped] == [NOTE]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("It is no more than 10<sup>-3</sup> of it.", "It is no more than ten to the minus three of it."),
        ("It is no less than 10<sup>6</sup> of it.", "It is no less than ten to the sixth of it."),
        ("The hall has 500 m<sup>2</sup> in all.", "The hall has five hundred square meters in all."),
        ("The park has 5 km<sup>2</sup> in all.", "The park has five square kilometers in all."),
    ],
)
def test_a_power_is_said(written: str, spoken: str) -> None:
    assert spoken in [segment.text for segment in script_of(written).segments]
