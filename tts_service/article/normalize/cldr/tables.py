"""What a language writes in its own way: abbreviations, initialisms, and names of measures, as tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from tts_service.article.normalize.cldr.names import Name
from tts_service.article.normalize.cldr.written import WORD

_NONE: Mapping[str, str] = MappingProxyType({})
_NO_NAMES: Mapping[str, Name] = MappingProxyType({})


class Tables(NamedTuple):
    """A space within an abbreviation may be missing in the text."""

    forms: Mapping[str, str] = _NONE
    """Abbreviations."""
    forms_of_numbers: Mapping[str, str] = _NONE
    """Abbreviations only before a number: "p. 5"."""
    forms_of_names: Mapping[str, str] = _NONE
    """Abbreviations only before a name: "M. Dupont"."""
    may_end: frozenset[str] = frozenset()
    """Abbreviations behind which a sentence often ends, as behind "etc."."""
    starters: frozenset[str] = frozenset()
    """Words with a capital that behind one of ``may_end`` begin a sentence: hardly ever a name."""
    spelled: frozenset[str] = frozenset()
    """Initialisms that are said letter by letter though they could be words, or have small letters."""
    as_words: frozenset[str] = frozenset()
    """Capitals that are said as a word though they are short, or in no way told from an initialism."""
    signs: Mapping[str, str] = _NONE
    units: Mapping[str, str | Name] = MappingProxyType({})
    """Units besides ``names.UNITS``, or named otherwise: a key of CLDR's, or the names."""
    currencies: Mapping[str, Name] = _NO_NAMES
    """By ISO code, where people do not say what CLDR says; "$" is a lone dollar sign."""
    cents: Mapping[str, Name] = _NO_NAMES
    """The hundredth part of a currency, by the same keys."""
    scales: Mapping[str, Name] = _NO_NAMES
    """Millions and the like, as they are written behind a number and before a currency or a unit."""
    scales_of_money: Mapping[str, Name] = _NO_NAMES
    """Letters that are millions and the like only in a sum: "$5M", "$1.5bn"."""
    not_nouns: frozenset[str] = frozenset()
    """Words behind a number that are not counted, in lower case."""
    names_before_roman: str = ""
    """A pattern of names of kings and popes, for numerals of one letter; others follow any name."""
    books: Mapping[str, str] = _NONE
    """Short names of the books of the Bible, and their names."""
    months: Mapping[str, int] = MappingProxyType({})
    """Other ways to write whole months, in lower case; they are said as they are written."""

    def beginning(self) -> str:
        """A pattern of what begins a sentence behind one of ``may_end``."""
        return rf"\s+[„“«\"]?(?:{'|'.join(sorted(self.starters)) or '(?!)'})(?![{WORD}.])"
