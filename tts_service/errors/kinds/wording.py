"""What is said of one kind of problem."""

from __future__ import annotations

from typing import NamedTuple


class Wording(NamedTuple):
    """``slug``: part of the outside contract, for it is the last part of the problem ``type`` (RFC 9457); it
    never changes. ``heading``: a few words, the same for every problem of the kind. ``meaning``: what
    happened, and what to do about it."""

    slug: str
    heading: str
    meaning: str
