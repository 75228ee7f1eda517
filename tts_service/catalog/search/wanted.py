"""What editors look for among articles. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import get_args
from urllib.parse import urlsplit

import msgspec

from tts_service.catalog.entry import Access, Hold, State

STATES: tuple[State, ...] = get_args(State)
ACCESSES: tuple[Access, ...] = get_args(Access)
HOLDS: dict[str, tuple[Hold, ...]] = {
    "held": ("held",),
    "scheduled": ("scheduled",),
    "never": ("never", "ruled"),
}
"""Why articles are not out, by the word for it."""
PUBLICATIONS = ("published", *HOLDS)
SEPARATORS = (
    "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'\t\n\r\u00a0\u00a1\u00ab\u00b7\u00bb\u00bf\u2010\u2011\u2012\u2013"
    "\u2014\u2015\u2018\u2019\u201a\u201c\u201d\u201e\u2026\u2039\u203a\u060c\u061b\u061f\u0964\u3001\u3002"
    "\u300c\u300d\u3010\u3011\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f"
)
"""What stands between words. It never changes: PostgreSQL's index was made with it (migration 0016)."""
_BETWEEN = re.compile(f"[{re.escape(SEPARATORS)}]")
_ADDRESS = re.compile(r"https?://[^/\s]", re.IGNORECASE)
MOST_WORDS = 12
"""More make a search no closer."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is given has to be true of an article. ``words`` begin words of its title or address.
    ``state``: one of STATES, or of HOLDS; ``publication``: one of PUBLICATIONS. ``site``: a host, or a domain
    above it. ``language``: a primary tag. ``since``, ``until``: days (UTC) on which it was asked for, both
    included."""

    words: str = ""
    state: str = ""
    show: str = ""
    site: str = ""
    language: str = ""
    access: str = ""
    publication: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def is_plain(self) -> bool:
        """An index of articles by age gives it: only a state or days are asked for."""
        return self == Wanted(state=self.state, since=self.since, until=self.until)

    @property
    def tags(self) -> tuple[str, ...]:
        """What articles are to be, as the index has it: "show=world"."""
        state = {"publication": self.state} if self.state in HOLDS else {"state": self.state}
        asked = state | {"show": self.show, "language": self.language.lower().partition("-")[0]}
        asked |= {"access": self.access, "site": host_of(self.site)}
        tags = [f"{name}={value}" for name, value in asked.items() if value]
        tags += [f"publication={self.publication}"] if self.publication else []
        return (*tags, f"site={host_of(self.words.strip())}") if self.is_address else tuple(tags)

    @property
    def terms(self) -> tuple[str, ...]:
        """The words one by one. Of an address, those behind its host, which is a tag."""
        words = self.words.strip().split("/", 3)[3:] if self.is_address else [self.words]
        return tuple(_words(" ".join(words)))[:MOST_WORDS]

    @property
    def is_address(self) -> bool:
        return _ADDRESS.match(self.words.strip()) is not None

    @property
    def moments(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        """From the first, until before the second."""
        until = self.until + dt.timedelta(days=1) if self.until else None
        return _midnight(self.since), _midnight(until)


def host_of(site: str) -> str:
    """What an editor calls a site, which may be an address of one of its pages."""
    try:
        return (urlsplit(site).netloc or site.partition("/")[0]).lower().strip()
    except ValueError:
        return site.lower()


def _words(text: str) -> Iterator[str]:
    return (word for word in _BETWEEN.sub(" ", text).split() if any(map(str.isalnum, word)))


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(), dt.UTC) if day else None
