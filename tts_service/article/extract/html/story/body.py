"""Which visible pieces of a page are its article, and what else it shows. Pure.

A library and the page's own statements decide; what they lose is added, by the boxes around the pieces and by
their neighbours, and what is other articles' is taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from tts_service.article.extract.draft import Draft
from tts_service.article.extract.html.dom import upwards
from tts_service.article.extract.html.headline import ABOVE_SHARE
from tts_service.article.extract.html.lines import Seen
from tts_service.article.extract.html.metadata import PageFacts
from tts_service.article.extract.html.page_chrome import NOT_BODY, OUTSIDE, SIGN_UP, sign_up_boxes
from tts_service.article.extract.html.story.alike import Layout
from tts_service.article.extract.html.story.boxes import Boxes, main_element, weights_of
from tts_service.article.extract.html.story.feed import other_articles, teasers
from tts_service.article.extract.html.story.grow import (
    behind_story,
    grown,
    with_lists_behind,
    with_other_half,
    with_points,
)
from tts_service.article.extract.html.story.headed import in_brief, with_headed, with_verdict
from tts_service.article.extract.html.story.judged import (
    could_be_story,
    judged_body,
    size_of,
    strictly_judged,
)
from tts_service.article.extract.html.story.outside import (
    doubts_about,
    explain,
    headed_boxes,
    is_plain,
    listed,
    why_outside,
)
from tts_service.article.extract.html.story.recipe import with_recipe
from tts_service.article.extract.html.story.replies import replies
from tts_service.article.extract.html.story.standfirst import standfirst_under
from tts_service.article.extract.html.story.trim import around_story, outside_story, without_lists
from tts_service.article.model import Outside

NOT_INCLUDED = "not in what the publisher includes"

_OWN_CHARS = 200
"""Characters. An article of less beside others is none."""
_MOST_TEASERS = 0.4
"""Of what is judged to be body. More than that may be the story, whatever its headings lead to."""


class Body(NamedTuple):
    """``shown``: the pieces of the article's main element, the headlines, and any part of the body elsewhere,
    in order; those that are not part of the body have a reason. ``outside`` and ``doubts`` are as in
    ``Article``."""

    shown: list[Seen]
    outside: tuple[Outside, ...]
    doubts: tuple[str, ...]


def body_of(
    root: HtmlElement,
    pieces: Sequence[Seen],
    facts: PageFacts,
    included: Collection[HtmlElement],
    *,
    is_title: Callable[[Draft], bool],
) -> Body:
    """The body among the visible ``pieces`` of a page.

    ``included``: it is exactly what these elements contain; if there are none, a library and the page itself
    are asked. If no piece that is shown is read, no article was found. What the publisher does not want read
    is shown wherever it is.
    """
    layout = Layout(pieces)
    judged, last = judged_body(root, pieces, facts)
    judged, others = _of_own_article(layout, judged, is_title)
    title = next((i for i, piece in enumerate(pieces) if _is_title(piece, is_title)), None)
    if included:
        kept, judged, boxes, inside = _included(layout, judged, included, title)
    else:
        both = enumerate(zip(pieces, others, strict=True))
        open_to = [piece.draft.read and not other and i <= last for i, (piece, other) in both]
        kept, judged, boxes, inside = _found(layout, judged, open_to, title)
    first = standfirst_under(pieces, is_title, facts.description) if not included else None
    if first is not None and not others[first] and not boxes.reason(pieces[first].at):
        kept[first] = pieces[first].draft.read
    is_shown = [
        keep or found or piece.at in inside or _is_marked(piece) or (not other and _is_title(piece, is_title))
        for piece, keep, found, other in zip(pieces, kept, judged, others, strict=True)
    ]
    for piece, keep, other, there in zip(pieces, kept, others, is_shown, strict=True):
        if included or not piece.has_words_given:
            why = _why_kept_out(piece, boxes, NOT_INCLUDED if included else "", other, there)
            piece.draft.reason = piece.draft.reason or (boxes.reason(piece.at) if keep else why)
    outside = [i for i, there in enumerate(is_shown) if not there]
    explain(layout, [i for i, keep in enumerate(kept) if not keep], facts.byline)
    doubts = () if included else doubts_about(pieces, size_of(pieces, kept), _above(pieces, kept, title))
    return Body(
        [piece for piece, there in zip(pieces, is_shown, strict=True) if there],
        listed(pieces[i] for i in outside),
        doubts,
    )


class _Found(NamedTuple):
    """What is kept of the pieces, and what is left of those that were judged to be body; ``inside``: what is
    in the element that holds nearly all that is kept."""

    kept: list[bool]
    judged: list[bool]
    boxes: Boxes
    inside: set[HtmlElement]


def _included(
    layout: Layout, judged: list[bool], included: Collection[HtmlElement], title: int | None
) -> _Found:
    kept = [_is_in(included, piece) and piece.draft.read for piece in layout.pieces]
    return _Found(kept, judged, _boxes(layout, kept, included, title), _inside(layout, kept))


def _found(layout: Layout, judged: list[bool], open_to: Sequence[bool], title: int | None) -> _Found:
    """What was judged to be body, with what belongs to it and without what does not. ``open_to``: what may be
    added at all; ``title``: which piece is the headline."""
    pieces = layout.pieces
    apart, unlike = outside_story(layout, judged, title, lambda: strictly_judged(layout.root, pieces))
    judged = _without(judged, apart)
    kept = [keep and piece.draft.read for piece, keep in zip(pieces, judged, strict=True)]
    boxes = _boxes(layout, kept, in_brief(layout), title)
    region = _inside(layout, kept)
    kept = grown(layout, with_other_half(layout, kept, boxes, open_to, region), boxes, open_to, region)
    kept = with_lists_behind(layout, with_points(layout, kept, boxes, open_to, title), boxes, open_to)
    inside = _inside(layout, kept)
    behind = behind_story(layout, kept, inside)
    kept, judged = _without(kept, behind), _without(judged, behind)
    around = around_story(layout, kept)
    for i, why in around.items():
        pieces[i].draft.reason = pieces[i].draft.reason or ("" if why == OUTSIDE else why)
    kept, judged = _without(kept, around), _without(judged, around)
    free = [may and not boxes.reason(piece.at) for may, piece in zip(open_to, pieces, strict=True)]
    kept = with_headed(layout, with_recipe(layout, kept, free), free, inside)
    # last, as what belongs to a story is told by how much of it there is
    kept = with_points(layout, without_lists(layout, kept, unlike), boxes, open_to, title)
    kept = with_verdict(layout, with_recipe(layout, kept, free), free)
    judged = _without(judged, {i for i in unlike if not kept[i]})
    return _Found(kept, judged, boxes, inside)


def _boxes(layout: Layout, kept: Sequence[bool], own: Collection[HtmlElement], title: int | None) -> Boxes:
    pieces = layout.pieces
    named = {**dict.fromkeys(sign_up_boxes(layout.root), SIGN_UP), **headed_boxes(layout)} if pieces else {}
    told = [keep and is_plain(piece) for keep, piece in zip(kept, pieces, strict=True)]
    headline = pieces[title].at if title is not None else None
    return Boxes(
        weights_of(pieces, kept), size_of(pieces, kept), own, named, weights_of(pieces, told), headline
    )


def _inside(layout: Layout, kept: Sequence[bool]) -> set[HtmlElement]:
    weights = weights_of(layout.pieces, kept)
    return set(main_element(layout.root, weights).iter()) if layout.pieces else set()


def _without(kept: Sequence[bool], others: Collection[int]) -> list[bool]:
    return [keep and i not in others for i, keep in enumerate(kept)]


def _above(pieces: Sequence[Seen], kept: Sequence[bool], title: int | None) -> list[Seen]:
    """What will not be read because it stands above the headline."""
    above = [i < (title or 0) and keep for i, keep in enumerate(kept)]
    is_little = size_of(pieces, above) <= ABOVE_SHARE * size_of(pieces, kept)
    return [piece for piece, there in zip(pieces, above, strict=True) if there and is_little]


def _why_kept_out(piece: Seen, boxes: Boxes, rule: str, other: str, is_shown: bool) -> str:
    """``rule``: why no other reason than a box counts; ``other``: of which article it is."""
    if rule:
        return boxes.reason(piece.at) or rule
    return other or boxes.reason(piece.at) or (NOT_BODY if is_shown else why_outside(piece.draft))


def _is_title(piece: Seen, is_title: Callable[[Draft], bool]) -> bool:
    return piece.draft.kind == "heading" and is_title(piece.draft)


def _of_own_article(
    layout: Layout, judged: list[bool], is_title: Callable[[Draft], bool]
) -> tuple[list[bool], list[str]]:
    """What is judged to be body without what is others'; and why each piece is others', or ""."""
    pieces = layout.pieces
    elsewhere = _reasons_in(other_articles(pieces, is_title) | replies(layout), pieces)
    own = [keep and not other for keep, other in zip(judged, elsewhere, strict=True)]
    if not any(own):
        own = [not other and could_be_story(piece) for piece, other in zip(pieces, elsewhere, strict=True)]
    if size_of(pieces, own) < min(_OWN_CHARS, size_of(pieces, judged)):
        own, elsewhere = judged, [""] * len(pieces)
    teased = _reasons_in(teasers(layout, is_title), pieces)
    own_only = [keep and not why for keep, why in zip(own, teased, strict=True)]
    if size_of(pieces, own_only) < (1 - _MOST_TEASERS) * size_of(pieces, own):
        beside = _beside(layout, own_only)
        teased = [why if apart else "" for why, apart in zip(teased, beside, strict=True)]
        own_only = [keep and not why for keep, why in zip(own, teased, strict=True)]
    return own_only, [other or why for other, why in zip(elsewhere, teased, strict=True)]


def _beside(layout: Layout, own: Sequence[bool]) -> list[bool]:
    """Whether each piece is outside the element that holds the article's own text, if there is enough."""
    pieces = layout.pieces
    if size_of(pieces, own) < _OWN_CHARS:
        return [False] * len(pieces)
    main = main_element(layout.root, weights_of(pieces, own))
    return [main not in upwards(piece.at) for piece in pieces]


def _reasons_in(boxes: Mapping[HtmlElement, str], pieces: Sequence[Seen]) -> list[str]:
    if not boxes:
        return [""] * len(pieces)
    return [next((boxes[outer] for outer in upwards(piece.at) if outer in boxes), "") for piece in pieces]


def _is_in(included: Collection[HtmlElement], piece: Seen) -> bool:
    return any(element in included for element in upwards(piece.at))


def _is_marked(piece: Seen) -> bool:
    """True if the publisher says that the piece is not read, or how it is spoken."""
    return not piece.draft.read or piece.has_words_given
