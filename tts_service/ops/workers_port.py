"""The one place that loads ``workers``: by name, for commands that speak in this process and need no
server, and for web processes when they have a webhook to send."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import cast

from tts_service.article.language.tags import primary_subtag
from tts_service.contracts.credentials import CredentialsTools
from tts_service.contracts.rendering import Runner
from tts_service.contracts.transcription import Transcriber
from tts_service.contracts.voices import Installer, Voice
from tts_service.contracts.web_reading import WebReader
from tts_service.contracts.webhooks import WebhookPoster
from tts_service.ops.publisher_files import files_of
from tts_service.settings import Settings, SettingsError


def web_reader(settings: Settings) -> WebReader:
    return cast(WebReader, importlib.import_module("workers.web.reader").PoliteWebReader(settings))


def webhook_poster(settings: Settings) -> WebhookPoster:
    """Light: neither an engine nor the extractor is loaded with it."""
    return cast(WebhookPoster, importlib.import_module("workers.web.webhooks").GuardedPoster(settings))


def transcriber(model: str, *, offline: bool) -> Transcriber:
    """A speech recognizer. ``offline``: no model is downloaded.

    Raises ServiceError when the extra ``verify`` is not installed, or ``model`` cannot be loaded.
    """
    made = importlib.import_module("workers.asr.transcribe").transcriber(model, offline=offline)
    return cast(Transcriber, made)


def runner(settings: Settings) -> Runner:
    local = importlib.import_module("workers.render.local")
    return cast(Runner, local.LocalRunner(settings, files_of(settings)))


def installer(settings: Settings) -> Installer:
    return cast(Installer, importlib.import_module("workers.voices.install").VoiceInstaller(settings))


def credentials_tools() -> CredentialsTools:
    """Raises ServiceError when the extra ``c2pa`` is not installed."""
    return cast(CredentialsTools, importlib.import_module("workers.credentials.loading").part("tools"))


def check_signing(settings: Settings) -> None:
    """Raises SettingsError when the certificate that the settings name, if any, cannot sign now, and
    ServiceError when what signs is not installed."""
    if settings.signing_certificate is not None:
        credentials_tools().check_identity(settings)


def speaker(settings: Settings) -> Runner:
    """A runner whose engine and voice have been checked, and what signs. Raises SettingsError, as
    ``check_choice``, and as ``check_signing``."""
    check_choice(settings)
    check_signing(settings)
    return runner(settings)


def check_choice(settings: Settings) -> None:
    """Raises SettingsError when TTS_ENGINE, TTS_ENGINE_OPTIONS, TTS_VOICE or TTS_VOICES name
    something that is not installed. Loads the engines and nothing else of ``workers``."""
    registry = importlib.import_module("workers.engines.registry")
    registry.check_engine(settings)
    if not settings.voice and not settings.voices:
        return  # no other engine need be loaded
    voices = cast(list[Voice], registry.all_voices(settings))
    names = {name for voice in voices for name in (voice.id, voice.name)}
    if settings.voice and settings.voice not in names:
        raise SettingsError(f"TTS_VOICE={settings.voice!r} {_not_here(settings.voice)}")
    for language, name in settings.voices.items():
        _check_language(language, name, voices)


def _check_language(language: str, name: str, voices: Sequence[Voice]) -> None:
    """TTS_VOICES must give each language to an installed voice that speaks it."""
    named = [voice for voice in voices if name in (voice.id, voice.name, voice.id.partition("/")[0])]
    if not named:
        raise SettingsError(f"TTS_VOICES: {name!r} {_not_here(name)}")
    if not any({primary_subtag(language), "*"} & set(voice.languages) for voice in named):
        raise SettingsError(f"TTS_VOICES: {name} does not speak {language!r}.")


def _not_here(name: str) -> str:
    """For who names a voice that was never installed, or that an older version brought along."""
    install = f"tts-service voices install {name}"
    return f"is no voice here. See: tts-service voices list. If its publisher offers it: {install}"
