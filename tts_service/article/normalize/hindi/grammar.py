"""What Hindi does with numbers."""

from __future__ import annotations

import re

from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.cldr.names import Name
from tts_service.article.normalize.cldr.words import Words
from tts_service.article.normalize.cldr.written import (
    BEFORE,
    WORD,
    Surroundings,
    text_before,
)
from tts_service.article.normalize.hindi import written
from tts_service.article.normalize.romans import ROMAN, value
from tts_service.article.normalize.rules import DIGITS, Rule, rule
from tts_service.article.normalize.web import WebWords
from tts_service.article.normalize.wordlists import word_set

_PARTS = {(1, 2): "आधा", (1, 4): "एक चौथाई", (3, 4): "तीन चौथाई", (1, 3): "एक तिहाई", (2, 3): "दो तिहाई"}
_PART_OF_DAY = re.compile(r"(?:सुबह|शाम|रात|दोपहर|तड़के|सवेरे)\s$")
_BEFORE_A_POSTPOSITION = re.compile(r"\s\S{1,20}\s(?:पर|में|से|को|का|के|की|तक|ने)(?!\w)")
_WON = r"\sसे\s(?:हरा|जीत|पराजित|मात|आगे|पीछे|हार)"


class Hindi(Grammar):
    locale = "hi"
    decimal = "."
    tables = written.TABLES
    words = Words(
        minus="माइनस", plus="प्लस", plus_minus="प्लस माइनस", comma="दशमलव", point="पॉइंट", to="से", score="अनुपात",
        times="गुणा", per="प्रति", percent="प्रतिशत", permille="प्रति हज़ार", before_christ="ईसा पूर्व",
        after_christ="ईस्वी", result="से",
        about="लगभग", squared="का वर्ग", cubed="का घन", power="की घात",
        version="वर्ज़न", number="नंबर", pi="पाई",
        compass={"N": "उत्तर", "S": "दक्षिण", "E": "पूर्व", "W": "पश्चिम"},
    )  # fmt: skip
    web = WebWords(
        dot="डॉट", slash="स्लैश", at="ऐट", dash="डैश", underscore="अंडरस्कोर", plus="प्लस", hashtag="हैशटैग",
        colon="कोलन",
        letters=word_set("IN UK US EU TV BBC CNN NDTV UN"),
    )  # fmt: skip
    roman_parts = "अध्याय|भाग|खंड|खण्ड|कक्षा|धारा|अनुच्छेद|अनुसूची|श्रेणी|टाइप|चरण|सत्र"
    feet = Name("फ़ुट", "फ़ुट")
    inches = Name("इंच", "इंच")
    times_over = " गुना"
    hour_words = word_set("बजे")
    before_one_unit = word_set("प्रति")
    short_days = {}  # noqa: RUF012
    of_year = ",?"
    clock = r"(?P<h>[01]?\d|2[0-4])(?::|\.(?=\d\d\sबजे))(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?P<at>\sबजे)?"
    phone_words = "पिन|पिन कोड|फ़ोन|फोन|मो\\.|मोबाइल|टेलीफ़ोन|हेल्पलाइन|दूरभाष"
    phones = (
        r"[6-9]\d{4}[\s-]\d{5}|\(0\d{2,4}\)\s\d{3,4}\s?\d{4}|\d{4}\s\d{4}\s\d{4}|[6-9]\d{9}"
        r"|0\d{2,4}[\s-]\d{6,8}|1800[\s-]\d{2,3}[\s-]\d{3,4}"
    )

    def first_rules(self) -> tuple[Rule, ...]:
        return hindi_rules(self)

    def ordinal_rules(self) -> tuple[Rule, ...]:
        return ordinal_rule(self), english_ordinal_rule(self), king_rule(self)

    def ordinal(self, n: int, noun: str = "", before: str = "") -> str:
        return f"{written.ORDINALS[n]}ा" if n in written.ORDINALS else f"{self.spell(n)}वाँ"

    def year(self, n: int) -> str:
        """ "उन्नीस सौ सैंतालीस": by hundreds, before 2000."""
        hundreds, rest = divmod(n, 100)
        if not 11 <= hundreds <= 19:
            return self.spell(n)
        return f"{self.spell(hundreds)} सौ {self.spell(rest)}" if rest else f"{self.spell(hundreds)} सौ"

    def time(self, hour: int, minute: int, second: int | None, match: re.Match[str]) -> str | None:
        """By quarters before "बजे", up to noon or midnight; else minute by minute."""
        at = match["at"] or (" बजे" if _PART_OF_DAY.search(text_before(match)) else "")
        if second is None and at and 1 <= hour <= 12 and minute in (0, 15, 30, 45):
            return self._quarters(hour, minute) + at
        if second is None and not minute:
            return f"{self.spell(hour)} बजे"
        behind = match.string[match.end() :]
        said = f"{self.spell(hour)} बजकर {self.spell(minute)} मिनट"
        if second is not None:
            said += f" {self.spell(second)} सेकंड"
        is_followed = behind.strip(" ।.") and not behind.startswith((" पर", " से", " तक", " के"))
        return f"{said} पर" if match["at"] and is_followed else said

    def time_by_halves(self, hour: int, minute: int, part: str) -> str:
        """ "रात आठ बजे"."""
        said = (
            f"{self._quarters(hour, minute)} बजे"
            if minute % 15 == 0
            else f"{self.spell(hour)} बजकर {self.spell(minute)} मिनट"
        )
        return f"{part} {said}"

    def _quarters(self, hour: int, minute: int) -> str:
        if minute == 15:
            return "सवा" if hour == 1 else f"सवा {self.spell(hour)}"
        if minute == 45:
            return f"पौने {self.spell(hour % 12 + 1)}"
        return self._and_a_half(hour) if minute else self.spell(hour)

    def _and_a_half(self, n: int) -> str:
        return {1: "डेढ़", 2: "ढाई"}.get(n) or f"साढ़े {self.spell(n)}"

    def scaled(self, number: str, scale: Name, name: Name | None, before: str) -> str:
        """ "1.5 करोड़" is "डेढ़ करोड़"."""
        whole, mark, decimals = self.parts(number)
        is_half = mark and decimals == "5" and int(whole or "0") > 0
        said = f"{self._and_a_half(int(whole)) if is_half else self.number(number)} {scale.many}"
        return f"{said} {name.many}" if name else said

    def fraction(self, part: int, of: int, place: Surroundings) -> str | None:
        return _PARTS.get((part, of)) or f"{self.spell(part)} बटा {self.spell(of)}"

    def mixed(self, whole: int, part: int, of: int, place: Surroundings) -> str | None:
        if (part, of) == (1, 2):
            return self._and_a_half(whole)
        if (part, of) == (1, 4):
            return f"सवा {self.spell(whole)}" if whole > 1 else "सवा"
        if (part, of) == (3, 4):
            return f"पौने {self.spell(whole + 1)}"
        return f"{self.spell(whole)} सही {self.fraction(part, of, place)}"

    def with_cents(self, whole: str, cents: int, name: Name, cent: Name, before: str) -> str:
        return f"{self.measure(whole, name, before)} {self.measure(str(cents), cent, before)}"


def hindi_rules(grammar: Grammar) -> tuple[Rule, ...]:
    @rule(rf"{BEFORE}(?P<a>\d{{1,2}})-(?P<b>\d{{1,2}})(?={_WON})", triggers="-", also=DIGITS)
    def result(match: re.Match[str]) -> str:
        """ "3-1 से जीता"."""
        return f"{grammar.number(match['a'])} {grammar.number(match['b'])}"

    @rule(rf"{BEFORE}(?P<a>20\d\d)-(?P<b>\d\d)(?![{WORD}-])", triggers="-", also=DIGITS)
    def season(match: re.Match[str]) -> str:
        """ "2024-25"."""
        return f"{grammar.number(match['a'])} {grammar.number(match['b'])}"

    @rule(r"(?<=\d)/-", triggers="/")
    def only(match: re.Match[str]) -> str:
        """ "500/-": nothing but rupees."""
        named = re.search(r"(?:₹|रु\.?|Rs\.?)\s?[\d,.]+$", text_before(match))
        follows = match.string[match.end() :].lstrip().startswith(("रुपये", "रुपए", "रू", "रु"))
        return "" if named or follows else " रुपये"

    @rule(
        rf"{BEFORE}(?P<runs>[4-9]\d|[1-9]\d\d)/(?P<wickets>\d)(?![{WORD}/]|[.,]\d)",
        triggers="/",
        also=DIGITS,
    )
    def innings(match: re.Match[str]) -> str:
        """ "245/6"."""
        return f"{grammar.number(match['wickets'])} विकेट पर {grammar.number(match['runs'])}"

    @rule(
        rf"{BEFORE}(?P<h>\d{{1,2}}):(?P<m>[0-5]\d)(?=\s(?:घंटे|घंटा|घण्टे)(?![{WORD}]))", triggers=":", also=DIGITS
    )
    def length_of_time(match: re.Match[str]) -> str | None:
        """ "2:30 घंटे" is "ढाई घंटे"."""
        hour, minute = int(match["h"]), int(match["m"])
        if minute not in (15, 30, 45) or not hour:
            return None
        return grammar.mixed(
            hour, {15: 1, 30: 1, 45: 3}[minute], {15: 4, 30: 2, 45: 4}[minute], Surroundings("", "", "")
        )

    @rule(rf"(?<![{WORD}.,/:])1ली(?![{WORD}])", triggers="1")
    def first(_: re.Match[str]) -> str:
        """ "1ली": no liter, which stands behind a gap."""
        return "पहली"

    @rule(rf"\d\s(?P<it>मिली)(?=\s?(?:[।.,!?]|$)|\s(?:है|हैं|थी|थीं|और)(?![{WORD}]))", triggers="ि", also=DIGITS)
    def was_found(match: re.Match[str]) -> str:
        """ "1234 मिली": a verb where nothing is measured."""
        return match["it"]

    return only, result, season, innings, length_of_time, first, was_found


def ordinal_rule(grammar: Grammar) -> Rule:
    @rule(
        rf"(?<![{WORD}.,/:])(?P<n>\d{{1,4}})-?\s?(?:व(?P<end>ाँ|ां|ा|ीं|ी|ें|े)|(?:ल|र|थ|ठ)(?P<short>ा|ी|े))(?![{WORD}])",
        triggers=DIGITS,
    )
    def ordinal(match: re.Match[str]) -> str | None:
        """ "5वीं", "21वें"."""
        n, end = int(match["n"]), match["end"] or match["short"]
        if not n:
            return None
        if n in written.ORDINALS:
            return written.ORDINALS[n] + end[0]
        return f"{grammar.spell(n)}व{ {'ा': 'ाँ', 'ी': 'ीं', 'े': 'ें'}[end[0]] }"

    return ordinal


def english_ordinal_rule(grammar: Grammar) -> Rule:
    @rule(rf"{BEFORE}(?P<n>\d{{1,3}})(?:st|nd|rd|th)(?![{WORD}])", triggers="snrt", also=DIGITS)
    def english_ordinal(match: re.Match[str]) -> str | None:
        """ "1st", "2nd स्थान पर"."""
        if not int(match["n"]):
            return None
        said = grammar.ordinal(int(match["n"]))
        oblique = _BEFORE_A_POSTPOSITION.match(match.string, match.end())
        return re.sub("ा(?=ँ?$)", "े", said).replace("ेँ", "ें") if oblique else said

    return english_ordinal


def king_rule(grammar: Grammar) -> Rule:
    @rule(rf"(?<![{WORD}])(?:{written.KINGS})\s(?P<it>{ROMAN})(?![{WORD}])", triggers="IVX")
    def king(match: re.Match[str]) -> str:
        """ "जॉर्ज V" is "जॉर्ज पंचम"."""
        n = value(match["it"])
        return written.OF_KINGS[n - 1] if n <= len(written.OF_KINGS) else f"{grammar.spell(n)}वें"

    return king
