"""How pieces of a page are set: what is set as the story is, or in line with it, belongs to it. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from lxml.html import HtmlElement

from tts_service.article.bounds import MAX_PIECES
from tts_service.article.extract.html.dom import upwards
from tts_service.article.extract.html.lines import Seen

Kind = tuple[object, ...]
"""Equal for pieces that are set alike."""

_LISTS = frozenset(("ul", "ol", "dl", "li", "dt", "dd", "blockquote", "pre", "table", "tbody", "tr", "td"))
_TABLE = frozenset(("table", "tbody", "thead", "tr", "td", "th"))
_LAYOUT_SHARE = 0.5
"""Of the pieces of a page."""
_DIGITS = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")
_WHICH = frozenset(
    (
        *(
            "first",
            "last",
            "odd",
            "even",
            "top",
            "middle",
            "bottom",
            "start",
            "begin",
            "end",
            "left",
            "right",
        ),
        *("is-first", "is-last", "intro", "outro", "active"),
    )
)
_REMEMBERED = 1_000
"""Attributes: those of a page are looked at several times."""
_ENTRY_PIECES, _ENTRIES = 20, 3
_MOST_NAMED = 4
"""Elements around a piece whose names count."""


class Layout:
    """Where the ``pieces`` of a page are in its tree."""

    def __init__(self, pieces: Sequence[Seen]) -> None:
        self.pieces = pieces
        self._held: Counter[HtmlElement] = Counter()
        self._first: dict[HtmlElement, int] = {}
        for i, piece in enumerate(pieces):
            for element in upwards(piece.at):
                self._held[element] += 1
                self._first.setdefault(element, i)
        self._boxes: dict[HtmlElement, Counter[tuple[str, tuple[str, ...]]]] = {}
        self._kinds: dict[HtmlElement, Kind] = {}
        self._paths: dict[HtmlElement, int] = {}
        self._known: dict[tuple[int, str], int] = {}
        self._lines = [_line_of(piece.at, self._held, len(pieces)) for piece in pieces]

    @property
    def root(self) -> HtmlElement:
        return next(iter(self.pieces)).at.getroottree().getroot()

    def box(self, index: int, most: int) -> HtmlElement:
        """The largest element around the piece with at most ``most`` pieces in it."""
        box = self.pieces[index].at
        while (parent := box.getparent()) is not None and self._held[parent] <= most:
            box = parent
        return box

    def headed_by(self, index: int, most: int = MAX_PIECES) -> HtmlElement:
        """The largest element whose first piece this is, and that has at most ``most``; the piece's own, if
        none has."""
        box = self.pieces[index].at
        for outer in self.boxes_headed_by(index):
            if outer is not box and self._held[outer] > most:
                break
            box = outer
        return box

    def boxes_headed_by(self, index: int) -> Iterator[HtmlElement]:
        """The elements whose first piece this is, the innermost first."""
        box: HtmlElement | None = self.pieces[index].at
        while box is not None and self._first[box] == index:
            yield box
            box = box.getparent()

    def holds(self, element: HtmlElement) -> int:
        """How many pieces are in ``element``."""
        return self._held[element]

    def inside(self, element: HtmlElement) -> Sequence[Seen]:
        """The pieces in ``element``, which holds one."""
        first = self._first[element]
        return self.pieces[first : first + self._held[element]]

    def first_in(self, element: HtmlElement) -> Seen:
        """The first piece in ``element``, which holds one."""
        return self.pieces[self._first[element]]

    def kind(self, index: int) -> Kind:
        """The tags from the root to the piece, and the classes around it as far as they say anything."""
        at = self.pieces[index].at
        if at in self._kinds:
            return self._kinds[at]
        names: list[tuple[str, ...]] = []
        for outer in upwards(at):
            names.append(names_of(outer))
            if len(names) == _MOST_NAMED or (len(names) > 1 and any(names)):
                break
        self._kinds[at] = (self._path(at), *names)
        return self._kinds[at]

    def place(self, index: int) -> Kind:
        """The tags from the root to the piece."""
        return (self._path(self.pieces[index].at),)

    def in_line(self, one: int, other: int) -> bool:
        """Whether both stand in the same box, or in boxes of one class: themselves, their lists, or what
        holds nothing else."""
        first, second = self._lines[one], self._lines[other]
        if self.pieces[one].at is self.pieces[other].at or first is second:
            return True
        boxes = first.getparent(), second.getparent()
        return boxes[0] is boxes[1] or self._are_alike(*boxes)

    def is_around(self, one: int, other: int) -> bool:
        """Whether the text at ``one`` stands in line with the piece ``other``, or in the box that holds that
        piece, in no paragraph of its own."""
        at, inner = self.pieces[one].at, self.pieces[other].at
        return at in (inner, inner.getparent()) or self.in_line(one, other)

    def is_between(self, before: int, index: int, after: int) -> bool:
        """Whether the box that holds the piece's own holds the others too."""
        around = self._lines[index].getparent()
        return all(around in upwards(self.pieces[i].at) for i in (before, after))

    def are_akin(self, one: int, other: int) -> bool:
        """Whether both stand in boxes at the same level that have a class in common."""
        boxes = [self._lines[i].getparent() for i in (one, other)]
        first, second = boxes
        if first is None or second is None or self._path(first) != self._path(second):
            return False
        return not set(names_of(first)).isdisjoint(names_of(second))

    def _are_alike(self, one: HtmlElement | None, other: HtmlElement | None) -> bool:
        """Whether they are boxes of one class at the same level."""
        if one is None or other is None or not names_of(one):
            return False
        return (self._path(one), names_of(one)) == (self._path(other), names_of(other))

    def are_of_entry(self, one: int, other: int) -> bool:
        """Whether both stand in one of three boxes or more that are set alike, side by side, each with
        little in it."""
        around = set(upwards(self.pieces[one].at))
        shared = next((outer for outer in upwards(self.pieces[other].at) if outer in around), None)
        row = None if shared is None else shared.getparent()
        if shared is None or row is None or self._held[shared] > _ENTRY_PIECES or not names_of(shared):
            return False
        return self.beside(shared) >= _ENTRIES

    def beside(self, box: HtmlElement) -> int:
        """How many elements are set like ``box``, side by side with it; itself counts."""
        row = box.getparent()
        if row is None:
            return 1
        if row not in self._boxes:
            self._boxes[row] = Counter((one.tag, names_of(one)) for one in row)
        return self._boxes[row][box.tag, names_of(box)]

    def line(self, index: int) -> HtmlElement:
        """The list or box that the piece stands in by itself."""
        return self._lines[index]

    def _path(self, element: HtmlElement) -> int:
        chain = []
        path = 0
        for outer in upwards(element):
            if outer in self._paths:
                path = self._paths[outer]
                break
            chain.append(outer)
        for outer in reversed(chain):
            path = self._known.setdefault((path, outer.tag), len(self._known) + 1)
            self._paths[outer] = path
        return path


def _line_of(at: HtmlElement, held: Counter[HtmlElement], pieces: int) -> HtmlElement:
    element = at
    while (parent := element.getparent()) is not None and parent.tag != "body":
        is_list = parent.tag in _LISTS and not is_layout(parent, held, pieces)
        if not is_list and held[parent] != held[element]:
            break
        element = parent
    return element


def is_layout(part: HtmlElement, held: Counter[HtmlElement], pieces: int) -> bool:
    """Whether ``part`` is of a table that lays out the page: most of the page is in it."""
    if part.tag not in _TABLE:
        return False
    table = part if part.tag == "table" else next(part.iterancestors("table"), part)
    return held[table] > _LAYOUT_SHARE * pieces


def names_of(element: HtmlElement) -> tuple[str, ...]:
    """Its classes, without numbers and without what only says which of several it is; if it has none, how it
    is set, or what a box is called."""
    if (stated := element.get("class")) is None:
        stated = _SPACE.sub(
            "", element.get("style") or (element.get("id", "") if element.tag == "div" else "")
        )
    return _names_in(stated)


@lru_cache(_REMEMBERED)
def _names_in(stated: str) -> tuple[str, ...]:
    names = {_DIGITS.sub("", name) for name in stated.split()}
    return tuple(sorted(name for name in names if name.strip("-_") and name not in _WHICH))
