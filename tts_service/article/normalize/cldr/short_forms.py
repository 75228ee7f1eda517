"""Rules for abbreviations, initials and initialisms."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.cldr.tables import Tables
from tts_service.article.normalize.cldr.written import (
    UPPER,
    WORD,
)
from tts_service.article.normalize.rules import DIGITS, MASK, Rule, rule
from tts_service.article.normalize.spelled import spell

_VOWELS = frozenset("AEIOUÄÖÜÀÁÂÃÉÈÊÍÌÓÒÔÕÚÙ")
_PARTICLE = r"(?:(?:d[aeiou]s?|della?|des|du|l[aeo]s?|v[ao]n|zu[mr]?|de[nr]|y|i|of)\s){0,2}(?:[dDlL]['’])?"
"""What may stand within a name, in small letters: "Dr. von Braun", "Av. da Liberdade"."""
_ENDS_UNMARKED = re.compile(rf"[^{WORD}{MASK}.!?]*")
_GOES_ON = re.compile(rf"[{WORD}{MASK}]")
_SHORT = 3
"""Letters. An initialism of no more is spelled unless it is known as a word."""


def form_rules(grammar: Grammar) -> tuple[Rule, ...]:
    """Abbreviations before a number, before a name, and anywhere."""
    behind = {
        "short_form_of_number": (
            grammar.tables.forms_of_numbers,
            rf"(?=\s?(?:\d|{MASK}|[IVXLC]+(?![{WORD}])))",
        ),
        "short_form_of_name": (
            grammar.tables.forms_of_names,
            rf"(?=\s{_PARTICLE}[{UPPER}]|[{UPPER}][a-zà-ÿ]|\s?{MASK}|\s\(?[\u0900-\u097f])",
        ),
        "short_form": (grammar.tables.forms, rf"(?![{WORD}])"),
    }
    return tuple(
        _form_rule(name, forms, ahead, grammar.tables) for name, (forms, ahead) in behind.items() if forms
    )


def _form_rule(name: str, forms: Mapping[str, str], ahead: str, tables: Tables) -> Rule:
    written = {re.sub(r"\s", "", form): said for form, said in forms.items()}
    leading = {_capital(form): _capital(said) for form, said in forms.items() if _may_lead(form)}
    leading = {form: said for form, said in leading.items() if form not in forms}
    heads = {re.sub(r"\s", "", form): said for form, said in leading.items()}
    pattern = "|".join(_spaced(form) for form in sorted({*forms, *leading}, key=len, reverse=True))

    begin = re.compile(tables.beginning())
    may_end = {form for form in written if form.endswith(tuple(tables.may_end))}

    def short_form(match: re.Match[str]) -> str | None:
        """The point that also ends the sentence stays."""
        form = re.sub(r"\s", "", match[0])
        at_end = form.endswith(".") and (
            _ENDS_UNMARKED.fullmatch(match.string, match.end())
            or (form in may_end and begin.match(match.string, match.end()))
        )
        if form in heads and (at_end or match.string[: match.start()].strip('„“«"(¿¡ ')):
            return None
        return (written.get(form) or heads[form]) + ("." if at_end else "")

    full = rf"(?<![{WORD}.@/])(?:{pattern}){ahead}"
    return Rule(
        name, re.compile(full), short_form, frozenset("".join(form[0] for form in {*forms, *leading}))
    )


def _may_lead(form: str) -> bool:
    """Is it an abbreviation that, with a capital, could be nothing else at the head of a sentence?"""
    return form[0].islower() and form.endswith(".") and sum(map(str.isalpha, form)) > 1


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _spaced(form: str) -> str:
    return r"\s?".join(re.escape(part) for part in form.split())


def numbered_rules(grammar: Grammar) -> tuple[Rule, ...]:
    """ "n. 1 vince", "TGV 6201 part": a number that only names bends to no word behind it."""
    short = "|".join(map(re.escape, grammar.tables.forms_of_numbers)) or "(?!)"

    @rule(
        rf"(?<![{WORD}])(?:{short}|[Nn][uú]mero|[Nn]uméro|[A-Z]{{2,5}})\s?(?P<it>\d{{1,4}})(?![{WORD}%°]|[.,:/-]\d|\s?[-–€%$])",
        triggers=DIGITS,
    )
    def numbered(match: re.Match[str]) -> str | None:
        noun = grammar.noun_behind(match.string, match.end())
        counts = match[0][0].isupper() and noun.endswith("s")  # "Em SP 200 pessoas vieram"
        return grammar.number(match["it"]) if noun and not counts and match["it"][0] != "0" else None

    return (numbered,)


def initial_rules(grammar: Grammar) -> tuple[Rule, ...]:
    """ "J. K. Rowling", "U.S.A.", "EU", "GmbH"."""
    listed = "|".join(map(re.escape, sorted(grammar.tables.spelled, key=len, reverse=True))) or "(?!)"

    @rule(rf"(?<![{WORD}.])[{UPPER}](?:\.\s?-?[{UPPER}]){{1,8}}\.(?!\w)", triggers=".")
    def dotted_initials(match: re.Match[str]) -> str:
        end = "." if not _GOES_ON.search(match.string, match.end()) else ""
        return spell(match[0]) + end

    @rule(rf"(?<![{WORD}.])([{UPPER}])\.(?=(?:\s?|-)[{UPPER}][{WORD}’'])", triggers=".")
    def initial_of_a_name(match: re.Match[str]) -> str:
        return spell(match[1])

    @rule(
        rf"(?<![{WORD}.])(?P<word>{listed}|[{UPPER}]{{2,5}})(?P<s>s?)(?![{WORD}]|\.[A-Z])",
        triggers="ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ",
    )
    def initialism(match: re.Match[str]) -> str | None:
        word = match["word"]
        if word not in grammar.tables.spelled and not _is_spelled(word, match.string, grammar):
            return None
        return spell(word, match["s"])

    return dotted_initials, initial_of_a_name, initialism


def _is_spelled(word: str, text: str, grammar: Grammar) -> bool:
    """False in a line of capitals, where words are words."""
    is_roman = re.fullmatch("[IVX]{2,}", word)
    if word in grammar.tables.as_words or is_roman or not re.search(r"[a-zà-ÿ\u0900-\u097f]", text):
        return False
    return len(word) <= _SHORT or _VOWELS.isdisjoint(word)
