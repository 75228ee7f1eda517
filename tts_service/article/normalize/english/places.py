"""Streets, states, saints and highways: short words whose neighbours say what they stand for."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.words import cardinal, in_pairs
from tts_service.article.normalize.english.written import END
from tts_service.article.normalize.rules import DIGITS, MASK, rule
from tts_service.article.normalize.wordlists import any_of

STATES = {
    "Ala.": "Alabama", "AL": "Alabama", "AK": "Alaska", "Ariz.": "Arizona", "AZ": "Arizona", "Ark.": "Arkansas",
    "AR": "Arkansas", "Calif.": "California", "CA": "California", "Colo.": "Colorado", "CO": "Colorado",
    "Conn.": "Connecticut", "CT": "Connecticut", "Del.": "Delaware", "DE": "Delaware", "Fla.": "Florida", "FL": "Florida",
    "Ga.": "Georgia", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "Ill.": "Illinois", "IL": "Illinois",
    "Ind.": "Indiana", "IN": "Indiana", "IA": "Iowa", "Kan.": "Kansas", "KS": "Kansas", "Ky.": "Kentucky", "KY": "Kentucky",
    "La.": "Louisiana", "LA": "Louisiana", "ME": "Maine", "Md.": "Maryland", "MD": "Maryland", "Mass.": "Massachusetts",
    "MA": "Massachusetts", "Mich.": "Michigan", "MI": "Michigan", "Minn.": "Minnesota", "MN": "Minnesota",
    "Miss.": "Mississippi", "MS": "Mississippi", "Mo.": "Missouri", "MO": "Missouri", "Mont.": "Montana", "MT": "Montana",
    "Neb.": "Nebraska", "NE": "Nebraska", "Nev.": "Nevada", "NV": "Nevada", "N.H.": "New Hampshire", "NH": "New Hampshire",
    "N.J.": "New Jersey", "NJ": "New Jersey", "N.M.": "New Mexico", "NM": "New Mexico", "N.Y.": "New York",
    "NY": "New York", "N.C.": "North Carolina", "NC": "North Carolina", "N.D.": "North Dakota", "ND": "North Dakota",
    "OH": "Ohio", "Okla.": "Oklahoma", "OK": "Oklahoma", "Ore.": "Oregon", "OR": "Oregon", "Pa.": "Pennsylvania",
    "PA": "Pennsylvania", "R.I.": "Rhode Island", "RI": "Rhode Island", "S.C.": "South Carolina", "SC": "South Carolina",
    "S.D.": "South Dakota", "SD": "South Dakota", "Tenn.": "Tennessee", "TN": "Tennessee", "Tex.": "Texas", "TX": "Texas",
    "UT": "Utah", "Vt.": "Vermont", "VT": "Vermont", "Va.": "Virginia", "VA": "Virginia", "Wash.": "Washington",
    "WA": "Washington", "W.Va.": "West Virginia", "W. Va.": "West Virginia", "WV": "West Virginia", "Wis.": "Wisconsin",
    "WI": "Wisconsin", "Wyo.": "Wyoming", "WY": "Wyoming",
}  # fmt: skip
_STREETS = {
    "St": "Street", "Ave": "Avenue", "Av": "Avenue", "Blvd": "Boulevard", "Rd": "Road", "Dr": "Drive", "Ln": "Lane",
    "Pkwy": "Parkway", "Sq": "Square", "Ct": "Court", "Pl": "Place", "Ter": "Terrace",
}  # fmt: skip
_ROADS = {"Hwy": "Highway", "Rte": "Route", "Rt": "Route", "Apt": "Apartment", "Ste": "Suite", "Bldg": "Building"}
_COMPASS = {"N": "North", "S": "South", "E": "East", "W": "West"}
_POINTED = any_of("Ala Ariz Ark Calif Colo Conn Fla Ga Kan Ky Md Mich Minn Mont Neb Nev Okla Ore Tenn Tex Va Vt Wash Wis Wyo")
_STATE = "|".join(re.escape(name) for name in sorted(STATES, key=len, reverse=True))


@rule(rf"(?<=[\w{MASK}],\s)({_STATE})(?!\w)(?P<last>(?<=\.)(?=[^\w{MASK}]*$))?", triggers=",")
def state(match: re.Match[str]) -> str | None:
    """ "Orlando, Fla.", "Austin, TX": behind a place and a comma."""
    written = match[1]
    if not re.search(r"[A-ZÀ-Þ][\w’'.-]*,\s$", match.string[max(0, match.start() - 24) : match.start()]):
        return None
    if not written.endswith(".") and not re.match(r"\s[0-9]{5}|[^\w-]|$", match.string[match.end() : match.end() + 6]):
        return None
    return STATES[written] + ("." if match["last"] is not None else "")


@rule(
    rf"\b(?:in|from|and|of|near|across|outside)\s(?P<it>(?P<name>{_POINTED})\.(?P<last>(?=[^\w{MASK}]*$))?)",
    triggers=".",
)
def lone_state(match: re.Match[str]) -> str:
    """ "in Ga. and Fla.": only the short forms that are no words."""
    return STATES[f"{match['name']}."] + ("." if match["last"] is not None else "")


@rule(
    rf"(?<=\w\s)(?P<it>({'|'.join(_STREETS)})(?:\.{END}|\b))(?=$|[,;:)’']|\.$|\s+(?:[a-z0-9(—–-]|(?:NW|NE|SW|SE|N|S|E|W)\b))",
    triggers="SABRDLPCT",
)
def street(match: re.Match[str]) -> str | None:
    """ "Main St. is shut": behind a name or "42nd", and no name behind it."""
    before = re.search(r"([\w’'-]{1,30})\s$", match.string[max(0, match.start() - 31) : match.start()])
    if not before or not re.match(r"[A-ZÀ-Þ][\w’'-]*|[0-9]+(?:st|nd|rd|th)$", before[1]):
        return None
    if match[2] in ("Dr", "Pl", "Ct", "Ter", "Av") and not match[0].endswith("."):
        return None
    return _STREETS[match[2]]


@rule(r"(?<![\w.])St\.?(?=\s[A-ZÀ-Þ])", triggers="S")
def saint(_: re.Match[str]) -> str:
    """ "St. Peter's", "St Andrews"."""
    return "Saint"


@rule(r"(?<![\w.])(Hwy|Rte|Rt|Apt|Ste|Bldg)\.?(?=\s[0-9A-Z\ue000])", triggers="HRAB")
def road(match: re.Match[str]) -> str:
    return _ROADS[match[1]]


@rule(
    r"(?<![\w.,$£€-])(?P<it>[1-9][0-9]{2,4})(?=\s(?:[NSEW]\.?\s)?(?:[A-Z0-9][\w’'-]{1,20}\s){1,3}"
    r"(?:St|Ave|Blvd|Rd|Dr|Ln|Street|Avenue|Boulevard|Road|Drive|Lane|Place|Court|Way|Square|Terrace|Parkway|Highway)\b)",
    triggers=DIGITS,
)
def house_number(match: re.Match[str]) -> str:
    """ "2134 Caldwell Place"."""
    return in_pairs(match["it"])


@rule(
    r"(?<![\w.])([NSEW])\.\s(?=[0-9]{1,3}(?:st|nd|rd|th)\b|(?:[A-Z][a-z]+\s){1,2}(?:St|Ave|Blvd|Rd|Street|Avenue|Road)\b)",
    triggers=".",
)
def compass(match: re.Match[str]) -> str | None:
    """ "W. 42nd St.", "W. County Road 600S"; but "George W. Bush Road"."""
    if re.search(r"[A-ZÀ-Þ][\w’'-]*\s$", match.string[max(0, match.start() - 24) : match.start()]):
        return None
    return f"{_COMPASS[match[1]]} "


@rule(rf"(?<=\bRoad\s)([0-9]{{1,4}})\s?([NSEW])\b(?:\.{END})?(?!\w)", triggers="R", also=DIGITS)
def county_road(match: re.Match[str]) -> str:
    """ "Road 600S", as counties number them by their distance from the middle."""
    return f"{cardinal(int(match[1]))} {_COMPASS[match[2]]}"
