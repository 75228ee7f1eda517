"""Which visible pieces of a page are its article: ``trafilatura`` is the judge, the page's own statements are heard. Pure.

The judge returns text; here that text is found again among the pieces, which know what the judge does not: the publisher's
marks, the boxes around them, and their neighbours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

import trafilatura
from lxml.html import HtmlElement

from tts_service.article.boilerplate import reason_to_skip
from tts_service.article.dom import Seen, upwards
from tts_service.article.draft import Draft, fold
from tts_service.article.furniture import reason_of_box
from tts_service.article.judge import is_sentence
from tts_service.article.metadata import PageFacts

NOT_BODY = "not part of the article's body"
NOT_INCLUDED = "not in what the publisher includes"

_SURE_CHARS = 25
"""Characters (folded). Shorter pieces are body only if the judge has them as a line of their own."""
_MAIN_SHARE = 0.9
_BOX_SHARE = 0.4
"""A box that holds more of the body than this is the article, whatever its class says."""
_NEVER_STORY = frozenset(("nav", "footer"))
_STATED_SHARE = 0.7
"""A stated body that holds less than this share of what was found is an abstract, or badly written down."""
_MOSTLY_LINKS = 0.5


def body_pieces(
    root: HtmlElement,
    pieces: Sequence[Seen],
    facts: PageFacts,
    included: Collection[HtmlElement],
    *,
    is_title: Callable[[Draft], bool],
) -> list[Seen]:
    """The pieces of the article's main element, the headlines, and what of the body stands elsewhere, in order.

    ``included``: what is in these elements is the body, and nothing else; where there are none, a library and the page itself
    are asked. What is not the article's body among the pieces has a reason; when nothing is left, no article was found. What
    the publisher does not want to be read is among them wherever it stands.
    """
    judged = _judged(root, pieces, facts)
    kept = [_is_in(included, piece) for piece in pieces] if included else judged
    kept = [keep and piece.draft.read for piece, keep in zip(pieces, kept, strict=True)]
    weights = _weights(pieces, kept)
    boxes = _Boxes(weights, _size(pieces, kept), included)
    if not included:
        kept = _with_siblings(pieces, kept, boxes)
    inside = set(_main_element(root, weights).iter())
    shown = [
        piece
        for piece, keep, found in zip(pieces, kept, judged, strict=True)
        if keep or found or piece.at in inside or _is_marked(piece) or (piece.draft.kind == "heading" and is_title(piece.draft))
    ]
    for piece, keep in zip(pieces, kept, strict=True):
        if not keep and (included or not piece.has_words_given):
            piece.draft.reason = piece.draft.reason or boxes.reason(piece.at) or (NOT_INCLUDED if included else NOT_BODY)
        elif not piece.has_words_given:
            piece.draft.reason = piece.draft.reason or boxes.reason(piece.at)
    return shown


def _is_in(included: Collection[HtmlElement], piece: Seen) -> bool:
    return any(element in included for element in upwards(piece.at))


def _is_marked(piece: Seen) -> bool:
    """The publisher says that it is not read, or how it is said."""
    return not piece.draft.read or piece.has_words_given


def _judged(root: HtmlElement, pieces: Sequence[Seen], facts: PageFacts) -> list[bool]:
    """Whether each piece is the body, as far as a library and the page itself can tell.

    The library's second opinion, which takes as long as its first, wins only with twice as much text. So it is not asked for
    when the first holds more than half of all that could be a story.
    """
    kept = _found(pieces, _asked(root, fast=True), fold(facts.body))
    if 2 * _size(pieces, kept) < _size(pieces, [_could_be_story(piece) for piece in pieces]):
        kept = _found(pieces, _asked(root, fast=False), fold(facts.body))
    return kept if any(kept) else [_could_be_story(piece) for piece in pieces]


def _asked(root: HtmlElement, *, fast: bool) -> str:
    return trafilatura.extract(root, include_comments=False, fast=fast) or ""


def _size(pieces: Sequence[Seen], kept: Sequence[bool]) -> int:
    """Characters of the pieces that are kept."""
    return sum(len(piece.draft.text) for piece, keep in zip(pieces, kept, strict=True) if keep)


def _found(pieces: Sequence[Seen], judged: str, stated: str) -> list[bool]:
    """Whether each piece is in the text that was judged or stated to be the body."""
    lines = {fold(line) for line in judged.splitlines()}
    whole = fold(judged)
    folded = [fold(piece.draft.text) for piece in pieces]
    kept = [text in lines or (len(text) >= _SURE_CHARS and text in whole) for text in folded]
    kept = [keep or _is_told_in_parts(piece, whole) for piece, keep in zip(pieces, kept, strict=True)]
    size = sum(len(text) for text, keep in zip(folded, kept, strict=True) if keep)
    in_stated = [len(text) >= _SURE_CHARS and text in stated for text in folded]
    if sum(len(text) for text, there in zip(folded, in_stated, strict=True) if there) < _STATED_SHARE * size or not size:
        return kept
    first = in_stated.index(True)
    last = len(in_stated) - 1 - in_stated[::-1].index(True)
    return [there or (keep and first <= i <= last) for i, (keep, there) in enumerate(zip(kept, in_stated, strict=True))]


def _is_told_in_parts(piece: Seen, whole: str) -> bool:
    """The judge writes formulas otherwise, and with them the paragraph."""
    longest = max(map(fold, piece.parts_read), key=len) if piece.skips else ""
    return len(longest) >= _SURE_CHARS and longest in whole


def _could_be_story(piece: Seen) -> bool:
    """For a page or fragment so small that the judge sees nothing in it."""
    told = piece.draft.kind in ("paragraph", "quote", "item", "heading") and piece.draft.links < _MOSTLY_LINKS
    return told and (is_sentence(piece.draft.text) or piece.draft.kind == "heading") and not reason_to_skip(piece.draft.text)


def _weights(pieces: Sequence[Seen], kept: Sequence[bool]) -> Counter[HtmlElement]:
    """Characters of the body in each element."""
    weights: Counter[HtmlElement] = Counter()
    for piece, keep in zip(pieces, kept, strict=True):
        if keep:
            for element in upwards(piece.at):
                weights[element] += len(piece.draft.text)
    return weights


def _main_element(root: HtmlElement, weights: Counter[HtmlElement]) -> HtmlElement:
    """The innermost element that holds nearly all of the body."""
    main, total = root, weights[root]
    while (inner := next((child for child in main if weights[child] > _MAIN_SHARE * total), None)) is not None:
        main = inner
    return main


class _Boxes:
    """Reasons by element: those of the nearest box around it that does not hold the story itself.

    What the publisher includes is in no box; there may be boxes in it.
    """

    def __init__(self, weights: Counter[HtmlElement], total: int, included: Collection[HtmlElement]) -> None:
        self._weights, self._total = weights, total
        self._trusted = {outer for element in included for outer in upwards(element)}
        self._reasons: dict[HtmlElement, str] = {}

    def reason(self, element: HtmlElement) -> str:
        chain = []
        reason = ""
        for outer in upwards(element):
            if outer in self._reasons:
                reason = self._reasons[outer]
                break
            chain.append(outer)
        for outer in reversed(chain):
            small = outer.tag in _NEVER_STORY or self._weights[outer] <= _BOX_SHARE * self._total
            is_box = small and outer not in self._trusted
            own = reason_of_box(outer) if is_box else ""
            reason = own or reason
            self._reasons[outer] = reason
        return reason


def _with_siblings(pieces: Sequence[Seen], kept: Sequence[bool], boxes: _Boxes) -> list[bool]:
    """The judge loses single lines of a story: what stands side by side with the kept piece before and the one behind it is
    story too; with one of them, if it is a sentence, or the heading of what stands behind it."""
    found = list(kept)
    for before, after in pairwise(i for i, keep in enumerate(kept) if keep):
        for i in range(before + 1, after):
            sides = sum(_side_by_side(pieces[i], pieces[other]) for other in (before, after))
            heads = pieces[i].draft.kind == "heading" and _side_by_side(pieces[i], pieces[after])
            likely = sides == 2 or (sides == 1 and (heads or is_sentence(pieces[i].draft.text)))
            found[i] = likely and _may_be_told(pieces[i]) and not boxes.reason(pieces[i].at)
    return found


def _side_by_side(one: Seen, other: Seen) -> bool:
    return one.at is other.at or one.at.getparent() is other.at.getparent()


def _may_be_told(piece: Seen) -> bool:
    told = piece.draft.kind in ("paragraph", "quote", "heading")
    return told and piece.draft.links < _MOSTLY_LINKS and not reason_to_skip(piece.draft.text)
