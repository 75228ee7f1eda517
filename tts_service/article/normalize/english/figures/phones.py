"""Telephone numbers: digit by digit, with a pause between groups."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.figures.words import digits
from tts_service.article.normalize.english.names.letters import say_capitals
from tts_service.article.normalize.rules import DIGITS, rule

_GAP = r"[\s.-]"
_CALLING = re.compile(
    r"\b(?:call|calls|called|calling|phone|phoned|phoning|ring|rang|dial|dialed|dialled|dialing|text|texted|tel|telephone|fax|number|line"
    r"|hotline|helpline|whatsapp|sms|contact|mobile|cell|ph|reach|toll[\s-]free)\b[^.!?]{0,24}$|\b(?i:tel|ph|fax)\.:?\s$",
    re.IGNORECASE,
)
_AFTER = r"(?![\w-]|[.,][0-9])"
_SHORT_CODE = re.compile(r"\b(?i:text|texts|texting|send|sms)\s[“\"‘']?[A-Za-z]{1,12}[”\"’']?\sto\s$")
""" "Text HELP to 741741"."""
_FEWEST = 7
"""Figures of a telephone number."""
_LOCAL = re.compile("[1-9][0-9][1-9]-[1-9][0-9]{2}[1-9]")
"""A number without its area; a range from hundreds to thousands would be of round numbers."""
_CALLED_WORDS = re.compile("[A-Z]+|[0-9]+")


def _groups(written: str) -> str:
    return ", ".join(digits(group) for group in re.findall("[0-9]+", written))


@rule(r"(?<=[Dd]ial\s)\*(?=[0-9]{2,3}(?!\w))", triggers="*", also=DIGITS)
def star_code(_: re.Match[str]) -> str:
    """ "Dial *67"."""
    return "star "


@rule(
    rf"(?<![\w+])\+([0-9]{{1,3}}(?:{_GAP}{{0,2}}\(?[0-9]{{1,10}}+\)?){{1,6}})(?![\w-])",
    triggers="+",
    also=DIGITS,
)
def international_number(match: re.Match[str]) -> str | None:
    """ "+1 (212) 555-0143", "+44 (0)20 7946 0958", "+33 1 23 45 67 89"."""
    count = sum(c.isdigit() for c in match[1])
    return f"plus {_groups(match[1])}" if 8 <= count <= 16 else None


@rule(rf"(?<![\w.-])00(?=[1-9])([0-9]{{2,3}}(?:{_GAP}[0-9]{{1,8}}+){{2,6}}){_AFTER}", triggers="0")
def number_from_abroad(match: re.Match[str]) -> str | None:
    """ "0049 30 901820"."""
    return f"zero zero {_groups(match[1])}" if 9 <= sum(c.isdigit() for c in match[1]) <= 15 else None


@rule(
    rf"(?<![\w.-])1{_GAP}\(?(8[0-9]{{2}})\)?{_GAP}([0-9]{{3}}{_GAP}[0-9]{{4}}){_AFTER}",
    triggers="8",
)
def toll_free_number(match: re.Match[str]) -> str:
    """ "1-800-555-0123"."""
    return f"one {_free(match[1])}, {_groups(match[2])}"


def _free(code: str) -> str:
    return "eight hundred" if code == "800" else digits(code)


_SEVEN_LETTERS = r"(?=[0-9\s-]{0,6}[A-Z]{2})(?:[A-Z0-9][\s-]?){6}[A-Z0-9]{1,4}(?![\w-])"
"""Or figures, one for each key, in words that stand apart or joined; a few more may follow."""


@rule(
    rf"(?<![\w.-])(?P<one>1{_GAP})?\(?(?P<code>[2-9][0-9]{{2}})\)?{_GAP}(?P<name>{_SEVEN_LETTERS}|(?=[A-Z0-9-]{{4,14}}(?![\w]))(?=[0-9-]{{0,6}}[A-Z]{{2}})[A-Z0-9]{{1,10}}(?:-[A-Z0-9]{{1,8}}){{0,3}})(?![\w-])",
    triggers="-. )",
    also=DIGITS,
)
def number_with_letters(match: re.Match[str]) -> str | None:
    """ "1-800-FLOWERS", "1-800-GO-FEDEX", "1 800 MY APPLE", "800-CALL-NOW"."""
    if not match["one"] and (
        match["code"][0] != "8" or match["code"][1] != match["code"][2] or match[0][3] == " "
    ):
        return None
    parts = (
        digits(part) if part[0].isdigit() else say_capitals(part, headline=True) if len(part) > 1 else part
        for part in _CALLED_WORDS.findall(match["name"])
    )
    return f"{'one ' if match['one'] else ''}{_free(match['code'])} {' '.join(parts)}"


@rule(
    rf"(?<![\w.-])(?:1{_GAP})?(?:\([0-9]{{3}}\){_GAP}?|[0-9]{{3}}{_GAP})[0-9]{{3}}[-.\s][0-9]{{4}}(?![\w-]|[.,][0-9])",
    triggers=DIGITS,
)
def american_number(match: re.Match[str]) -> str:
    """ "(212) 555-0143", "202.555.0182"."""
    return _groups(match[0])


@rule(
    rf"(?<![\w.-])(?<![0-9]\s)(?:\(0[0-9]{{1,4}}\)|0[0-9]{{1,4}})(?:{_GAP}[0-9]{{2,8}}+){{1,4}}{_AFTER}|(?<![\w.,-])1[38]00\s[0-9]{{3}}\s[0-9]{{3}}{_AFTER}",
    triggers="0",
)
def national_number(match: re.Match[str]) -> str | None:
    """ "020 7946 0123", "01 23 45 67 89", "0800 123 456", "1300 123 456"."""
    count = sum(c.isdigit() for c in match[0])
    return _groups(match[0]) if 9 <= count <= 12 and "." not in match[0].replace(". ", "") else None


@rule(
    rf"(?<![\w.,$€£₹-])(555-[0-9]{{4}}|[0-9]{{3}}-[0-9]{{4}}|[0-9]{{3}}\s[0-9]{{4}}|[0-9]{{5,12}}|[0-9]{{5}}\s[0-9]{{5,6}}|[0-9]{{2,4}}(?:{_GAP}[0-9]{{2,4}}){{2,4}})"
    r"(?![\w-]|[.,][0-9])",
    triggers=DIGITS,
)
def called_number(match: re.Match[str]) -> str | None:
    """Formats that are telephone numbers only next to a request to call, but for "555-0123"."""
    written = match[0]
    if _SHORT_CODE.search(match.string, max(0, match.start() - 48), match.start()):
        return digits(written)
    if written.isdecimal() and len(written) < _FEWEST:  # "The number rose to 45000"
        return None
    if written.startswith("555-") or _is_called(match) or _LOCAL.fullmatch(written):
        return _groups(written)
    if re.fullmatch("[2-9][0-9]{2}[2-9][0-9]{6}", written) and _EXTENSION.match(match.string, match.end()):
        return f"{digits(written[:3])}, {digits(written[3:6])}, {digits(written[6:])}"
    return None


@rule(
    r"(?<![\w.,-])(911|999|112|988|000|100|101|108|111|116|119|211|311|411|511|1098|1091)(?=(?P<about>\s(?:call|caller|dispatch|operator|line)\w{0,5})?)"
    r"(?![\w-]|[.,:][0-9])",
    triggers="901",
)
def emergency_number(match: re.Match[str]) -> str | None:
    if match[1] in ("911", "988") or match["about"] or _is_called(match, nearest=1):
        return digits(match[1])
    return None


@rule(r"(?<![\w.-])([0-9])-([0-9])-([0-9])(?![\w-])", triggers="-", also=DIGITS)
def number_called_out(match: re.Match[str]) -> str | None:
    """ "dial 9-1-1"."""
    return digits(match[0]) if _is_called(match, nearest=1) or match[0] == "9-1-1" else None


def _is_called(match: re.Match[str], nearest: int = 4) -> bool:
    """Is there a word of calling before the number (``nearest``: within so many words)?"""
    before = match.string[max(0, match.start() - 40) : match.start()]
    found = _CALLING.search(before)
    return bool(found) and len(before[found.start() :].split()) <= nearest + 1 if found else False


_EXTENSION = re.compile(r",?\s?(?:ext|extn|extension|x)\b\.?\s?[0-9]", re.IGNORECASE)


@rule(
    r"(?P<comma>(?<=\ue000),?\s?)?(?P<it>(?:(?<=\ue000)|(?<![\w.]))(?:\s?(?i:ext|extn|extension)\b\.?:?\s?#?|(?<=\ue000)\s?(?:[xX]|#)\s?|(?<=\ue000\s)[xX]\s?)(?P<n>[0-9]{1,6}))(?![\w-])",
    triggers="xX#",
    also=DIGITS,
)
def extension(match: re.Match[str]) -> str:
    """ "ext. 12", and "x12" behind a number."""
    gap = (
        " "
        if match["it"][0].isspace()
        else ", "
        if match.string[match.start("it") - 1 : match.start("it")] == "\ue000"
        else ""
    )
    return f"{gap}extension {digits(match['n'])}"
