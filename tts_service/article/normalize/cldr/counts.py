"""Rules for plain figures: fractions, telephone numbers, versions, scores, ranges, years, cardinals."""

from __future__ import annotations

import re

from tts_service.article.normalize.cldr import names
from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.cldr.written import (
    BEFORE,
    LETTERS,
    SIGN,
    TO,
    VULGAR,
    WORD,
    Surroundings,
    alternatives,
    follows_one_of,
    last_words,
    next_word,
    number_pattern,
    text_before,
)
from tts_service.article.normalize.codes import aircraft_and_its_kind
from tts_service.article.normalize.rules import DIGITS, MASK, Rule, rule

_VULGAR = "".join(VULGAR)
_PHONE = r"\+?\(?\d{1,14}\)?(?:\s?[/.–-]\s?\(?\d{1,8}\)?|\s\(?\d{1,8}\)?){0,7}"
_GROUP = re.compile(r"\d+")
_MOST_PARTS = 50
"""More of them are no fraction: "120/80"."""
_FEWEST_DIGITS = 6
"""Of a telephone number."""
_MILLIONS = re.compile(r"[1-9]\d{0,2}(?:\s\d{3})+\s000|[1-9]\d?\s\d{3}\s000")
_NUMBER_AND_NO_MORE = re.compile(r"\d{1,2}\W{0,3}$")
_COUNTS_NOTHING = re.compile(r"\W{0,20}$|,|\)")
_OF_A_MATCH = re.compile(r"(?:^|[A-ZÀ-Ý][\w'’]{0,30}\s|,\s|:\s|\()$")


def sign_word(grammar: Grammar, sign: str | None) -> str:
    words = grammar.words
    said = {"-": words.minus, "−": words.minus, "+": words.plus, "±": words.plus_minus}.get(sign or "", "")
    return f"{said} " if said else ""


def fraction_rules(grammar: Grammar) -> tuple[Rule, ...]:
    """ "3/4", "2 1/2", "1½", "½ kg"."""
    units = alternatives({**names.UNITS, **grammar.tables.units})
    unit = rf"(?P<gap>\s(?={LETTERS}))?(?:(?<=\s)(?P<unit>{units})(?![{WORD}²³/]))?"

    @rule(
        rf"{BEFORE}(?!24/7(?!\d))(?:(?P<whole>\d{{1,3}})\s)?(?P<part>[1-9]\d{{0,2}})[/⁄](?P<of>[2-9]|[1-9]\d|1000?)"
        rf"(?![{WORD}/]|[.,]\d){unit}",
        triggers="/⁄",
        also=DIGITS,
    )
    def fraction(match: re.Match[str]) -> str | None:
        return said(match, match["whole"], int(match["part"]), int(match["of"]))

    @rule(
        rf"(?<![{WORD}.,/])(?P<whole>\d{{1,3}})?\s?(?P<sign>[{_VULGAR}])(?![{WORD}]){unit}",
        triggers=_VULGAR,
    )
    def vulgar_fraction(match: re.Match[str]) -> str | None:
        return said(match, match["whole"], *VULGAR[match["sign"]])

    def said(match: re.Match[str], whole: str | None, part: int, of: int) -> str | None:
        if part >= _MOST_PARTS or part % of == 0 or (part > of and _may_be_a_day(part, of)):
            return None
        counted, place = _counted(match, whole, grammar)
        spoken = grammar.mixed(int(whole), part, of, place) if whole else grammar.fraction(part, of, place)
        if spoken is None:
            return None
        return spoken + ("" if spoken.endswith("-") else match["gap"] or "") + counted

    @rule(
        rf"{BEFORE}(?P<n>\d{{1,2}}(?:[.,]\d{{1,2}})?)/(?P<of>5|10|20|100)(?![{WORD}/]|[.,]\d)",
        triggers="/",
        also=DIGITS,
    )
    def mark_out_of(match: re.Match[str]) -> str | None:
        """ "18,5/20", "20/20"."""
        if not grammar.words.out_of or (match["n"].isdecimal() and match["n"] != match["of"]):
            return None
        return f"{grammar.number(match['n'])} {grammar.words.out_of} {grammar.number(match['of'])}"

    return mark_out_of, fraction, vulgar_fraction


def _may_be_a_day(part: int, of: int) -> bool:
    """ "25/12" is Christmas; nobody counts tenths, elevenths and twelfths beyond the whole."""
    return 10 <= of <= 12 < part <= 31


def _counted(match: re.Match[str], whole: str | None, grammar: Grammar) -> tuple[str, Surroundings]:
    """The unit behind a fraction ("½ kg"; "" if there is none), and where the fraction stands."""
    text, end = match.string, match.end() - len(match["gap"] or "")
    if not match["unit"]:
        return "", Surroundings(text_before(match), grammar.noun_behind(text, end), text[end : end + 40])
    name = grammar.unit(match["unit"])
    said = name.many if whole and int(whole) > 1 else name.one
    return said, Surroundings(text_before(match), grammar.head(said), f" {said}")


def phone_rules(grammar: Grammar) -> tuple[Rule, ...]:
    """Telephone numbers: international ones, those of the country, and those behind "Tel."."""

    @rule(
        rf"(?<![{WORD}.,/+])\+\d{{1,15}}(?:[\s/.–-](?:\(\d{{1,4}}\)\s?\d{{1,12}}|\d{{1,12}})){{0,7}}(?![{WORD}])",
        triggers="+",
    )
    def international_phone(match: re.Match[str]) -> str | None:
        groups = _GROUP.findall(match[0])
        if sum(map(len, groups)) <= _FEWEST_DIGITS:
            return None
        return f"{grammar.words.plus} {grammar.phone(groups)}"

    @rule(
        rf"(?<![{WORD}])(?:{grammar.phone_words})[:.]{{0,2}}\s?(?P<it>{_PHONE})(?![{WORD}])", triggers=DIGITS
    )
    def named_phone(match: re.Match[str]) -> str:
        return grammar.phone(_GROUP.findall(match["it"]))

    @rule(
        rf"(?<![{WORD}.,:/+-])(?<!\d\s)(?P<it>{grammar.phones})(?![{WORD}]|[.,:]\d|\s?[%€$])", triggers=DIGITS
    )
    def local_phone(match: re.Match[str]) -> str | None:
        groups = _GROUP.findall(match["it"])
        if _MILLIONS.fullmatch(match["it"]):
            return None
        return grammar.phone(groups) if sum(map(len, groups)) >= _FEWEST_DIGITS else None

    return international_phone, named_phone, local_phone


def joining_rules(grammar: Grammar) -> tuple[Rule, ...]:
    """Marks between figures that stand for a word; the figures themselves are left to later rules."""

    @rule(
        r"(?:(?<=\d)|(?<=\dm)|(?<=\d\sm)|(?<=\dcm)|(?<=\d\scm)|(?<=\dmm)|(?<=\d\smm))\s?[x×✕*]\s?(?=\d)",
        triggers="x×✕*",
        also=DIGITS,
    )
    def times_sign(match: re.Match[str]) -> str:
        """ "20 x 30 cm", and "3 × 4 = 12"."""
        is_sum = "=" in match.string[match.end() : match.end() + 20]
        is_sum = is_sum or (
            "x" not in match[0] and bool(_NUMBER_AND_NO_MORE.match(match.string, match.end()))
        )
        return f" {grammar.tables.signs['×'] if is_sum else grammar.words.times} "

    @rule(r"(?<=\d)\s[-−–]\s(?=\d[\d.,]{0,20}\s?=)|(?<=\d)\s−\s?(?=\d)", triggers="-−–", also=DIGITS)
    def minus_sign(_: re.Match[str]) -> str:
        """ "7 - 2 = 5"."""
        return f" {grammar.words.minus} "

    @rule(rf"(?<![{WORD}.,/-])24/7(?![{WORD}/])", triggers="/")
    def around_the_clock(_: re.Match[str]) -> str:
        return f"{grammar.number('24')} {grammar.number('7')}"

    @rule(rf"(?<![{WORD}.,])(?P<n>\d{{1,3}})\s?x(?=\s[a-zà-ÿ\u0900-\u097f]|[.,;]?$)", triggers="x")
    def so_many_times(match: re.Match[str]) -> str | None:
        """ "2x täglich"."""
        times = grammar.times_over
        return grammar.number(match["n"], times.strip()) + times if times else None

    @rule(rf"(?<!\S)[{grammar.decimal}](?=\d{{1,3}}(?!\d))", triggers=grammar.decimal, also=DIGITS)
    def nothing_before_the_mark(_: re.Match[str]) -> str:
        """ ",5"."""
        return f"{grammar.cardinal(0)} {grammar.words.comma} "

    @rule(r"(?<=\d0)['’]s(?!\w)", triggers="s", also=DIGITS)
    def plural_of_a_decade(_: re.Match[str]) -> str:
        """ "90's", as in English."""
        return ""

    @rule(r"(?<!\w)['’](?P<n>\d\d)(?!\d)", triggers="'’", also=DIGITS)
    def short_year(match: re.Match[str]) -> str:
        """ "Juni '89", "anni '80"."""
        return grammar.number(match["n"])

    return (
        nothing_before_the_mark,
        plural_of_a_decade,
        aircraft_and_its_kind,
        around_the_clock,
        so_many_times,
        times_sign,
        minus_sign,
        short_year,
    )


def slash_rules(grammar: Grammar) -> tuple[Rule, ...]:
    """A slash behind a measure ("10 € / Monat"), and one between words, which is not heard."""

    @rule(rf"(?<={MASK})\s?/\s?(?={LETTERS})", triggers="/")
    def per(_: re.Match[str]) -> str:
        return f" {grammar.words.per} "

    @rule(rf"(?<=[^\W\d_])/(?={LETTERS})", triggers="/")
    def between_words(_: re.Match[str]) -> str:
        return " "

    return per, between_words


def count_rules(grammar: Grammar) -> tuple[Rule, ...]:
    """What is left of figures, special before general."""
    num, point = number_pattern(grammar.decimal), re.escape(grammar.decimal)

    @rule(rf"(?<![{WORD}.,])\d{{1,6}}(?:\.\d{{1,6}}){{2,10}}(?![{WORD}]|[.,]\d)", triggers=".", also=DIGITS)
    def version(match: re.Match[str]) -> str | None:
        """ "3.2.1"; three digits in each part are thousands."""
        parts = match[0].split(".")
        if all(len(part) == 3 for part in parts[1:]) and grammar.decimal == ",":
            return None
        return f" {grammar.words.point} ".join(grammar.number(part) for part in parts)

    @rule(
        rf"(?<![{WORD}.,/:-])(?P<first>(?:1\d|20)\d\d)/(?P<second>(?:1\d|20)\d\d|\d\d)(?![{WORD}/]|[.,]\d)",
        triggers="/",
        also=DIGITS,
    )
    def season(match: re.Match[str]) -> str:
        """ "2024/25"."""
        second = match["second"]
        said = grammar.year(int(second)) if len(second) == 4 else grammar.number(second)
        return " ".join(filter(None, (grammar.year(int(match["first"])), grammar.words.season, said)))

    @rule(
        rf"{BEFORE}(\d{{1,3}}(?:{point}\d{{1,2}})?):"
        rf"(\d{{1,3}}(?:[. ]\d{{3}}){{0,3}}|\d{{4,6}}|\d{{1,3}}{point}\d{{1,2}})(?![{WORD}]|[:]\d|{point}\d)",
        triggers=":",
        also=DIGITS,
    )
    def score(match: re.Match[str]) -> str:
        """ "3:1", "1:25.000", "2,5:1"."""
        return f"{grammar.number(match[1])} {grammar.words.score} {grammar.number(match[2])}"

    @rule(
        rf"{BEFORE}(?P<low>\d{{1,2}})-(?P<high>\d{{1,2}})(?![{WORD}/-]|[.,]\d|\s?%)",
        triggers="-",
        also=DIGITS,
    )
    def result(match: re.Match[str]) -> str | None:
        """ "gagné 3-1", "Italia-Francia 2-1"."""
        before, behind = text_before(match), match.string[match.end() :]
        is_alone = _COUNTS_NOTHING.match(behind) and _OF_A_MATCH.search(before)
        won = any(word.startswith(grammar.result_words) for word in last_words(before)[:5])
        of_hours = follows_one_of(grammar.before_hours, before)
        of_hours = of_hours or next_word(behind, 0) in grammar.hour_words
        goes_down = int(match["low"]) >= int(match["high"]) and not of_hours  # elsewhere no range does
        if not goes_down and not (grammar.result_words and (won or is_alone)):
            return None
        joined = grammar.words.result or grammar.words.score
        return f"{grammar.number(match['low'])} {joined} {grammar.number(match['high'])}"

    @rule(rf"{BEFORE}{SIGN}(?P<low>{num}){TO}(?P<high>{num})(?![{WORD}/]|{TO}\d|[.,:]\d)", triggers=DIGITS)
    def number_range(match: re.Match[str]) -> str:
        """ "5-7", "1990–1995"; "2005-102" is the name of something."""
        before, noun = text_before(match), grammar.noun_behind(match.string, match.end())
        low, high = match["low"], match["high"]
        if years := _years(low, high):
            said = [grammar.year(one) for one in years]
        else:
            said = [grammar.number(low, noun if low[-1] != "1" else ""), grammar.number(high, noun, before)]
        said[0] = sign_word(grammar, match["sign"]) + said[0]
        if low.isdecimal() and high.isdecimal() and 100 <= int(low) > int(high) and not years:
            return " ".join(said)
        return grammar.between(said[0], said[1], before, years=bool(years))

    def _years(low: str, high: str) -> tuple[int, int] | None:
        if len(low) != 4 or len(high) not in (2, 4) or not (low + high).isdecimal():
            return None
        first, last = grammar.years
        return (int(low), int(high)) if first <= int(low) <= last else None

    @rule(rf"{BEFORE}(?P<it>\d{{4}})(?![{WORD}]|[.,:/]\d|[-–]\d)", triggers=DIGITS)
    def year(match: re.Match[str]) -> str | None:
        n, noun = int(match["it"]), grammar.noun_behind(match.string, match.end())
        first, last = grammar.years
        is_year = first <= n <= last and grammar.is_year(n, noun, text_before(match))
        return grammar.year(n) if is_year else None

    @rule(rf"(?<![{WORD}.])(?<!\d,){SIGN}(?P<n>{num})(?![{WORD}])", triggers=DIGITS)
    def cardinal(match: re.Match[str]) -> str:
        noun = grammar.noun_behind(match.string, match.end())
        return sign_word(grammar, match["sign"]) + grammar.number(match["n"], noun, text_before(match))

    @rule(r"\d{1,400}", triggers=DIGITS)
    def leftover_digits(match: re.Match[str]) -> str:
        written = match[0]
        is_plain = len(written) <= 6 and (len(written) == 1 or int(written[0]))
        return grammar.cardinal(int(written)) if is_plain else grammar.digits(written)

    return version, season, score, result, number_range, year, cardinal, leftover_digits
