"""The pronunciations that stand beside a show or a site in ``shows.toml``. Pure.

[show.coast.lexicon]
Qarluq = "kar-look"                             # a respelling
Skerry = { ipa = "ˈskɛri", voice = "piper/*" }  # or as in lexicon.toml
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tts_service.article.lexicon.entry import EntryError, LexiconEntry, checked
from tts_service.publisher.shows.checks import InvalidSetting, line, switch

SAID: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("say", "ipa", "language", "voice"), line),
    "case": switch,
}
"""Settings of a word in such a table: where it applies is already given."""


def word(write: str, said: Any) -> LexiconEntry:
    """``write`` is the key, ``said`` its value. Raises InvalidSetting."""
    table = said if isinstance(said, dict) else {}
    fields: dict[str, Any] = (
        {key: _field(key, value) for key, value in table.items()} if table else {"say": line(said)}
    )
    try:
        return checked(LexiconEntry(write=write, **fields))
    except EntryError as error:
        raise InvalidSetting(error.reason, *([error.field] if error.field in table else [])) from None


def _field(key: str, value: Any) -> Any:
    if key not in SAID:
        raise InvalidSetting(f"there is no such setting. The settings are: {', '.join(SAID)}.", key)
    try:
        return SAID[key](value)
    except InvalidSetting as error:
        raise InvalidSetting(error.reason, key) from None
