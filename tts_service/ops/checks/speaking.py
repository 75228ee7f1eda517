"""Voices, near and far, what they are told, and the certificate under what they say."""

from __future__ import annotations

import datetime as dt
import socket
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from tts_service.article.address import DEFAULT_PORTS
from tts_service.article.request import ArticleRequest
from tts_service.errors import FilesAway, ServiceError
from tts_service.ops import workers_port
from tts_service.ops.checks.address import NETWORK_TIMEOUT_S
from tts_service.ops.checks.check import Check
from tts_service.ops.publisher_files import differs_here, files_of
from tts_service.publisher.lexicon.file import live_lexicon
from tts_service.publisher.shared import EditableFiles
from tts_service.settings import Settings, SettingsError

GTTS_HOST = "translate.google.com"
EXPIRES_SOON = dt.timedelta(days=30)


def choice(settings: Settings) -> Check:
    """The chosen engine, voice and certificate. Loads the engine."""
    try:
        workers_port.check_choice(settings)
        workers_port.check_signing(settings)
    except (SettingsError, ServiceError) as error:
        return Check("choice", "failed", str(error))
    return Check("choice", "ok", settings.voice or settings.engine)


def engines(settings: Settings) -> Check:
    """An engine that is not in use may be broken; the one in use is checked by ``speech``."""
    broken = workers_port.runner(settings).broken_engines()
    if broken:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in broken.items())
        return Check(
            "engines", "warning", reasons, "Its voices are missing. Install the service again: make run."
        )
    return Check("engines", "ok", "all that are installed can be loaded")


def voices(settings: Settings) -> Check:
    found = workers_port.runner(settings).voices()
    local = [voice.id for voice in found if voice.local]
    if not local:
        return Check(
            "voices",
            "failed",
            "no voice speaks without a network",
            "Install the embedded one: pip install hibari-tts==0.2.1",
        )
    return Check("voices", "ok", ", ".join(local))


def speech(settings: Settings) -> Check:
    """The default voice says a few words, into a temporary cache."""
    with tempfile.TemporaryDirectory() as folder:
        runner = workers_port.runner(msgspec.structs.replace(settings, data_dir=Path(folder)))
        try:
            done = runner.render(runner.prepare(ArticleRequest(text="All is well.", language="en")))
        except ServiceError as error:
            return Check(
                "speech", "failed", error.detail, "Choose another engine or voice: TTS_ENGINE, TTS_VOICE."
            )
    return Check("speech", "ok", f"{done.voice} spoke for {done.duration_s:.1f} s")


def lexicon(settings: Settings) -> Check:
    files = files_of(settings)
    file = live_lexicon(files)
    try:
        problem = file.problem
    except FilesAway as error:
        return Check("lexicon", "warning", error.detail, "It can be read once the catalog answers.")
    if problem:
        return Check(
            "lexicon",
            "warning",
            problem,
            "Until it is corrected, the last valid version stays in force.",
        )
    if isinstance(files, EditableFiles) and (others := differs_here(settings, files)):
        return Check(
            "lexicon",
            "warning",
            f"{' and '.join(map(str, others))} is not what the service has, and does not count",
            "Import it if it should: tts-service publisher import. Otherwise remove it.",
        )
    return Check("lexicon", "ok", f"{len(file.current().entries)} words in {files.place('lexicon')}")


def gtts(settings: Settings) -> Check:
    """The network voice is optional: without it, the languages of the local voices remain."""
    if settings.offline:
        return Check("gTTS", "ok", "not asked for (TTS_OFFLINE is set)")
    try:
        socket.create_connection((GTTS_HOST, 443), timeout=NETWORK_TIMEOUT_S).close()
    except OSError as error:
        return Check(
            "gTTS",
            "warning",
            f"{GTTS_HOST} cannot be reached: {error.strerror or error}",
            "Languages that no local voice speaks need it. Set TTS_OFFLINE=1 to do without.",
        )
    return Check("gTTS", "ok", f"{GTTS_HOST} can be reached")


def speech_server(settings: Settings) -> Check:
    """The one of TTS_OPENAI_URL, if there is one: it is only connected to."""
    address = urlsplit(settings.openai_url or "")
    if not address.hostname:
        return Check("openai", "ok", "none (TTS_OPENAI_URL is not set)")
    if settings.offline and not settings.is_speech_server_here:
        return Check("openai", "ok", "not asked for (TTS_OFFLINE is set)")
    try:
        port = address.port or DEFAULT_PORTS[address.scheme]
        socket.create_connection((address.hostname, port), timeout=NETWORK_TIMEOUT_S).close()
    except OSError as error:
        return Check(
            "openai",
            "warning",
            f"{address.netloc} cannot be reached: {error.strerror or error}",
            "Start it, or correct TTS_OPENAI_URL. Until then local voices read in its place.",
        )
    return Check("openai", "ok", f"{address.netloc} can be reached")


def signing(settings: Settings) -> Check:
    """The certificate, if there is one, signs something."""
    name = "signing"
    if settings.signing_certificate is None:
        return Check(name, "ok", "narrations are not signed (TTS_SIGNING_CERTIFICATE is not set)")
    try:
        ends = workers_port.credentials_tools().check_identity(settings)
    except (SettingsError, ServiceError) as error:
        return Check(name, "failed", str(error))
    if ends - dt.datetime.now(dt.UTC) < EXPIRES_SOON:
        return Check(name, "warning", f"the certificate expires on {ends:%Y-%m-%d}", "Have it renewed.")
    return Check(name, "ok", f"the certificate is valid until {ends:%Y-%m-%d}")
