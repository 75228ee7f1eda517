"""States and saints: short words whose neighbours decide what they stand for. Streets: see ``streets``."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.figures.written import LAST
from tts_service.article.normalize.rules import MASK, rule
from tts_service.article.normalize.wordlists import any_of, word_set

STATES = {
    "Ala.": "Alabama", "AL": "Alabama", "AK": "Alaska", "Ariz.": "Arizona", "AZ": "Arizona",
    "Ark.": "Arkansas",
    "AR": "Arkansas", "Calif.": "California", "CA": "California", "Colo.": "Colorado", "CO": "Colorado",
    "Conn.": "Connecticut", "CT": "Connecticut", "Del.": "Delaware", "DE": "Delaware", "Fla.": "Florida",
    "FL": "Florida",
    "Ga.": "Georgia", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "Ill.": "Illinois", "IL": "Illinois",
    "Ind.": "Indiana", "IN": "Indiana", "IA": "Iowa", "Kan.": "Kansas", "KS": "Kansas", "Ky.": "Kentucky",
    "KY": "Kentucky",
    "La.": "Louisiana", "LA": "Louisiana", "ME": "Maine", "Md.": "Maryland", "MD": "Maryland",
    "Mass.": "Massachusetts",
    "MA": "Massachusetts", "Mich.": "Michigan", "MI": "Michigan", "Minn.": "Minnesota", "MN": "Minnesota",
    "Miss.": "Mississippi", "MS": "Mississippi", "Mo.": "Missouri", "MO": "Missouri", "Mont.": "Montana",
    "MT": "Montana",
    "Neb.": "Nebraska", "NE": "Nebraska", "Nev.": "Nevada", "NV": "Nevada", "N.H.": "New Hampshire",
    "NH": "New Hampshire",
    "N.J.": "New Jersey", "NJ": "New Jersey", "N.M.": "New Mexico", "NM": "New Mexico", "N.Y.": "New York",
    "NY": "New York", "N.C.": "North Carolina", "NC": "North Carolina", "N.D.": "North Dakota",
    "ND": "North Dakota",
    "OH": "Ohio", "Okla.": "Oklahoma", "OK": "Oklahoma", "Ore.": "Oregon", "OR": "Oregon",
    "Pa.": "Pennsylvania",
    "PA": "Pennsylvania", "R.I.": "Rhode Island", "RI": "Rhode Island", "S.C.": "South Carolina",
    "SC": "South Carolina",
    "S.D.": "South Dakota", "SD": "South Dakota", "Tenn.": "Tennessee", "TN": "Tennessee", "Tex.": "Texas",
    "TX": "Texas",
    "UT": "Utah", "Vt.": "Vermont", "VT": "Vermont", "Va.": "Virginia", "VA": "Virginia",
    "Wash.": "Washington",
    "WA": "Washington", "W.Va.": "West Virginia", "W. Va.": "West Virginia", "WV": "West Virginia",
    "Wis.": "Wisconsin",
    "WI": "Wisconsin", "Wyo.": "Wyoming", "WY": "Wyoming",
}  # fmt: skip
_ALSO_WORDS = word_set("OK ME IN OR HI OH ID MA PA LA DE AL CO MD MS MO")
"""Codes that are words, degrees or titles as well: "Well, OK, but why?", "Ann Roe, MD"."""
_POINTED = any_of(
    "Ala Ariz Ark Calif Colo Conn Fla Ga Kan Ky Md Mich Minn Mont Neb Nev Okla Ore Tenn Tex Va Vt Wash Wis "
    "Wyo"
)
_STATE = "|".join(re.escape(name) for name in sorted(STATES, key=len, reverse=True))


@rule(rf"(?<=[\w{MASK}],\s)({_STATE})(?!\w)(?P<last>(?<=\.)(?={LAST}))?", triggers=",")
def state(match: re.Match[str]) -> str | None:
    """ "Orlando, Fla.", "Austin, TX": behind a place and a comma."""
    written = match[1]
    if not re.search(r"[A-ZÀ-Þ][\w’'.-]*,\s$", match.string[max(0, match.start() - 24) : match.start()]):
        return None
    if written in _ALSO_WORDS and not _is_of_a_place(match):
        return None
    if not written.endswith(".") and not re.match(
        r"\s[0-9]{5}|[^\w-]|$", match.string[match.end() : match.end() + 6]
    ):
        return None
    return STATES[written] + ("." if match["last"] is not None else "")


_BEHIND_A_PLACE = re.compile(
    r"(?:\b(?:in|from|of|near|to|at|outside|around|through|[Ff]or|and|between|[0-9])\s|^[(“\"]?|\bStreet,?\s)"
    r"(?P<place>[A-ZÀ-Þ][\w’'.-]*(?:\s[A-ZÀ-Þ][\w’'.-]*){0,2}),\s$"
)
_ZIP_BEHIND = re.compile(rf"\s[0-9{MASK}]{{5}}")


def _is_of_a_place(match: re.Match[str]) -> bool:
    """True if a code stands before a ZIP code or behind "in" and a name, or if name and code are all there
    is."""
    text, end = match.string, match.end(1)
    if _ZIP_BEHIND.match(text, end):
        return True
    found = _BEHIND_A_PLACE.search(text, max(0, match.start() - 48), match.start())
    if not found:
        return False
    return found.start() > 0 or not text[end:].strip(' .)”"')


@rule(
    rf"\b(?:in|from|and|of|near|across|outside)\s(?P<it>(?P<name>{_POINTED})\.(?P<last>(?={LAST}))?)",
    triggers=".",
)
def lone_state(match: re.Match[str]) -> str:
    """ "in Ga. and Fla.": only the short forms that are no words."""
    return STATES[f"{match['name']}."] + ("." if match["last"] is not None else "")


@rule(r"(?<![\w.])(?:St\.?(?=\s[A-ZÀ-Þ])|St\.(?=[A-ZÀ-Þ][a-zß-ÿ])|ST\.(?=\s[A-Z]{2}))", triggers="S")
def saint(match: re.Match[str]) -> str:
    """ "St. Peter's", "St Andrews", "ST. PAUL", "St.Louis"."""
    return "Saint" if match.string[match.end()].isspace() else "Saint "
