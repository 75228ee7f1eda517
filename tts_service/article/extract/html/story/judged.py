"""Which pieces are the body by what a library and the page itself say. Pure.

trafilatura returns text; here that text is matched to the pieces.
"""

from __future__ import annotations

from collections.abc import Sequence

import trafilatura
from lxml.html import HtmlElement

from tts_service.article.extract.boilerplate import reason_to_skip
from tts_service.article.extract.draft import fold
from tts_service.article.extract.html.lines import Seen
from tts_service.article.extract.html.metadata import PageFacts
from tts_service.article.extract.html.simplified import plainer
from tts_service.article.extract.judge import is_sentence

_SURE_CHARS = 25
"""Characters (folded). Shorter pieces are body only if trafilatura returns them as a line of their own."""
_STATED_SHARE = 0.7
"""A stated body that holds less than this share of what was found is an abstract, or badly transcribed."""
_MOSTLY_LINKS = 0.5
_NEARLY_ALL = 0.9


def judged_body(root: HtmlElement, pieces: Sequence[Seen], facts: PageFacts) -> tuple[list[bool], int]:
    """Whether each piece belongs to the body, as far as a library and the page itself can tell; and the last
    piece that can, where the page states its body.

    The library's second opinion, which takes as long as its first, wins only with twice as much text. So it
    is not asked for if the first holds more than half of everything that could be a story.
    """
    root = plainer(root)
    kept, last = _found(pieces, _asked(root, fast=True), fold(facts.body))
    open_to = [could_be_story(piece) for piece in pieces]
    if 2 * size_of(pieces, kept) < size_of(pieces, open_to):
        kept, last = _found(pieces, _asked(root, fast=False), fold(facts.body))
    return (open_to, last) if _is_menu(pieces, kept) else (kept, last)


def strictly_judged(root: HtmlElement, pieces: Sequence[Seen]) -> list[bool]:
    """Whether each piece is body for the library when it leaves out whatever it doubts: it takes a page whole
    if it is sure of less than 250 characters."""
    text = trafilatura.extract(plainer(root), include_comments=False, fast=True, favor_precision=True)
    return _found(pieces, text or "", "")[0]


def _is_menu(pieces: Sequence[Seen], kept: Sequence[bool]) -> bool:
    """Whether what is kept is nothing, or nothing but links."""
    drafts = [piece.draft for piece, keep in zip(pieces, kept, strict=True) if keep]
    linked = sum(draft.links * len(draft.text) for draft in drafts)
    return linked >= _NEARLY_ALL * sum(len(draft.text) for draft in drafts)


def _asked(root: HtmlElement, *, fast: bool) -> str:
    return trafilatura.extract(root, include_comments=False, fast=fast) or ""


def size_of(pieces: Sequence[Seen], kept: Sequence[bool]) -> int:
    """Characters in the pieces that are kept."""
    return sum(len(piece.draft.text) for piece, keep in zip(pieces, kept, strict=True) if keep)


def _found(pieces: Sequence[Seen], judged: str, stated: str) -> tuple[list[bool], int]:
    """Whether each piece is in the text that was judged or stated to be the body, and the last piece of what
    is stated."""
    lines = {fold(line) for line in judged.splitlines()}
    whole = fold(judged)
    folded = [fold(piece.draft.text) for piece in pieces]
    # trafilatura does not see a first letter that is a picture
    kept = [text in lines or (len(text) >= _SURE_CHARS and text[1:] in whole) for text in folded]
    kept = [keep or _is_told_in_parts(piece, whole) for piece, keep in zip(pieces, kept, strict=True)]
    size = sum(len(text) for text, keep in zip(folded, kept, strict=True) if keep)
    in_stated = [len(text) >= _SURE_CHARS and text in stated for text in folded]
    if (
        sum(len(text) for text, there in zip(folded, in_stated, strict=True) if there) < _STATED_SHARE * size
        or not size
    ):
        return kept, len(pieces)
    first = in_stated.index(True)
    last = len(in_stated) - 1 - in_stated[::-1].index(True)
    both = enumerate(zip(kept, in_stated, strict=True))
    return [there or (keep and first <= i <= last) for i, (keep, there) in both], last


def _is_told_in_parts(piece: Seen, whole: str) -> bool:
    """trafilatura writes formulas, and so the paragraphs around them, differently."""
    longest = max(map(fold, piece.parts_read), key=len) if piece.skips else ""
    return len(longest) >= _SURE_CHARS and longest in whole


def could_be_story(piece: Seen) -> bool:
    """For a page or fragment so small that trafilatura finds nothing in it."""
    told = piece.draft.kind in ("paragraph", "quote", "item", "heading") and piece.draft.links < _MOSTLY_LINKS
    return (
        told
        and (is_sentence(piece.draft.text) or piece.draft.kind == "heading")
        and not reason_to_skip(piece.draft.text)
    )
