"""A briefing is put together of the articles' own sentences, and nothing of them changes but their place."""

from __future__ import annotations

import pytest

from tts_service.article.extract.reading import read_article
from tts_service.article.model import Script, Segment, decode_script, encode_script
from tts_service.article.request import ArticleRequest
from tts_service.article.script.briefing import (
    BriefingContent,
    BriefingStory,
    briefing_id,
    is_briefing,
    phrases_of,
    story_of,
    text_of,
    told,
)
from tts_service.article.script.chapters import chapters
from tts_service.article.script.joining import LANGUAGES, briefing_title, joining_words
from tts_service.article.script.notice import SpokenNotice
from tts_service.article.script.script import make_script
from tts_service.article.steering import Steering

pytestmark = pytest.mark.pure

FERRY = (
    "The ferry sailed again on Monday, 5 km up the coast. Dr. Ada Marsh of the U.N. was on board. "
    "It was full by nine.\n\nThe harbor had been closed for a year, and nobody had expected that anything "
    "would move there before the spring of the year after, said the mayor, who had come alone. "
    "The rest is routine."
)
CLOCK = "# The clock stands still\n\nBy Ada Marsh\n\nNobody has wound the clock. It shows ten past four."


def script(text: str, title: str | None = None, notice: SpokenNotice | None = None) -> Script:
    request = ArticleRequest(text=text, title=title, language="en", author="Ada Marsh")
    return make_script(read_article(request, steering=Steering("")), notice=notice)


def story(read: Script, url: str) -> BriefingStory:
    found = story_of(read, url)
    assert found is not None
    return found


def said(segment: Segment) -> tuple[object, ...]:
    """All of it that is in its key."""
    return segment.text, segment.phonemes, segment.spelled, segment.language


@pytest.fixture
def scripts() -> list[Script]:
    return [
        script(FERRY, "The ferry is back. Who would have thought?"),
        script(CLOCK),
        script("It rains. " * 30, "Rain"),
    ]


@pytest.fixture
def content(scripts: list[Script]) -> BriefingContent:
    stories = tuple(story(read, f"https://news.example/{n}") for n, read in enumerate(scripts))
    return BriefingContent("The three stories of this morning", "en", joining_words("en"), stories)


@pytest.fixture
def briefing(content: BriefingContent) -> Script:
    return told(make_script(phrases_of(content)), content)


def test_every_sentence_is_one_of_an_article_or_of_the_words_between(
    scripts: list[Script], content: BriefingContent, briefing: Script
) -> None:
    known = {said(segment) for read in scripts for segment in read.segments}
    between = [segment.text for segment in briefing.segments if said(segment) not in known]
    assert between == [
        "The three stories of this morning.",
        "Also in the news.",
        "And finally.",
        "That was the briefing. Each chapter leads to its article.",
    ]


def test_what_the_service_says_of_itself_is_no_story() -> None:
    notice = SpokenNotice("Read by a synthetic voice.")
    assert story(script(FERRY, "The ferry is back", notice), "") == story(
        script(FERRY, "The ferry is back"), ""
    )


def test_it_has_the_title_and_the_first_whole_sentences(briefing: Script) -> None:
    texts = [[s.text for s in briefing.segments if s.section == section] for section in range(4)]
    assert texts[1][0] == "The ferry is back. Who would have thought?"
    assert texts[1][-1].endswith("It was full by nine.")
    assert texts[2] == [
        "Also in the news.",
        "The clock stands still.",
        "Nobody has wound the clock. It shows ten past four.",
    ]
    assert len("".join(texts[3])) < 500


def test_whoever_reads_along_finds_each_sentence_in_its_text(
    content: BriefingContent, briefing: Script
) -> None:
    assert briefing.source == text_of(content)
    end = 0
    for segment in briefing.segments[1:]:
        assert segment.start >= end
        end = segment.end
        assert briefing.source[segment.start : segment.end].strip()
        assert all(segment.start <= piece.start <= piece.end <= segment.end for piece in segment.pieces)
        assert all(piece.spoken_end <= len(segment.text) for piece in segment.pieces)
    assert "5 km up the coast" in briefing.source  # as written, not as spoken


def test_each_chapter_leads_to_its_article(briefing: Script) -> None:
    spans = [(float(n), n + 1.0) for n in range(len(briefing.segments))]
    found = chapters(briefing, spans)
    assert [chapter.url for chapter in found] == [
        "",
        "https://news.example/0",
        "https://news.example/1",
        "https://news.example/2",
    ]
    assert [chapter.title for chapter in found][2] == "The clock stands still"


def test_it_survives_being_stored_and_others_have_no_new_field(
    scripts: list[Script], briefing: Script
) -> None:
    assert decode_script(encode_script(briefing)) == briefing
    assert b"section_urls" not in encode_script(scripts[0])


def test_a_synopsis_of_the_publishers_own_is_told_before_the_beginning() -> None:
    read = script(
        "# The river rises\n\nThe river has been rising for days.\n\n"
        "## Summary\n\nIt rains, and has rained for a week.\n\n## The town\n\nThe town looks on."
    )
    assert "synopsis" in read.section_kinds
    texts = [sentence.segment.text for sentence in story(read, "").sentences]
    assert texts == ["The river rises.", "It rains, and has rained for a week."]


def test_what_has_no_words_but_its_title_tells_no_story() -> None:
    read = script("Rain", "Rain")
    assert story_of(read, "") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_between_are_spoken_in_every_language(language: str) -> None:
    stories = (BriefingStory("A", "", ()),)
    content = BriefingContent(briefing_title(language, 5, 7), language, joining_words(language), stories)
    spoken = make_script(phrases_of(content))
    assert spoken.language == language
    assert len(spoken.segments) >= 4
    titles = {briefing_title(language, count, hour) for count in (1, 2, 10, 11) for hour in (0, 12, 18)}
    assert len(titles) == 9  # one and eleven have no number
    assert not any("{" in title for title in titles)


def test_its_name_is_the_same_everywhere_and_no_other_articles() -> None:
    name = briefing_id("morning", "2026-11-30T06:30:00+00:00")
    assert is_briefing(name)
    assert name == briefing_id("morning", "2026-11-30T06:30:00+00:00")
    assert name != briefing_id("morning", "2026-11-30T07:30:00+00:00")
    assert not is_briefing("briefing")
