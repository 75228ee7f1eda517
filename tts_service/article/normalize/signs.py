"""Signs that stand for words, marks that are silent, and letters that few voices know, in every language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from tts_service.article.normalize.rules import MASK, Rule, rule

_SILENT = "®™℠•·▪●◦■□►▶»«†‡*|~^`_¬¤"


def sign_rule(words: Mapping[str, str]) -> Rule:
    """The rule that speaks each sign as its word; of several in a row, only the first."""
    one = "[" + re.escape("".join(words)) + "]"

    def sign(match: re.Match[str]) -> str:
        if match[0].strip() in ("//", "\\\\"):
            return " "
        left = " " if match.start() else ""
        behind = match.string[match.end() : match.end() + 1]
        return left + words[match[1]] + ("" if not behind or behind in ".,;:!?)”’" else " ")

    return Rule(sign.__name__, re.compile(rf"\s?({one}){one}{{0,200}}\s?"), sign, frozenset(words))


@rule(
    r"\s?<(?:/?(?:[a-z][a-z0-9]{1,15}|[abipqsu])(?::[a-z-]{1,15})?(?:-[a-z0-9]{1,15}){0,3}(?:\s[\w:-]{1,30}=(?:\"[^\"<>]{0,200}\"|'[^'<>]{0,200}'|[\w.%#-]{1,60})){0,8}\s?/?"
    r"|!--[^<>]{0,300}--)>(?P<space>\s?)",
    triggers="<",
)
def tag(match: re.Match[str]) -> str:
    """ "<cough/>", "<b>": silent, as in a page."""
    before = match.string[max(0, match.start() - 1) : match.start()]
    gap = match["space"] or match[0][0].isspace()
    return " " if gap and before not in ("", " ") and match.end() < len(match.string) else ""


_DOMAIN = r"(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,24}"


@rule(
    rf"<(?=(?:https?://|mailto:|www\.|[\w.+-]{{1,64}}@|{_DOMAIN}/)[^\s<>]{{1,500}}>|{_DOMAIN}>)", triggers="<"
)
def opened_address(_: re.Match[str]) -> str:
    """The mark before "<https://news.example>"."""
    return ""


@rule(rf"{MASK}[^\s<>{MASK}]{{1,500}}(?P<it>>)", triggers=">")
def closed_address(match: re.Match[str]) -> str:
    """The mark behind it: tried right after ``opened_address``."""
    return ""


@rule(r"==(?=\S[^=]{0,200}==(?!=))|(?<=\S)==(?=$|[\s.,;:!?)])", triggers="=")
def highlight(match: re.Match[str]) -> str | None:
    """ "==mark==": marked with a pen."""
    opens = match.string.find("==") != match.start() or "==" in match.string[match.end() :]
    return "" if opens else None


@rule(r"(?<=[A-Za-z0-9])_{1,3}(?=[A-Za-z0-9])", triggers="_")
def joining_underscore(_: re.Match[str]) -> str:
    """ "snake_case_name"."""
    return " "


@rule(rf"(?<=\w|[{MASK}])\s?\|\s?(?=\w|[{MASK}])", triggers="|")
def bar(_: re.Match[str]) -> str:
    """A vertical bar separates names as a comma does."""
    return ", "


@rule(rf"(?:(?<=\s)|^)[{re.escape(_SILENT)}]{{1,300}}\s|[{re.escape(_SILENT)}]{{1,300}}", triggers=_SILENT)
def silent_mark(_: re.Match[str]) -> str:
    """Bullets, asterisks, trade marks."""
    return ""


_RARE = "\u1e00-\u1eff\u01a0\u01a1\u01af\u01b0\u02bb-\u02bf\u0323\u0331"
_RARE_LETTERS = "".join(map(chr, (*range(0x1E00, 0x1F00), 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x2BB, 0x2C0))))
_OTHERWISE = str.maketrans({"đ": "d", "Đ": "D", "ẞ": "SS", **dict.fromkeys("ʻʼʽʾʿ", "")})


@rule(
    rf"(?<![\w{_RARE}])(?:[^\W\d_]|[\u02bb-\u02bf]){{0,40}}[{_RARE}](?:[^\W\d_]|[\u02bb-\u02bf]){{0,40}}",
    triggers=_RARE_LETTERS,
)
def plain_letters(match: re.Match[str]) -> str:
    """ "Nguyễn" as Nguyen, "Ḥamās" as Hamas: a voice without the letter would spell it out."""
    bare = unicodedata.normalize("NFD", match[0].translate(_OTHERWISE))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))
