"""Prose of a story whose boxes differ in a class or two from those that a library has found. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lxml.html import HtmlElement

from tts_service.article.extract.boilerplate import reason_to_skip
from tts_service.article.extract.html.story.alike import Kind, Layout, names_of
from tts_service.article.extract.html.story.outside import FEW_LINKS, is_prose

_BETWEEN = 4
"""Pieces between a heading and what it heads: who wrote it, and when."""


def with_akin(
    layout: Layout, kept: Sequence[bool], free: Sequence[bool], inside: Collection[HtmlElement]
) -> list[bool]:
    """``kept``, and what is prose ``inside`` the element that holds it, in the same place as prose that is
    kept and in a box that has all of that one's classes, or only such."""
    told = [i for i, keep in enumerate(kept) if keep and is_prose(layout.pieces[i].draft)]
    known: dict[Kind, list[frozenset[str]]] = {}
    for i in told:
        known.setdefault(layout.place(i), []).append(_names_around(layout, i))
    found = list(kept)
    for i, piece in enumerate(layout.pieces):
        if free[i] and piece.at in inside and _may_be_prose(layout, i):
            mine = _names_around(layout, i)
            alike = known.get(layout.place(i), ())
            found[i] = found[i] or any(names and mine and (names <= mine or mine <= names) for names in alike)
    return found


def with_first_heading(layout: Layout, kept: Sequence[bool], free: Sequence[bool]) -> list[bool]:
    """``kept``, and the heading of its first entry, where it is one of several."""
    found = list(kept)
    first = kept.index(True) if any(kept) else 0
    for i in range(first - 1, max(first - _BETWEEN, 0) - 1, -1):
        draft = layout.pieces[i].draft
        if draft.kind == "heading":
            found[i] = free[i] and not draft.links and layout.are_of_entry(i, first)
            break
    return found


def _may_be_prose(layout: Layout, index: int) -> bool:
    draft = layout.pieces[index].draft
    return is_prose(draft) and draft.links < FEW_LINKS and not reason_to_skip(draft.text)


def _names_around(layout: Layout, index: int) -> frozenset[str]:
    """The classes of the nearest box around the piece that has any."""
    box = layout.pieces[index].at.getparent()
    while box is not None and not names_of(box):
        box = box.getparent()
    return frozenset(names_of(box)) if box is not None else frozenset()
