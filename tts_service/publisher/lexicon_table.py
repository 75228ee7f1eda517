"""The pronunciations that stand beside a show or a site in ``shows.toml``. Pure.

[show.coast.lexicon]
Qarluq = "kar-look"                             # a respelling
Skerry = { ipa = "ˈskɛri", voice = "piper/*" }  # or as in lexicon.toml
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tts_service.article.entry import Entry, EntryError, checked
from tts_service.publisher.checks import Wrong, line, switch

SAID: dict[str, Callable[[Any], Any]] = {**dict.fromkeys(("say", "ipa", "language", "voice"), line), "case": switch}
"""What may stand in the table of a word: where it counts is known."""


def word(write: str, said: Any) -> Entry:
    """``write`` is the key, ``said`` its value. Raises Wrong."""
    table = said if isinstance(said, dict) else {}
    fields: dict[str, Any] = {key: _field(key, value) for key, value in table.items()} if table else {"say": line(said)}
    try:
        return checked(Entry(write=write, **fields))
    except EntryError as error:
        raise Wrong(error.reason, *([error.field] if error.field in table else [])) from None


def _field(key: str, value: Any) -> Any:
    if key not in SAID:
        raise Wrong(f"there is no such setting. There are: {', '.join(SAID)}.", key)
    try:
        return SAID[key](value)
    except Wrong as wrong:
        raise Wrong(wrong.reason, key) from None
