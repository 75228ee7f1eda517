"""What stands under a heading in a box of its own: a fact box or an answer among the story's, the verdict
of a review, or links that lead elsewhere. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice, takewhile

from lxml.html import HtmlElement

from tts_service.article.extract.boilerplate import reason_to_skip
from tts_service.article.extract.draft import Draft
from tts_service.article.extract.html.dom import upwards
from tts_service.article.extract.html.story.alike import Layout
from tts_service.article.extract.html.story.judged import size_of
from tts_service.article.extract.judge import is_sentence
from tts_service.article.extract.notes import addresses_reader, asks_for_something
from tts_service.article.extract.sections import kind_of_heading

_PRESSED = ("a", "button", "input", "form", "textarea", "select")
_MOST_SHARE = 0.3
"""Of the story. More than this beside it may be another."""
_BOX_PIECES = 40
_LEAST_GAPS = 2
"""Between the words of a heading: a name has fewer, and under it stands who that is."""
_QUESTION = ("?", "？", "؟")
_LINKED = 0.9
_IN_BRIEF = ("takeaways", "synopsis")
_MOST_SUMMED_UP = 12
_IN_REVIEW = re.compile(
    r"(?:our |the |final )?verdict|wrap(?:ping)?[- ]?up|(?:final|closing) (?:thoughts|words)|pros|cons|for"
    r"|against|(?:the )?(?:good|bad)|(?:what )?we (?:don['’]t )?like"
    r"|reasons to (?:buy|avoid|skip)|bottom line|(?:unser )?fazit|pro|(?:k|c)ontra|plus|minus|vorteile"
    r"|nachteile"
    r"|(?:nuestro )?veredicto|lo mejor|lo peor|a favor|en contra|(?:notre )?verdict|les plus|les moins"
    r"|on aime"
    r"|(?:il )?verdetto|contro|prós|contras|o veredito|pluspunten|minpunten",
    re.IGNORECASE,
)


def with_headed(
    layout: Layout, kept: Sequence[bool], free: Sequence[bool], inside: Collection[HtmlElement]
) -> list[bool]:
    """``kept``, and the boxes ``inside`` the element that holds it which have a heading and then only
    sentences and lists, without a link or anything to press."""
    added = set(_headed(layout, kept, free, inside))
    found = [keep or i in added for i, keep in enumerate(kept)]
    is_little = size_of(layout.pieces, found) <= (1 + _MOST_SHARE) * size_of(layout.pieces, kept)
    return found if is_little else list(kept)


def _headed(
    layout: Layout, kept: Sequence[bool], free: Sequence[bool], inside: Collection[HtmlElement]
) -> Iterator[int]:
    for i in range(kept.index(True) + 1 if any(kept) else len(kept), len(kept)):
        draft = layout.pieces[i].draft
        if free[i] and not kept[i] and (draft.kind == "heading" or _asks(draft)):
            boxes = (range(i, i + layout.holds(box)) for box in _boxes(layout, i) if box in inside)
            yield from next((box for box in boxes if _is_box_of_story(layout, box, free)), ())


def _boxes(layout: Layout, index: int) -> list[HtmlElement]:
    """Those that begin with the piece and hold little, the largest first."""
    largest = layout.headed_by(index, _BOX_PIECES)
    within = list(takewhile(lambda outer: outer is not largest, upwards(layout.pieces[index].at)))
    return [largest, *reversed(within)]


def _is_box_of_story(layout: Layout, box: range, free: Sequence[bool]) -> bool:
    head, *told = (layout.pieces[i] for i in box)
    if not told or not all(free[i] for i in box) or not all(_is_told(piece.draft) for piece in told):
        return False
    if any(addresses_reader(one.draft.text) and asks_for_something(one.draft.text) for one in told):
        return False
    if _asks(head.draft):  # which is often a link, or a button, that shows the answer
        return True
    around = next(outer for outer in upwards(head.at) if layout.holds(outer) == len(box))
    is_heading = head.draft.kind == "heading" and not head.draft.links and _heads(head.draft)
    return is_heading and next(around.iter(*_PRESSED), None) is None


def _asks(draft: Draft) -> bool:
    return draft.kind in ("heading", "paragraph") and draft.text.endswith(_QUESTION)


def _heads(draft: Draft) -> bool:
    return draft.text.count(" ") >= _LEAST_GAPS and not reason_to_skip(draft.text)


def _is_told(draft: Draft) -> bool:
    is_told = draft.kind == "item" or (draft.kind in ("paragraph", "quote") and is_sentence(draft.text))
    return (
        is_told and not draft.links and not draft.text.endswith(_QUESTION) and not reason_to_skip(draft.text)
    )


def heads_verdict(text: str) -> bool:
    """Whether a heading says that a review sums up its subject below: "Pros", "Our verdict"."""
    return _IN_REVIEW.fullmatch(text.strip(" :")) is not None


def with_verdict(layout: Layout, kept: Sequence[bool], free: Sequence[bool]) -> list[bool]:
    """``kept``, and what a review sums up in a small box behind the story, beside one that holds it."""
    found = list(kept)
    last = max((i for i, keep in enumerate(kept) if keep), default=len(kept))
    around = set(upwards(layout.pieces[last].at)) if any(kept) else ()
    for i in range(last + 1, len(kept)):
        draft = layout.pieces[i].draft
        if free[i] and draft.kind == "heading" and heads_verdict(draft.text):
            box = layout.headed_by(i, _MOST_SUMMED_UP)
            below = range(i + 1, i + layout.holds(box)) if box.getparent() in around else ()
            told = [at for at in below if free[at] and _is_told(layout.pieces[at].draft)]
            for at in (i, *told) if told else ():
                found[at] = True
    return found


def in_brief(layout: Layout) -> list[HtmlElement]:
    """Boxes beside the story that sum it up: a heading such as "Key points", and a list without links."""
    found: list[HtmlElement] = []
    for i, piece in enumerate(layout.pieces):
        if piece.draft.kind == "heading" and kind_of_heading(piece.draft.text) in _IN_BRIEF:
            found += islice((box for box in _boxes(layout, i) if _holds_points(layout, box)), 1)
    return found


def _holds_points(layout: Layout, box: HtmlElement) -> bool:
    _, *points = (piece.draft for piece in layout.inside(box))
    return bool(points) and all(draft.kind == "item" and not draft.links for draft in points)


def heads_links(layout: Layout, kept: Sequence[bool]) -> Iterator[int]:
    """Kept headings of boxes in which everything else is links that are not kept."""
    for i, keep in enumerate(kept):
        if keep and layout.pieces[i].draft.kind == "heading":
            others = range(i + 1, i + layout.holds(layout.headed_by(i)))
            if others and all(not kept[at] and layout.pieces[at].draft.links > _LINKED for at in others):
                yield i
