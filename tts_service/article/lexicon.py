"""The pronunciation lexicon as a value. Pure, and light: the web process holds one."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tts_service.article.entry import Entry
from tts_service.article.request import short_hash


class Lexicon:
    """Entries in the order of their file. ``digest`` names what they say: 10 letters and digits, "" for no entries."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple(entries)
        self.digest = short_hash(msgspec.json.encode(self.entries), length=10) if self.entries else ""
