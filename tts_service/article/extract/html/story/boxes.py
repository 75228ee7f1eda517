"""The element that holds the story, and the boxes around and inside it that are page chrome. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from lxml.html import HtmlElement

from tts_service.article.extract.html.dom import upwards
from tts_service.article.extract.html.lines import Seen
from tts_service.article.extract.html.page_chrome import SIGN_UP, reason_of_box
from tts_service.article.extract.judge import POINTER

_MAIN_SHARE = 0.9
_BOX_SHARE = 0.4
"""A box that holds a larger share of the body than this is the article, whatever its class says; so are
several side by side whose classes say the same: "section has-ads"."""
_SET_INTO = frozenset(("an advertisement", SIGN_UP, "share buttons", "a call to donate", "a player button"))
"""What a box of the story may be named after because it holds one."""
_STORY_CHARS, _TIMES_MORE = 200, 2
_BESIDE = frozenset(("a box beside the story", "the comment box", POINTER))
_NEVER_STORY = frozenset(("nav", "footer"))


def weights_of(pieces: Sequence[Seen], kept: Sequence[bool]) -> Counter[HtmlElement]:
    """Characters of the body within each element."""
    weights: Counter[HtmlElement] = Counter()
    for piece, keep in zip(pieces, kept, strict=True):
        if keep:
            for element in upwards(piece.at):
                weights[element] += len(piece.draft.text)
    return weights


def main_element(root: HtmlElement, weights: Counter[HtmlElement]) -> HtmlElement:
    """The innermost element that holds nearly all of the body."""
    main, total = root, weights[root]
    while (
        inner := next((child for child in main if weights[child] > _MAIN_SHARE * total), None)
    ) is not None:
        main = inner
    return main


class Boxes:
    """Reasons by element: that of the nearest surrounding box that does not hold the story itself.

    What the publisher includes is in no box, though it may contain boxes.
    """

    def __init__(
        self,
        weights: Counter[HtmlElement],
        total: int,
        included: Collection[HtmlElement],
        named: Mapping[HtmlElement, str],
        told: Counter[HtmlElement],
        headline: HtmlElement | None,
    ) -> None:
        """``named``: reasons of boxes by what is in them, in addition to those by their names; ``told``:
        characters of plain paragraphs of the body within each element."""
        self._around_headline = frozenset(upwards(headline)) if headline is not None else frozenset()
        self._weights, self._total = weights, total
        self._named = named
        self._told = told
        self._all_told = max(told.values(), default=0)
        self._trusted = {outer for element in included for outer in upwards(element)}
        self._reasons: dict[HtmlElement, str] = {}
        self._shares: dict[tuple[HtmlElement, str], int] = {}

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
            is_box = (small or self._is_beside_story(outer)) and outer not in self._trusted
            own = (self._by_name(outer) or self._named.get(outer, "")) if is_box else ""
            reason = own or reason
            self._reasons[outer] = reason
        return reason

    def _is_beside_story(self, box: HtmlElement) -> bool:
        """Whether ``box`` is named as what stands beside or below a story, and that stands elsewhere, under
        the headline or with most of the paragraphs: what is beside a short story may be longer than it is."""
        elsewhere = self._all_told - self._told[box]
        is_apart = bool(self._around_headline) and box not in self._around_headline
        is_story = elsewhere >= (
            _STORY_CHARS if is_apart else max(_STORY_CHARS, _TIMES_MORE * self._told[box])
        )
        return is_story and reason_of_box(box) in _BESIDE

    def _by_name(self, box: HtmlElement) -> str:
        """What the names of ``box`` say, unless those of most of the story say it."""
        reason, row = reason_of_box(box), box.getparent()
        if reason not in _SET_INTO or row is None or not self._weights[box]:
            return reason
        if (row, reason) not in self._shares:
            self._shares[row, reason] = sum(self._weights[one] for one in row if reason_of_box(one) == reason)
        return "" if self._shares[row, reason] > _BOX_SHARE * self._total else reason
