"""Marks around letters that are spoken one by one.

Rules put them into what they say, as they go; ``runs`` takes them out again. They are private-use characters,
which clean-up removes from every text, so no article can bring its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

Span = tuple[int, int]

_OPEN, _CLOSE = "\ue001", "\ue002"
_MARK = re.compile(f"[{_OPEN}{_CLOSE}]")
_MARKED = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]+){_CLOSE}")


def spell(written: str, suffix: str = "") -> str:
    """``written`` letter by letter, such as "UN", "U.N." or "p.m."; ``suffix`` is the "s" or "'s" behind
    it."""
    return f"{_OPEN}{written}{_CLOSE}{suffix}"


def marked(text: str, spelled: Iterable[Span]) -> str:
    """``text`` with marks around ``spelled``."""
    for start, end in sorted(spelled, reverse=True):
        text = text[:start] + spell(text[start:end]) + text[end:]
    return text


def unmarked(marked: str) -> tuple[str, tuple[Span, ...]]:
    """The text without its marks, and where they were, in order."""
    if _OPEN not in marked:
        return _MARK.sub("", marked), ()
    starts = [
        (len(_MARK.sub("", marked[: match.start()])), len(match[1])) for match in _MARKED.finditer(marked)
    ]
    return _MARK.sub("", marked), tuple((start, start + length) for start, length in starts)
