"""What a feed or a sitemap contains."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

Kind = Literal["feed", "sitemap", "index"]


class Hub(msgspec.Struct, frozen=True):
    """``url`` announces changes of ``topic`` (WebSub): the feed, under its publisher's own address for it."""

    url: str
    topic: str


class ListingItem(msgspec.Struct, frozen=True):
    """One article of a listing, or one sitemap of an index.

    ``version`` changes when the listing says that the article has changed; None if it never says so.
    ``dated`` is when it was last changed, otherwise published (UTC); None if no intelligible date is given.
    """

    url: str
    version: str | None = None
    dated: dt.datetime | None = None
    sections: tuple[str, ...] = ()


class Listing(msgspec.Struct, frozen=True):
    """``items`` in the order of the file, each address once.

    ``complete``: what is not listed is gone. This holds for a plain sitemap, but not for a feed or a news
    sitemap, which list only the newest. ``refused`` counts entries without a usable address or, in a sitemap,
    of another host; ``cut``: the file contains more than was read; ``broken_off``: it ends in the middle.
    ``hub`` announces its changes.
    """

    kind: Kind
    items: tuple[ListingItem, ...]
    complete: bool = False
    refused: int = 0
    cut: bool = False
    broken_off: bool = False
    hub: Hub | None = None
