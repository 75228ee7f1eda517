"""A script as paragraphs to read, with the places of their sentences."""

from __future__ import annotations

import pytest

from tts_service.article.extract.reading import read_article
from tts_service.article.request import ArticleRequest
from tts_service.article.script.script import make_script
from tts_service.formats.transcript import Paragraph, direction, transcript

pytestmark = pytest.mark.pure

PAGE = """<html lang="en"><head><title>The ferry stays</title></head><body><article><h1>The ferry stays</h1>
<p>The boat will sail all winter, the council said on Monday. It costs $5 a head.
Nobody voted against the plan.</p>
<p>A second vote follows in May, after the ice has gone and the piers have been looked at by an engineer.</p>
<h2>What it means for riders</h2>
<p>Riders keep their seats and their passes, and the first boat still leaves before the bakers
begin their day.</p>
</article></body></html>"""


def sections(page: str) -> list[list[Paragraph]]:
    return transcript(make_script(read_article(ArticleRequest(html=page))))


def test_paragraphs_are_those_of_the_page() -> None:
    (story, meaning) = sections(PAGE)
    assert [paragraph.text for paragraph in story] == [
        "The boat will sail all winter, the council said on Monday. It costs $5 a head. "
        "Nobody voted against the plan.",
        "A second vote follows in May, after the ice has gone and the piers "
        "have been looked at by an engineer.",
    ]
    assert [(paragraph.is_heading, paragraph.text[:13]) for paragraph in meaning] == [
        (True, "What it means"),
        (False, "Riders keep t"),
    ]


def test_sentences_know_their_place_in_the_source() -> None:
    script = make_script(read_article(ArticleRequest(html=PAGE)))
    sentences = [
        sentence
        for section in transcript(script)
        for paragraph in section
        for sentence in paragraph.sentences
    ]
    # 0 is the title.
    assert [sentence.index for sentence in sentences] == list(range(1, len(script.segments)))
    assert all(script.source[sentence.start : sentence.end] == sentence.text for sentence in sentences)


def test_a_title_that_is_not_in_the_text_is_not_in_the_transcript() -> None:
    request = ArticleRequest(text="The river rose by two meters overnight.", title="5 bridges are closed")
    (section,) = transcript(make_script(read_article(request)))
    assert [paragraph.text for paragraph in section] == ["The river rose by two meters overnight."]


def test_an_article_that_is_all_title_has_no_transcript() -> None:
    assert transcript(make_script(read_article(ArticleRequest(text="The river", title="The river")))) in (
        [],
        [[]],
    )


@pytest.mark.parametrize(
    ("language", "expected"), [("ar", "rtl"), ("ur-PK", "rtl"), ("HE", "rtl"), ("en", "ltr"), ("", "ltr")]
)
def test_direction(language: str, expected: str) -> None:
    assert direction(language) == expected
