"""Telephone numbers: digit by digit, with a pause between groups."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.words import digits
from tts_service.article.normalize.rules import DIGITS, rule

_GAP = r"[\s.-]"
_CALLING = re.compile(
    r"\b(?:call|calls|called|calling|phone|phoned|phoning|ring|rang|dial|dialed|dialled|dialing|text|texted|tel|telephone|fax|number|line"
    r"|hotline|helpline|whatsapp|sms|contact)\b[^.!?]{0,24}$",
    re.IGNORECASE,
)


def _groups(written: str) -> str:
    return ", ".join(digits(group) for group in re.findall("[0-9]+", written))


@rule(rf"(?<![\w+])\+([0-9]{{1,3}}(?:{_GAP}?\(?[0-9]{{2,10}}\)?){{1,5}})(?![\w-])", triggers="+", also=DIGITS)
def international_number(match: re.Match[str]) -> str | None:
    count = sum(c.isdigit() for c in match[1])
    return f"plus {_groups(match[1])}" if 8 <= count <= 15 else None


@rule(rf"(?<![\w.-])1{_GAP}(8[0-9]{{2}}){_GAP}(?:([0-9]{{3}}{_GAP}[0-9]{{4}})|([A-Z]{{4,10}}))(?![\w-])", triggers="8")
def toll_free_number(match: re.Match[str]) -> str:
    """ "1-800-555-0123", "1-800-FLOWERS"."""
    code = "eight hundred" if match[1] == "800" else digits(match[1])
    return f"one {code}, {_groups(match[2])}" if match[2] else f"one {code} {match[3]}"


@rule(
    rf"(?<![\w.-])(?:1{_GAP})?(?:\([0-9]{{3}}\)\s?|[0-9]{{3}}{_GAP})[0-9]{{3}}[-.\s][0-9]{{4}}(?![\w-]|[.,][0-9])",
    triggers=DIGITS,
)
def american_number(match: re.Match[str]) -> str:
    """ "(212) 555-0143", "202.555.0182"."""
    return _groups(match[0])


@rule(r"(?<![\w.-])0[0-9]{2,4}\s[0-9]{3,4}\s?[0-9]{3,4}(?![\w-]|[.,][0-9])", triggers="0")
def national_number(match: re.Match[str]) -> str:
    """ "020 7946 0123"."""
    return _groups(match[0])


@rule(r"(?<![\w.-])([0-9]{3}-[0-9]{4}|[0-9]{7,12}|[0-9]{5}\s[0-9]{5,6})(?![\w-]|[.,][0-9])", triggers=DIGITS)
def called_number(match: re.Match[str]) -> str | None:
    """Shapes that are telephone numbers only where someone is told to call."""
    return _groups(match[0]) if _is_called(match) else None


@rule(
    r"(?<![\w.,-])(911|999|112|988|000|100|101|108|111|116|119|211|311|411|511|1098|1091)(?=(?P<about>\s(?:call|caller|dispatch|operator|line)\w{0,5})?)"
    r"(?![\w-]|[.,:][0-9])",
    triggers="901",
)
def emergency_number(match: re.Match[str]) -> str | None:
    if match[1] in ("911", "988") or match["about"] or _is_called(match, nearest=1):
        return digits(match[1])
    return None


def _is_called(match: re.Match[str], nearest: int = 4) -> bool:
    """Is there a word of calling before the number (``nearest``: at most so many words off)?"""
    before = match.string[max(0, match.start() - 40) : match.start()]
    found = _CALLING.search(before)
    return bool(found) and len(before[found.start() :].split()) <= nearest + 1 if found else False


@rule(r"\b(?:ext|Ext)\.?\s([0-9]{2,6})(?!\w)", triggers="x", also=DIGITS)
def extension(match: re.Match[str]) -> str:
    return f"extension {digits(match[1])}"
