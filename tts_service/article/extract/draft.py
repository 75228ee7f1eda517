"""Pieces of a future article, as the reader of text or pages found them, before they are judged. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from tts_service.article.model import BlockKind, Outside, SaidAs

_WORDLESS = re.compile(r"[\W_]+")
_REMEMBERED, _LONGEST = 1_000, 1_000
"""Texts, of so many characters at most: a page's are compared with one thing after another."""


class Draft(msgspec.Struct):
    """A visible piece ``text[start:end]``. ``reason`` says why it is not read; "" if it is read.

    ``level`` is that of a heading, 1 to 6. ``links`` is the share of the piece's characters inside links, 0
    to 1. ``standfirst``: it sums up the story under the headline. ``number`` and ``has_head`` are as in
    ``Block``.
    """

    kind: BlockKind
    text: str
    start: int
    end: int
    level: int = 0
    links: float = 0.0
    reason: str = ""
    standfirst: bool = False
    number: int = 0
    has_head: bool = False

    @property
    def read(self) -> bool:
        return not self.reason


class ArticleFacts(msgspec.Struct, frozen=True):
    """What is known about the article apart from its text. ``publishers`` are names of its publisher,
    ``categories`` the sections of the newspaper it appeared in, ``notes`` what an editor should know about
    how it was read. ``season`` and ``episode`` are its numbers in its podcast, 0 for none. ``outside`` and
    ``doubts`` are as in ``Article``."""

    title: str = ""
    language: str = ""
    byline: str = ""
    published_at: str = ""
    url: str = ""
    image_url: str = ""
    publishers: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    region: str = ""
    season: int = 0
    episode: int = 0
    outside: tuple[Outside, ...] = ()
    doubts: tuple[str, ...] = ()


def fold(text: str) -> str:
    """``text`` in a form for comparison: letters and digits only, without case."""
    return _remembered(text) if len(text) <= _LONGEST else _folded(text)


def _folded(text: str) -> str:
    return _WORDLESS.sub("", text).casefold()


_remembered = lru_cache(_REMEMBERED)(_folded)


def said(draft: Draft, edits: Sequence[SaidAs]) -> str:
    """``draft.text`` on one line, with those of ``edits`` (in order, not overlapping) that lie within it
    applied."""
    parts, at = [], 0
    first = bisect_left(edits, draft.start, key=lambda edit: edit.start)
    last = bisect_right(edits, draft.end, key=lambda edit: edit.end)
    for edit in edits[first:last]:
        parts += [draft.text[at : edit.start - draft.start], edit.text]
        at = edit.end - draft.start
    return " ".join("".join([*parts, draft.text[at:]]).split())


def drafts_read(drafts: Sequence[Draft]) -> list[Draft]:
    return [draft for draft in drafts if draft.read]
