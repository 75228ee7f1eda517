"""Text that was wrongly decoded somewhere ("cafÃ©", "Itâ€™s") or escaped twice ("&#163;5"), repaired where
possible. Pure.

``ftfy`` decides, and is loaded at the first suspicious letters. It sees only runs of non-ASCII letters, so
that each repair has its own place in the source.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from tts_service.article.model import SaidAs

_LEAD = "\u00c2-\u00c5\u00ce-\u00d1\u00d7-\u00d9\u00e0-\u00f0"
"""What the first byte of a letter in UTF-8 turns into, for the scripts that occur."""
_FOLLOWING = (
    "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
)
_SUSPICIOUS = re.compile(f"[{_LEAD}][{_FOLLOWING}]|Ã ")
_RUN = re.compile(r"(?:[^\x00-\x7f]|(?<=Ã) ){2,200}")
_ENTITY = re.compile(r"&(?:#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z]{2,8}[0-9]{0,2});")
"""A character reference that readers see, because the page's software escaped it twice."""
OF_MOJIBAKE = rf"(?<![{_LEAD}])(?<![{_LEAD}][{_FOLLOWING}])(?<![{_LEAD}][{_FOLLOWING}]{{2}})"
"""Put before a pattern: excludes places where a control character may be part of a wrongly decoded letter."""


def repairs(text: str, at: int = 0) -> list[SaidAs]:
    """The places where ``text`` can be repaired, in order, with the right text. ``at`` is the offset of
    ``text`` in its source."""
    return [SaidAs(at + start, at + end, right) for start, end, right in sorted(_found(text))]


def mended(text: str) -> str:
    """``text`` with all possible repairs."""
    parts, last = [], 0
    for start, end, right in sorted(_found(text)):
        parts += [text[last:start], right]
        last = end
    return "".join((*parts, text[last:]))


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    if "&" in text:
        yield from _escaped_twice(text)
    if not text.isascii() and _SUSPICIOUS.search(text):
        yield from _decoded_wrongly(text)


def _escaped_twice(text: str) -> Iterator[tuple[int, int, str]]:
    for entity in _ENTITY.finditer(text):
        if (right := html.unescape(entity.group())) != entity.group():
            yield entity.start(), entity.end(), right


def _decoded_wrongly(text: str) -> Iterator[tuple[int, int, str]]:
    from ftfy import fix_encoding  # 80 ms

    for run in _RUN.finditer(text):
        if _SUSPICIOUS.search(run.group()) and (right := fix_encoding(run.group())) != run.group():
            yield run.start(), run.end(), right
