"""What a feed or a sitemap says."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

Kind = Literal["feed", "sitemap", "index"]


class Hub(msgspec.Struct, frozen=True):
    """``url`` tells of the changes of ``topic`` (WebSub): the feed, as its publisher names it."""

    url: str
    topic: str


class Item(msgspec.Struct, frozen=True):
    """One article of a listing, or one sitemap of an index.

    ``version`` changes when the listing says that the article has changed; "" when it never says so. ``dated`` is when it was
    last changed, else published (UTC); None when no date, or none that can be understood, is given.
    """

    url: str
    version: str = ""
    dated: dt.datetime | None = None
    sections: tuple[str, ...] = ()


class Listing(msgspec.Struct, frozen=True):
    """``items`` in the order of the file, each address once.

    ``complete`` says that what is not in it is gone: a plain sitemap, neither a feed nor a sitemap of news, which hold only the
    newest. ``refused`` counts entries without a usable address or, in a sitemap, of another host; ``cut`` says that the file
    holds more than was read. ``hub`` is the one that tells of its changes.
    """

    kind: Kind
    items: tuple[Item, ...]
    complete: bool = False
    refused: int = 0
    cut: bool = False
    hub: Hub | None = None
