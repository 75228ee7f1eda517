"""Rules for notations that languages share: powers, formulas, estimates, positions, and the marks of minutes,
seconds and inches."""

from __future__ import annotations

import re

from tts_service.article.normalize.arithmetic import RAISED, exponent
from tts_service.article.normalize.cldr import names
from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.cldr.written import BEFORE, WORD, text_before
from tts_service.article.normalize.codes import formula_rule
from tts_service.article.normalize.pauses import is_in_quotes
from tts_service.article.normalize.rules import DIGITS, Rule, rule

_MINUTE, _SECOND = "['’′]", "(?:[\"”″]|''|’’)"
_TALLEST, _INCHES = 10, 12
_OPEN_BRACKET = re.compile(r"\([^)]*$")
_SET = r"\d{1,2}[-–:/]\d{1,2}(?:\s?\(\d{1,2}(?:[-–:]\d{1,2})?\))?"
_DEGREES = re.compile(r"\d\s?°[^A-Za-z]{0,16}$")
_EACH_SET = re.compile(_SET)
_FIGURES = re.compile(r"\d+")


def notation_rules(grammar: Grammar) -> tuple[Rule, ...]:
    """Tried before all that takes figures one by one."""
    return *_marked_rules(grammar), *_length_rules(grammar), *_prime_rules(grammar), _sets_rule(grammar)


def _marked_rules(grammar: Grammar) -> tuple[Rule, ...]:
    words = grammar.words

    @rule(rf"(?<![{WORD}.,$€£*/-])(?:\d{{1,3}}|[a-zA-Z])(?P<it>{RAISED})(?!\w)", triggers="^⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
    def power(match: re.Match[str]) -> str | None:
        """ "x²", "10⁻³", "2^8"."""
        is_unit = match[0][:-1] in names.UNITS and match[0][0].isalpha()
        return None if is_unit else grammar.raised(exponent(match["it"]))

    @rule(r"(?<![\w~])[~∼≈]\s?(?=[0-9$€£₹])", triggers="~∼≈")
    def about(_: re.Match[str]) -> str:
        """ "~50"."""
        return f"{words.about} "

    @rule(
        rf"(?<=\d[°′'’″\"])\s?(?P<it>[{''.join(words.compass)}])(?![{WORD}’'])",
        triggers="°′'’″\"",
        also=DIGITS,
    )
    def point_of_the_compass(match: re.Match[str]) -> str | None:
        """The letter of "52° 31′ N"."""
        if not _DEGREES.search(text_before(match, "it")):
            return None
        return words.compass[match["it"]]

    return power, formula_rule(grammar.number), about, point_of_the_compass


def _length_rules(grammar: Grammar) -> tuple[Rule, ...]:
    def said(*parts: tuple[str | None, str]) -> str:
        lengths = [grammar.measure(str(int(n)), grammar.unit(unit), "") for n, unit in parts if n is not None]
        last = f" {grammar.words.together} " if grammar.words.together else " "
        return last.join(filter(None, (" ".join(lengths[:-1]), lengths[-1])))

    @rule(
        rf"{BEFORE}(?P<h>\d{{1,3}})\s?h\s?(?P<m>[0-5]?\d)\s?(?:min|mn|m|{_MINUTE})"
        rf"(?:\s?(?P<s>[0-5]?\d)\s?(?:s|sec|sek|{_SECOND}))?(?![{WORD}])",
        triggers="h",
        also=DIGITS,
    )
    def hours_minutes_and_seconds(match: re.Match[str]) -> str:
        """ "2h03min38s", "1 h 20 min"."""
        return said((match["h"], "h"), (match["m"], "min"), (match["s"], "s"))

    @rule(rf"{BEFORE}(?P<h>\d{{1,2}})\s?h\s?(?P<m>[0-5]\d)(?![{WORD}]|[.,:]\d)", triggers="h", also=DIGITS)
    def hours_and_minutes(match: re.Match[str]) -> str | None:
        """ "1h30", where that is no time of day."""
        return None if grammar.hours_by_h else said((match["h"], "h"), (match["m"], "min"))

    @rule(
        rf"{BEFORE}(?P<m>\d{{1,3}}):(?P<s>[0-5]\d)\s?(?:min|mn|Min)(?![{WORD}])\.?(?=(?P<goes_on>\s*[{WORD}])?)",
        triggers=":",
        also="m",
    )
    def minutes_with_seconds(match: re.Match[str]) -> str:
        """ "5:30 min"."""
        end = "." if match[0].endswith(".") and not match["goes_on"] else ""
        return said((match["m"], "min"), (match["s"], "s")) + end

    @rule(
        rf"{BEFORE}(?P<m>[0-5]?\d):(?P<s>[0-5]\d[.,]\d{{1,2}})(?![{WORD}]|[.,:]\d)", triggers=":", also=DIGITS
    )
    def time_of_a_race(match: re.Match[str]) -> str:
        """ "1:23,45"."""
        seconds = grammar.measure(match["s"].lstrip("0"), grammar.unit("s"), "")
        return f"{grammar.measure(match['m'], grammar.unit('min'), '')} {seconds}"

    @rule(
        rf"{BEFORE}(?P<m>\d{{1,3}})\s?(?:min|mn|m)\s?(?P<s>[0-5]?\d)\s?s(?![{WORD}])",
        triggers="m",
        also=DIGITS,
    )
    def minutes_and_seconds(match: re.Match[str]) -> str:
        """ "1min54s"."""
        return said((match["m"], "min"), (match["s"], "s"))

    @rule(
        rf"{BEFORE}(?<!°)(?<!°\s)(?P<m>\d{{1,3}})\s?{_MINUTE}(?:\s?(?P<s>[0-5]?\d)\s?{_SECOND}(?![{WORD}])|(?P<last>[0-5]\d)(?![{WORD}’'\"]|[.,]\d))",
        triggers="'’′",
        also=DIGITS,
    )
    def marked_minutes_and_seconds(match: re.Match[str]) -> str | None:
        """ "3'38\""; where feet are in use, a man's height."""
        seconds = match["s"] or match["last"]
        if grammar.feet and int(match["m"]) < _TALLEST and int(seconds) < _INCHES:
            inches = grammar.inches or names.unit(grammar.locale, "length-inch")
            return f"{grammar.measure(match['m'], grammar.feet, '')} {grammar.measure(seconds, inches, '')}"
        return said((match["m"], "min"), (seconds, "s"))

    @rule(
        rf"°\s?(?P<it>(?P<m>\d{{1,2}})\s?{_MINUTE}(?:\s?(?P<s>\d{{1,2}}(?:[.,]\d{{1,4}})?)\s?{_SECOND})?)",
        triggers="°",
        also=DIGITS,
    )
    def parts_of_a_degree(match: re.Match[str]) -> str:
        """ "13° 24' 5\""."""
        minutes = grammar.measure(match["m"], grammar.unit("min"), "")
        return f"{minutes} {grammar.measure(match['s'], grammar.unit('s'), '')}" if match["s"] else minutes

    @rule(
        rf"{BEFORE}(?P<n>\d{{1,3}})(?:(?P<m>m)(?P<cm>\d\d)|kg(?P<g>\d{{3}}))(?![{WORD}]|[.,]\d)",
        triggers="mk",
        also=DIGITS,
    )
    def measure_with_parts(match: re.Match[str]) -> str:
        """ "1m85", "3kg200"."""
        whole = grammar.measure(match["n"], grammar.unit("m" if match["m"] else "kg"), text_before(match))
        joiner = " e " if grammar.words.together == "e" else " "
        return f"{whole}{joiner}{grammar.number(match['cm'] or match['g'])}"

    @rule(rf"{BEFORE}(?P<s>\d{{1,2}})[\"″”s](?P<part>\d\d)(?![{WORD}])", triggers='"″”s', also=DIGITS)
    def seconds_of_a_race(match: re.Match[str]) -> str:
        """ "9\"58", "9s58"."""
        seconds = grammar.measure(str(int(match["s"])), grammar.unit("s"), "")
        return f"{seconds} {grammar.number(match['part'])}"

    return (
        measure_with_parts,
        seconds_of_a_race,
        parts_of_a_degree,
        hours_minutes_and_seconds,
        hours_and_minutes,
        minutes_with_seconds,
        time_of_a_race,
        minutes_and_seconds,
        marked_minutes_and_seconds,
    )


def _prime_rules(grammar: Grammar) -> tuple[Rule, ...]:
    inches = grammar.inches or names.unit(grammar.locale, "length-inch")

    @rule(
        rf"{BEFORE}(?P<n>[1-9]\d{{0,2}}(?:[.,]\d{{1,2}})?)(?:\"|'')(?=\s[{WORD}]|\)|$)",
        triggers="\"'",
        also=DIGITS,
    )
    def inch_mark(match: re.Match[str]) -> str | None:
        """ "55\""; not where it closes a quotation."""
        if is_in_quotes(match.string, match.start()):
            return None
        return grammar.measure(match["n"], inches, text_before(match))

    @rule(
        rf"{BEFORE}(?<!°)(?<!°\s)(?<!\+)(?P<n>[1-9]\d{{0,2}})[’'](?:(?P<more>\+\d{{1,2}})(?:[’']|(?!\w)))?(?![{WORD}’'\"])",
        triggers="'’",
        also=DIGITS,
    )
    def minute_of_a_match(match: re.Match[str]) -> str | None:
        """ "(23', 67')", "al 90'+2"; not where it closes a quotation."""
        before = text_before(match)
        if re.search(r"(?:^|[\s(])['‘’](?=\w)[^'‘’]*$", before):
            return None
        said = grammar.minute_of_a_match(int(match["n"]), before, alone=bool(_OPEN_BRACKET.search(before)))
        more = f" {grammar.words.plus} {grammar.number(match['more'][1:])}" if match["more"] else ""
        return said + more

    return inch_mark, minute_of_a_match


def _sets_rule(grammar: Grammar) -> Rule:
    apart = rf"(?:[,;]\s?|\s(?:{grammar.words.together or '&'}\s)?)"

    @rule(
        rf"(?<![{WORD}.,/:-])(?P<it>{_SET}(?:{apart}{_SET}){{1,4}})"
        rf"(?![{WORD}/-]|[.,:]\d|\s?%)",
        triggers="-–:/",
        also=DIGITS,
    )
    def sets(match: re.Match[str]) -> str | None:
        """ "6-4, 7-6 (5)": sets of a match of tennis, which nobody joins with a word."""
        played = _EACH_SET.findall(match["it"])
        if not all(_is_a_set(*map(int, _FIGURES.findall(one)[:2])) for one in played):
            return None
        return ", ".join(" ".join(map(grammar.number, _FIGURES.findall(one))) for one in played)

    return sets


def _is_a_set(one: int, other: int) -> bool:
    most, least = max(one, other), min(one, other)
    return (most == 6 and least <= 4) or (most == 7 and least in (5, 6)) or (most > 7 and most - least == 2)
