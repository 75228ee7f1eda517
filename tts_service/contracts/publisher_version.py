"""The publisher's files as the whole service has them, where machines share no folder."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

TextName = Literal["shows", "lexicon"]
NEVER = dt.datetime.fromtimestamp(0, dt.UTC)


class PublisherVersion(msgspec.Struct, frozen=True, kw_only=True):
    """What was in force from ``made_at`` until the next ``number``. The first is 1; 0 stands for none yet.

    ``shows`` and ``lexicon`` are the texts of the two files. ``files`` are the sounds and pictures that shows
    name: SHA-256 (64 hex digits) by name, as it stands in ``shows``. ``made_by``: who, for people.
    """

    number: int = 0
    made_at: dt.datetime = NEVER
    made_by: str = ""
    shows: str = ""
    lexicon: str = ""
    files: dict[str, str] = {}

    def text(self, name: TextName) -> str:
        """``shows`` or ``lexicon``."""
        return self.shows if name == "shows" else self.lexicon

    def next(
        self,
        *,
        by: str,
        shows: str | None = None,
        lexicon: str | None = None,
        files: dict[str, str] | None = None,
    ) -> PublisherVersion:
        """The version after this one; what is None stays as it is."""
        return PublisherVersion(
            number=self.number + 1,
            made_at=dt.datetime.now(dt.UTC),
            made_by=by,
            shows=self.shows if shows is None else shows,
            lexicon=self.lexicon if lexicon is None else lexicon,
            files=self.files if files is None else files,
        )
