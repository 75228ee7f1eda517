"""What engines share whose models lie on this machine."""

from __future__ import annotations

from typing import Generic, TypeVar

from tts_service.settings import Settings
from workers.engines.loaded import loaded_models

OptionsOf = TypeVar("OptionsOf")


class LocalEngine(Generic[OptionsOf]):
    """Models come from ``settings.voices_dir``; what was made of them (fingerprints, networks with an output
    added) is kept in a cache beside them; those in memory share one limit with all other engines."""

    def __init__(self, settings: Settings, options: OptionsOf) -> None:
        self._folder = settings.voices_dir
        self._cache = settings.voices_dir / "cache"
        self._options = options
        self._models = loaded_models(settings)
