"""What a publisher says from outside the page about how it is read: CSS selectors. Pure, and light: no parser is loaded."""

from __future__ import annotations

import msgspec


class Steering(msgspec.Struct, frozen=True):
    """``include``: what these match is read, and nothing else. ``skip``: what these match is not. ``site`` names whose rules
    they are."""

    site: str = ""
    include: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()


FREE = Steering()
"""The extractor judges by itself."""
