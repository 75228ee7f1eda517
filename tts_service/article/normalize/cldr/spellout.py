"""Number words by CLDR's own rules, which ``unicode-rbnf`` carries and runs."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine

MOST_DIGITS = 15
"""A longer number is said digit by digit: nobody follows a quadrillion, and not every language has one."""


@cache
def _engine(locale: str) -> RbnfEngine:
    from unicode_rbnf import RbnfEngine  # some 80 ms, which articles in other languages are spared

    return RbnfEngine.for_language(locale)


@lru_cache(maxsize=16_384)
def spellout(locale: str, n: int, form: str) -> str:
    """``n`` in words, by CLDR's rule set ``spellout-<form>``, such as "cardinal-feminine". A number takes
    40 µs the first time."""
    return str(_engine(locale).format_number(n, ruleset_names=[f"spellout-{form}"]).text).strip()


def kinds(locale: str) -> list[str]:
    """The forms in which CLDR spells numbers in a language, sorted."""
    found = (
        name.removeprefix("spellout-") for name in _engine(locale).rulesets if name.startswith("spellout-")
    )
    return sorted(name for name in found if not name.endswith("-verbose"))


def has_form(locale: str, form: str) -> bool:
    return f"spellout-{form}" in _engine(locale).rulesets
