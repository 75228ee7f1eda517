"""What works on a folder of audio, and has nothing to work on where the audio is in a bucket."""

from __future__ import annotations

from pathlib import Path

from tts_service.errors import Conflict
from tts_service.settings import Settings


def audio_folder(settings: Settings, what: str) -> Path:
    """The folder of the audio, for ``what`` works on one. Raises Conflict if it is kept in a bucket."""
    if settings.store is not None:
        raise Conflict(
            f"{what} works on a folder, but TTS_STORE keeps the audio in {settings.store}: nothing was "
            "done. Use the provider's own tools there, such as lifecycle rules, versioning and replication."
        )
    return settings.cache_dir
