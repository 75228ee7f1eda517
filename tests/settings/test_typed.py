"""Settings are converted once: whoever reads them gets values, not text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tts_service.settings import Settings, load_settings

pytestmark = pytest.mark.pure


def loaded(**given: str) -> Settings:
    return load_settings({f"TTS_{name.upper()}": value for name, value in given.items()}, env_file=None)


def test_limits_of_the_cache_are_a_number_and_a_length_of_time() -> None:
    settings = loaded(cache_max_bytes="1.5GB", cache_max_age="36h")
    assert settings.cache_max_bytes == 1_500_000_000
    assert settings.cache_max_age == dt.timedelta(hours=36)


def test_sites_are_origins_in_one_spelling() -> None:
    settings = loaded(allowed_sites="https://News.example:443/, http://blog.example:8080")
    assert settings.allowed_sites == ("https://news.example", "http://blog.example:8080")
    assert loaded(webhook_sites="http://10.0.0.5:3000/").webhook_sites == ("http://10.0.0.5:3000",)


def test_files_are_paths() -> None:
    assert loaded(shows="/srv/shows.toml").shows == Path("/srv/shows.toml")


@pytest.mark.parametrize(
    "name",
    [
        "redis_url",
        "database_url",
        "voice",
        "public_url",
        "voices_url",
        "shows",
        "lexicon",
        "hook_secret",
        "feed_hub",
        "openai_url",
        "openai_key",
        "cache_max_bytes",
        "cache_max_age",
    ],
)
def test_what_is_empty_is_not_set(name: str) -> None:
    assert getattr(loaded(**{name: ""}), name) is None
    assert getattr(Settings(), name) is None


def test_settings_can_name_what_is_made_for_them() -> None:
    settings = loaded(voices="es=gtts")
    assert {settings: "made"}[loaded(voices="es=gtts")] == "made"
    assert settings != loaded(voices="es=piper")
