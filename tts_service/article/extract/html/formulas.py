"""Mathematics and reference marks: visible on the page, not spoken. Pure.

A single letter or number set as a formula is spoken ("n patients"); anything longer cannot be followed by
ear.
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
"""TeX formulas. Text between two dollar signs counts only if it contains TeX, because "$5 and $6" are sums of
money."""
VARIABLE = r"(?<![\w$\\])\$[A-Za-z]\$(?![\w$])"
"""A single letter set as a formula."""
OPENING = {"$$": "$$", "\\[": "\\]"}
"""Lines that open a formula of several lines, and the lines that close it."""

_RAISED = str.maketrans("0123456789-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")
_POWER = re.compile(r"[-−–]?[0-9]{1,2}")
_NOTES = re.compile(r"\[?(?:[0-9]{1,3}|[*†‡§])(?:\s?[,;–-]\s?(?:[0-9]{1,3}|[*†‡§]))*\]?")
_NOTED = re.compile(
    r"(?:[.,;:!?”\"’)]|(?<!\d)(?:1[5-9]|20)\d\d"
    r"|(?<![\w/])(?!(?:[kcmdhn]m|ft|in|yd|mi|mc|log|sin|cos|tan|ln|chi)$)[^\W\d_]{2,40})$"
)
_NOTE_CLASSES = frozenset(
    ("footnote-ref", "footnoteref", "footnote-reference", "noteref", "fn-ref", "footnote-anchor")
)
_TAGS = frozenset(("math", "mjx-container"))
_CLASSES = frozenset(("katex", "mathjax", "mathjax_display", "mwe-math-element"))
_ONE_SIGN = re.compile(r"\w{1,3}|\d[\d.,]*")


def formulas_in(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, reason) of each TeX formula."""
    if "$" in text or "\\" in text:
        for match in _TEX.finditer(text):
            yield *match.span(), FORMULA


def is_formula(tag: str, names: str, text: str) -> bool:
    """True if an element with ``tag`` and class ``names`` that shows ``text`` is a formula that cannot be
    spoken."""
    marked = tag in _TAGS or not _CLASSES.isdisjoint(names.lower().split())
    return marked and _ONE_SIGN.fullmatch(text.strip()) is None


def power(tag: str, text: str) -> str:
    """The superscript digits of "10<sup>6</sup>" as they are written in text; "" for anything else."""
    return text.translate(_RAISED) if tag == "sup" and _POWER.fullmatch(text) else ""


def is_note_mark(tag: str, before: str, text: str) -> bool:
    """True if raised ``text`` behind ``before`` counts notes: behind a word ("it<sup>2</sup>"), a mark, or
    a year; not behind a unit ("km<sup>2</sup>"), a letter or any other number."""
    return tag == "sup" and _NOTES.fullmatch(text) is not None and _NOTED.search(before) is not None


def is_marked_note(names: str) -> bool:
    """True if the class ``names`` of an element say that it refers to a note."""
    return not _NOTE_CLASSES.isdisjoint(names.lower().split())
