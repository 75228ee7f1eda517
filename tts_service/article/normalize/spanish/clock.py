"""Spanish times of day and lengths of time."""

from __future__ import annotations

import re

from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.spanish.words import cardinal, number
from tts_service.article.normalize.spanish.written import END
from tts_service.article.normalize.spelled import spell

_HOUR, _MINUTE = r"(?:[01]?[0-9]|2[0-4])", r"[0-5][0-9]"
_HALF = rf"\s?([apAP])\.?\s?[mM](?:\.{END}|(?!\w))"
_BEFORE = r"(?<![\w.,:/$€£-])"
_ZONES = {"E": "del Este", "C": "del Centro", "M": "de la Montaña", "P": "del Pacífico"}
_ZONE = (
    r"(?:\s\(?(?P<zone>GMT|UTC|CET|CEST|WET|WEST|[ECMP][SD]?T|ART|BRT|CLT|PET|COT)\)?(?![\w+-])"
    r"|\s(?P<offset>(?:GMT|UTC)[+−-][0-9]{1,2})(?![\w:]))?"
)
_UNIT = r"(?:\s?(?P<unit>h|hs|hrs|horas?)\b)"


def _zone(match: re.Match[str]) -> str:
    name = match["zone"]
    if match["offset"]:
        sign = "más" if "+" in match["offset"] else "menos"
        return f" {spell(match['offset'][:3])} {sign} {cardinal(int(match['offset'][4:]))}"
    if not name:
        return ""
    return (
        f" hora {_ZONES[name[0]]}"
        if re.fullmatch("[ECMP][SD]?T", name) and name != "CET"
        else f" {spell(name)}"
    )


@rule(r"(?<![\w.,:])12:00\s?m\b\.?(?!\w)", triggers=":", also="m")
def noon(match: re.Match[str]) -> str:
    """ "12:00 m."."""
    return "doce del mediodía" + ("." if not match.string[match.end() :].strip() else "")


@rule(
    r"(?<![\w.,:’'])([0-9]{1,3})\s?['’′](?:\s?([0-5]?[0-9])\s?(?:[\"″”]|''))?(?![\w'’])",
    triggers="'’′",
    also=DIGITS,
)
def marked_minutes(match: re.Match[str]) -> str:
    """ "30'", "1'30\""."""
    n = int(match[1])
    said = f"{cardinal(n, short=True)} minuto{'' if n == 1 else 's'}"
    return (
        f"{said} {cardinal(int(match[2]), short=True)} segundo{'' if match[2] == '1' else 's'}"
        if match[2]
        else said
    )


@rule(r"(?<![\w.,:])([0-9]{1,2})\s?h\s(?:y\s)?(?:1/2|½)(?![\w/])", triggers="h", also="/½")
def hours_and_a_half(match: re.Match[str]) -> str:
    """ "2 h y 1/2"."""
    n = int(match[1])
    return f"{cardinal(n, feminine=True)} hora{'' if n == 1 else 's'} y media"


@rule(r"(?<![\w.,:’'])([0-9]{1,2}):([0-5][0-9],[0-9]{1,2})(?![\w:]|[.,][0-9])", triggers=":", also=",")
def time_of_a_race(match: re.Match[str]) -> str:
    """ "1:23,45"."""
    minutes = f"{cardinal(int(match[1]), short=True)} minuto{'' if match[1] == '1' else 's'}"
    return f"{minutes} {number(match[2])} segundos"


@rule(
    rf"{_BEFORE}({_HOUR})(?:[:.]({_MINUTE}))?{_HALF}\s?[-–]\s?({_HOUR})(?:[:.]({_MINUTE}))?{_HALF}",
    triggers="mM",
    also=DIGITS,
)
def span_of_halves(match: re.Match[str]) -> str:
    """ "9 a. m.-5 p. m."."""
    first, last = (
        f"{_clock(int(hour), int(minute or 0))} {_part_of_day(int(hour), half.lower())}"
        for hour, minute, half in (match.group(1, 2, 3), match.group(4, 5, 6))
    )
    return f"{first} a {last}"


@rule(
    r"(?:(?<=\ba la )|(?<=\bA la )|(?<=\bla la )|(?<=sde la )|(?<=sta la )|(?<=bre la ))1(?![\w.,:]|\s[a-z])",
    triggers="1",
)
def one_o_clock(_: re.Match[str]) -> str:
    """ "a la 1"."""
    return "una"


@rule(rf"{_BEFORE}({_HOUR})(?:[:.]({_MINUTE}))?{_HALF}{_ZONE}", triggers="mM", also=DIGITS)
def time_with_half(match: re.Match[str]) -> str:
    """ "3:30 p. m." is "tres y media de la tarde"."""
    hour, minute = int(match[1]), int(match[2] or 0)
    small = (
        {0: "", 15: " y cuarto", 30: " y media"}.get(minute) if minute in (0, 15, 30) else _minutes(minute)
    )
    return f"{cardinal(hour, feminine=True)}{small} {_part_of_day(hour, match[3].lower())}{_zone(match)}"


def _part_of_day(hour: int, half: str) -> str:
    if half == "a":
        return "de la noche" if hour == 12 else "de la madrugada" if hour < 6 else "de la mañana"
    return "del mediodía" if hour == 12 else "de la tarde" if hour < 8 else "de la noche"


def _minutes(minute: int) -> str:
    return f" y {cardinal(minute)}" if minute < 10 else f" {cardinal(minute)}"


def _clock(hour: int, minute: int) -> str:
    """Without "horas": "nueve y cinco", "ocho y cuarto", "quince treinta"."""
    said = cardinal(hour, feminine=True)
    if minute == 0:
        return said
    if 1 <= hour <= 12 and minute in (15, 30):
        return f"{said} y {'cuarto' if minute == 15 else 'media'}"
    return said + _minutes(minute)


@rule(
    rf"{_BEFORE}({_HOUR})[:.]({_MINUTE})\s?[-–]\s?({_HOUR})[:.]({_MINUTE})(?:{_UNIT}|(?<=[0-9]:[0-9]{{2}}))\.?(?<![.])(?!\w|[:.,]?[0-9])",
    triggers=DIGITS,
)
def span_of_times(match: re.Match[str]) -> str:
    """ "9:00-14:00"."""
    first, last = (_clock(int(match[at]), int(match[at + 1])) for at in (1, 3))
    return f"{first} a {last}" + (" horas" if match[4] == "00" else "")


@rule(
    rf"{_BEFORE}({_HOUR}):({_MINUTE}):({_MINUTE})(?:[.,]([0-9]{{1,3}}))?{_ZONE}(?!\w|[:.,]?[0-9])",
    triggers=":",
)
def length_of_time(match: re.Match[str]) -> str:
    """ "1:20:30" is "una hora, veinte minutos y treinta segundos"; "a las 10:30:00" a time of day."""
    hour, minute, second = (int(part) for part in match.group(1, 2, 3))
    if re.search(r"\b[Ll]as?\s$", match.string[: match.start()]):
        return (
            _clock(hour, minute)
            + (f" y {cardinal(second, short=True)} segundos" if second else "")
            + _zone(match)
        )
    hours = f"{cardinal(hour, feminine=True)} hora{'' if hour == 1 else 's'}"
    small = f"{cardinal(minute, short=True)} minuto{'' if minute == 1 else 's'}"
    least = f"coma {number(match[4])} segundos" if match[4] else f"segundo{'' if second == 1 else 's'}"
    return f"{hours}, {small} y {cardinal(second, short=not match[4])} {least}"


@rule(
    rf"{_BEFORE}({_HOUR})(?::({_MINUTE})(\s?(?:h|hs|hrs|horas|hora(?!\s(?:local|de)))\b)?|\.({_MINUTE})\s?(?:h|hs|hrs|horas?)\b)\.?(?<![.]){_ZONE}(?!\w|[:.,]?[0-9])",
    triggers=DIGITS,
)
def time_of_day(match: re.Match[str]) -> str:
    """ "15:30", "21:00", "15.30 horas", "1.05 h"."""
    hour, minute = int(match[1]), int(match[2] or match[4])
    said = _clock(hour, minute)
    if (hour, minute) == (1, 0) and re.search(r"\b[Ll]a\s$", match.string[: match.start()]):
        return said + _zone(match)
    unit = " hora" if hour == 1 else " horas"
    is_plain = minute == 0 or (
        (match[3] or match[4]) and not (1 <= hour <= 12 and (minute < 10 or minute in (15, 30)))
    )
    return said + (unit if is_plain and not (hour == 1 and minute) else "") + _zone(match)


@rule(
    rf"{_BEFORE}([0-9]{{1,2}})\s?h(?:rs?|oras?)?\.?\s?(?:y\s)?([0-9]{{1,2}})(?:\s?(?:m|min|mins|minutos)\b\.?)?(?:\s?(?:y\s)?([0-9]{{1,2}})\s?(?:s|seg)\b\.?)?(?!\w|[.,:][0-9])",
    triggers="h",
    also=DIGITS,
)
def hours_and_minutes(match: re.Match[str]) -> str | None:
    """ "2h 15m", "1 h 30 min", "10h30"; what has words between ("2 h y 10 min") is left."""
    if " y " in match[0]:
        return None
    parts = zip(match.group(1, 2, 3), ("hora", "minuto", "segundo"), strict=True)
    several = {True: "", False: "s"}
    return " ".join(
        f"{cardinal(int(n), feminine=name == 'hora', short=name != 'hora')} {name}{several[int(n) == 1]}"
        for n, name in parts
        if n and (int(n) or name == "hora")
    )
