"""Pieces on their way to becoming an article: what a reader of text or of pages found, before it is judged. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec

from tts_service.article.model import BlockKind, SaidAs

_WORDLESS = re.compile(r"[\W_]+")


class Draft(msgspec.Struct):
    """A visible piece ``text[start:end]``. ``reason`` says why it is not read; "" while nothing speaks against it.

    ``level`` is a heading's, 1 to 6. ``links`` is the share of the piece's characters that stand in links, 0 to 1.
    ``standfirst``: it sums the story up under the headline. ``number`` and ``has_head`` are those of ``Block``.
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


class About(msgspec.Struct, frozen=True):
    """What is known of the article beside its text. ``publishers`` are names of who publishes it, ``categories`` the sections
    of the newspaper it stands in, ``notes`` what an editor should know of the reading. ``season`` and ``episode`` are its
    numbers in its podcast, 0 for none."""

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


def fold(text: str) -> str:
    """``text`` for comparing: letters and digits only, without case."""
    return _WORDLESS.sub("", text).casefold()


def said(draft: Draft, edits: Sequence[SaidAs]) -> str:
    """``draft.text`` on one line, with those of ``edits`` (in order, apart) that lie in it in force."""
    text, at = "", 0
    first = bisect_left(edits, draft.start, key=lambda edit: edit.start)
    last = bisect_right(edits, draft.end, key=lambda edit: edit.end)
    for edit in edits[first:last]:
        text += draft.text[at : edit.start - draft.start] + edit.text
        at = edit.end - draft.start
    return " ".join((text + draft.text[at:]).split())


def drafts_read(drafts: Sequence[Draft]) -> list[Draft]:
    return [draft for draft in drafts if draft.read]
