"""Values with which the service does not start."""

from __future__ import annotations

import shlex
import subprocess
import sys

import pytest

from tts_service.settings import MAKE_A_KEY, SettingsError, load_settings

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
        ("TTS_DISCLOSURE", "voice " * 20, "one line of at most 99 bytes"),
        ("TTS_DISCLOSURE", "one\ntwo", "one line of at most 99 bytes"),
        ("TTS_HOST", "0.0.0.0", "TTS_API_KEYS must be set"),
        (
            "TTS_PUBLIC_URL",
            "https://listen.example",
            "TTS_API_KEYS must be set with TTS_PUBLIC_URL=https://listen.example",
        ),
        ("TTS_PUBLIC_URL", "http://192.0.2.7:8000", "TTS_API_KEYS must be set"),
        ("TTS_PUBLIC_URL", "http://localhost.evil.example", "TTS_API_KEYS must be set"),
        ("TTS_PUBLIC_URL", "https://", "is not an address such as https://"),
        ("TTS_PUBLIC_URL", "http://[x", "is not an address such as https://"),
        ("TTS_PUBLIC_URL", "https://listen.example/?a", "is not an address such as https://"),
        ("TTS_PUBLIC_URL", "https://listen.example;sandbox", "is not an address such as https://"),
        ("TTS_ALLOWED_SITES", "https://news.example;sandbox", "https://news.example"),
        ("TTS_API_KEYS", "a", "secrets.token_urlsafe"),
        (
            "TTS_API_KEYS",
            "sixteen-letters! fifteen-letters",
            "key 2 is too short: use at least 16 characters",
        ),
        ("TTS_SECURITY_CONTACT", "security@news.example", "must start with mailto:"),
        ("TTS_WORKRES", "2", "Did you mean TTS_WORKERS?"),
    ],
)
def test_a_value_that_cannot_be_served_is_refused_with_what_may_stand_there(
    name: str, value: str, told: str
) -> None:
    with pytest.raises(SettingsError, match=r"^TTS_") as refused:
        load_settings({name: value}, env_file=None)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("address", ["http://localhost:8080", "http://127.0.0.2/listen", "http://[::1]:9000"])
def test_a_public_address_that_is_this_machine_needs_no_keys(address: str) -> None:
    assert load_settings({"TTS_PUBLIC_URL": address}, env_file=None).public_url == address


def test_a_refusal_never_shows_a_key() -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({"TTS_API_KEYS": "hunter2"}, env_file=None)
    assert "hunter2" not in str(refused.value)


def test_the_key_that_the_message_makes_is_taken() -> None:
    _, *arguments = shlex.split(MAKE_A_KEY)
    key = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=True
    ).stdout.strip()
    settings = load_settings({"TTS_API_KEYS": key, "TTS_PUBLIC_URL": "https://listen.example"}, env_file=None)
    assert settings.api_keys == (key,)


def test_a_secret_of_enough_letters_is_taken() -> None:
    assert load_settings({"TTS_HOOK_SECRET": "sixteen letters!"}, env_file=None).hook_secret
