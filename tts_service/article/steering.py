"""What a publisher says, outside the page, about how it is read: CSS selectors. Pure, and light: no parser is
loaded."""

from __future__ import annotations

import msgspec


class Steering(msgspec.Struct, frozen=True):
    """``include``: only what these selectors match is read. ``skip``: what these match is not read. ``site``
    names whose rules they are. ``whole``: no page is taken for the mere beginning of its article."""

    site: str = ""
    include: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    whole: bool = False


FREE = Steering()
"""The extractor decides on its own."""
