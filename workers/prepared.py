"""An article that was read and planned."""

from __future__ import annotations

import msgspec

from audio_cache.plan import Plan
from tts_service.article.model import Script


class Prepared(msgspec.Struct, frozen=True):
    article_id: str
    revision: str
    script: Script
    plan: Plan
