"""Articles with what hibari cannot say: what of it is spoken, skipped with a reason, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workers.test_casting import Newsroom
from tts_service.article.request import ArticleRequest
from tts_service.errors import Unprocessable
from workers.render.outcomes import RenderStep


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Loading the voice takes ten times as long as these articles."""
    return Newsroom(tmp_path_factory.mktemp("hibari"), engine="hibari")


def english(text: str) -> ArticleRequest:
    return ArticleRequest(text=text, title="Ferry", language="en")


def test_names_in_other_scripts_are_skipped_with_a_reason_and_the_rest_is_spoken(newsroom: Newsroom) -> None:
    plan = newsroom.plan(english("President Xi (习近平) met नरेंद्र मोदी in Delhi, and measured β-carotene."))
    script = newsroom.script(plan)
    assert [piece.text.strip(" ()") for piece in script.skipped] == ["习近平", "नरेंद्र मोदी"]
    assert all("letters, which a voice for 'en' cannot speak" in piece.reason for piece in script.skipped)
    assert script.segments[-1].text == "President Xi met in Delhi, and measured β-carotene."
    assert newsroom.render(plan) is RenderStep.READY
    assert newsroom.narrations.finished(plan.narration).fallback == ""  # type: ignore[union-attr]


def test_emoji_never_reach_the_engine(newsroom: Newsroom) -> None:
    plan = newsroom.plan(english("The ferry is back.\n\n🎉🔥\n\nIt left 🎉 at nine."))
    assert [segment.text for segment in newsroom.script(plan).segments][1:] == [
        "The ferry is back.",
        "It left at nine.",
    ]
    assert newsroom.render(plan) is RenderStep.READY


@pytest.mark.parametrize("text", ["???", "— … —", "习近平"])
def test_a_text_of_which_nothing_is_left_is_refused(newsroom: Newsroom, text: str) -> None:
    with pytest.raises(Unprocessable) as refused:
        newsroom.plan(ArticleRequest(text=text, language="en"))
    assert refused.value.detail


def test_marks_without_words_are_not_spoken(newsroom: Newsroom) -> None:
    plan = newsroom.plan(english("The ferry is back.\n\n???\n\nIt left at nine."))
    assert [segment.text for segment in newsroom.script(plan).segments] == [
        "Ferry.",
        "The ferry is back.",
        "It left at nine.",
    ]
    assert newsroom.render(plan) is RenderStep.READY


@pytest.mark.parametrize("note", ["[12]", "[citation needed]", "(37)", "— [3, 4] —", "🎉 [1]"])
def test_a_paragraph_of_which_nothing_is_left_to_say_stops_nothing(newsroom: Newsroom, note: str) -> None:
    plan = newsroom.plan(english(f"The ferry is back.\n\n{note}\n\nIt left at nine."))
    texts = [segment.text for segment in newsroom.script(plan).segments]
    assert texts[1] == "The ferry is back."
    assert texts[-1] == "It left at nine."
    assert all(any(char.isalnum() for char in text) for text in texts)
    assert newsroom.render(plan) is RenderStep.READY
    assert newsroom.narrations.finished(plan.narration).fallback == ""  # type: ignore[union-attr]


def test_the_same_article_is_the_same_file_wherever_it_is_spoken(tmp_path: Path) -> None:
    """Spoken twice, by workers with a folder each."""
    files = []
    for name in ("one", "other"):
        newsroom = Newsroom(tmp_path / name, engine="hibari")
        plan = newsroom.plan()
        assert newsroom.render(plan) is RenderStep.READY
        keys = [segment.key for segment in plan.segments]
        files.append([stored.audio for key in keys if (stored := newsroom.narrations.segments.get(key))])
        assert len(files[-1]) == len(keys)
    assert files[0] == files[1]
