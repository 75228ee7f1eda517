"""The grammar of a language: how numbers bend to the words around them.

``Grammar`` reads as a language without gender or case does; a language is a subclass in its own folder that
says what differs. ``language.rules_of`` makes the rules from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tts_service.article.normalize.cldr import names
from tts_service.article.normalize.cldr.names import Name
from tts_service.article.normalize.cldr.spellout import MOST_DIGITS, has_form, spellout
from tts_service.article.normalize.cldr.tables import Tables
from tts_service.article.normalize.cldr.words import Words
from tts_service.article.normalize.cldr.written import Parts, Surroundings, next_word, parts_of
from tts_service.article.normalize.rules import Rule
from tts_service.article.normalize.web import WebWords

_LONGEST_FORM = 8
"""Characters of an abbreviation."""


class Grammar:
    """Attributes are what a language *has*, methods what it *does*. In methods, ``before`` is the text in
    front of the figures and ``noun`` the word behind them ("" if none is counted)."""

    locale = ""
    """CLDR's name, such as "de" or "pt_PT"."""
    decimal = ","
    """The decimal mark: "," or ".", the other one groups digits."""
    words: Words
    tables: Tables
    web: WebWords
    thousands: frozenset[str] = frozenset()
    """Scales that are followed by what is counted without ``of``."""
    times_over = ""
    """How "3x" is said behind its number, with its space if it has one: " fois"."""
    feet: Name | None = None
    """Where people are measured by them."""
    inches: Name | None = None
    """Where CLDR has no name for them."""
    short_months: Mapping[str, int] = {}
    """Abbreviations besides CLDR's, without points, in lower case."""
    result_words: tuple[str, ...] = ()
    """How words begin that tell that "3-1" is a result, in lower case."""
    before_hours: frozenset[str] = frozenset()
    hour_words: frozenset[str] = frozenset()
    """Words before hours, in lower case, and behind them: "von 22-6 Uhr" is no result."""
    before_one_unit: frozenset[str] = frozenset()
    """Words behind which a unit without a number is one of it, in lower case: "pro m²"."""
    rulers: frozenset[str] = frozenset()
    """Words before the name of a king or a pope, in lower case."""
    short_days: Mapping[str, str] | None = None
    """Abbreviated days of the week; None for CLDR's."""
    spaced_guillemets = True
    """Are quotation marks written « so » ? Then the marks go with their spaces."""
    day_mark = ""
    """A pattern of what may follow the day of a date, such as a point."""
    pointed_days = False
    """Are abbreviated days only days with a point, as "jeu." and "sex."?"""
    before_days: frozenset[str] = frozenset()
    """Words behind which "12/10" is a day, in lower case."""
    words_for_day: frozenset[str] = frozenset()
    """Words that "3/4" may follow as names of days do, in lower case: "dia 3/4"."""
    behind_days: frozenset[str] = frozenset()
    """Words before which "3/4" is one: "3/4 prochain"."""
    of_date = ""
    """A pattern of what may stand between day, month and year, such as "de"."""
    of_year = ""
    """The same before the year, if something else may stand there."""
    clock = r"(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?"
    """A pattern of times of day, with the groups h, m and s."""
    hours_by_h = False
    """Does ``clock`` take "1h30", which elsewhere is a length of time?"""
    years = (1100, 2099)
    phone_words = ""
    """A pattern of words before telephone numbers."""
    phones = r"(?!)"
    """A pattern of telephone numbers as the country writes them."""
    roman_parts = ""
    """A pattern of words before a roman numeral that is said as a number: "Chapter IV"."""
    centuries = ""
    """A pattern of words before the numeral of a century, if it stands behind them: "século XX"."""

    def first_rules(self) -> tuple[Rule, ...]:
        """The language's own rules that are tried before all others."""
        return ()

    def ordinal_rules(self) -> tuple[Rule, ...]:
        """How the language writes ordinals; tried behind dates and units, before plain numbers."""
        return ()

    def goes_on(self, before: str, behind: str) -> bool:
        """Does a sentence go on although ``before`` ends in a full stop? ``behind`` follows."""
        words = before.rstrip()
        last = words.rpartition(" ")[2].lstrip('(„“«"')
        own = self.tables
        if last in own.forms_of_numbers and behind[:1].isdecimal():
            return True
        if last in own.forms_of_names and not behind[:1].islower():  # Devanagari has no capitals
            return True
        if len(words) <= _LONGEST_FORM:  # which begins the sentence: "P. ex.", "Ca."
            words = words[:1].lower() + words[1:]
            last = last if " " in words else words
        known = own.forms.get(last) or any(" " in form and words.endswith(form) for form in own.forms)
        return bool(known) and last not in own.may_end

    # numbers

    def spell(self, n: int, form: str = "numbering") -> str:
        """``n`` by CLDR's rule set of that name."""
        return spellout(self.locale, n, form)

    def gender(self, noun: str) -> str:
        """The gender of ``noun`` as CLDR's rule sets are called: "feminine", "masculine", "neuter", or ""
        for a language without one."""
        return ""

    def cardinal(self, n: int, noun: str = "", before: str = "") -> str:
        gender = self.gender(noun) if noun else ""
        return self.spell(n, f"cardinal-{gender}" if gender else "numbering")

    def ordinal(self, n: int, noun: str = "", before: str = "") -> str:
        gender = self.gender(noun)
        return self.spell(n, f"ordinal-{gender}" if gender else "ordinal")

    def year(self, n: int) -> str:
        return self.spell(n, "numbering-year" if has_form(self.locale, "numbering-year") else "numbering")

    def is_year(self, n: int, noun: str, before: str) -> bool:
        """Is the bare number ``n`` between ``years`` a year? Matters only where years are said in their own
        way."""
        return not noun

    def digits(self, written: str) -> str:
        return " ".join(self.spell(int(digit)) for digit in written if digit.isdecimal())

    def parts(self, written: str) -> Parts:
        return parts_of(written, self.decimal)

    def number(self, written: str, noun: str = "", before: str = "") -> str:
        """A written number: "1.250", "2,5", "007"."""
        whole, mark, decimals = self.parts(written)
        if len(whole) > MOST_DIGITS or (len(whole) > 1 and int(whole[0]) == 0):
            said = self.digits(whole)
        else:
            said = self.cardinal(int(whole or "0"), "" if mark else noun, before)
        if not mark:
            return said
        point = self.words.comma if mark == self.decimal else self.words.point
        return f"{said} {point} {self.decimals(decimals)}"

    def decimals(self, written: str) -> str:
        """What stands behind the decimal mark."""
        return self.digits(written)

    def is_one(self, written: str) -> bool:
        """Is what is counted by ``written`` in the singular?"""
        return self.parts(written)[:2] == ("1", "")

    def noun_behind(self, text: str, end: int) -> str:
        """The noun counted by the number that ends at ``end``; "" if there is none."""
        found = next_word(text, end)
        return "" if found.lower() in self.tables.not_nouns else found

    def between(self, low: str, high: str, before: str, *, years: bool = False) -> str:
        """A range, from how its ends are said."""
        return f"{low} {self.words.to} {high}"

    def between_days(self, first: str, last: str, before: str) -> str:
        """From one date to another."""
        return self.between(first, last, before)

    def fraction(self, part: int, of: int, place: Surroundings) -> str | None:
        """ "3/4" and "¾"; None if it is not said as a fraction."""
        return None

    def mixed(self, whole: int, part: int, of: int, place: Surroundings) -> str | None:
        """ "2 1/2" and "2½"."""
        return None

    def raised(self, n: int) -> str:
        """What is said behind a number to the power of ``n``."""
        if n in (2, 3):
            return self.words.squared if n == 2 else self.words.cubed
        sign = f"{self.words.minus} " if n < 0 else ""
        return f"{self.words.power} {sign}{self.cardinal(abs(n))}"

    def part_of_a_book(self, n: int) -> str:
        """ "1 Kor" is the first of several letters."""
        return self.spell(n, "ordinal-feminine" if has_form(self.locale, "ordinal-feminine") else "ordinal")

    # calendar and clock

    def month(self, n: int) -> str:
        return names.months(self.locale)[n - 1]

    def date(self, day: int, month: str, year: str, before: str) -> str:
        """``year``: as it is said, or ""."""
        return " ".join(filter(None, (self.cardinal(day), month, year)))

    def time(self, hour: int, minute: int, second: int | None, match: re.Match[str]) -> str | None:
        """A time of day that ``clock`` has matched."""
        said = f"{self.cardinal(hour)} {self.cardinal(minute)}" if minute else self.cardinal(hour)
        return said if second is None else f"{said} {self.cardinal(second)}"

    def time_by_halves(self, hour: int, minute: int, part: str) -> str:
        """ "8:30 p.m."; ``part`` is CLDR's name of that part of the day."""
        said = f"{self.cardinal(hour)} {self.cardinal(minute)}" if minute else self.cardinal(hour)
        return f"{said} {part}"

    def minute_of_a_match(self, n: int, before: str, *, alone: bool) -> str:
        """ "90'" of a match; ``alone``: in a list of goals, in brackets."""
        return self.measure(str(n), self.unit("min"), before)

    # measures

    def unit(self, symbol: str) -> Name:
        known = self.tables.units.get(symbol)
        if not known and symbol in names.RATES:
            amount, time = (self.unit(part) for part in names.RATES[symbol])
            per = self.per(time.one)
            return Name(f"{amount.one} {per}", f"{amount.many} {per}")
        known = known or names.UNITS[symbol]
        name = known if isinstance(known, Name) else names.unit(self.locale, known)
        return Name(symbol, symbol) if name.one == known else name  # CLDR has no name for some units

    def currency(self, symbol: str) -> Name:
        if symbol == "¢":
            return self.tables.cents.get("$") or Name(symbol, symbol)
        code = names.CURRENCIES.get(symbol, symbol)
        own = self.tables.currencies
        return own.get(symbol) or own.get(code) or names.currency(self.locale, code)

    def head(self, name: str) -> str:
        """The noun in the name of a unit, which a number agrees with."""
        return name.split()[0]

    def measure(self, written: str, name: Name, before: str) -> str:
        one = name.one if self.is_one(written) else name.many
        whole, mark, _ = self.parts(written)
        said = self.number(written, self.head(one), before)
        is_round = len(whole) > 6 and whole.endswith("000000") and not mark
        return f"{said} {self.of(one) if is_round else one}"

    def per(self, name: str) -> str:
        """ "pro Monat", behind an amount."""
        return f"{self.words.per} {name}"

    def of(self, name: str) -> str:
        """``name`` behind a million: "d'euros"."""
        return name

    def scaled(self, written: str, scale: Name, name: Name | None, before: str) -> str:
        """ "3 Mio. €"; ``name`` is None if nothing follows."""
        said = self.measure(written, scale, before)
        return (
            f"{said} {self.of(name.many) if scale.one not in self.thousands else name.many}" if name else said
        )

    def with_cents(self, whole: str, cents: int, name: Name, cent: Name, before: str) -> str:
        """ "5,50 €"."""
        return f"{self.measure(whole, name, before)} {self.cardinal(cents)}"

    # numerals and telephones

    def roman_name(self, name: str, n: int, before: str) -> str | None:
        """What is said for the numeral behind ``name``: "quatorze" behind "Louis". None: it is none."""
        return None

    def century(self, n: int) -> str:
        """What is said for the numeral behind ``centuries``."""
        return self.spell(n, "ordinal-masculine")

    def phone(self, groups: list[str]) -> str:
        return ", ".join(self.digits(group) for group in groups)
