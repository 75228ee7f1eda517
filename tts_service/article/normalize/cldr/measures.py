"""Rules for money, percentages and units of measure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tts_service.article.normalize.cldr import names
from tts_service.article.normalize.cldr.counts import sign_word
from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.cldr.names import Name
from tts_service.article.normalize.cldr.written import (
    BEFORE,
    LETTERS,
    SIGN,
    TO,
    WORD,
    alternatives,
    follows_one_of,
    number_pattern,
    text_before,
)
from tts_service.article.normalize.rules import DIGITS, MASK, Rule, rule

_LETTER_AND_FIGURE = r"[A-Z]{1,2}\d|COP\d\d(?!\d)"
"""The name of something, not a sum: "F4", "DM3"."""
_ALONE = "(?:[kcdm]?m[²³]|km/h|km|kg|kWh|MWh|GWh|cm|mm)"


def measure_rules(grammar: Grammar) -> tuple[Rule, ...]:
    """Money before and behind its sign, percentages, units, and amounts in millions."""
    say = _Amounts(grammar)
    num = number_pattern(grammar.decimal)
    amount = rf"(?P<low>{num})(?:{TO}(?P<high>{num}))?"
    sums = rf"(?P<low>{num})(?:{TO}(?:{alternatives(say.currencies())}\s?)?(?P<high>{num}))?"
    sums_behind = rf"(?P<low>{num})(?:(?:\s?{alternatives(say.currencies())})?{TO}(?P<high>{num}))?"
    scale = _scale(grammar.tables.scales)
    scale_of_money = _scale({**grammar.tables.scales, **grammar.tables.scales_of_money})
    currency = rf"(?P<currency>{alternatives(say.currencies())})"
    leading = rf"(?!{_LETTER_AND_FIGURE})(?:(?!€)|(?<!\d\s)){currency}"  # not "1 € 50"
    known = {*names.UNITS, *grammar.tables.units}
    units = alternatives({*known, *names.RATES})
    per = rf"(?:\s?/\s?(?P<per>{units})(?![{WORD}²³/]))?"

    @rule(
        rf"(?<![{WORD}]){SIGN}{leading}\s?{sums}{scale_of_money}?(?:,[-–—]+)?{per}(?![{WORD}]|[.,]\d)",
        triggers=DIGITS,
    )
    def money(match: re.Match[str]) -> str:
        return say.money(match)

    @rule(
        rf"{BEFORE}{SIGN}{sums_behind}(?:,[-–—]{{1,2}})?(?:{scale_of_money}(?P<of>\s(?:de|di|d['’]))?)?\s?{currency}{per}(?![{WORD}])",
        triggers=DIGITS,
    )
    def money_behind(match: re.Match[str]) -> str:
        return say.money(match)

    @rule(rf"{BEFORE}{SIGN}(?P<low>{num})(?:\s?%?{TO}(?P<high>{num}))?\s?(?P<mark>[%‰])", triggers="%‰")
    def percentage(match: re.Match[str]) -> str:
        name = grammar.words.percent if match["mark"] == "%" else grammar.words.permille
        return say.amount(match, Name(name, name))

    @rule(
        rf"{BEFORE}{SIGN}{amount}{scale}?\s?(?P<unit>{units})(?:(?<=[°′″])(?!\s?/)|{per}(?![{WORD}²³/]|['’]{LETTERS}))",
        triggers=DIGITS,
    )
    def measure(match: re.Match[str]) -> str | None:
        """ "5-7 km", "36,6 °C", "3 Mio. t"; where "mi" are millions they are no miles."""
        if match["unit"] in grammar.tables.scales:
            return None
        return say.amount(match, say.per(match, grammar.unit(match["unit"]))) + say.end(match, "unit")

    @rule(rf"{BEFORE}{SIGN}{amount}{scale}", triggers=DIGITS)
    def scaled(match: re.Match[str]) -> str | None:
        """ "1,5 Mio."; "200 mil" is left to the noun behind it."""
        if match["scale"] in grammar.thousands:
            return None
        return say.amount(match, None) + say.end(match, "scale")

    @rule(
        rf"(?<![{WORD}/:-])(?P<unit>{_ALONE})(?![{WORD}/]|[.:]\w|-\d)(?=(?P<counts>\s\d)?)",
        triggers="mgW",
    )
    def unit_by_itself(match: re.Match[str]) -> str | None:
        """ "pro m²", "bei km 42", "al 5° km"."""
        if match["unit"] not in known:
            return None
        name, before = grammar.unit(match["unit"]), text_before(match)
        is_counted = match["counts"] or before.endswith(f"{MASK} ")
        return name.one if is_counted or follows_one_of(grammar.before_one_unit, before) else name.many

    return (
        money,
        money_behind,
        percentage,
        measure,
        unit_by_itself,
        *((scaled,) if grammar.tables.scales else ()),
    )


def _scale(scales: Mapping[str, Name]) -> str:
    return rf"(?:\s?(?P<scale>{alternatives(scales)})(?![{WORD}]))" if scales else r"(?P<scale>(?!))"


class _Amounts:
    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar

    def currencies(self) -> set[str]:
        return {*names.CURRENCIES, *self._grammar.tables.currencies, "¢"}

    def money(self, match: re.Match[str]) -> str:
        grammar, symbol = self._grammar, match["currency"]
        name = grammar.currency(symbol)
        cent = grammar.tables.cents.get(symbol) or grammar.tables.cents.get(names.CURRENCIES.get(symbol, ""))
        whole, mark, decimals = grammar.parts(match["low"])
        if not (cent and mark and len(decimals) == 2) or match["high"] or match["scale"]:
            return self.amount(match, self.per(match, name)) + self.end(match, "currency")
        sign = sign_word(grammar, match["sign"])
        return sign + self._with_cents(whole, decimals, name, cent, text_before(match)) + self._per(match)

    def _with_cents(self, whole: str, decimals: str, name: Name, cent: Name, before: str) -> str:
        if int(whole or "0") == 0:
            return self._grammar.measure(str(int(decimals)), cent, before)
        if int(decimals) == 0:
            return self._grammar.measure(whole, name, before)
        return self._grammar.with_cents(whole, int(decimals), name, cent, before)

    @staticmethod
    def end(match: re.Match[str], group: str) -> str:
        """The point of an abbreviation that also ends the sentence."""
        is_last = match[0].endswith(".") and not re.search(r"\w", match.string[match.end() :])
        return "." if is_last and match[group] else ""

    def per(self, match: re.Match[str], name: Name) -> Name:
        said = self._per(match)
        return Name(name.one + said, name.many + said)

    def _per(self, match: re.Match[str]) -> str:
        if not match["per"]:
            return ""
        return f" {self._grammar.per(self._grammar.unit(match['per']).one)}"

    def amount(self, match: re.Match[str], name: Name | None) -> str:
        """One number or the two of a range, with what they count."""
        grammar, before = self._grammar, text_before(match)
        groups = match.groupdict()
        said = self._counted(match["high"] or match["low"], groups.get("scale"), name, before)
        if match["high"]:
            low = grammar.number(match["low"], grammar.head(name.many) if name else "")
            said = grammar.between(low, said, before)
        return sign_word(grammar, match["sign"]) + said

    def _counted(self, written: str, scale: str | None, name: Name | None, before: str) -> str:
        grammar = self._grammar
        if scale:
            tables = grammar.tables
            known = tables.scales.get(scale) or tables.scales_of_money[scale]
            return grammar.scaled(written, known, name, before)
        return grammar.measure(written, name, before) if name else grammar.number(written)
