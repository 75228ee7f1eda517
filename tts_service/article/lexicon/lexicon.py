"""The pronunciation lexicon as a value. Pure, and light: the web process holds one."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from tts_service.article.hashing import short_hash
from tts_service.article.lexicon.entry import LexiconEntry

SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Thai, Lao, Burmese, Khmer, Kana and Han are written without spaces between words: a word may begin or end
anywhere."""
TOKEN = re.compile(rf"[{SPACELESS}]|[^\W_{SPACELESS}]+|[^\s]")


class Lexicon:
    """Entries in the order of their file. ``digest`` names their content: 10 letters and digits, "" for no
    entries."""

    def __init__(self, entries: Sequence[LexiconEntry]) -> None:
        self.entries = tuple(entries)
        self.digest = short_hash(msgspec.json.encode(self.entries), length=10) if self.entries else ""

    def bearing_on(self, text: str) -> tuple[LexiconEntry, ...]:
        """The entries that may apply to ``text``: at least those whose words occur in it, in the order of the
        file."""
        if not self.entries:
            return ()
        tokens = {token.casefold() for token in TOKEN.findall(text)}
        return tuple(entry for entry in self.entries if first_token(entry) in tokens)


def first_token(entry: LexiconEntry) -> str:
    """What a text must contain for ``entry`` to apply: its first word, without case."""
    return str(TOKEN.findall(entry.write)[0]).casefold()
