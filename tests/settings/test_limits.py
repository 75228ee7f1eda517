from __future__ import annotations

import pytest

from tts_service.limits import parse_age, parse_bytes
from tts_service.settings import SettingsError, load_settings

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "count"), [("", None), ("20GB", 20 * 10**9), ("1.5 tb", 15 * 10**11), ("7B", 7)]
)
def test_sizes(text: str, count: int | None) -> None:
    assert parse_bytes(text) == count


@pytest.mark.parametrize(
    ("text", "seconds"), [("", None), ("36h", 129_600), ("90d", 7_776_000), ("2w", 1_209_600)]
)
def test_ages(text: str, seconds: float | None) -> None:
    assert parse_age(text) == seconds


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("BYTES", "20", "20GB"),
        ("BYTES", "0GB", "20GB"),
        ("BYTES", "-1GB", "20GB"),
        ("AGE", "90", "90d"),
        ("AGE", "1y", "90d"),
    ],
)
def test_what_is_no_limit_stops_the_start(name: str, value: str, hint: str) -> None:
    with pytest.raises(SettingsError, match=rf"TTS_CACHE_MAX_{name}: '{value}' is not .*{hint}"):
        load_settings({f"TTS_CACHE_MAX_{name}": value}, env_file=None)
