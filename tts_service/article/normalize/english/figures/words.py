"""English number words, as an American newsreader says them: no "and" inside a number, years in pairs."""

from __future__ import annotations

import re
from functools import lru_cache

from tts_service.article.normalize.wordlists import word_list

_SMALL = word_list("""
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
""")
_TENS = word_list("- - twenty thirty forty fifty sixty seventy eighty ninety")
_SCALES = (
    (10**15, "quadrillion"),
    (10**12, "trillion"),
    (10**9, "billion"),
    (10**6, "million"),
    (1000, "thousand"),
)
_INDIAN_SCALES = ((10**7, "crore"), (10**5, "lakh"), (1000, "thousand"))
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_MOST_DIGITS = 18


_GAPS = re.compile(r"[\s'’]")


@lru_cache(4096)
def cardinal(n: int) -> str:
    """``n`` in words, for 0 <= n < 10**18: 1250 is "one thousand two hundred fifty"."""
    return _by_scales(n, _SCALES)


def indian(n: int) -> str:
    """``n`` in lakh and crore: 120000 is "one lakh twenty thousand"."""
    return _by_scales(n, _INDIAN_SCALES)


def _by_scales(n: int, scales: tuple[tuple[int, str], ...]) -> str:
    for size, name in scales:
        if n >= size:
            rest = f" {_by_scales(n % size, scales)}" if n % size else ""
            return f"{_by_scales(n // size, scales)} {name}{rest}"
    return _below_thousand(n)


def _below_thousand(n: int) -> str:
    if n < 20:
        return _SMALL[n]
    if n < 100:
        return _TENS[n // 10] + (f"-{_SMALL[n % 10]}" if n % 10 else "")
    rest = f" {_below_thousand(n % 100)}" if n % 100 else ""
    return f"{_SMALL[n // 100]} hundred{rest}"


def ordinal(n: int) -> str:
    """21 is "twenty-first"."""
    words = cardinal(n)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[cut:]
    if last.endswith("y"):
        return f"{words[:-1]}ieth"
    return words[:cut] + _ORDINALS.get(last, f"{last}th")


def year(n: int) -> str:
    """1905 is "nineteen oh five", 2007 "two thousand seven", 2025 "twenty twenty-five", 79 "seventy-nine"."""
    century, rest = divmod(n, 100)
    if n < 100 or n >= 10000 or (century % 10 == 0 and rest < 10):
        return cardinal(n)
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {two_digits(rest)}"


def two_digits(n: int) -> str:
    """The later half of a year or a time: 5 is "oh five"."""
    return f"oh {cardinal(n)}" if n < 10 else cardinal(n)


def plural(words: str) -> str:
    """ "nineteen eighty" is "nineteen eighties", "two thousand" "two thousands"."""
    return f"{words[:-1]}ies" if words.endswith("y") else f"{words}{'es' if words.endswith('x') else 's'}"


def digits(written: str) -> str:
    """Each digit of ``written``; everything else is ignored: "0143" is "zero one four three"."""
    return " ".join(_SMALL[int(c)] for c in written if c.isascii() and c.isdigit())


def number(written: str) -> str:
    """A written number, with or without grouping and decimals: "1,250.05" and "1,20,000" and ".305" and
    "007"."""
    whole, point, decimals = _GAPS.sub("", written).partition(".")
    words = _whole(whole) if whole else ""
    return f"{words} point {digits(decimals)}".strip() if point and decimals else words


def _whole(written: str) -> str:
    plain = written.replace(",", "")
    if len(plain) > _MOST_DIGITS or (len(plain) > 1 and plain[0] == "0"):
        return digits(plain)
    if "," in written and any(len(group) == 2 for group in written.split(",")[1:]):
        return indian(int(plain))
    return cardinal(int(plain))


def in_pairs(written: str) -> str:
    """A number that names a thing, as it is called out: "737" "seven thirty-seven", "101" "one oh one",
    "9300" "ninety-three hundred", "747400" digit by digit.
    """
    if written[0] == "0" or len(written) > 4:
        return digits(written)
    if len(written) <= 2 or written.endswith("000"):
        return cardinal(int(written))
    head, tail = int(written[:-2]), int(written[-2:])
    return f"{cardinal(head)} hundred" if tail == 0 else f"{cardinal(head)} {two_digits(tail)}"


def name_number(written: str) -> str:
    """A number within a name: up to two digits as a number, a year as a year, hundreds as such, else digit
    by digit."""
    if len(written) == 4 and written.endswith("00") and written[1] != "0" and written[0] != "0":
        return in_pairs(written)
    if len(written) == 4 and written[:2] in ("19", "20"):
        return year(int(written))
    return cardinal(int(written)) if len(written) <= 2 and written[0] != "0" else digits(written)
