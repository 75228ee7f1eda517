"""Voices of a server that speaks the OpenAI audio API, at the address that the operator has named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec

from audio_cache.keys import Scalar
from tts_service.contracts.own_address import user_agent
from tts_service.settings import Settings
from workers.engines.base import EngineFailed, EngineMissing, Speech, Voice
from workers.engines.openai.service import SpeechServer
from workers.engines.openai.wave import speech_of
from workers.engines.remote.asking import PoliteAsker
from workers.engines.remote.gate_state import gate_book
from workers.engines.remote.options import RemoteOptions, Seconds

REVISION = 1
"""Raise it when this package changes what comes out."""

_MOST_S_PER_CHARACTER, _LONGEST_S = 1.5, 10.0
_BYTES_PER_S = 48_000 * 2 * 4
"""Of the largest sound that is to be expected: stereo, 48 kHz, 32 bits."""


class OpenaiOptions(RemoteOptions, frozen=True, kw_only=True, forbid_unknown_fields=True):
    interval_s: Seconds = 0.0
    timeout_s: Annotated[float, msgspec.Meta(gt=0, le=120)] = 30.0
    patience_s: Seconds = 60.0
    format: Literal["wav", "pcm"] = "wav"
    """What is asked for: WAV says its rate itself, PCM is 24 kHz by definition."""
    speed: Annotated[float, msgspec.Meta(ge=0.25, le=4)] = 1.0


class OpenaiEngine:
    """Sends one sentence with each request: paced, retried and given up as any voice over the network."""

    id = "openai"
    version = str(REVISION)
    Options = OpenaiOptions

    def __init__(self, settings: Settings, options: OpenaiOptions) -> None:
        """Raises EngineMissing when no server is named."""
        if not settings.openai_url:
            raise EngineMissing("name a server that speaks the OpenAI audio API in TTS_OPENAI_URL")
        self._options = options
        self._is_here = settings.is_speech_server_here
        self._model = settings.openai_model
        self._names = settings.openai_voices
        self._server = SpeechServer(
            speech_url(settings.openai_url), settings.openai_key or "", user_agent(settings)
        )
        book = gate_book(settings, "openai", is_here=self._is_here)
        self._asker = PoliteAsker("The speech server", book, options)

    @property
    def parameters(self) -> Mapping[str, Scalar]:
        return {"format": self._options.format, "speed": self._options.speed}

    def voices(self) -> Sequence[Voice]:
        return [self._voice(name, languages) for name, languages in self._names.items()]

    def _voice(self, name: str, languages: tuple[str, ...]) -> Voice:
        """Not ``local``, wherever the server is: it can be away, so it is nobody's fall-back, and its gain is
        not measured at a moment when it may not answer."""
        address = urlsplit(self._server.url)
        return Voice(
            f"openai/{name}",
            name,
            languages,
            None,
            f"{self._model} at {self._server.url}",
            f"{self._model} at {address.netloc}",
            "see its server",
            local=False,
            on_this_machine=self._is_here,
        )

    def warm(self, voice: Voice) -> None:
        """Nothing to load."""

    def synthesize(self, text: str, voice: Voice, language: str) -> Speech:
        """Raises EngineBusy when the server refuses, cannot be reached, is too slow or breaks off,
        EngineFailed when it gives no speech."""
        if not any(char.isalnum() for char in text):
            raise EngineFailed(f"There is nothing to speak in {text[:60]!r}.")
        until = self._asker.deadline()
        return self._asker.ask(partial(self._asked, text, voice.name), until)

    def _asked(self, text: str, name: str) -> Speech:
        options = self._options
        wanted: dict[str, object] = {
            "model": self._model,
            "input": text,
            "voice": name,
            "response_format": options.format,
        }
        if options.speed != 1.0:
            wanted["speed"] = options.speed
        most = round((_LONGEST_S + _MOST_S_PER_CHARACTER * len(text)) * _BYTES_PER_S)
        body = self._server.speech(wanted, options.timeout_s, most)
        if not body:
            raise EngineFailed("The speech server answered without sound.")
        return _audible(speech_of(body, options.format))


def speech_url(url: str) -> str:
    """Where speech is asked for, under ``url``: an address as clients call it base_url, such as
    https://api.openai.com/v1. "/v1" may be left out."""
    base = url.rstrip("/")
    return f"{base}{'' if urlsplit(base).path else '/v1'}/audio/speech"


def _audible(speech: Speech) -> Speech:
    if not speech.samples.size or float(abs(speech.samples).max()) < 10 ** (-60 / 20):
        raise EngineFailed("The speech server sent silence.")
    return speech
