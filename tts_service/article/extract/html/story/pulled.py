"""Quotations pulled out of the story: said in it, and set once more in a box of their own. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from lxml.html import HtmlElement

from tts_service.article.extract.html.story.alike import Layout

_FEWEST_WORDS, _FEWEST_NAMED = 5, 2
"""The second where the box is called a pull quote."""
_MOST_PIECES = 4
_MOST_CHARS = 400
_NAME_CHARS = 100
"""Of the line that says whose words they are."""
_IN_ORDER = 0.9
_SPREAD = 2
"""Words of the story, for each of the quotation's, among which those are."""
_MOST_PLACES = 20
"""Where a quotation may begin: those of its first two words."""
_NAMED = re.compile(r"pull-?_?quote", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def pulled_quotes(layout: Layout, boxes: Mapping[int, HtmlElement], core: Collection[int]) -> Iterator[int]:
    """Those of the pieces in ``boxes`` that say what one paragraph of the ``core`` says, and with them
    whoever said it."""
    told = _Told([_words(layout.pieces[i].draft.text) for i in core])
    held: dict[HtmlElement, list[int]] = {}
    for i, box in boxes.items():
        held.setdefault(box, []).append(i)
    for box, pieces in held.items():
        texts = [piece.draft.text for piece in layout.inside(box)]
        if len(texts) > _MOST_PIECES or sum(map(len, texts)) > _MOST_CHARS:
            continue
        quote = _words(max(texts, key=len))
        others = sorted(texts, key=len)[:-1]
        fewest = _FEWEST_NAMED if any(map(_is_named, box.iter())) else _FEWEST_WORDS
        if len(quote) >= fewest and told.holds(quote) and all(len(text) <= _NAME_CHARS for text in others):
            yield from pieces


def _is_named(element: HtmlElement) -> bool:
    return _NAMED.search(element.get("class", "")) is not None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


class _Told:
    """The words of paragraphs, found by two that follow each other."""

    def __init__(self, paragraphs: Sequence[list[str]]) -> None:
        self._paragraphs = paragraphs
        self._places: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for number, words in enumerate(paragraphs):
            for at, pair in enumerate(pairwise(words)):
                self._places.setdefault(pair, []).append((number, at))

    def holds(self, quote: list[str]) -> bool:
        """Whether nearly all words of ``quote`` stand in one longer paragraph, in the same order: editors
        shorten them."""
        places = self._places.get((quote[0], quote[1]), [])[:_MOST_PLACES]
        return any(
            len(words := self._paragraphs[number]) > len(quote)
            and _in_order(quote, words[at : at + _SPREAD * len(quote)]) >= _IN_ORDER * len(quote)
            for number, at in places
        )


def _in_order(quote: Sequence[str], words: Sequence[str]) -> int:
    """How many words of ``quote`` are found one behind the other in ``words``."""
    at = found = 0
    for word in quote:
        if word in words[at:]:
            at = words.index(word, at) + 1
            found += 1
    return found
