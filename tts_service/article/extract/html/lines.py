"""A line of a page: the text between two boundaries of blocks, and what is marked in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from lxml.html import HtmlElement

from tts_service.article.extract.draft import Draft
from tts_service.article.extract.html.formulas import (
    FORMULA,
    NOTE,
    is_formula,
    is_marked_note,
    is_note_mark,
    power,
)
from tts_service.article.extract.html.list_marks import SET_APART, is_label, is_note
from tts_service.article.extract.html.typography import CAPTION, codes_in, ends_of_lines, signature_in
from tts_service.article.model import BlockKind
from tts_service.article.source import source_text

_WORD_CHARS = 48
_SPACES = " \t\n\r\f"
_SPACE = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
"""What a browser shows as one space, and is none."""
_PARAGRAPHS = re.compile(r" ?\n(?: ?\n)++ ?")
"""For text without two spaces in a row."""


class Seen(msgspec.Struct):
    """A visible piece and its place: ``at`` is the innermost block element around it. Offsets are within
    ``draft``.

    ``skips`` are the places that are not read, each with the reason; ``said`` those that are spoken as
    another text; ``voices`` and ``pauses`` those that are marked so.
    """

    draft: Draft
    at: HtmlElement
    skips: list[tuple[int, int, str]] = []
    said: list[tuple[int, int, str]] = []
    voices: list[tuple[int, int, str]] = []
    pauses: list[tuple[int, int, str]] = []
    """Attributes as they are written, those of inner elements first."""

    @property
    def parts_read(self) -> list[str]:
        """The text between the places that are not read."""
        parts, at = [], 0
        for start, end, _ in sorted(self.skips):
            parts.append(self.draft.text[at:start])
            at = max(at, end)
        return [*parts, self.draft.text[at:]]

    @property
    def has_words_given(self) -> bool:
        """True if the publisher says how the whole piece is spoken."""
        return any((start, end) == (0, len(self.draft.text)) for start, end, _ in self.said)


class BlockPlace(msgspec.Struct, frozen=True):
    """The innermost block element, and the kind of text directly inside it."""

    at: HtmlElement
    kind: BlockKind
    level: int


class TextLine:
    """Text with white space collapsed as in a browser, and the ranges that the publisher marked in it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.linked = 0
        self.skips: list[tuple[int, int, str]] = []
        self.said: list[tuple[int, int, str]] = []
        self.voices: list[tuple[int, int, str]] = []
        self.pauses: list[tuple[int, int, str]] = []

    def add(self, text: str, *, linked: bool) -> None:
        if not text:
            return
        if text != "\n":
            text = _SPACE.sub(" ", text) if text.strip(_SPACES) else " "
        if text.startswith(" ") and (not self.parts or self.parts[-1][-1] in " \n"):
            text = text[1:]
        if text:
            self.parts.append(text)
            self.length += len(text)
            self.linked += len(text) * linked

    def mark(self, element: HtmlElement, begin: int, why_not: str) -> None:
        if begin < self.length and why_not:
            self.skips.append((begin, self.length, why_not))
        elif begin < self.length and element.get("data-listen-as") is not None:
            self.said.append((begin, self.length, said_as_marked(element)))

    def mark_shown(self, element: HtmlElement, begin: int, part: int) -> None:
        """What typography shows: formulas, superscript numbers, labels. ``begin`` is the place of the part
        ``part``."""
        if element.tag not in SET_APART or begin >= self.length:
            return
        text = "".join(self.parts[part:])
        if is_formula(element.tag, element.get("class", ""), text):
            self.skips.append((begin, self.length, FORMULA))
        elif self._is_note(element, part, text):
            self.skips.append((begin, self.length, NOTE))
        elif raised := power(element.tag, text):
            self.said.append((begin, self.length, raised))
        elif begin == 0 and is_label(element, text):
            self.said.append((0, self.length, f"{text.strip()}. "))

    def _is_note(self, element: HtmlElement, part: int, text: str) -> bool:
        if element.tag == "sup" or is_marked_note(element.get("class", "")):
            before = self.parts[part - 1] if part else ""
            return is_note(element) or is_note_mark(element.tag, before[-_WORD_CHARS:], text)
        return False

    def pieces(self, place: BlockPlace) -> Iterator[Seen]:
        text = source_text("".join(self.parts))
        skips, said, voices = map(_Ranges, (self.skips, self.said, self.voices))
        pauses = self.pauses[::-1]
        at = 0
        for end, following in [
            *(found.span() for found in _PARAGRAPHS.finditer(text)),
            (len(text), len(text)),
        ]:
            bare = text[at:end].strip()
            if bare:
                start = at + text[at:end].index(bare[0])
                draft = Draft(place.kind, bare, 0, 0, level=place.level, links=self.linked / len(text))
                unread = [*skips.inside(start, len(bare)), *codes_in(bare)]
                unread += signature_in(bare) if place.kind == "quote" else ()
                if (0, len(bare), CAPTION) in unread:
                    draft.reason = CAPTION
                spoken = [*said.inside(start, len(bare)), *ends_of_lines(bare)]
                marked = voices.inside(start, len(bare))
                limit = following if end < len(text) else self.length + 1
                yield Seen(draft, place.at, unread, spoken, marked, _points(pauses, start, len(bare), limit))
            at = following


def _points(
    ahead: list[tuple[int, int, str]], start: int, length: int, limit: int
) -> list[tuple[int, int, str]]:
    """Those of the points ``ahead`` (last first) that stand before ``limit``, taken away from there, with
    their places in the piece that begins at ``start``."""
    points = []
    while ahead and ahead[-1][0] < limit:
        at = min(max(ahead[-1][0] - start, 0), length)
        points.append((at, at, ahead.pop()[2]))
    return points


class _Ranges:
    """The marked ranges of a line, queried piece by piece from its beginning."""

    def __init__(self, ranges: list[tuple[int, int, str]]) -> None:
        self._is_empty = not ranges  # of most lines
        self._ahead = (
            [] if self._is_empty else sorted(enumerate(ranges), key=lambda one: one[1][0], reverse=True)
        )
        self._open: list[tuple[int, tuple[int, int, str]]] = []

    def inside(self, start: int, length: int) -> list[tuple[int, int, str]]:
        """The ranges that lie in the piece, in the order in which they were marked, with offsets within
        it."""
        if self._is_empty:
            return []
        while self._ahead and self._ahead[-1][1][0] < start + length:
            self._open.append(self._ahead.pop())
        self._open = [one for one in self._open if one[1][1] > start]
        moved = [
            (max(first - start, 0), min(last - start, length), text)
            for _, (first, last, text) in sorted(self._open)
        ]
        return [(first, last, text) for first, last, text in moved if first < last]


def said_as_marked(element: HtmlElement) -> str:
    return " ".join(source_text(element.get("data-listen-as", "")).split())
