from __future__ import annotations

from pathlib import Path

import pytest

from tts_service.ops.workers_port import speaker
from tts_service.settings import Settings, SettingsError, load_settings


@pytest.mark.pure
def test_a_voice_for_each_language() -> None:
    settings = load_settings(
        {"TTS_VOICES": "es=piper/es_ES-dave-medium, de=gtts, en-GB=kokoro/bf_emma"}, env_file=None
    )
    assert settings.voices == {
        "es": "piper/es_ES-dave-medium",
        "de": "gtts",
        "en-GB": "kokoro/bf_emma",
    }
    asked = {
        language: settings.voice_of(language) for language in ("es-MX", "DE", "en-gb", "en", "en-US", "")
    }
    wanted = {
        "es-MX": "piper/es_ES-dave-medium",
        "DE": "gtts",
        "en-gb": "kokoro/bf_emma",
        "en": "",
        "en-US": "",
        "": "",
    }
    assert asked == wanted


@pytest.mark.pure
def test_the_voices_of_a_speech_server_have_languages() -> None:
    settings = load_settings(
        {"TTS_OPENAI_VOICES": "af_heart+af_sky=en-US, alloy=en+pt-BR onyx"}, env_file=None
    )
    assert settings.openai_voices == {"af_heart+af_sky": ("en",), "alloy": ("en", "pt"), "onyx": ("*",)}
    assert load_settings({}, env_file=None).openai_voices == {"alloy": ("*",)}


@pytest.mark.pure
@pytest.mark.parametrize(
    ("variable", "value", "complaint"),
    [
        ("TTS_VOICES", "piper/es_ES-dave-medium", "is not a language and its voice, as in es="),
        ("TTS_VOICES", "es=", "is not a language and its voice"),
        ("TTS_VOICES", "Spanish voice=x", "is not a language and its voice"),
        ("TTS_VOICES", "es=a,ES=b", "names two voices for ES"),
        ("TTS_VOICES_URL", "ftp://mirror.example", "TTS_VOICES_URL must start with http"),
        ("TTS_OPENAI_URL", "10.0.0.5:8880", "TTS_OPENAI_URL must start with http"),
        ("TTS_OPENAI_URL", "https://", "TTS_OPENAI_URL is not an address such as"),
        ("TTS_OPENAI_URL", "https://me:secret@voices.example/v1", "A key goes into TTS_OPENAI_KEY"),
        ("TTS_OPENAI_KEY", "sk-\n-Host: elsewhere", "TTS_OPENAI_KEY has characters that no header can carry"),
        ("TTS_OPENAI_VOICES", ",", "name a voice, such as af_heart=en"),
        ("TTS_OPENAI_VOICES", "=en", "is not a voice and its languages"),
        ("TTS_OPENAI_VOICES", "alloy=english", "is not a voice and its languages"),
        ("TTS_OPENAI_VOICES", "alloy=en+", "is not a voice and its languages"),
        ("TTS_OPENAI_VOICES", "alloy=en,alloy=es", "the voice alloy is named twice"),
        ("TTS_MODEL_MEMORY_MB", "0", "use 1 or more"),
        ("TTS_DATABASE_CONNECTIONS", "1", "must be 2 to 1000"),
        ("TTS_MODEL_MEMORY_MB", "lots", "is not a whole number"),
    ],
)
def test_a_bad_value_stops_the_start(variable: str, value: str, complaint: str) -> None:
    with pytest.raises(SettingsError, match=complaint):
        load_settings({variable: value}, env_file=None)


def test_a_voice_that_is_not_here_or_speaks_another_language_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"TTS_VOICES: 'piper/es_ES-dave-medium' is no voice here"):
        speaker(Settings(data_dir=tmp_path, voices={"es": "piper/es_ES-dave-medium"}))
    with pytest.raises(SettingsError, match=r"TTS_VOICES: en_US-joe-medium does not speak 'es'"):
        speaker(Settings(data_dir=tmp_path, voices={"es": "en_US-joe-medium"}))
    speaker(
        Settings(data_dir=tmp_path, voices={"es": "gtts", "en-GB": "piper/en_US-joe-medium", "fr": "tone"})
    )
