"""What Italian does with numbers."""

from __future__ import annotations

import re

from tts_service.article.normalize.cldr.names import Name
from tts_service.article.normalize.cldr.romance import Romance, hours_and_a_half_rule
from tts_service.article.normalize.cldr.words import Words
from tts_service.article.normalize.cldr.written import Surroundings, last_words, text_before
from tts_service.article.normalize.italian import written
from tts_service.article.normalize.italian.ordinals import elision_rules, ordinal_rules
from tts_service.article.normalize.rules import MASK, Rule
from tts_service.article.normalize.web import WebWords
from tts_service.article.normalize.wordlists import word_list, word_set

_AT = re.compile(r"(?:\b(?:d?alle|ore|le|h\.?)\s|\bd?all[’'])$", re.IGNORECASE)
_SAID_FROM = re.compile(rf"[Dd]{MASK}\s$")
_IMPURE = re.compile(r"(?:s[bcdfgklmnpqrtvz]|z|gn|ps|pn|x|y)", re.IGNORECASE)
_ARTICLES = word_set("il i gli le lo la l del dei degli delle al ai agli alle")
_PREPOSITIONS = word_set("per in con su ogni circa entro dopo altri altre")
"""Behind these, no "da" can stand."""
_TO = {"dalle": "alle", "dalla": "alla", "dai": "ai"}
_FROM = word_set("da dal dai dalle dallo dalla di")


_OTHER_TIME = r"\d{1,2}\.(?:[0-5][05])"
_TIME_BEFORE, _TIME_BEHIND = (
    re.compile(rf"(?<![\d.,]){_OTHER_TIME}\s?[-–{MASK}]\s?$"),
    re.compile(rf"\s?[-–{MASK}]\s?{_OTHER_TIME}(?![\d.,%])"),
)


def _is_of_two_times(match: re.Match[str]) -> bool:
    """ "8.30-12.30"."""
    if match["mark"] != "." or match["m"][1] not in "05":
        return False
    return bool(_TIME_BEFORE.search(text_before(match)) or _TIME_BEHIND.match(match.string, match.end()))


class Italian(Romance):
    locale = "it"
    tables = written.TABLES
    nouns = written.NOUNS
    words = Words(
        minus="meno", plus="più", plus_minus="più o meno", comma="virgola", point="punto", to="a", score="a",
        times="per", per="al", percent="per cento", permille="per mille", before_christ="avanti Cristo",
        after_christ="dopo Cristo",
        about="circa", squared="al quadrato", cubed="al cubo", power="elevato a", together="e",
        version="versione", number="numero", out_of="su", pi="pi greco",
        compass={"N": "nord", "S": "sud", "E": "est", "O": "ovest", "W": "ovest"},
    )  # fmt: skip
    web = WebWords(
        dot="punto", slash="barra", at="chiocciola", dash="trattino", underscore="trattino basso", plus="più",
        hashtag="hashtag", colon="due punti",
        letters=word_set("IT CH EU UK US TV BBC CNN"),
    )  # fmt: skip
    roman_parts = (
        "[Cc]apitol[oi]|[Tt]om[oi]|[Aa]tt[oi]|[Pp]art[ei]|[Aa]llegat[oi]|[Vv]olum[ei]|[Ll]ibr[oi]|[Tt]itol[oi]"
        "|[Ff]as[ei]|[Tt]ip[oi]|[Cc]ant[oi]"
    )
    centuries = r"[Ss]ecol[oi]|[Ss]ecc?\."
    result_words = word_list("""
        pers perd batt sconfi pareg vittori risultat punteggio impon impost vinc vint finisc finit termin
        chius
    """)
    thousands = frozenset(("mila",))
    times_over = " volte"
    before_hours = word_set("dalle alle dal da tra fra le")
    hour_words = word_set("ore h")
    before_one_unit = word_set("al il del per")
    rulers = word_set("re regina papa imperatore zar")
    behind_days = word_set("prossimo scorso")
    pointed_days = True
    before_days = word_set("il dal al del")
    short_months = {"sett": 9, "genn": 1, "febbr": 2}  # noqa: RUF012
    day_mark = "[º°]?"
    hours_by_h = True
    clock = r"(?P<h>[01]?\d|2[0-4])(?P<mark>[:.,h])(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?"
    phone_words = (
        r"CAP|[Cc]ell|P\.\s?IVA|P\.\s?I|[Pp]artita IVA"
        "|[Tt]el|[Tt]elefono|[Ff]ax|[Cc]ellulare|[Nn]umero\\sverde"
    )
    phones = (
        r"\(0\d{1,3}\)\s?\d{2,4}(?:[.\s-]\d{2,4}){1,3}|0\d{1,3}[\s/-]\d{5,8}|0\d{1,3}[\s/-]\d{2,4}(?:\s\d{2,4}){1,3}"
        r"|3\d\d[\s/-]\d{6,7}|3\d\d\s\d{3}\s\d{4}|800[\s-]\d{3}[\s-]?\d{3}"
    )

    def first_rules(self) -> tuple[Rule, ...]:
        return hours_and_a_half_rule(self, "e mezza"), *elision_rules(self)

    def ordinal_rules(self) -> tuple[Rule, ...]:
        return ordinal_rules(self)

    def spell(self, n: int, form: str = "numbering") -> str:
        """CLDR's ordinals of thousands are wrong ("duemilamillesimo" for the 21,000th)."""
        if form.startswith("ordinal") and n >= 2000 and n % 1000 == 0:
            return super().spell(n // 1000) + super().spell(1000, form)
        return super().spell(n, form)

    def cardinal(self, n: int, noun: str = "", before: str = "") -> str:
        """Only one bends: "un uomo", "uno studente", "una donna"."""
        return self.one(noun).rstrip("'") if n == 1 and noun else self.spell(n)

    def one(self, noun: str) -> str:
        """The form of one before ``noun``."""
        if self.gender(noun) == "feminine":
            return "un'" if noun[:1].lower() in "aeiou" else "una"
        return "uno" if _IMPURE.match(noun) else "un"

    def year(self, n: int) -> str:
        return self.spell(n)

    def head(self, name: str) -> str:
        return "" if name.startswith("per ") else super().head(name)

    def between(self, low: str, high: str, before: str, *, years: bool = False) -> str:
        words = last_words(before)
        leading = "di" if _SAID_FROM.search(before) else words[0] if words else ""
        if leading in ("tra", "fra"):
            return f"{low} e {high}"
        if leading in _ARTICLES | _PREPOSITIONS:
            return f"{low}-{high}"
        opener = "" if leading in _FROM else "dal " if years else "da "
        closer = "al" if years or leading == "dal" else _TO.get(leading, "a")
        return f"{opener}{low} {closer} {high}"

    def between_days(self, first: str, last: str, before: str) -> str:
        """ "dal dieci dicembre all'undici dicembre"."""
        leading = last_words(before)[:1]
        if leading in (["tra"], ["fra"]):
            return f"{first} e {last}"
        opener = "" if leading and leading[0] in _FROM | _ARTICLES else "dal "
        return f"{opener}{first} {self._to_the(last)}"

    def _to_the(self, day: str) -> str:
        return f"all'{day}" if day[0] in "ou" else f"al {day}"

    def date(self, day: int, month: str, year: str, before: str) -> str:
        said = "primo" if day == 1 else self.cardinal(day)
        return " ".join(filter(None, (said, month, year)))

    def time(self, hour: int, minute: int, second: int | None, match: re.Match[str]) -> str | None:
        if match["mark"] in ".," and not _AT.search(text_before(match)) and not _is_of_two_times(match):
            return None
        if match["mark"] == "h":
            return f"{self.measure(str(hour), self.unit('h'), '')} e {self.cardinal(minute)}"
        said = "una" if hour == 1 else self.cardinal(hour)
        if minute:
            said += f" e {self.cardinal(minute)}"
        return said if second is None else f"{said} e {self.cardinal(second)} secondi"

    def time_by_halves(self, hour: int, minute: int, part: str) -> str:
        said = "una" if hour == 1 else self.cardinal(hour)
        return f"{said} e {self.cardinal(minute)} {part}" if minute else f"{said} {part}"

    def minute_of_a_match(self, n: int, before: str, *, alone: bool) -> str:
        """ "al 90'" is "al novantesimo"."""
        if alone or before.lower().endswith(("al ", "del ", "dal ", "il ", "nel ")):
            return self.spell(n, "ordinal-masculine") + (" minuto" if alone else "")
        return super().minute_of_a_match(n, before, alone=alone)

    def per(self, name: str) -> str:
        return f"all'{name}" if name[0] in "aeiou" else super().per(name)

    def of(self, name: str) -> str:
        """ "tre milioni di euro"."""
        return f"di {name}"

    def measure(self, number: str, name: Name, before: str) -> str:
        """ "un'ora"."""
        if self.parts(number) == ("1", "", "") and self.one(name.one) == "un'" and self.head(name.one):
            return f"un'{name.one}"
        return super().measure(number, name, before)

    def with_cents(self, whole: str, cents: int, name: Name, cent: Name, before: str) -> str:
        return f"{self.measure(whole, name, before)} e {self.cardinal(cents)}"

    def fraction(self, part: int, of: int, place: Surroundings) -> str | None:
        if of == 2:
            return "mezza" if place.noun and self.gender(place.noun) == "feminine" else "mezzo"
        name = self.spell(of, "ordinal-masculine")
        return f"{self.spell(part, 'cardinal-masculine')} {name[:-1] + 'i' if part > 1 else name}"

    def mixed(self, whole: int, part: int, of: int, place: Surroundings) -> str | None:
        return f"{self.cardinal(whole)} e {self.fraction(part, of, place)}"

    def roman_name(self, name: str, n: int, before: str) -> str | None:
        return self.spell(n, f"ordinal-{'feminine' if name in written.QUEENS else 'masculine'}")
