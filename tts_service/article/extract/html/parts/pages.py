"""The pages of an article besides its first. Pure, and light: the process that fetches imports this."""

from __future__ import annotations

import msgspec


class OtherPage(msgspec.Struct, frozen=True):
    """``html`` was found at ``url``."""

    url: str
    html: str


class OtherPages(msgspec.Struct, frozen=True):
    """The second page and those behind it, in order; or, with ``is_view``, one that shows the whole article.
    ``are_known``: they were looked for. ``missing``: which of them could not be had and why, a sentence; ""
    for none."""

    pages: tuple[OtherPage, ...] = ()
    is_view: bool = False
    are_known: bool = False
    missing: str = ""


ALONE = OtherPages()
"""Of an article on one page, or one whose other pages were not looked for."""
