"""Values with which the service does not start."""

from __future__ import annotations

import pytest

from tts_service.settings import SettingsError, load_settings

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("TTS_PORT", "70000", "1 to 65535"),
        ("TTS_WORKERS", "-1", "one for each core"),
        ("TTS_ALLOWED_SITES", "news.example", "https://news.example"),
        ("TTS_PUBLIC_URL", "news.example", "https://"),
        ("TTS_HOOK_SECRET", "fifteen letters", "at least 16 characters"),
        ("TTS_FEED_HUB", "hub.example", "https://"),
        ("TTS_FEED_HUB", "https://hub.example/", "needs TTS_PUBLIC_URL"),
        ("TTS_HOST", "0.0.0.0", "TTS_API_KEYS must be set"),
        ("TTS_WORKRES", "2", "Did you mean TTS_WORKERS?"),
    ],
)
def test_a_value_that_cannot_be_served_is_refused_with_what_may_stand_there(name: str, value: str, told: str) -> None:
    with pytest.raises(SettingsError, match=r"^TTS_") as refused:
        load_settings({name: value}, env_file=None)
    assert told in str(refused.value)


def test_a_secret_of_enough_letters_is_taken() -> None:
    assert load_settings({"TTS_HOOK_SECRET": "sixteen letters!"}, env_file=None).hook_secret
