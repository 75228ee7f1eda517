"""Clean-up that is right in every language: what no voice can say, or says wrongly, whatever surrounds it.

Invisible marks (soft hyphens, zero-width spaces, directional marks, byte-order marks), control and
private-use characters and lone surrogates are dropped; every kind of space becomes a plain one; letters and
digits in compatibility forms (ligatures, full width, the alphabets of mathematics) and letters with combining
accents become plain, composed ones. Joiners (U+200C, U+200D) stay: several scripts and emoji need them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff0-\uffff"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
    "\ue000-\uf8ff\U000f0000-\U0010ffff\ud800-\udfff"
)
_SPACES = "\t\n\x0b\x0c\r\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_FORMS = (
    "\ufb00-\ufb06\uff03-\uff06\uff0b\uff10-\uff19\uff1d\uff20-\uff3a\uff41-\uff5a\uffe0\uffe1\uffe5"
    "\u2103\u2109\u3380-\u33df\U0001d400-\U0001d7ff"
)
_LOOSE = r"[A-Za-z\u00c0-\u024f\u0370-\u04ff\u1e00-\u1fff][\u0300-\u0345]{1,8}"

_STRAY = r"(?<=\d) (?=,\d{2,3}(?!\d))"
"""Between a figure and its comma: "5 ,50"."""
_DIRT = re.compile(f"(?P<gone>[{_INVISIBLE}]|{_STRAY})|(?P<space>[{_SPACES}])|(?P<form>[{_FORMS}]|{_LOOSE})")


class CleanText(NamedTuple):
    """``text[i]`` was made from what begins at ``source[origin[i]]``; ``origin`` ends with ``len(source)``.

    ``origin`` is None if nothing was changed.
    """

    text: str
    origin: list[int] | None


def clean(source: str) -> CleanText:
    """``source`` without what cannot be spoken."""
    is_plain = source.isascii() and source.isprintable() and " ," not in source
    if is_plain or not _DIRT.search(source):
        return CleanText(source, None)
    pieces: list[str] = []
    origin: list[int] = []
    last = 0
    for match in _DIRT.finditer(source):
        pieces.append(source[last : match.start()])
        origin.extend(range(last, match.start()))
        replacement = _replacement(match)
        pieces.append(replacement)
        origin.extend([match.start()] * len(replacement))
        last = match.end()
    pieces.append(source[last:])
    origin.extend(range(last, len(source) + 1))
    return CleanText("".join(pieces), origin)


def _replacement(match: re.Match[str]) -> str:
    if match["gone"]:
        return ""
    return " " if match["space"] else unicodedata.normalize("NFKC", match["form"])


_DIGITS = {ord(digit): str(int(digit)) for digit in "०१२३४५६७८९٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}


_RAISED = dict(zip(map(ord, "ᵃᵈᵉʰᵐᵒʳˢᵗ"), "adehmorst", strict=True))
"""Of "XIXᵉ", "1ᵉʳ", "Mᵐᵉ"."""
_IN_LINE = dict(zip(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"), "01234567890123456789", strict=True))
_SMALL_FRACTION = re.compile("(?<![0-9])[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}⁄[₀₁₂₃₄₅₆₇₈₉]{1,3}")
_AS_RULES_SEE_IT = _DIGITS | _RAISED


def with_latin_digits(text: str) -> str:
    """``text`` as rules see it: digits of any script are 0 to 9, and raised letters small ones, each in its
    place."""
    if text.isascii():
        return text
    seen = text.translate(_AS_RULES_SEE_IT)
    return _SMALL_FRACTION.sub(lambda match: match[0].translate(_IN_LINE), seen) if "⁄" in seen else seen
