"""A paragraph in another language, from the settings to the voice that speaks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workers.test_casting import Newsroom
from tts_service.article.request import ArticleRequest
from tts_service.settings import SettingsError, load_settings
from workers.engines.registry import find_voice
from workers.render.outcomes import RenderStep
from workers.render.planning import key_of

SPANISH = "La gente está cansada, dijo Ana, que vive en el puerto desde hace 20 años y no piensa marcharse a ningún otro lugar."  # noqa: E501
MIXED = ArticleRequest(
    text=f"The ferry is back.\n\n{SPANISH}\n\nIt left at nine.", title="Ferry", language="en"
)


def test_a_voice_named_for_the_language_speaks_it(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, voices="es=tone/low")
    plan = newsroom.plan(MIXED)
    assert newsroom.voices(plan) == {
        "Ferry.": "tone/plain",
        "The ferry": "tone/plain",
        "La gente ": "tone/low",
        "It left a": "tone/plain",
    }
    assert newsroom.render(plan) is RenderStep.READY


def test_the_key_of_its_sentence_has_its_language(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    plan = newsroom.plan(MIXED)
    segment = newsroom.script(plan).segments[2]
    engine, voice = find_voice(newsroom.settings, None, "es")
    assert (
        plan.segments[2].key == key_of(segment, engine, voice, "es") != key_of(segment, engine, voice, "en")
    )


def test_a_voice_of_the_show_stands_before_that_of_the_settings(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, voices="es=tone/plain")
    newsroom.says("[show.sea]\nvoices = { es = 'tone/low' }\n")
    spoken = newsroom.voices(
        newsroom.plan(ArticleRequest(text=MIXED.text, title="Ferry", language="en", show="sea"))
    )
    assert spoken["La gente "] == "tone/low"


def test_without_a_voice_of_this_machine_it_is_skipped(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, engine="hibari")
    script = newsroom.script(newsroom.plan(MIXED))
    assert [segment.text for segment in script.segments] == [
        "Ferry.",
        "The ferry is back.",
        "It left at nine.",
    ]
    reasons = [piece.reason for piece in script.skipped]
    assert reasons == ["in another language ('es'), which no voice here speaks"]


@pytest.mark.parametrize(("choice", "spoken"), [("skip", 3), ("same", 4)])
def test_a_setting_decides(tmp_path: Path, choice: str, spoken: int) -> None:
    newsroom = Newsroom(tmp_path, foreign_text=choice, voices="es=tone/low")
    plan = newsroom.plan(MIXED)
    assert len(plan.segments) == spoken
    assert {segment.voice for segment in plan.segments} == {"tone/plain"}


@pytest.mark.pure
def test_a_setting_that_is_none_is_refused() -> None:
    with pytest.raises(SettingsError, match="use voice, skip, same"):
        load_settings({"TTS_FOREIGN_TEXT": "english"}, env_file=None)
