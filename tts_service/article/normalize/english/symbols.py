"""Signs that stand for words."""

from __future__ import annotations

import re

from tts_service.article.normalize.codes import language_of_programs_rule
from tts_service.article.normalize.english.figures.words import cardinal, ordinal
from tts_service.article.normalize.english.figures.written import NO_GAP
from tts_service.article.normalize.english.names.letters import say_capitals
from tts_service.article.normalize.rules import rule
from tts_service.article.normalize.signs import sign_rule
from tts_service.article.normalize.spelled import spell

_WORDS = {
    "=": "equals", "≠": "does not equal", "≈": "approximately", "<": "less than", ">": "greater than",
    "≤": "less than or equal to", "≥": "greater than or equal to", "×": "times", "÷": "divided by",
    "±": "plus or minus",
    "→": "to", "←": "from", "⇒": "to", "&": "and", "+": "plus", "@": "at", "§": "section", "¶": "paragraph",
    "°": "degrees",
    "√": "square root of", "∞": "infinity", "%": "percent", "‰": "per mille", "$": "dollars", "€": "euros",
    "£": "pounds",
    "¥": "yen", "₹": "rupees", "¢": "cents", "µ": "micro", "#": "number", "Δ": "delta", "π": "pi",
    "/": "slash",
    "\\": "backslash", "©": "copyright", "−": "minus", "∑": "sum", "^": "caret", "№": "number",
}  # fmt: skip
_POWERS = {"⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9"}
_PAIRS = {
    "and/or": "and or", "he/she": "he or she", "she/he": "she or he", "his/her": "his or her",
    "her/his": "her or his",
    "him/her": "him or her", "s/he": "he or she", "they/them": "they them", "n/a": "not applicable",
    "yes/no": "yes or no",
}  # fmt: skip


@rule(
    r"(?<![\w/])(?:" + "|".join(re.escape(pair) for pair in _PAIRS) + r")(?![\w/])",
    triggers="/",
    flags=re.IGNORECASE,
)
def pair_of_words(match: re.Match[str]) -> str:
    return _PAIRS[match[0].lower()]


@rule(r"(?<![\w/])(?!N/A\b)([A-Z]{1,5})/([A-Z]{1,5})(?![\w/])", triggers="/")
def pair_of_initials(match: re.Match[str]) -> str:
    """ "VR/AR", "HIV/AIDS", "A/C"."""
    return f"{say_capitals(match[1])} {say_capitals(match[2])}"


@rule(r"(?<![\w.])([A-G])([#♯♭])(?![\w#])", triggers="#♯♭")
def musical_note(match: re.Match[str]) -> str:
    """ "C♯ minor", "B♭"; "C#" is a language of that name."""
    return f"{spell(match[1])} {'flat' if match[2] == '♭' else 'sharp'}"


language_of_programs = language_of_programs_rule("plus")


@rule(
    r"(?<![\w-])(?P<letter>AB|[A-FO]|Rh)[-−](?=$|[.,;:)]|\s(?:grade|student|average|rated|rating|blood|in|on|for)\b)",
    triggers="-−",
)
def minus_of_a_grade(match: re.Match[str]) -> str:
    """ "a C- in maths", "type O-"."""
    letter = match["letter"]
    return f"{spell(letter) if letter.isupper() else letter} minus"


@rule(r"(?<![\w$])\$(?!US(?!\w))(?=[A-Z]{2,5}(?![\w$]))", triggers="$")
def ticker_sign(_: re.Match[str]) -> str:
    """ "$AAPL" names a share."""
    return ""


@rule(NO_GAP, triggers=".!?")
def missing_gap(match: re.Match[str]) -> str:
    """ "It is done.Next, the work."."""
    return f"{match[0]} "


@rule(r"(?<!\w)#\s?(?=[0-9])", triggers="#")
def number_sign(_: re.Match[str]) -> str:
    """ "#1"."""
    return "number "


@rule(r"(?<![\w~])[~≈∼]\s?(?=[0-9$€£₹\ue000])", triggers="~≈∼")
def approximately(_: re.Match[str]) -> str:
    return "approximately "


@rule(r"(?<![\w.,])([0-9]{1,6})([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})(?!\w)", triggers="".join(_POWERS))
def power(match: re.Match[str]) -> str:
    """ "10²", "10⁶"."""
    exponent = int("".join(_POWERS[c] for c in match[2]))
    base = cardinal(int(match[1]))
    return (
        f"{base} {'squared' if exponent == 2 else 'cubed'}"
        if exponent in (2, 3)
        else f"{base} to the {ordinal(exponent)}"
    )


@rule(r"(?<![\w.'’])([A-Za-z]|mc)([²³])(?!\w)", triggers="²³")
def power_of_a_letter(match: re.Match[str]) -> str:
    """ "x²", "mc²"."""
    return f"{' '.join(match[1])} {'squared' if match[2] == '²' else 'cubed'}"


@rule("[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,5}", triggers="".join(_POWERS))
def footnote_mark(_: re.Match[str]) -> str:
    """A superscript number after a word refers to a note: not spoken."""
    return ""


sign = sign_rule(_WORDS)
