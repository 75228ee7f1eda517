from __future__ import annotations

import pytest

from tts_service.settings import SettingsError, load_settings

BUCKET = {"TTS_STORE": "s3://bucket/prefix", "TTS_REDIS_URL": "redis://10.0.0.5/0"}


def test_a_bucket_is_named_with_its_redis() -> None:
    settings = load_settings(
        BUCKET | {"TTS_COPIES_MAX_BYTES": "2GB", "TTS_AUDIO_URL": "signed"}, env_file=None
    )
    assert settings.store == "s3://bucket/prefix"
    assert settings.copies_max_bytes == 2_000_000_000
    assert load_settings(BUCKET, env_file=None).copies_max_bytes == 10_000_000_000
    assert load_settings({"TTS_AUDIO_URL": "https://cdn.example/a"}, env_file=None).store is None


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (BUCKET | {"TTS_STORE": "/mnt/bucket"}, "is not the address of a bucket"),
        (BUCKET | {"TTS_STORE": "s3:///prefix"}, "is not the address of a bucket"),
        ({"TTS_STORE": "s3://bucket"}, "TTS_STORE needs TTS_REDIS_URL"),
        (BUCKET | {"TTS_COPIES_MAX_BYTES": ""}, "give a size such as 10GB"),
        (BUCKET | {"TTS_COPIES_MAX_BYTES": "many"}, "TTS_COPIES_MAX_BYTES: "),
        ({"TTS_AUDIO_URL": "signed"}, "TTS_AUDIO_URL=signed needs TTS_STORE"),
        ({"TTS_AUDIO_URL": "cdn.example"}, "neither an address"),
        ({"TTS_AUDIO_URL": "https://cdn.example/?a"}, "neither an address"),
    ],
)
def test_what_cannot_work_is_refused_with_a_sentence(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence):
        load_settings(given, env_file=None)
