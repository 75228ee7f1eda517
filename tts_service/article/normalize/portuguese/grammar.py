"""What Portuguese does with numbers."""

from __future__ import annotations

import re

from tts_service.article.normalize.cldr import names
from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.cldr.names import Name
from tts_service.article.normalize.cldr.romance import (
    Romance,
    half_behind_rule,
    hours_and_a_half_rule,
    is_below_two,
)
from tts_service.article.normalize.cldr.words import Words
from tts_service.article.normalize.cldr.written import (
    BEFORE,
    LETTERS,
    WORD,
    Surroundings,
)
from tts_service.article.normalize.codes import one_by_one
from tts_service.article.normalize.portuguese import written
from tts_service.article.normalize.romans import ROMAN, value
from tts_service.article.normalize.rules import DIGITS, Rule, rule
from tts_service.article.normalize.spelled import spell
from tts_service.article.normalize.web import WebWords
from tts_service.article.normalize.wordlists import word_list, word_set

_PARTS = {
    3: "terço",
    4: "quarto",
    5: "quinto",
    6: "sexto",
    7: "sétimo",
    8: "oitavo",
    9: "nono",
    10: "décimo",
    100: "centésimo",
    1000: "milésimo",
}


_MILLION_AND = re.compile(r"((?:mi|bi|tri)lh(?:ão|ões)) e (?=\w+ e )")


class Portuguese(Romance):
    tables = written.TABLES
    nouns = written.NOUNS
    words = Words(
        minus="menos", plus="mais", plus_minus="mais ou menos", comma="vírgula", point="ponto", to="a",
        score="para",
        times="por", per="por", percent="por cento", permille="por mil", before_christ="antes de Cristo",
        after_christ="depois de Cristo", result="a",
        about="cerca de", squared="ao quadrado", cubed="ao cubo", power="elevado a", together="e",
        version="versão", number="número", out_of="em",
        compass={"N": "norte", "S": "sul", "E": "leste", "L": "leste", "O": "oeste", "W": "oeste"},
    )  # fmt: skip
    web = WebWords(
        dot="ponto", slash="barra", at="arroba", dash="hífen", underscore="sublinhado", plus="mais",
        hashtag="hashtag", colon="dois-pontos",
        letters=word_set("BR PT EU UK US TV BBC CNN UOL RTP IBGE USP"),
    )  # fmt: skip
    roman_parts = (
        "(?:[Cc]apítulo|[Tt]omo|[Aa]to|[Pp]arte|[Aa]nexo|[Vv]olume|[Ll]ivro|[Tt]ítulo|[Ff]ase|[Tt]ipo"
        "|[Ii]nciso)s?"
    )
    centuries = r"[Ss]éculos?|[Ss]écs?\."
    result_words = word_list("""
        venc perd bat ganh derrot empat vitória placar goleada
    """)
    thousands = frozenset(("mil",))
    times_over = " vezes"
    before_hours = word_set("das de entre")
    hour_words = word_set("horas h")
    before_one_unit = word_set("por ao o do no")
    rulers = word_set("rei rainha papa imperador czar")
    words_for_day = word_set("dia")
    behind_days = word_set("próximo passado último")
    pointed_days = True
    before_days = word_set("dia em até desde de no")
    day_mark = r"(?:\.?[ºo°])?"
    of_date = "de"
    hours_by_h = True
    clock = (
        r"(?P<h>[01]?\d|2[0-4])(?::(?=[0-5]\d)|\s?[hH]\s?(?=[0-5]\d)|\s?[hH]\b(?!\s?[0-5]\d))"
        r"(?P<m>(?<=[:hH\s])[0-5]\d)?(?::(?P<s>[0-5]\d))?(?:\s?min\b|\s?h\b)?(?!\.\d{3})"
    )
    phone_words = (
        "[Tt]elemóvel|CEP|CPF|RG|CNPJ|[Cc]ódigo postal|[Tt]el|[Tt]elefone|[Ff]ax|[Cc]elular|[Ww]hatsApp"
    )
    phones = (
        r"(?:\(\d\d\)|\d\d)\s?9\d{4}[-\s]\d{4}|\(0?\d\d\)\s?\d{4}[-.\s]\d{4}|0[38]00[\s-]\d{3}[\s-]\d{3,4}|9\d{4}-\d{4}|[2-9]\d{3}-\d{4}|\d{3}\.\d{3}\.\d{3}-\d\d|\d{5}-\d{3}|2\d\s\d{3}\s\d\d\s\d\d"
        r"|(?:9[1236]\d|80[08]|707|760)\s\d{3}\s\d{3}|(?<=[Ll]igue\s|\spara\s)2\d\d\s\d{3}\s\d{3}"
    )

    def __init__(self, region: str = "") -> None:
        self.in_brazil = region in ("", "br")
        self.locale = "pt" if self.in_brazil else "pt_PT"
        if not self.in_brazil:
            self.tables = written.IN_PORTUGAL
            self.day_mark = ""
            self.short_days = names.short_days("pt")

    def first_rules(self) -> tuple[Rule, ...]:
        return (
            half_behind_rule(self, "e meio", "e meia"),
            hours_and_a_half_rule(self, "e meia"),
            result_rule(self),
            lady,
            plate_rule(self),
        )

    def ordinal_rules(self) -> tuple[Rule, ...]:
        return ordinal_rules(self)

    def noun_behind(self, text: str, end: int) -> str:
        """Behind "mil" too: "duzentas mil pessoas" counts people."""
        noun = super().noun_behind(text, end + 4 if text[end : end + 5] == " mil " else end)
        return "" if noun[:1].isupper() else noun

    def cardinal(self, n: int, noun: str = "", before: str = "") -> str:
        """Without CLDR's "e" before a number that has one: "um milhão duzentos e trinta mil"."""
        return _MILLION_AND.sub(r"\1 ", super().cardinal(n, noun, before))

    def is_one(self, number: str) -> bool:
        return is_below_two(self, number)

    def date(self, day: int, month: str, year: str, before: str) -> str:
        first = "primeiro" if self.in_brazil else "um"
        said = first if day == 1 else self.cardinal(day)
        return " de ".join(filter(None, (said, month, year)))

    def time(self, hour: int, minute: int, second: int | None, match: re.Match[str]) -> str | None:
        said = f"{self.cardinal(hour, 'hora')} {'hora' if hour < 2 else 'horas'}"
        if minute:
            said += f" e {self.cardinal(minute)} {'minuto' if minute == 1 else 'minutos'}"
        return said if second is None else f"{said} e {self.cardinal(second)} segundos"

    def time_by_halves(self, hour: int, minute: int, part: str) -> str:
        said = f"{self.cardinal(hour, 'hora')} {'hora' if hour < 2 else 'horas'}"
        return f"{said} e {self.cardinal(minute)} {part}" if minute else f"{said} {part}"

    def head(self, name: str) -> str:
        """Of "quilowatts-hora" too."""
        return super().head(name).partition("-")[0]

    def currency(self, symbol: str) -> Name:
        name = super().currency(symbol)
        return Name(name.one.lower(), name.many.lower())

    def of(self, name: str) -> str:
        """ "três milhões de reais"."""
        return f"de {name}"

    def with_cents(self, whole: str, cents: int, name: Name, cent: Name, before: str) -> str:
        return f"{self.measure(whole, name, before)} e {self.measure(str(cents), cent, before)}"

    def fraction(self, part: int, of: int, place: Surroundings) -> str | None:
        if of == 2:
            return "meia" if place.noun and self.gender(place.noun) == "feminine" else "meio"
        if of not in _PARTS:
            return f"{self.cardinal(part)} {self.cardinal(of)} avos"
        return f"{self.cardinal(part)} {_PARTS[of]}{'s' if part > 1 else ''}"

    def mixed(self, whole: int, part: int, of: int, place: Surroundings) -> str | None:
        return f"{self.cardinal(whole, place.noun)} e {self.fraction(part, of, place)}"

    def century(self, n: int) -> str:
        return self._up_to_ten(n, "masculine")

    def roman_name(self, name: str, n: int, before: str) -> str | None:
        return self._up_to_ten(n, "feminine" if name in written.QUEENS else "masculine")

    def _up_to_ten(self, n: int, gender: str) -> str:
        """ "Pedro segundo", "Luís catorze", "século quinto": up to ten an ordinal."""
        return self.spell(n, f"ordinal-{gender}") if n <= 10 else self.cardinal(n)


@rule(
    r"(?<![\w.])(?:Sra\.\s)?(?P<it>D\.)(?=\s?(?:[A-ZÁÂÉÍÓÚ][a-zà-ú]+a|Isabel|Leonor|Beatriz|Inês|Raquel|Ester|Matilde|Irene|Alice|Lurdes|Dulce|Carmen)(?!\w))",
    triggers="D",
)
def lady(_: re.Match[str]) -> str:
    """ "D. Maria II"; "D. João" is "dom João"."""
    return "dona"


def plate_rule(grammar: Grammar) -> Rule:
    @rule(
        r"\b[Pp]lacas?\s(?:\w{1,10}\s){0,2}?(?P<it>(?P<letters>[A-Z]{3})[-\s]?(?P<rest>\d{4}|\d[A-Z]\d\d))(?!\w)",
        triggers="pP",
        also=DIGITS,
    )
    def plate_of_a_car(match: re.Match[str]) -> str:
        """ "placa ABC-1234", "placa ABC1D23"."""
        return f"{spell(match['letters'])} {one_by_one(match['rest'], grammar.digits)}"

    return plate_of_a_car


def result_rule(grammar: Grammar) -> Rule:
    @rule(
        rf"{BEFORE}(?P<a>\d{{1,2}})\s?x\s?(?P<b>\d{{1,2}})(?![{WORD}]|\s?[a-z]{{1,2}}\b(?<!\s[aeo])|\s?[x=,])",
        triggers="x",
        also=DIGITS,
    )
    def result(match: re.Match[str]) -> str:
        """ "3 x 1": a score, unless a unit follows."""
        return f"{grammar.number(match['a'])} a {grammar.number(match['b'])}"

    return result


def ordinal_rules(grammar: Grammar) -> tuple[Rule, ...]:
    @rule(
        rf"{BEFORE}(?P<n>\d{{1,3}}(?:\.\d{{3}}){{1,2}}|\d{{1,4}})\.?(?P<mark>[ºª°]|[oa](?=\s))(?P<s>s?)(?![{WORD}])",
        triggers="ºª°oa",
        also=DIGITS,
    )
    def ordinal_number(match: re.Match[str]) -> str | None:
        """ "1º", "2.ª"."""
        gender = "feminine" if match["mark"] in "ªa" else "masculine"
        n = int(match["n"].replace(".", ""))
        return grammar.spell(n, f"ordinal-{gender}") + match["s"] if n else None

    @rule(rf"(?<![{WORD}])(?P<it>{ROMAN})(?=\s(?P<noun>[A-ZÁÉÍÓÚ]{LETTERS}{{3,}}))", triggers="IVX")
    def event(match: re.Match[str]) -> str:
        """ "II Guerra Mundial"."""
        gender = grammar.gender(match["noun"])
        return grammar.spell(value(match["it"]), f"ordinal-{gender}").capitalize()

    @rule(
        rf"(?<![{WORD}.,])(?P<n>[1-4])(?P<part>[TS])\s?(?P<year>20\d\d|\d\d)(?![{WORD}]|[.,-]\d)",
        triggers="TS",
        also=DIGITS,
    )
    def quarter(match: re.Match[str]) -> str:
        """ "1T20", "2S 2021": parts of a business year."""
        part = "trimestre" if match["part"] == "T" else "semestre"
        year = grammar.year(int(match["year"]) % 100 + 2000)
        return f"{grammar.spell(int(match['n']), 'ordinal-masculine')} {part} de {year}"

    return quarter, ordinal_number, event
