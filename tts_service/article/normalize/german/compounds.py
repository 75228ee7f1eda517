"""German figures that are part of a word ("35-jährig", "80er", "Fünf-Prozent-Hürde"), and ordinals."""

from __future__ import annotations

import re

from tts_service.article.normalize.cldr import names
from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.cldr.names import UNITS
from tts_service.article.normalize.cldr.written import (
    DASH,
    SIGN,
    alternatives,
    last_words,
    text_before,
)
from tts_service.article.normalize.german.cases import has_article
from tts_service.article.normalize.romans import ROMAN, TRIGGERS, value
from tts_service.article.normalize.rules import DIGITS, MASK, Rule, rule
from tts_service.article.normalize.spelled import spell
from tts_service.article.normalize.wordlists import any_of

_JOINED = any_of("""
    jährig prozentig fach mal malig köpfig stündig tägig wöchig monatig minütig stellig teilig stöckig türig
""")
_RANK = rf"(?:\d{{1,3}}|{ROMAN})"
_BOUND = r"(?<![\w.,:/€$-])"


def compound_rules(grammar: Grammar) -> tuple[Rule, ...]:
    units = alternatives({**UNITS, **grammar.tables.units, "%": "", "€": "", "Euro": ""})

    @rule(rf"{_BOUND}(?P<n>\d{{1,4}}(?:,\d)?)-?(?P<rest>{_JOINED}[a-zäöüß]{{0,8}})\b", triggers=DIGITS)
    def joined_number(match: re.Match[str]) -> str:
        """ "35-jährig", "3-mal"."""
        return _one(grammar, match["n"]) + match["rest"]

    @rule(rf"{_BOUND}(?P<n>\d{{1,4}})-(?P<rest>[JKT](?:ähriger?n?|ährigen?|öpfige[rn]?))\b", triggers=DIGITS)
    def person_of_an_age(match: re.Match[str]) -> str:
        """ "der 35-Jährige"."""
        return (_one(grammar, match["n"]) + match["rest"].lower()).capitalize()

    @rule(rf"{_BOUND}(?P<n>(?:1[1-9]|20)?\d0)-?er(?P<rest>n?)(?!\w)", triggers=DIGITS)
    def decade(match: re.Match[str]) -> str:
        """ "die 80er", "die 1920er Jahre"."""
        return f"{grammar.year(int(match['n']))}er{match['rest']}"

    @rule(rf"{_BOUND}(?P<n>\d{{1,3}})er(?P<rest>n?)\b", triggers=DIGITS)
    def group_number(match: re.Match[str]) -> str:
        """ "die 68er"."""
        return f"{grammar.number(match['n'])}er{match['rest']}"

    @rule(rf"{_BOUND}(?P<n>\d{{1,4}}(?:,\d{{1,2}})?)[-\s]?(?P<unit>{units})-(?=[A-ZÄÖÜ])", triggers=DIGITS)
    def measure_in_a_compound(match: re.Match[str]) -> str:
        """ "5-km-Lauf", "5%-Hürde"."""
        unit = {"%": "Prozent", "€": "Euro", "Euro": "Euro"}.get(match["unit"]) or grammar.unit(
            match["unit"]
        ).many
        return "-".join((_one(grammar, match["n"]).capitalize(), *unit.split(), ""))

    @rule(rf"{_BOUND}(?P<n>\d{{1,4}})\s?%-?ig(?P<rest>e[rnsm]?)?(?!\w)", triggers="%")
    def percent_adjective(match: re.Match[str]) -> str:
        """ "50%ig"."""
        return f"{_one(grammar, match['n'])}prozentig{match['rest'] or ''}"

    @rule(rf"{_BOUND}(?P<n>\d{{1,4}})-(?=[A-ZÄÖÜ][a-zäöüß]{{2,}})", triggers="-", also=DIGITS)
    def number_in_a_compound(match: re.Match[str]) -> str:
        """ "2-Personen-Haushalt"."""
        return f"{_one(grammar, match['n']).capitalize()}-"

    @rule(
        r"(?<![\w.,:/-])(?P<a>\d{1,2})\.\s?[-–]\s?(?P<b>\d{1,2})\.\s?(?:(?P<name>[A-ZÄJFMSOND][a-zä]{2,8}|\d{1,2}\.)(?![\w.]))",
        triggers=".",
        also="-–",
    )
    def days_of_a_month(match: re.Match[str]) -> str | None:
        """ "vom 1.-3. Mai", "vom 1.–3.5."."""
        name, before = match["name"], text_before(match)
        months = names.months(grammar.locale)
        month = (
            months[int(name[:-1]) - 1]
            if name[:-1].isdecimal() and 1 <= int(name[:-1]) <= len(months)
            else name
        )
        if month not in months:
            return None
        first, last = (grammar.ordinal(int(match[n]), "Tag", before) for n in "ab")
        return f"{first} {grammar.words.to} {last} {month}" + (
            "" if match.string[match.end() :].strip() or not name.endswith(".") else "."
        )

    return (
        days_of_a_month,
        percent_adjective,
        joined_number,
        person_of_an_age,
        decade,
        group_number,
        measure_in_a_compound,
        number_in_a_compound,
    )


def _rank(written: str) -> int:
    return int(written) if written.isdecimal() else value(written)


def _one(grammar: Grammar, written: str) -> str:
    return "ein" if written == "1" else grammar.number(written)


def ordinal_rules(grammar: Grammar) -> tuple[Rule, ...]:
    @rule(
        r"(?<![\w.,:/+-])(?P<n>\d{1,3}(?:\.\d{3}){0,2})\.(?=\s(?:[a-zäöüß]{2,}\s|[A-ZÄÖÜ„]))",
        triggers=".",
        also=DIGITS,
    )
    def ordinal(match: re.Match[str]) -> str | None:
        """ "am 3. Tag"; a number that ends a sentence has no article."""
        before = text_before(match)
        n = int(match["n"].replace(".", ""))
        if not has_article(before):  # a small letter begins no sentence: "Er wurde 3. im Rennen"
            goes_on = match.string[match.end() + 1].islower() and last_words(before)
            return grammar.spell(n, "ordinal-r").capitalize() if goes_on else None
        return grammar.ordinal(n, grammar.noun_behind(match.string, match.end()), before)

    @rule(
        r"(?<=\b(?:am|um|ab)\s)(?P<n>[12]?\d|3[01])\.(?=[”“\"’»]?$)|(?<=\b(?:vom|zum|dem|den)\s)(?P<day>[12]?\d|3[01])\.(?=[”“\"’»]?$)",
        triggers=".",
        also=DIGITS,
    )
    def last_day(match: re.Match[str]) -> str:
        """ "am 3." at the end of a sentence."""
        return grammar.ordinal(int(match["n"] or match["day"]), "Tag", text_before(match)) + "."

    @rule(
        rf"(?<![\w.,:/-])(?P<a>{_RANK})\.(?:\s(?P<and>und|oder|bis|sowie)\s|/)(?P<b>{_RANK})\.(?=\s[A-ZÄÖÜ])",
        triggers=".",
        also=f"{DIGITS}{TRIGGERS}",
    )
    def two_ordinals(match: re.Match[str]) -> str:
        """ "im 17. und 18. Jahrhundert", "der I. und II. Weltkrieg"."""
        before, noun = text_before(match), grammar.noun_behind(match.string, match.end())
        first, second = (grammar.ordinal(_rank(match[n]), noun, before) for n in "ab")
        return " ".join(filter(None, (first, match["and"], second)))

    @rule(
        r"(?:(?<=^)|(?<=[,;]\s)|(?<=\bD-))(?P<n>\d{5})(?=\s[A-ZÄÖÜ][a-zäöüß]+(?:[\s/-](?:am|an\sder|im|[A-ZÄÖÜ(])[\w/.()-]*){0,3}(?:\W{0,2}$|[,;)]))",
        triggers=DIGITS,
    )
    def post_code(match: re.Match[str]) -> str:
        """ "Hauptstr. 5, 10117 Berlin"."""
        return grammar.digits(match["n"])

    @rule(
        r"(?<![\w.,:/-])(?P<n>\d{1,3})\.(?=,\s\d{1,3}\.\s(?:und|oder|sowie)\s\d{1,3}\.\s(?P<noun>[A-ZÄÖÜ][a-zäöüß]+))",
        triggers=".",
        also=DIGITS,
    )
    def first_of_three(match: re.Match[str]) -> str:
        """ "die 1., 2. und 3. Klasse"."""
        return grammar.ordinal(int(match["n"]), match["noun"], text_before(match))

    @rule(r"(?<![\w.,:/-])(?P<n>\d{1,3})\.(?=\+\d)", triggers=".", also="+")
    def minute_and_more(match: re.Match[str]) -> str:
        """ "in der 45.+2 Minute"."""
        return grammar.ordinal(int(match["n"]), "Minute", text_before(match))

    @rule(
        rf"(?<![\w.,:/-])(?P<n>\d{{1,2}})\.(?:(?P<dash>\s?{DASH}\s?)(?=\d|{MASK})"
        rf"|(?=\s(?:bis|und|oder)\s(?:zum\s)?(?:\d{{1,2}}\.|{MASK})))",
        triggers=".",
        also=DIGITS,
    )
    def first_of_several(match: re.Match[str]) -> str:
        """ "vom 3. bis 5. Juli", "vom 3.–5. Juli"."""
        said = grammar.ordinal(int(match["n"]), "Tag", text_before(match))
        return f"{said} {grammar.words.to} " if match["dash"] else said

    @rule(rf"(?<![\w.])(?P<n>{ROMAN})\.(?=\s[A-ZÄÖÜ][a-zäöü])", triggers="IVX", also=".")
    def roman_ordinal(match: re.Match[str]) -> str | None:
        """ "der II. Weltkrieg"."""
        before = text_before(match)
        if not has_article(before):
            return None
        return grammar.ordinal(value(match["n"]), grammar.noun_behind(match.string, match.end()), before)

    @rule(
        r"\b(?:Abs\.|Absatz|Art\.|Nr\.)\s\d{1,3}[a-z]?\s(?P<it>(?P<form>S|Alt|Hs|HS)\.)(?=\s?\d)",
        triggers="SAH",
        also=DIGITS,
    )
    def part_of_a_paragraph(match: re.Match[str]) -> str:
        """ "Art. 5 Abs. 3 S. 1"."""
        return {"S": "Satz", "Alt": "Alternative"}.get(match["form"], "Halbsatz")

    @rule(r"(?<=[a-zäöüß])(?P<short>str|pl)\.(?=\s|$)", triggers=".")
    def street(match: re.Match[str]) -> str:
        """ "Hauptstr. 5", "Goethepl. 3"."""
        whole = {"str": "straße", "pl": "platz"}[match["short"]]
        return whole if match.string[match.end() :].strip() else f"{whole}."

    @rule(r"(?<![\w.,:/-])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?!\d)", triggers=".", also=DIGITS)
    def day_and_month(match: re.Match[str]) -> str | None:
        """ "31.12."."""
        day, month = int(match["day"]), int(match["month"])
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return None
        end = "" if match.string[match.end() :].strip() else "."
        return grammar.date(day, grammar.month(month), "", text_before(match)) + end

    @rule(rf"(?<![\w.,:/-]){SIGN}(?P<n>\d{{1,3}}(?:\.\d{{3}})*),[-–—]{{1,2}}", triggers="-–—", also=DIGITS)
    def round_sum(match: re.Match[str]) -> str:
        """ "9,-" without a currency."""
        return grammar.number(match["n"])

    @rule(rf"(?<=[a-zäöüß])-(?P<it>{ROMAN})(?=-[A-ZÄÖÜ])", triggers="IVX", also="-")
    def roman_in_a_compound(match: re.Match[str]) -> str:
        """ "Hartz-IV-Reform"."""
        return grammar.cardinal(value(match["it"]))

    @rule(
        r"(?<![\w.,:/-])(?P<place>[A-ZÄÖÜ]{1,3})-(?P<letters>[A-Z]{1,2})\s(?P<n>\d{1,4})(?P<end>[EH]?)(?![\w-])",
        triggers="-",
        also=DIGITS,
    )
    def plate_of_a_car(match: re.Match[str]) -> str:
        """ "B-MW 1234"."""
        end = f" {spell(match['end'])}" if match["end"] else ""
        return f"{spell(match['place'])} {spell(match['letters'])} {grammar.digits(match['n'])}{end}"

    return (
        post_code,
        plate_of_a_car,
        roman_in_a_compound,
        last_day,
        street,
        part_of_a_paragraph,
        first_of_three,
        two_ordinals,
        minute_and_more,
        first_of_several,
        day_and_month,
        ordinal,
        roman_ordinal,
        round_sum,
    )
