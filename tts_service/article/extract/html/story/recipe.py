"""What belongs to a recipe in a story, besides the list of what it takes: times and portions above the list,
notes below. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from tts_service.article.extract.boilerplate import reason_to_skip
from tts_service.article.extract.html.dom import upwards
from tts_service.article.extract.html.story.alike import Layout
from tts_service.article.extract.html.story.amounts import heads_notes, takes_amounts, tells_amount
from tts_service.article.extract.html.story.outside import FEW_LINKS

_FEWEST_TIMES = 2
_RECIPE_PIECES = 80
_MOST_NOTES = 12


def with_recipe(layout: Layout, kept: Sequence[bool], free: Sequence[bool]) -> list[bool]:
    """``kept``, and those of the ``free`` pieces that belong to the first recipe of which the list is
    kept."""
    first = next((i for i, keep in enumerate(kept) if keep and _begins_list(layout, i)), None)
    if first is None:
        return list(kept)
    parts = _times_above(layout, kept, free, first) | _notes_below(layout, free, first)
    return [keep or i in parts for i, keep in enumerate(kept)]


def _begins_list(layout: Layout, index: int) -> bool:
    """Whether it is the first of several items that say how much of what."""
    follows = index > 0 and layout.pieces[index - 1].draft.kind == "item"
    if layout.pieces[index].draft.kind != "item" or follows:
        return False
    items = takewhile(lambda piece: piece.draft.kind == "item", layout.pieces[index:])
    return takes_amounts([piece.draft.text for piece in items])


def _times_above(layout: Layout, kept: Sequence[bool], free: Sequence[bool], first: int) -> set[int]:
    texts = [piece.draft.text for piece in layout.pieces]
    heading = max(first - 1, 0)
    above = takewhile(lambda i: not kept[i] or tells_amount(texts[i]), range(heading - 1, -1, -1))
    times = {i for i in above if (kept[i] or free[i]) and tells_amount(texts[i])}
    return times if len(times) >= _FEWEST_TIMES else set()


def _notes_below(layout: Layout, free: Sequence[bool], first: int) -> set[int]:
    around = layout.box(first, _RECIPE_PIECES)
    notes: set[int] = set()
    for i, piece in enumerate(layout.pieces[first:-1], first):
        if free[i] and heads_notes(piece.draft.text) and around in upwards(piece.at):
            notes |= _headed(layout, free, i)
    return notes


def _headed(layout: Layout, free: Sequence[bool], heading: int) -> set[int]:
    """The heading, and the sentences in the box that it begins."""
    box = layout.pieces[heading].at.getparent()
    below = range(heading + 1, min(heading + 1 + _MOST_NOTES, len(layout.pieces)))
    inside = takewhile(lambda i: box in upwards(layout.pieces[i].at), below)
    told = {i for i in inside if free[i] and _may_be_noted(layout, i)}
    return {heading, *told} if told else set()


def _may_be_noted(layout: Layout, index: int) -> bool:
    draft = layout.pieces[index].draft
    return draft.kind in ("paragraph", "item") and draft.links < FEW_LINKS and not reason_to_skip(draft.text)
