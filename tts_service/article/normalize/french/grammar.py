"""What French does with numbers."""

from __future__ import annotations

import re

from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.cldr.romance import (
    Romance,
    half_behind_rule,
    hours_and_a_half_rule,
    is_below_two,
)
from tts_service.article.normalize.cldr.words import Words
from tts_service.article.normalize.cldr.written import (
    BEFORE,
    WORD,
    Surroundings,
)
from tts_service.article.normalize.french import written
from tts_service.article.normalize.romans import TRIGGERS, in_words, several, value
from tts_service.article.normalize.rules import DIGITS, MASK, Rule, rule
from tts_service.article.normalize.spelled import spell
from tts_service.article.normalize.web import WebWords
from tts_service.article.normalize.wordlists import word_list, word_set

_QUARTERS = {2: "demi", 3: "tiers", 4: "quart"}


class French(Romance):
    tables = written.TABLES
    nouns = written.NOUNS
    words = Words(
        minus="moins", plus="plus", plus_minus="plus ou moins", comma="virgule", point="point", to="à",
        score="à",
        times="sur", per="par", percent="pour cent", permille="pour mille",
        before_christ="avant Jésus-Christ",
        after_christ="après Jésus-Christ",
        about="environ", squared="au carré", cubed="au cube", power="puissance", together="et",
        version="version", number="numéro", out_of="sur",
        compass={"N": "nord", "S": "sud", "E": "est", "O": "ouest", "W": "ouest"},
    )  # fmt: skip
    web = WebWords(
        dot="point", slash="barre oblique", at="arobase", dash="tiret", underscore="tiret bas", plus="plus",
        hashtag="hashtag", colon="deux-points",
        letters=word_set("FR BE CH CA EU UK US TV BBC CNN RFI BFM TF1 SNCF"),
    )  # fmt: skip
    roman_parts = (
        "(?:[Cc]hapitre|[Tt]ome|[Aa]cte|[Pp]artie|[Aa]nnexe|[Vv]olume|[Ll]ivre|[Tt]itre|[Pp]hase|[Tt]ype)s?"
    )
    result_words = word_list("""
        gagn perd batt impos inclin men victoire défaite score nul domin écras qualifi succès
    """)
    thousands = frozenset(("mille",))
    times_over = " fois"
    before_hours = word_set("de entre le")
    hour_words = word_set("h heures")
    before_one_unit = word_set("par le au du")
    rulers = word_set("pape roi reine empereur tsar")
    behind_days = word_set("prochain dernier")
    pointed_days = True
    before_days = word_set("le du au dès depuis")
    short_months = {"fév": 2, "fevr": 2, "sep": 9}  # noqa: RUF012
    day_mark = r"(?:er)?"
    hours_by_h = True
    clock = (
        r"(?P<h>[01]?\d|2[0-4])(?::(?P<colon>)|\s?[hH]\s?(?=[0-5]\d)|\s?[hH]\b(?!\s?[0-5]\d|['’]))"
        r"(?P<m>(?<=[:hH\s])[0-5]\d)?(?(colon)(?<=\d)|)(?::(?P<s>[0-5]\d))?(?:\s?min\b)?(?!\s\d{3})"
    )
    phone_words = "[Cc]ode postal|[Tt]él|[Tt]éléphone|[Ff]ax|[Pp]ortable|[Mm]obile"
    phones = r"\(?[2-9]\d\d\)?[ .-]\d{3}-\d{4}|0\d(?:[ .-]\d\d){4}|0\s?8\d\d(?:\s\d{3}\s\d{3}|(?:\s\d\d){3})"

    def __init__(self, region: str = "") -> None:
        self.locale = {"ch": "fr_CH", "be": "fr_BE"}.get(region, "fr")

    def ordinal_rules(self) -> tuple[Rule, ...]:
        return ordinal_rules(self)

    def first_rules(self) -> tuple[Rule, ...]:
        return (
            half_behind_rule(self, "et demi", "et demie"),
            hours_and_a_half_rule(self, "et demie"),
            all_day_rule(self),
            part_of_a_final,
            short_number_rule(self),
            fewer_than,
            letter_of_an_article,
            century,
            elided_of,
            days_before,
            number_of_a_law,
            quarter_rule(self),
        )

    def noun_behind(self, text: str, end: int) -> str:
        """Not the name of a street behind its number."""
        noun = super().noun_behind(text, end)
        return "" if noun[:1].isupper() else noun

    def cardinal(self, n: int, noun: str = "", before: str = "") -> str:
        """ "vingt-et-une", but "les années quatre-vingt", where the number is an ordinal."""
        if noun in ("mille", "millions", "million", "milliards", "milliard"):
            return self.spell(n, "leading" if noun == "mille" else "cardinal-masculine")
        if n % 100 == 80 and re.search(r"(?:années|pages?|numéro)\s$", before):
            return self.spell(n, "leading")
        return super().cardinal(n, noun, before)

    def is_one(self, number: str) -> bool:
        return is_below_two(self, number)

    def date(self, day: int, month: str, year: str, before: str) -> str:
        said = "premier" if day == 1 else self.cardinal(day)
        return " ".join(filter(None, (said, month, year)))

    def between_days(self, first: str, last: str, before: str) -> str:
        return f"{first} au {last}"

    def time(self, hour: int, minute: int, second: int | None, match: re.Match[str]) -> str | None:
        said = f"{self.cardinal(hour, 'heure')} {'heure' if hour < 2 else 'heures'}"
        if minute:
            said += f" {self.cardinal(minute)}"
        return said if second is None else f"{said} et {self.cardinal(second)} secondes"

    def time_by_halves(self, hour: int, minute: int, part: str) -> str:
        said = f"{self.cardinal(hour, 'heure')} {'heure' if hour < 2 else 'heures'}"
        return f"{said} {self.cardinal(minute)} {part}" if minute else f"{said} {part}"

    def minute_of_a_match(self, n: int, before: str, *, alone: bool) -> str:
        """ "à la 23'" is "à la vingt-troisième"."""
        if alone or before.endswith("la "):
            return self.spell(n, "ordinal-feminine") + (" minute" if alone else "")
        return super().minute_of_a_match(n, before, alone=alone)

    def of(self, name: str) -> str:
        """ "trois millions d'euros", "de dollars"."""
        return f"d'{name}" if name[0] in "aeiouéè" else f"de {name}"

    def fraction(self, part: int, of: int, place: Surroundings) -> str | None:
        if of == 2:
            if not place.noun:
                return "un demi"
            return f"{self.cardinal(1, place.noun)} demi-"
        if of in (10, 20, 100) and not place.behind.startswith((" d", " l")):
            return f"{self.cardinal(part)} sur {self.cardinal(of)}"
        name = _QUARTERS.get(of) or self.spell(of, "ordinal-masculine")
        plural = "s" if part > 1 and not name.endswith("s") else ""
        return f"{self.spell(part, 'cardinal-masculine')} {name}{plural}"

    def mixed(self, whole: int, part: int, of: int, place: Surroundings) -> str | None:
        half = "et demie" if self.gender(place.noun) == "feminine" and place.noun else "et demi"
        said = self.cardinal(whole, place.noun)
        return f"{said} {half}" if of == 2 else f"{said} {self.fraction(part, of, place)}"

    def roman_name(self, name: str, n: int, before: str) -> str | None:
        return "premier" if n == 1 else self.spell(n, "cardinal-masculine")

    def phone(self, groups: list[str]) -> str:
        """Group by group, as numbers; in Canada digit by digit."""
        if list(map(len, groups)) == [3, 3, 4]:
            return super().phone(groups)
        return ", ".join(self._group(group) for group in groups)

    def _group(self, group: str) -> str:
        zeros = len(group) - len(group.lstrip("0"))
        if len(group) > 3:
            return self.digits(group)
        said = [self.digits("0" * zeros)] if zeros else []
        return " ".join([*said, self.cardinal(int(group))] if group.strip("0") else said)


@rule(r"\b(?:[Aa]rticles?|[Aa]rt\.)\s(?P<it>(?P<letter>[LRDA])\.)\s?(?=\d)", triggers="LRDA", also=DIGITS)
def letter_of_an_article(match: re.Match[str]) -> str:
    """ "l'article L. 121-1"."""
    return spell(match["letter"])


@rule(r"(?<=[IVX]e\s)s\.(?=\s|[,;)]|$)", triggers="s", also="IVX")
def century(match: re.Match[str]) -> str:
    """ "le XXIe s."."""
    return "siècle" if match.string[match.end() :].strip() else "siècle."


@rule(r"(?<![\w-])(?P<letter>[JH])-(?=\d{1,3}(?!\w))", triggers="JH", also="-")
def days_before(match: re.Match[str]) -> str:
    """ "J-3", "H-2"."""
    return f"{match['letter']} moins "


@rule(
    r"(?<!\w)(?<!\best\s)(?<!tait\s)(?P<it>de\s)(?=1(?![\s.]?\d|[a-gi-zèᵉ:]|\s(?:à|et|ou)\s))",
    triggers="1",
    also="d",
)
def elided_of(_: re.Match[str]) -> str:
    """ "plus de 1/3" is "plus d'un tiers"; "le taux est de 1 %" names a figure."""
    return "d'"


@rule(
    r"\b(?:[Ll]oi|[Dd]écret|[Aa]rrêté|[Oo]rdonnance|[Dd]écision)s?\s(?:n[°ºo]\s?|numéro\s)?\d{2,4}(?P<it>-)(?=\d{1,5}(?!\d))",
    triggers="-",
    also=DIGITS,
)
def number_of_a_law(_: re.Match[str]) -> str:
    """ "la loi n° 78-17"."""
    return " "


@rule(r"(?<!\S)[-–−]\s?(?=de\s\d)", triggers="-–−", also=DIGITS)
def fewer_than(_: re.Match[str]) -> str:
    """ "les - de 18 ans"."""
    return "moins "


@rule(
    r"(?P<several>\b(?:[Ll]es|[Dd]es|[Aa]ux)\s)?(?<![\w/,.])(?P<it>1/(?P<of>2|4|8|16|32)(?:e|ème)?(?:\s?de)?[\s-]?finale(?P<s>s?))(?!\w)",
    triggers="/",
    also=DIGITS,
)
def part_of_a_final(match: re.Match[str]) -> str:
    """ "en 1/4 de finale", "la 1/2 finale"."""
    if match["of"] == "2":
        return f"demi-finale{match['s']}"
    names = {"4": "quart", "8": "huitième", "16": "seizième", "32": "trente-deuxième"}
    return f"{names[match['of']]}{'s' if match['several'] else ''} de finale{match['s']}"


def short_number_rule(grammar: Grammar) -> Rule:
    @rule(
        r"\b(?:[Aa]ppel\w{0,4}|[Cc]ompos\w{0,3}|[Nn]uméro|[Cc]ontact\w{0,4})\s(?:le\s|au\s)?(?P<it>(?P<a>3\d)\s?(?P<b>\d\d))(?![\w]|[.,]\d|\s\d)",
        triggers="3",
    )
    def short_number(match: re.Match[str]) -> str:
        """ "appelez le 3919": by pairs."""
        return f"{grammar.number(match['a'])} {grammar.number(match['b'])}"

    return short_number


def quarter_rule(grammar: Grammar) -> Rule:
    @rule(r"(?<![\w-])(?P<part>[TS])(?P<n>[1-4])\s(?P<year>20\d\d)(?![\w-])", triggers="TS", also=DIGITS)
    def quarter(match: re.Match[str]) -> str:
        """ "T3 2024"."""
        part = "trimestre" if match["part"] == "T" else "semestre"
        rank = grammar.spell(int(match["n"]), "ordinal-masculine")
        return f"{rank} {part} {grammar.year(int(match['year']))}"

    return quarter


def all_day_rule(grammar: Grammar) -> Rule:
    @rule(r"(?<!\w)(?P<n>24|7)\s?(?P<unit>[hj])\s?/\s?(?P=n)(?!\w)", triggers="/", also=DIGITS)
    def all_day(match: re.Match[str]) -> str:
        """ "24h/24 et 7j/7"."""
        n = grammar.cardinal(int(match["n"]))
        return f"{n} {'heures' if match['unit'] == 'h' else 'jours'} sur {n}"

    return all_day


def ordinal_rules(grammar: Grammar) -> tuple[Rule, ...]:
    def said(n: int, mark: str, match: re.Match[str]) -> str:
        noun = grammar.noun_behind(match.string, match.end())
        if mark.startswith(("nd", "d")):
            return ("seconde" if "e" in mark else "second") + ("s" if mark.endswith("s") else "")
        feminine = mark.startswith(("re", "ère", "ere")) or (
            mark[:1] == "e" and n == 1 and grammar.gender(noun) == "feminine"
        )
        form = "ordinal-feminine" if feminine else "ordinal-masculine"
        return grammar.spell(n, form) + ("s" if mark.endswith("s") else "")

    @rule(
        rf"{BEFORE}(?P<n>\d{{1,3}}(?:[ .]\d{{3}}){{1,2}}|\d{{1,4}})\s?"
        r"(?P<mark>ers?|res?|ères?|(?<=1)eres?|(?<=2)d|èmes?"
        rf"|ieme|ième|es?|nde?s?|(?<=2)des?|ᵉ|ᵉʳ)(?![{WORD}])",
        triggers=DIGITS,
    )
    def ordinal_number(match: re.Match[str]) -> str | None:
        """ "1er", "3ème", "2nde"."""
        n = int(re.sub("[ .]", "", match["n"]))
        return said(n, match["mark"].replace("ᵉ", "e"), match) if n else None

    @rule(
        rf"(?<![{WORD}])(?P<n>[IVX]{{1,6}})(?P<mark>(?<=I)ers?|(?<=I)res?|èmes?|es?)(?![{WORD}])",
        triggers="IVX",
    )
    def roman_ordinal(match: re.Match[str]) -> str:
        """ "XXe siècle", "François Ier"."""
        return said(value(match["n"]), match["mark"], match)

    @rule(rf"(?<![{WORD}])(?P<it>{several(fewest=2)}e)(?=\s(?:siècles?|{MASK}))", triggers=TRIGGERS)
    def centuries(match: re.Match[str]) -> str:
        """ "aux XVIII et XIXe siècles"."""
        return in_words(match["it"][:-1], grammar.century, grammar.words.to)

    return ordinal_number, centuries, roman_ordinal
