"""Lists of words, written as text."""

from __future__ import annotations


def word_list(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def any_of(text: str) -> str:
    """The words as a group in a pattern; each may itself be a pattern, written without spaces."""
    return f"(?:{'|'.join(text.split())})"
