"""Mathematics and reference marks: seen on the page, not spoken. Pure.

A single letter or number set as a formula is said ("n patients"); anything longer cannot be followed by ear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

FORMULA = "a formula"
NOTE = "a reference to a note"

_SIGN_OF_TEX = r"(?=[^$\n\\^_{}]{0,200}[\\^_{}])"
_TEX = re.compile(
    "|".join(
        (
            r"\$\$[^$]{1,2000}\$\$",
            r"\\\[[^$]{1,600}?\\\]",
            r"\\\((?!\w\\\))[^$]{1,200}?\\\)",
            r"\\begin\{[a-z]{1,20}\*?\}[^$]{0,800}?\\end\{[a-z]{1,20}\*?\}",
            rf"(?<![\w$\\])\$(?=[^\s$]){_SIGN_OF_TEX}[^$\n]{{1,400}}(?<=\S)\$(?![\w$])",
        )
    )
)
"""Formulas in TeX: between two dollar signs only with one of its own signs, for "$5 and $6" are sums of money."""
VARIABLE = r"(?<![\w$\\])\$[A-Za-z]\$(?![\w$])"
"""A single letter set as a formula."""
OPENING = {"$$": "$$", "\\[": "\\]"}
"""Lines that open a formula of several lines, and those that close it."""

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_POWER = re.compile(r"[0-9]{1,2}")
_TAGS = frozenset(("math", "mjx-container"))
_CLASSES = frozenset(("katex", "mathjax", "mathjax_display", "mwe-math-element"))
_ONE_SIGN = re.compile(r"\w{1,3}|\d[\d.,]*")


def formulas_in(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, reason) of each formula in TeX."""
    if "$" in text or "\\" in text:
        for match in _TEX.finditer(text):
            yield *match.span(), FORMULA


def is_formula(tag: str, names: str, text: str) -> bool:
    """True when an element with ``tag`` and class ``names`` that shows ``text`` is a formula that cannot be said."""
    marked = tag in _TAGS or not _CLASSES.isdisjoint(names.lower().split())
    return marked and _ONE_SIGN.fullmatch(text.strip()) is None


def power(tag: str, text: str) -> str:
    """The raised digits of "10<sup>6</sup>" as they are written in text; "" for anything else."""
    return text.translate(_RAISED) if tag == "sup" and _POWER.fullmatch(text) else ""
