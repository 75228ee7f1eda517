"""The Markdown marks in a piece of text: visible, but not spoken. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tts_service.article.extract.draft import Draft
from tts_service.article.model import SaidAs

HASHES = re.compile(r"#{1,6}[ \t]+(?=\S)")
UNDERLINE = re.compile(r"=+|-{2,}")
BULLET = re.compile(r"(?:[-*+–—•◦‣▪▫●○■□➢➤✓✔·∙])[ \t\u00a0]+(?=\S)")
NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z])[.)][ \t]+(?=\S)")

_LEADING = re.compile(r"^[ \t]*(?P<a>>[> \t]*)", re.MULTILINE)
_TRAILING_HASHES = re.compile(r"(?<![ \t])[ \t]++#++$")
PICTURE = re.compile(r"!\[[^\[\]\n]{0,300}+\]\([^()\s]{0,2000}+(?:\s\"[^\"\n]{0,300}+\")?+\)")
_INLINE = re.compile(
    rf"(?P<image>{PICTURE.pattern})"
    r"|(?P<open>\[)(?P<label>[^\[\]\n]{1,500}+)"
    r"(?P<target>\]\([^()\s]{0,2000}+(?:\([^()\s]{0,200}+\)[^()\s]{0,200}+)?+(?:\s\"[^\"\n]{0,300}+\")?+\))"
    r"|(?P<note>\[\^[^\]\s]{1,40}\]:?)"
    r"|(?P<escape>\\)[\\`*_{}\[\]()#+.!|>~-]"
    r"|(?P<ticks>`+)"
    r"|(?P<strong>(?<![\w*])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?!\w)|~~|(?<!\w)_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?!\w))"
)
_HAS_MARKS = re.compile(r"[\[`*_~\\]")


def inline_marks(draft: Draft) -> list[SaidAs]:
    """The ranges of ``draft`` that are marks, in order, each spoken as nothing."""
    marks = [*_block_marks(draft)]
    if _HAS_MARKS.search(draft.text):
        marks += _paired(_INLINE.finditer(draft.text))
    return [SaidAs(draft.start + start, draft.start + end, "") for start, end in sorted(marks)]


def _block_marks(draft: Draft) -> Iterator[tuple[int, int]]:
    if draft.kind == "quote":
        yield from (match.span("a") for match in _LEADING.finditer(draft.text))
    elif draft.kind == "item":
        if bullet := BULLET.match(draft.text):
            yield bullet.span()
    elif draft.kind in ("heading", "title"):
        if hashes := HASHES.match(draft.text):
            yield hashes.span()
        if closing := _TRAILING_HASHES.search(draft.text):
            yield closing.span()
        first, _, last = draft.text.rpartition("\n")
        if first and UNDERLINE.fullmatch(last.strip()):
            yield len(first), len(draft.text)


def _paired(found: Iterator[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Links and escapes as they are; emphasis only where two matching marks enclose something."""
    waiting: dict[str, tuple[int, int]] = {}
    for match in found:
        if match["target"]:
            yield match.span("open")
            yield match.span("target")
        elif mark := match["strong"] or match["ticks"]:
            opening = waiting.pop(mark, None)
            if opening is None:
                waiting[mark] = match.span()
            else:
                yield opening
                yield match.span()
        else:
            yield match.span("escape") if match["escape"] else match.span()
