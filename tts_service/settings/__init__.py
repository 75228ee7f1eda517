"""The one place that reads the environment. Every setting is a variable ``TTS_<NAME>``; a ``.env`` file is
read too.

``model`` has the settings and their defaults, ``loading`` reads the variables, ``notation`` those with a
notation of their own, and ``checks`` refuses what the service cannot run with.
"""

from __future__ import annotations

from tts_service.settings.checks import BUCKETS, MAKE_A_KEY, SIGNED
from tts_service.settings.loading import load_settings
from tts_service.settings.model import Settings, SettingsError

__all__ = ["BUCKETS", "MAKE_A_KEY", "SIGNED", "Settings", "SettingsError", "load_settings"]
