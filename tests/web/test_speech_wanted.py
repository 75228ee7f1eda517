"""Which voice a client of the OpenAI audio API means."""

from __future__ import annotations

import pytest

from tts_service.contracts.voices import KnownVoice
from tts_service.errors import BadRequest, NotFound
from tts_service.web.openai.encoding import CONTENT_TYPES
from tts_service.web.openai.wanted import FORMATS, SpeechRequest, VoiceName, article_of, check_speech

pytestmark = pytest.mark.pure

VOICES = (
    KnownVoice("piper/joe", "joe", ("en",)),
    KnownVoice("kokoro/joe", "joe", ("en",)),
    KnownVoice("kokoro/af_heart", "af_heart", ("en",)),
    KnownVoice("openai/nova", "nova", ("en",)),
)


@pytest.mark.parametrize(
    ("model", "voice", "meant"),
    [
        ("tts-1", "alloy", None),
        ("tts-1-hd", "Shimmer", None),
        ("tts-1", "", None),
        ("tts-1", "nova", "openai/nova"),  # there is a voice of this name
        ("tts-1", "joe", "piper/joe"),
        ("kokoro", "joe", "kokoro/joe"),
        ("kokoro", "kokoro/af_heart", "kokoro/af_heart"),
        ("kokoro", "alloy", "kokoro"),
        ("piper", "nova", "piper"),
        ("tts-1", "just-installed", "just-installed"),  # the workers know best
        ("gpt-4o-mini-tts", VoiceName("af_heart"), "kokoro/af_heart"),
    ],
)
def test_models_and_voices(model: str, voice: str | VoiceName, meant: str | None) -> None:
    request = article_of(SpeechRequest("Hello.", model, voice), VOICES)
    assert (request.text, request.voice) == ("Hello.", meant)


def test_an_unknown_model_is_told_those_there_are() -> None:
    with pytest.raises(NotFound, match=r"model must be one of tts-1, .*, kokoro, openai, piper\.") as caught:
        article_of(SpeechRequest("Hello.", "whisper-1"), VOICES)
    assert caught.value.status == 404


@pytest.mark.parametrize(
    "wanted",
    [
        SpeechRequest(" \n"),
        SpeechRequest("x" * 50_001),
        SpeechRequest("Hello.", speed=0.2),
        SpeechRequest("Hello.", speed=4.1),
        SpeechRequest("Hello.", response_format="MP3"),
        SpeechRequest("Hello.", stream_format="chunks"),
    ],
)
def test_what_cannot_be_said_is_refused(wanted: SpeechRequest) -> None:
    with pytest.raises(BadRequest):
        check_speech(wanted)


def test_every_format_has_a_content_type() -> None:
    assert set(FORMATS) == set(CONTENT_TYPES)
    for form in FORMATS:
        check_speech(SpeechRequest("x" * 50_000, response_format=form, speed=0.25))
