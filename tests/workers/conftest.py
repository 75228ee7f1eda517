from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pytest

from audio_cache.store import StoredSegment
from tts_service.settings import Settings
from workers.audio.chain import encode
from workers.engines import registry
from workers.engines.base import Engine, Speech, Voice

REPORT = (
    "The last lighthouse keeper on the northern coast handed over his keys on Friday, after half a lifetime "
    "in the service.",
    "Nobody had expected a crowd.",
    "Yet a long line of people climbed the steep path to the tower, most of them from the village below.",
    "They brought bread, soup and a small brass band.",
    "Martin Brook, who was born in the house, said that he would miss the storms more than the quiet summer "
    "evenings.",
    '"In a storm every hour has a purpose," he told the mayor, and laughed.',
    "The lamp itself has turned without help since the spring of last year; a computer in the city watches "
    "over it.",
    "Will the tower be sold?",
    "The harbour authority says that it has not decided, although three offers have already been made.",
    "One of them comes from a school, another from a hotel, and the third from a man who wants to be left "
    "alone.",
    "Until winter the door will stay open on Sundays, so that visitors can see the great lens for "
    "themselves.",
    "Children may turn the old crank, which still rings a bell on the upper floor.",
    "Engineers who examined the walls found them in better condition than those of many younger buildings.",
    "Salt, wind and rain have done surprisingly little harm, because the stones were laid without mortar.",
    "The village council will meet again in October to discuss what should become of the keeper's house.",
)
"""A report of our own, without figures or names that two people would write differently."""


class Spoken(NamedTuple):
    text: str
    speech: Speech
    stored: StoredSegment


class Report:
    """``REPORT`` in a voice. It is spoken for the first test that wants it: others only want the voice."""

    def __init__(self, settings: Settings, name: str) -> None:
        self.engine, self.voice = registry.find_voice(settings, name, "en")

    @cached_property
    def spoken(self) -> list[Spoken]:
        speeches = [(text, self.engine.synthesize(text, self.voice, "en")) for text in REPORT]
        return [Spoken(text, speech, encode(speech, self.voice, text)) for text, speech in speeches]

    @property
    def segments(self) -> list[bytes]:
        return [sentence.stored.audio for sentence in self.spoken]


@pytest.fixture(scope="session")
def piper_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """One data folder for all tests with Piper, so that the voice is prepared once."""
    return Settings(data_dir=tmp_path_factory.mktemp("piper"))


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """In the embedded voice."""
    return Report(Settings(data_dir=tmp_path_factory.mktemp("hibari")), "hibari/heart")


@pytest.fixture(scope="session")
def piper_report(piper_settings: Settings) -> Report:
    return Report(piper_settings, "piper/en_US-joe-medium")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


@pytest.fixture
def tone(tmp_path: Path) -> tuple[Engine, Voice]:
    return registry.find_voice(Settings(data_dir=tmp_path, engine="tone"), "tone/plain", "en")


@pytest.fixture
def fresh_registry() -> Iterator[None]:
    """Entry points are looked up anew within the test, and forgotten after it."""
    registry._entry_points.cache_clear()
    yield
    registry._entry_points.cache_clear()
