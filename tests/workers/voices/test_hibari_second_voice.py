"""An interview and a quotation by two voices of hibari: installed from a publisher, spoken, and told apart by
their pitch."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hibari.voices import VOICES

from audio_cache.plan import Plan
from tests.hearing import decoded
from tests.workers.test_casting import Newsroom
from tests.workers.test_hibari_delivery import pitches
from tests.workers.voices.publisher import Publisher
from tests.workers.voices.second_voice import LOWER, lowered
from tests.workers.voices.test_voice_install import install
from tts_service.article.request import ArticleRequest
from workers.engines.hibari.models import EMBEDDED, file_of
from workers.render.outcomes import RenderStep

SHOW = """[show.talks]
voice = "hibari/heart"
voices = { answer = "hibari/fenrir", quote = "hibari/fenrir" }
include = { language = "en" }
"""
TALK = """The ferry is back

The mayor of the islands spoke with us on Monday, in the old harbour hall.

Q: Who pays for the old ferry?

A: The councils of all the islands do, and gladly so.

Q: Will the pier be mended as well?

A: The region has promised that it will be done by May.

> “We have waited for this ferry for nine long years.”
"""
OTHER = ("The councils", "The region", "“We have", "We have", "by May")


@pytest.fixture
def newsroom(tmp_path: Path, publisher: Publisher, address: str, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    network = lowered(file_of(EMBEDDED, Path()).read_bytes())
    record = {"sha256": hashlib.sha256(network).hexdigest(), "bytes": len(network)}
    monkeypatch.setitem(VOICES, "fenrir", VOICES["fenrir"] | record)
    publisher.files |= {VOICES["fenrir"]["file"]: network, "voices.json": b"{}"}
    newsroom = Newsroom(tmp_path, engine="hibari")
    newsroom.settings = msgspec.structs.replace(newsroom.settings, offline=False, voices_url=address)
    newsroom.says(SHOW)
    return newsroom


def talk(newsroom: Newsroom) -> Plan:
    return newsroom.plan(ArticleRequest(text=TALK, language="en"))


def spoken_by(newsroom: Newsroom, plan: Plan) -> dict[str, str]:
    pairs = zip(newsroom.script(plan).segments, plan.segments, strict=True)
    return {segment.text: planned.voice for segment, planned in pairs}


def test_an_installed_voice_answers_and_is_quoted(newsroom: Newsroom) -> None:
    assert install(newsroom.settings, "fenrir") == ["hibari/fenrir"]
    plan = talk(newsroom)
    voices = spoken_by(newsroom, plan)
    assert {voice for text, voice in voices.items() if text.startswith(OTHER)} == {"hibari/fenrir"}
    assert {voice for text, voice in voices.items() if not text.startswith(OTHER)} == {"hibari/heart"}
    assert list(voices.values()).count("hibari/fenrir") == 3
    assert not any(word in text for text in voices for word in ("Answer:", "Quote:"))
    assert newsroom.render(plan) is RenderStep.READY
    assert newsroom.narrations.finished(plan.narration).fallback == ""  # type: ignore[union-attr]
    heights = {voice: _pitch(newsroom, plan, voice) for voice in ("hibari/heart", "hibari/fenrir")}
    assert heights["hibari/fenrir"] / heights["hibari/heart"] == pytest.approx(LOWER, abs=0.08)


def _pitch(newsroom: Newsroom, plan: Plan, voice: str) -> float:
    """The median, in Hz, of what ``voice`` says in ``plan``."""
    stored = [newsroom.narrations.segments.get(one.key) for one in plan.segments if one.voice == voice]
    sounds = [decoded(segment.audio) for segment in stored if segment is not None]
    assert len(sounds) == len(stored)
    return float(np.median(np.concatenate([pitches(samples) for samples in sounds])))


def test_without_it_one_voice_says_who_speaks(newsroom: Newsroom) -> None:
    """A voice that the show names and that is not here tells no question from its answer."""
    plan = talk(newsroom)
    voices = spoken_by(newsroom, plan)
    assert set(voices.values()) == {"hibari/heart"}
    assert any(text.startswith("Question: Who pays") for text in voices)
    assert any(text.startswith("Answer: The councils") for text in voices)
    assert "hibari/fenrir, which is not here" in plan.fallback


def test_the_voice_that_comes_later_is_heard_from_the_next_reading(newsroom: Newsroom) -> None:
    before = talk(newsroom)
    install(newsroom.settings, "fenrir")
    after = talk(newsroom)
    assert after.revision != before.revision
    assert {segment.voice for segment in after.segments} == {"hibari/heart", "hibari/fenrir"}
