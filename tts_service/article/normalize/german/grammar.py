"""What German does with numbers."""

from __future__ import annotations

import re

from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.cldr.names import Name
from tts_service.article.normalize.cldr.words import Words
from tts_service.article.normalize.cldr.written import Surroundings, last_words
from tts_service.article.normalize.german import written
from tts_service.article.normalize.german.cases import (
    NO_NAMES,
    form_of_one,
    form_of_ordinal,
    gender_of,
    has_article,
    is_dative,
)
from tts_service.article.normalize.german.compounds import compound_rules, ordinal_rules
from tts_service.article.normalize.rules import DIGITS, MASK, Rule, rule
from tts_service.article.normalize.web import WebWords
from tts_service.article.normalize.wordlists import word_list, word_set

_DAYS = word_list("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonnabend Sonntag")
_WEEKDAY = re.compile(rf"(?:\b(?:{'|'.join(_DAYS)})|{MASK}+),\s$")
_DAY_BEFORE = re.compile(
    rf"(?:(?:\d{{1,2}}\.){{1,2}}\s?(?:[-–/]|bis|und|oder)|\d{{1,2}}\.\s?[A-ZÄ][a-zä.]{{2,9}}{MASK}{{1,3}})\s?$"
)
_NOUN = re.compile(r"(?:\s[a-zäöü]{2,}(?:e|en|er|es))?\s([A-ZÄÖÜ][a-zäöüß]\w*)")
_OF_A_YEAR = word_set("""
    jahr jahre jahren jahres sommer winter frühjahr herbst frühling seit anno wm em olympia ende anfang
    mitte um
    von bis januar februar märz april mai juni juli august september oktober november dezember vom zwischen ab
""")
_BEFORE_KINGS = word_set("unter mit von bei nach zu dem seit")
_MEASURED = word_set("Liter Stunde Meter Pfund Kilo Kilogramm Tasse Teelöffel Esslöffel Kilometer")
_PARTS = {2: "halb", 3: "Drittel", 7: "Siebtel", 8: "Achtel"}


class German(Grammar):
    locale = "de"
    tables = written.TABLES
    words = Words(
        minus="minus", plus="plus", plus_minus="plus minus", comma="Komma", point="Punkt", to="bis",
        score="zu",
        times="mal", per="pro", percent="Prozent", permille="Promille", before_christ="vor Christus",
        after_christ="nach Christus",
        about="etwa", squared="hoch zwei", cubed="hoch drei", power="hoch", together="und",
        version="Version", number="Nummer", out_of="von", pi="Pi",
        compass={"N": "Nord", "S": "Süd", "O": "Ost", "E": "Ost", "W": "West"},
    )  # fmt: skip
    web = WebWords(
        dot="Punkt", slash="Schrägstrich", at="ät", dash="Strich", underscore="Unterstrich", plus="plus",
        hashtag="Hashtag", colon="Doppelpunkt",
        letters=word_set("DE AT CH EU UK US TV ARD ZDF BBC NDR WDR MDR SWR BR FAZ DPA"),
    )  # fmt: skip
    roman_parts = (
        "Kapiteln?|Teile?|Band|Bände|Akte?|Artikeln?|Abschnitte?|Stufen?|Phasen?|Klassen?|Typ|Buch|Bücher|Hartz"
        "|Nummern?|Gruppen?"
    )
    short_months = {"jän": 1, "jänner": 1, "feb": 2, "mrz": 3, "sep": 9, "sept": 9}  # noqa: RUF012
    times_over = "mal"
    before_hours = word_set("von zwischen ab")
    hour_words = word_set("Uhr h")
    before_one_unit = word_set("pro je euro cent")
    rulers = word_set("papst könig königin kaiser kaiserin zar zarin fürst herzog")
    spaced_guillemets = False
    day_mark = r"\."
    clock = (
        r"(?P<h>[01]?\d|2[0-4])(?::|\.(?=[0-5]\d\s?(?:Uhr|h\b|\s?[-–\ue000]{1,3}\s?\d{1,2}[.:]\d\d\s?(?:Uhr|h\b))))(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?"
        r"(?:\s?(?:Uhr|h)\b|\s?(?P<lasts>Std\.|Stunden\b))?"
    )
    phone_words = (
        "PLZ|Postleitzahl|BLZ|Kontonummer|Konto|Tel|Telefon|Telefonnummer|Rufnummer|Hotline|Fax|Handy"
        "|Mobil|Durchwahl"
    )
    phones = r"(?:\(0\d{1,5}\)|0\d{1,5})\s?[/-]?\s?\d{2,8}(?:[\s-]\d{2,8}){0,4}"

    def first_rules(self) -> tuple[Rule, ...]:
        return whole_hour_rule(self), *compound_rules(self)

    def ordinal_rules(self) -> tuple[Rule, ...]:
        return ordinal_rules(self)

    def goes_on(self, before: str, behind: str) -> bool:
        """Behind "am 3." too."""
        if super().goes_on(before, behind):
            return True
        number = re.search(r"(?<![\w.,])(?:\d{1,3}|[IVX]{1,5})\.\s*$", before)
        if number is None:
            return False
        leading = before[: number.start()]
        return bool(leading.strip()) and has_article(leading)

    def gender(self, noun: str) -> str:
        return gender_of(noun)

    def noun_behind(self, text: str, end: int) -> str:
        """Nouns have capitals; an adjective may stand before one."""
        found = _NOUN.match(text, end)
        return found[1] if found else ""

    def cardinal(self, n: int, noun: str = "", before: str = "") -> str:
        """Only one bends: "ein Mann", "mit einer Frau"; behind a hundred it no longer does."""
        return self.spell(n, form_of_one(noun, before) if n == 1 else "numbering")

    def ordinal(self, n: int, noun: str = "", before: str = "") -> str:
        return self.spell(n, form_of_ordinal(noun, before))

    def is_year(self, n: int, noun: str, before: str) -> bool:
        words = last_words(before)
        return not noun or bool(words and words[0] in _OF_A_YEAR)

    def date(self, day: int, month: str, year: str, before: str) -> str:
        first = _DAY_BEFORE.sub("", before)  # bends as the day before it does
        first = _WEEKDAY.sub("", first)
        said = f"{self.spell(day, form_of_ordinal('Tag', first))} {month}"
        return f"{said} {year}" if year else said

    def time(self, hour: int, minute: int, second: int | None, match: re.Match[str]) -> str | None:
        if match["lasts"]:
            return self._length(hour, minute, second or 0)
        said = f"{self.spell(hour, 'cardinal-neuter')} Uhr"
        if minute:
            said += f" {self.cardinal(minute)}"
        return (
            said
            if second is None
            else f"{said} und {self.cardinal(second)} {'Sekunde' if second == 1 else 'Sekunden'}"
        )

    def time_by_halves(self, hour: int, minute: int, part: str) -> str:
        said = f"{self.spell(hour, 'cardinal-neuter')} Uhr"
        return f"{said} {self.cardinal(minute)} {part}" if minute else f"{said} {part}"

    def _length(self, hour: int, minute: int, second: int) -> str:
        """ "3:10 Std.", "2:03:38 Stunden"."""
        parts = [(hour, "h"), (minute, "min"), (second, "s")]
        said = [self.measure(str(n), self.unit(unit), "") for n, unit in parts if n or unit == "h"]
        return " und ".join(filter(None, (", ".join(said[:-1]), said[-1])))

    def part_of_a_book(self, n: int) -> str:
        """ "erster Korinther": a letter."""
        return self.spell(n, "ordinal-r")

    def minute_of_a_match(self, n: int, before: str, *, alone: bool) -> str:
        """ "(23')" is "dreiundzwanzigste Minute"."""
        if alone or before.endswith(("der ", "zur ")):
            return f"{self.ordinal(n, 'Minute', '' if alone else before)} Minute"
        return super().minute_of_a_match(n, before, alone=alone)

    def measure(self, written: str, name: Name, before: str) -> str:
        said = super().measure(written, name, before)
        if not is_dative(before) or self.is_one(written):
            return said
        first, per, unit = said.partition(" pro ")
        return re.sub(r"([Mm]eter|[Ll]iter)$", r"\1n", first) + per + unit

    def head(self, name: str) -> str:
        return (
            name.rpartition("-")[2].split()[-1]
            if name[:1].isupper() and " pro " not in name
            else name.split()[0]
        )

    def fraction(self, part: int, of: int, place: Surroundings) -> str | None:
        if of == 2:
            return self._half(place)
        if of in (10, 100) and place.noun.startswith(("Punkt", "Stern", "Note")):
            return f"{self.cardinal(part)} von {self.cardinal(of)}"
        if part == 1 and place.noun in _MEASURED:
            return f"{self.cardinal(1, place.noun, place.before)} {self._part(of).lower()}"
        return f"{'ein' if part == 1 else self.cardinal(part)} {self._part(of)}"

    def _half(self, place: Surroundings) -> str:
        if re.match(r"\s(?:der|des|aller|von)\s", place.behind):
            return "die Hälfte"
        if not place.noun:
            return "ein halb"
        one = self.cardinal(1, place.noun, place.before)
        strong = {"masculine": "halber", "feminine": "halbe", "neuter": "halbes"}[gender_of(place.noun)]
        return f"{one} {'halben' if one in ('einen', 'einem', 'einer') else strong}"

    def _part(self, of: int) -> str:
        if of in _PARTS:
            return _PARTS[of]
        said = self.spell(of)
        return (said + ("tel" if of < 20 else "stel")).capitalize()

    def mixed(self, whole: int, part: int, of: int, place: Surroundings) -> str | None:
        count = "ein" if whole == 1 else self.cardinal(whole)
        if of == 2:
            return f"{count}einhalb"
        said = f"{'ein' if part == 1 else self.cardinal(part)} {self._part(of).lower()}"
        return f"{count} {said}"

    def roman_name(self, name: str, n: int, before: str) -> str | None:
        """ "Ludwig XIV." is "der Vierzehnte", "unter Ludwig XIV." "dem", "Karls V." "des Fünften"."""
        if name.lower() in NO_NAMES:
            return None
        words = last_words(before)
        if words and words[0] in self.rulers:
            words = words[1:]
        is_dative = bool(words) and words[0] in _BEFORE_KINGS
        if name.rstrip("s") in written.QUEENS:
            bends = is_dative or name.endswith("s")
            article, form = ("der", "ordinal-n") if bends else ("die", "ordinal")
            return f"{article} {self.spell(n, form).capitalize()}"
        if name.endswith("s") and not name.endswith(("us", "as", "es", "is")) and name != "Hans":
            return f"des {self.spell(n, 'ordinal-n').capitalize()}"
        if is_dative:
            return f"dem {self.spell(n, 'ordinal-n').capitalize()}"
        return f"der {self.spell(n, 'ordinal').capitalize()}"


def whole_hour_rule(grammar: Grammar) -> Rule:
    @rule(r"(?<=\b(?:um|ab)\s)(?P<h>[01]?\d|2[0-4])\s?h(?!\w)", triggers="h", also=DIGITS)
    def whole_hour(match: re.Match[str]) -> str:
        """ "um 19h"."""
        return f"{grammar.spell(int(match['h']), 'cardinal-neuter')} Uhr"

    return whole_hour
