"""Streets and addresses: "Elm St.", "N 1st St", house numbers, highways, ZIP codes."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.figures.words import cardinal, digits, in_pairs, two_digits
from tts_service.article.normalize.english.figures.written import BEGINS, END, LAST
from tts_service.article.normalize.english.names.places import STATES
from tts_service.article.normalize.rules import DIGITS, MASK, rule
from tts_service.article.normalize.wordlists import word_set

_STREETS = {
    "St": "Street", "Str": "Street", "Ave": "Avenue", "Av": "Avenue", "Blvd": "Boulevard", "Rd": "Road",
    "Dr": "Drive", "Ln": "Lane", "Pkwy": "Parkway", "Sq": "Square", "Ct": "Court", "Pl": "Place",
    "Ter": "Terrace", "Expy": "Expressway", "Expwy": "Expressway", "Hwy": "Highway", "Cir": "Circle",
    "Trl": "Trail", "Tpke": "Turnpike", "Aly": "Alley", "Plz": "Plaza", "Fwy": "Freeway", "Xing": "Crossing",
    "Cres": "Crescent", "Hts": "Heights", "Ctr": "Center", "Brg": "Bridge", "Gdns": "Gardens", "Wy": "Way",
}  # fmt: skip
_ONLY_WITH_A_NUMBER = word_set("Dr Pl Ct Ter Av Cir Trl Str Ctr Aly Brg Wy Xing Hts")
"""Without their point, these stand for a street behind a house number only."""
_NEVER_A_NAME = word_set("""
    Main Wall Elm Oak Pine Maple Cedar High Market Broad Church Mill Spring Walnut Chestnut Front Water Bridge
    Broadway Fleet Downing Baker Bourbon Beale Canal State Bond Oxford Regent Sesame
""")
"""Streets that no saint follows: "Main St. Paul sold it"."""
_ROADS = {
    "Hwy": "Highway", "Hwys": "Highways", "Rte": "Route", "Rt": "Route", "Apt": "Apartment", "Ste": "Suite",
    "Bldg": "Building", "Rm": "Room", "Fl": "Floor", "Hiway": "Highway",
}  # fmt: skip
_COMPASS = {
    "N": "North", "S": "South", "E": "East", "W": "West", "NE": "Northeast", "NW": "Northwest",
    "SE": "Southeast", "SW": "Southwest",
}  # fmt: skip
_WAY = (
    "(?:"
    + "|".join(_STREETS)
    + "|Street|Avenue|Boulevard|Road|Drive|Lane|Place|Court|Way|Square|Terrace|Parkway|Highway|Circle|Trail"
    + "|Loop|Expressway|Turnpike|Plaza|Alley|Row|Freeway)"
)
_POINT_OF = r"[NSEW]|N\.?[EW]\.?|S\.?[EW]\.?"
_NAMES = r"(?:(?:[A-Z][\w’'-]{1,20}|[0-9]{1,3}(?:st|nd|rd|th))\s){1,3}"
_HOUSE = re.compile(
    rf"(?:^|[^\w.,])[0-9{MASK}]{{1,6}}[A-Z]?\s(?:(?:{_POINT_OF})\.?\s)?(?:[A-Z0-9{MASK}][\w{MASK}’'.-]*\s){{1,4}}$"
)
_NAMED = re.compile(r"([\w’'-]{1,30}\.?)\s$")
_NAME = re.compile(r"[A-ZÀ-Þ][\w’'-]*|[0-9]+(?:st|nd|rd|th)$|[JS]r\.$")
_NO_STREET = word_set("The A An In On At Of And Or But By For From To With")


@rule(
    rf"(?<=[\w{MASK}.]\s)(?P<it>(?P<way>{'|'.join(_STREETS)})(?:\.|\b)(?P<last>(?<=\.)(?={LAST}))?)(?![\w.])",
    triggers="SABRDLPCTEHGFXW",
)
def street(match: re.Match[str]) -> str | None:
    """ "Main St. is shut", "12 Foo Ct": behind a name or "42nd", and no name behind it but in an address."""
    text, start, way = match.string, match.start("it"), match["way"]
    named = _NAMED.search(text, max(0, start - 32), start)
    pointed = match["it"].endswith(".")
    addressed = _HOUSE.search(text, max(0, start - 64), start) is not None
    if not named or named[1] in _NO_STREET or not (_NAME.match(named[1]) or (addressed and MASK in named[1])):
        return None
    if way in _ONLY_WITH_A_NUMBER and not pointed and not addressed:
        return None
    ends = match["last"] is not None
    if not (ends or addressed or named[1] in _NEVER_A_NAME or _goes_on(text, match.end("it"))):
        return None
    return _STREETS[way] + ("." if ends else "")


_GOES_ON = re.compile(rf"$|[,;:)’']|\s{{1,4}}(?:[a-z0-9(—–&{MASK}-]|(?:{_POINT_OF})\b)")


def _goes_on(text: str, at: int) -> bool:
    """False before a name: "Mission St. Peter"."""
    return _GOES_ON.match(text, at) is not None


_ROAD = "|".join(sorted(_ROADS, key=len, reverse=True))


@rule(
    rf"(?<![\w.])(?:({_ROAD})\.?(?=\s[0-9A-Z#\ue000])|(?P<small>hwys?|HWY|apt|APT|rte|bldg|STE|rm)\.?(?=\s[#0-9\ue000]))",
    triggers="HRABFShar",
)
def road(match: re.Match[str]) -> str | None:
    written = match[1] or match["small"].capitalize()
    if written in ("Fl", "Ste", "Rm") and not re.match(r"\s#?[0-9\ue000]", match.string[match.end() :]):
        return None
    return _ROADS[written] if match[1] else _ROADS[written].lower()


@rule(
    rf"(?<![\w.,$£€#/-])(?P<it>(?P<number>[1-9][0-9]{{0,4}})(?P<letter>[A-Z])?)(?=\s(?:(?:{_POINT_OF})\.?\s)?{_NAMES}{_WAY}\b)",
    triggers=DIGITS,
)
def house_number(match: re.Match[str]) -> str | None:
    """ "2134 Caldwell Place"; not the day of "July 4 Main Street fair", nor "10 Wall Street banks"."""
    if re.search(rf"[{MASK}]\s$", match.string[max(0, match.start() - 2) : match.start()]):
        return None
    return _house(match["number"]) + (f" {match['letter']}" if match["letter"] else "")


def _house(written: str) -> str:
    if len(written) < 5:
        return in_pairs(written)
    if written.endswith("000"):
        return cardinal(int(written))
    return f"{cardinal(int(written[0]))} {two_digits(int(written[1:3]))} {two_digits(int(written[3:]))}"


@rule(
    rf"(?<![\w.])(?P<it>(?P<point>{_POINT_OF})\.?\s)(?=[0-9]{{1,3}}(?:st|nd|rd|th)\s|(?:[A-Z][a-z’'-]+\s){{1,3}}{_WAY}\b"
    r"|(?<=[0-9]\s[NSEW]\.\s)[A-Z][a-z’'-]+(?:$|[,;)]))",
    triggers="NSEW",
)
def compass(match: re.Match[str]) -> str | None:
    """ "W. 42nd St.", "4 S Main St", "12 N. Main"; but "George W. Bush Road"."""
    if re.search(r"[A-ZÀ-Þ][\w’'-]*\s$", match.string[max(0, match.start() - 24) : match.start()]):
        return None
    return f"{_COMPASS[match['point'].replace('.', '')]} "


@rule(
    r"\b(?:I|US|U\.S\.|Interstate|Highway|Hwy\.|Route)[\s-][0-9]{1,3}\s(?P<it>[NSEW])(?=$|[.,;)](?!\w)|\s[a-z])",
    triggers="NSEW",
    also=DIGITS,
)
def way_of_a_road(match: re.Match[str]) -> str:
    """ "I-95 N"."""
    return _COMPASS[match["it"]]


@rule(
    rf"(?<=[a-z{MASK}]\s)(?P<it>N\.?[EW]\b\.?|S\.?[EW]\b\.?)(?=$|[,;)]|\s(?:[a-z(]|[A-Z]{{2}}\b)|{BEGINS})",
    triggers="NS",
)
def quarter_of_a_city(match: re.Match[str]) -> str | None:
    """ "Pennsylvania Ave NW"."""
    before = re.search(
        rf"\b{_WAY}\.?\s$|[{MASK}]\s$", match.string[max(0, match.start() - 14) : match.start()]
    )
    return _COMPASS[match["it"].replace(".", "")] if before else None


@rule(rf"(?<=\bRoad\s)([0-9]{{1,4}})\s?([NSEW])\b(?:\.{END})?(?!\w)", triggers="R", also=DIGITS)
def county_road(match: re.Match[str]) -> str:
    """ "Road 600S", as counties number them by their distance from the middle."""
    return f"{cardinal(int(match[1]))} {_COMPASS[match[2]]}"


_STATE = "|".join(
    re.escape(name) for name in sorted({*STATES, *STATES.values(), "DC", "D.C."}, key=len, reverse=True)
)
_IN_A_STATE = re.compile(
    rf"(?:\b(?:{_STATE}),?\s"
    r"|\b(?i:zip|zip[\s-]code|postal\scode|postcode)s?(?:\sis|:)?\s)$"
)


@rule(r"(?<![\w.,$-])([0-9]{5})(?:-([0-9]{4}))?(?![\w-]|[.,/][0-9])", triggers=DIGITS)
def zip_code(match: re.Match[str]) -> str | None:
    """Behind a state at the end of an address, or behind the word."""
    if not _IN_A_STATE.search(match.string, max(0, match.start() - 24), match.start()):
        return None
    return digits(match[1]) + (f", {digits(match[2])}" if match[2] else "")


@rule(r"(?<=[a-z.]\s)(?P<it>[A-Z]{2})(?=\s\ue000{5})", triggers=DIGITS)
def state_before_a_zip_code(match: re.Match[str]) -> str | None:
    """ "San Jose CA 95129"."""
    return STATES.get(match["it"])


@rule(
    r"\b(?:P\.\s?O\.|PO|P\sO|Post\sOffice)\s(?:Box|BOX|box)\s(?P<it>[0-9]{1,6})(?!\w)",
    triggers="P",
    also=DIGITS,
)
def post_office_box(match: re.Match[str]) -> str:
    return _house(match["it"]) if len(match["it"]) <= 4 else digits(match["it"])
