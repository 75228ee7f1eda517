"""Plain numbers: cardinals, ordinals, decimals, fractions, ranges, numbers with their own names."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.figures.words import cardinal, in_pairs, number, ordinal
from tts_service.article.normalize.english.figures.written import INT, NUM, SIGN, SIGNS, TO, joiner
from tts_service.article.normalize.rules import DIGITS, rule

_CALLED = {
    "24/7": "twenty-four seven",
    "24/7/365": "twenty-four seven three sixty-five",
    "50/50": "fifty fifty",
    "9/11": "nine eleven",
    "7/7": "seven seven",
    "26/11": "twenty-six eleven",
    "20/20": "twenty twenty",
}


@rule(r"(?<![\w./])(?:24/7(?:/365)?|50/50|9/11|7/7|26/11|20/20)(?![\w/])", triggers="/")
def called_by_numbers(match: re.Match[str]) -> str:
    return _CALLED[match[0]]


@rule(
    r"(?<![\w./-])([0-9]{1,2})[/-]\1(?![\w/-])(?=\s(?:call|chance|split|share|joint|basis|partner|odds|deal|vision|ball|chances|draw|tie|stalemate|deadlock))",
    triggers="/-",
)
def even_split(match: re.Match[str]) -> str:
    """ "a 50/50 call"."""
    return f"{cardinal(int(match[1]))} {cardinal(int(match[1]))}"


@rule(r"(?<![\w.,$€£])(?P<n>10{1,2}(?=s\sof\s)|10{0,2}(?:,000){1,3})s(?!\w)", triggers="0")
def tens_and_hundreds(match: re.Match[str]) -> str:
    """ "1,000s of fans", "10,000s", "100s of ships"."""
    first, *groups = match["n"].split(",")
    names = [{"10": "tens", "100": "hundreds"}.get(first, ""), _SCALES[len(groups)]]
    return " of ".join(filter(None, names))


_SCALES = ("", "thousands", "millions", "billions")
_ENDS_LIKE = re.compile(r"(?:[02-9]?1st|[02-9]?2nd|[02-9]?3rd|1[0-9]th|[02-9]?[04-9]th)")


@rule(r"(?<![\w.-])T-?([0-9]{1,3})(?:st|nd|rd|th)(?!\w)", triggers="T", also=DIGITS)
def tied_place(match: re.Match[str]) -> str:
    """ "T-5th", as golfers finish."""
    return f"tied for {ordinal(int(match[1]))}"


@rule(rf"(?<![\w.,])({INT})(?P<gap>\s)?(?:st|nd|rd|th|ST|ND|RD|TH|ˢᵗ|ⁿᵈ|ʳᵈ|ᵗʰ)(?![\w])", triggers=DIGITS)
def ordinal_number(match: re.Match[str]) -> str | None:
    """ "21st", "21 st"."""
    plain = match[1].replace(",", "")
    if match["gap"] and not _ENDS_LIKE.fullmatch(f"{plain[-2:]}{match[0].split()[1].lower()}"):
        return None
    return ordinal(int(plain)) if len(plain) <= 15 else None


@rule(
    r"\b(Python|Java|iOS|Android|macOS|Windows|Linux|Ubuntu|version|Version|v)\s?([0-9]{1,3})\.([0-9]{2})(?![\w.])",
    triggers=".",
    also=DIGITS,
)
def release(match: re.Match[str]) -> str:
    name = "version" if match[1] == "v" else match[1]
    return f"{name} {number(f'{match[2]}.{match[3]}')}"


@rule(
    r"\b(?:Boeing|Airbus|Flight|flight|Route|route|Highway|highway|Interstate|Article|Section|Room|Rm\.|Area|Bus|Channel|Bill|Form|Unit|Studio|"
    r"Hwy\.?|hwy\.?|HWY|Proposition|Resolution|Rule|Class)\s(?P<it>([0-9]{2,4})(?:-([0-9]{3}))?)(?![\w,]?[0-9]|\w|\.[0-9])",
    triggers=DIGITS,
)
def named_by_a_number(match: re.Match[str]) -> str:
    """ "Boeing 737", "Article 370", "Highway 101"."""
    return in_pairs(match[2]) + (f" {in_pairs(match[3])}" if match[3] else "")


@rule(r"(?<=\b[Tt]he\s)(?P<it>(?P<n>[0-9]{0,2}[23])d)(?=\s[A-Z])", triggers="d", also="23")
def ordinal_of_the_army(match: re.Match[str]) -> str:
    """ "the 42d Street", "the 3d Infantry"."""
    return ordinal(int(match["n"]))


@rule(r"(?<=[0-9])(?:\s?[~〜]\s?|\.\.)(?=[0-9])", triggers="~〜.", also=DIGITS)
def joined_in_another_way(_: re.Match[str]) -> str:
    """ "5 ~ 10 people", "1..10"."""
    return " to "


@rule(r"(?<=[0-9]/[0-9])\s?[-–]\s?(?=[0-9]{1,2}/[0-9]{1,2}(?![0-9/]))", triggers="-–", also="/")
def between_fractions(_: re.Match[str]) -> str:
    """ "1/2-1/3"."""
    return " to "


@rule(
    rf"(?<![\w.,/–—‑-])(?P<sign>{SIGN})(?P<low>{NUM}){TO}(?P<high>{NUM})(?![\w/]|{TO}[0-9]|[.,:][0-9])",
    triggers=DIGITS,
)
def number_range(match: re.Match[str]) -> str:
    """ "10-15", "3 - 5", "10,000–15,000"."""
    low = SIGNS[match["sign"]] + number(match["low"])
    return f"{low} {joiner(match.string, match.start())} {number(match['high'])}"


@rule(
    rf"(?<![\w.])(?P<sign>{SIGN})(?P<n>{NUM})(?!\w)(?P<more>\+(?![\w+]|\s?[0-9]))?(?P<comma>,(?=[0-9]))?",
    triggers=DIGITS,
)
def cardinal_number(match: re.Match[str]) -> str:
    return (
        SIGNS[match["sign"]]
        + number(match["n"])
        + (" plus" if match["more"] else "")
        + (", " if match["comma"] else "")
    )


@rule(r"[0-9]+", triggers=DIGITS)
def leftover_digits(match: re.Match[str]) -> str:
    """Digits inside something that no rule knows: set apart, so that they are spoken at all."""
    text, start, end = match.string, match.start(), match.end()
    left = " " if start and text[start - 1].isalnum() else ""
    right = " " if end < len(text) and text[end].isalnum() else ""
    return f"{left}{in_pairs(match[0])}{right}"
