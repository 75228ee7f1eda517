"""What a library loses of a story: parts that are set alike elsewhere, lines between its paragraphs, lists.
Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise, takewhile
from operator import or_

from lxml.html import HtmlElement

from tts_service.article.extract.boilerplate import reason_to_skip, reason_to_skip_heading
from tts_service.article.extract.draft import Draft
from tts_service.article.extract.html.dom import upwards
from tts_service.article.extract.html.story.akin import with_akin, with_first_heading
from tts_service.article.extract.html.story.alike import Kind, Layout
from tts_service.article.extract.html.story.amounts import takes_amounts, tells_amounts
from tts_service.article.extract.html.story.boxes import Boxes
from tts_service.article.extract.html.story.headed import heads_verdict
from tts_service.article.extract.html.story.judged import could_be_story, size_of
from tts_service.article.extract.html.story.outside import FEW_LINKS, is_prose, reads_as_point
from tts_service.article.extract.judge import is_sentence
from tts_service.article.extract.sections import is_known_heading, kind_of_heading

_MOSTLY_LINKS = 0.5
_ALL_LINK = 0.9
_KIND_SHARE = 0.2
_KIND_PIECES = 3
"""What is set like this share of the story, or this many paragraphs of it, is set like the story."""
_OTHER_HALF = 2
_ROW = 2
_IN_BRIEF = ("takeaways", "synopsis")
_IN_LISTS = ("item", "table")
_TOLD = ("paragraph", "item")
_MOST_POINTS = 12
_BULLETS = ("• ", "· ", "▪ ", "■ ", "● ", "◦ ", "‣ ")
_MOST_ANSWERS = 200


def with_other_half(
    layout: Layout,
    kept: Sequence[bool],
    boxes: Boxes,
    open_to: Sequence[bool],
    inside: Collection[HtmlElement],
) -> list[bool]:
    """``kept``, and all sentences in the element that holds it if they are more: a library loses whole kinds
    of lists."""
    told = [
        may and piece.at in inside and could_be_story(piece) and not boxes.reason(piece.at)
        for may, piece in zip(open_to, layout.pieces, strict=True)
    ]
    both = [keep or tell for keep, tell in zip(kept, told, strict=True)]
    is_more = size_of(layout.pieces, both) > _OTHER_HALF * size_of(layout.pieces, kept)
    return both if is_more else list(kept)


def grown(
    layout: Layout,
    kept: Sequence[bool],
    boxes: Boxes,
    open_to: Sequence[bool],
    inside: Collection[HtmlElement],
) -> list[bool]:
    """``kept`` and what is set like it, or in line with it. ``open_to``: what may be added at all;
    ``inside``: the element that holds it."""
    if not any(kept):
        return list(kept)
    free = _free(layout, kept, boxes, open_to)
    found = with_first_heading(layout, _with_alike(layout, with_akin(layout, kept, free, inside), free), free)
    found = _with_opening(layout, found, free)
    found = _with_neighbours(layout, found, free)
    return _with_others_of_row(layout, found, free)


def with_points(
    layout: Layout, kept: Sequence[bool], boxes: Boxes, open_to: Sequence[bool], title: int | None
) -> list[bool]:
    """``kept``, and the lists that sum the story up: under a heading that says so, or under the headline,
    ``title``."""
    if not any(kept):
        return list(kept)
    free = _free(layout, kept, boxes, open_to)
    return _with_points_above(layout, _with_key_points(layout, kept, free), free, title)


def _free(layout: Layout, kept: Sequence[bool], boxes: Boxes, open_to: Sequence[bool]) -> list[bool]:
    """What may be added, is not kept and stands in no box that is none of the story."""
    return [
        may and not keep and not boxes.reason(piece.at)
        for may, keep, piece in zip(open_to, kept, layout.pieces, strict=True)
    ]


def behind_story(layout: Layout, kept: Sequence[bool], inside: Collection[HtmlElement]) -> set[int]:
    """Kept pieces behind the element that holds the story, ``inside``, and set unlike it: a library takes the
    foot of a page for its last paragraph."""
    held = [keep and piece.at in inside for keep, piece in zip(kept, layout.pieces, strict=True)]
    kinds = _kinds(layout, held)
    last = max((i for i, keep in enumerate(kept) if keep and (held[i] or layout.kind(i) in kinds)), default=0)
    return {i for i in range(last + 1, len(kept)) if kept[i]}


def _with_alike(layout: Layout, kept: Sequence[bool], free: Sequence[bool]) -> list[bool]:
    """A story in several boxes is set alike in all of them."""
    pieces = layout.pieces
    kinds = _kinds(layout, kept)
    found = list(kept)
    for i in range(kept.index(True), len(pieces)):
        draft = pieces[i].draft
        if free[i] and is_prose(draft) and draft.links < FEW_LINKS:
            found[i] = layout.kind(i) in kinds and not reason_to_skip(draft.text)
    return found


def _kinds(layout: Layout, kept: Sequence[bool]) -> set[Kind]:
    chars: Counter[Kind] = Counter()
    number: Counter[Kind] = Counter()
    for i, keep in enumerate(kept):
        if keep and layout.pieces[i].draft.kind != "heading":
            kind = layout.kind(i)
            chars[kind] += len(layout.pieces[i].draft.text)
            number[kind] += 1
    enough = _KIND_SHARE * chars.total()
    return {kind for kind in chars if chars[kind] >= enough or number[kind] >= _KIND_PIECES}


def _with_opening(layout: Layout, kept: Sequence[bool], free: Sequence[bool]) -> list[bool]:
    """``kept``, and the prose right above it that is no paragraph of its own: plain text in the box that
    holds the others."""
    found, first = list(kept), kept.index(True)
    above = layout.pieces[first - 1] if first else None
    if above is not None and free[first - 1] and above.at is layout.pieces[first].at.getparent():
        is_told = is_prose(above.draft) and above.draft.links < FEW_LINKS
        found[first - 1] = is_told and not reason_to_skip(above.draft.text)
    return found


def _with_neighbours(layout: Layout, kept: Sequence[bool], free: Sequence[bool]) -> list[bool]:
    """What lies in line with the kept pieces on both sides is story too; in line with only one of them, it is
    if it is a sentence, a list, or the heading of what follows."""
    found = list(kept)
    for before, after in pairwise(i for i, keep in enumerate(kept) if keep):
        for i in range(before + 1, after):
            if free[i] and _may_be_told(layout, i):
                found[i] = _belongs(layout, before, i, after)
    return found


def _belongs(layout: Layout, before: int, index: int, after: int) -> bool:
    draft = layout.pieces[index].draft
    sides = layout.in_line(index, before) + layout.in_line(index, after)
    is_over = layout.in_line(index, after) or layout.are_of_entry(index, after)
    heads = draft.kind == "heading" and is_over
    if heads and not sides:
        return layout.are_of_entry(index, after)
    if (
        draft.kind == "heading"
        and index + 1 == after
        and draft.links == 0
        and layout.is_between(before, index, after)
    ):
        return True
    told = heads or draft.kind in _IN_LISTS or is_sentence(draft.text) or tells_amounts(draft.text)
    return sides == 2 or (sides == 1 and told)


def _with_others_of_row(layout: Layout, kept: Sequence[bool], free: Sequence[bool]) -> list[bool]:
    """Short lines that are set like others, most of which are kept: the times of a live blog."""
    kinds = [layout.kind(i) for i in range(len(kept))]
    all_of, kept_of = Counter(kinds), Counter(kind for kind, keep in zip(kinds, kept, strict=True) if keep)
    first = kept.index(True)
    return [
        keep
        or (
            free[i]
            and i >= first - 1
            and kept_of[kinds[i]] >= _ROW
            and 2 * kept_of[kinds[i]] >= all_of[kinds[i]]
            and _may_be_told(layout, i)
        )
        for i, keep in enumerate(kept)
    ]


def _with_key_points(layout: Layout, kept: Sequence[bool], free: Sequence[bool]) -> list[bool]:
    """The list under a heading such as "In brief" or "Ingredients", and what a review sums up under "Pros" or
    "Our verdict", above the story or in it."""
    found = list(kept)
    last = max(i for i, keep in enumerate(kept) if keep)
    for i, piece in enumerate(layout.pieces):
        if not free[i] or found[i] or not _heads_points(piece.draft):
            continue
        if kind_of_heading(piece.draft.text) == "faq":
            _add_answers(layout, found, free, i)
        elif points := _points_under(layout, i, range(i + 1, last), [*map(or_, free, found)]):
            for at in (i, *points):
                found[at] = True
    return found


def _heads_points(draft: Draft) -> bool:
    return draft.kind == "heading" or (draft.kind == "paragraph" and is_known_heading(draft.text))


def _points_under(layout: Layout, heading: int, below: range, free: Sequence[bool]) -> list[int]:
    """The points that stand ``below`` the heading; none if one of them is none of the story."""
    text, box = layout.pieces[heading].draft.text, layout.pieces[heading].at.getparent()
    if heads_verdict(text):
        told = takewhile(lambda at: layout.pieces[at].draft.kind in _TOLD, below)
        inside = [at for at in told if box in upwards(layout.pieces[at].at)]
        return [at for at in inside if free[at] and _may_be_told(layout, at)][:_MOST_POINTS]
    if kind_of_heading(text) not in _IN_BRIEF and not _takes_amounts(layout, below):
        return []
    points = list(takewhile(lambda at: _is_in_list(layout, at), below))
    return points if all(free[at] and _may_be_listed(layout, at) for at in points) else []


def _may_be_listed(layout: Layout, index: int) -> bool:
    """In a list of what a recipe takes, things are links."""
    draft = layout.pieces[index].draft
    is_amount = draft.links < _ALL_LINK and any(map(str.isdigit, draft.text))
    return _may_be_told(layout, index) or (is_amount and not reason_to_skip(draft.text))


def _add_answers(layout: Layout, kept: list[bool], free: Sequence[bool], heading: int) -> None:
    """Keep the questions and answers in the box that the heading begins, if it is in line with the story."""
    box, pieces = layout.pieces[heading].at.getparent(), layout.pieces
    row = box.getparent() if box is not None else None
    above = range(max(heading - _MOST_ANSWERS, 0), heading)
    if row is None or not any(kept[i] and row in upwards(pieces[i].at) for i in above):
        return
    below = range(heading, min(heading + _MOST_ANSWERS, len(pieces)))
    inside = set(takewhile(lambda at: box in upwards(pieces[at].at), below))
    if len(inside) > 1 and all(kept[i] or (free[i] and pieces[i].draft.links < FEW_LINKS) for i in inside):
        for i in inside:
            kept[i] = True


def _with_points_above(
    layout: Layout, kept: Sequence[bool], free: Sequence[bool], title: int | None
) -> list[bool]:
    """A list without links between the headline and the story, and its heading: what it says, in brief."""
    found, first = list(kept), kept.index(True)
    above = range(title + 1, first) if title is not None else ()
    points = [i for i in above if _is_set_as_point(layout.pieces[i].draft)]
    if len(points) >= _ROW and all(free[i] and _is_point(layout, i) for i in points):
        over = points[0] - 1
        heads = layout.pieces[over].draft.kind == "heading" and free[over] and over != title
        for i in (over, *points) if heads else points:
            found[i] = True
    return found


def _is_set_as_point(draft: Draft) -> bool:
    return draft.kind == "item" or (draft.kind == "paragraph" and draft.text.startswith(_BULLETS))


def _is_point(layout: Layout, index: int) -> bool:
    draft = layout.pieces[index].draft
    return reads_as_point(draft) and _may_be_told(layout, index)


def _takes_amounts(layout: Layout, below: Iterable[int]) -> bool:
    """Whether a list begins there that says how much of what: most of its items have a number."""
    return takes_amounts(
        [layout.pieces[i].draft.text for i in takewhile(lambda at: _is_in_list(layout, at), below)]
    )


def _is_in_list(layout: Layout, index: int) -> bool:
    return layout.pieces[index].draft.kind == "item" or layout.pieces[index].at.tag in ("dd", "dt")


def with_lists_behind(
    layout: Layout, kept: Sequence[bool], boxes: Boxes, open_to: Sequence[bool]
) -> list[bool]:
    """``kept``, and the lists and tables right behind the last kept piece, in line with it."""
    if not any(kept):
        return list(kept)
    free, found = _free(layout, kept, boxes, open_to), list(kept)
    last = max(i for i, keep in enumerate(kept) if keep)
    for i in range(last + 1, len(layout.pieces)):
        in_list = layout.line(i) is not layout.pieces[i].at or layout.pieces[i].draft.kind == "table"
        if not (free[i] and in_list and layout.in_line(last, i) and _may_be_told(layout, i)):
            break
        found[i] = True
    return found


def _may_be_told(layout: Layout, index: int) -> bool:
    draft = layout.pieces[index].draft
    reason = reason_to_skip_heading if draft.kind == "heading" else reason_to_skip
    if draft.kind in ("caption", "code", "byline", "title") or reason(draft.text):
        return False
    return draft.links < _MOSTLY_LINKS or _is_linked_sentence(layout, index)


def _is_linked_sentence(layout: Layout, index: int) -> bool:
    """A sentence of the story may be a link; several one below another lead to other articles."""
    draft, around = layout.pieces[index].draft, layout.pieces[max(index - 1, 0) : index + 2 : 2]
    return (
        draft.kind == "paragraph"
        and is_sentence(draft.text)
        and not any(piece.draft.links >= _MOSTLY_LINKS or piece.draft.text.endswith(":") for piece in around)
    )
