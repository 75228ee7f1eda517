"""Spanish telephone numbers, as they are called out: groups of two as a number, of three digit by digit."""

from __future__ import annotations

import re

from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.spanish.words import cardinal, digits, pairs

_GAP = r"[\s.-]"
_CALLING = re.compile(
    r"\b(?:llam\w{1,5}|marc\w{1,4}|tel[ée]fonos?|tfno|tel|tlf|tlfno|m[óo]vil|celular|fax|whats?app|contact\w{1,3}|n[úu]mero|extensi[óo]n|centralita|emergencias|línea)\b\.?:?[^.!?]{0,16}$",
    re.IGNORECASE,
)
_AFTER = r"(?![\w-]|[.,][0-9]|\s?[€%$°])"
_COUNTED = re.compile(r"\s(?:de\s)?[a-záéíóúñ]{2,20}(?:s|es)\b")


def _called(written: str) -> str:
    return ", ".join(pairs(group) for group in re.findall("[0-9]+", written))


def _is_called(match: re.Match[str]) -> bool:
    return _CALLING.search(match.string[max(0, match.start() - 40) : match.start()]) is not None


@rule(
    rf"(?<![\w+])\(?\+\s?([0-9]{{1,3}})\)?((?:{_GAP}?\(?[0-9]{{1,9}}+\)?){{1,6}}){_AFTER}",
    triggers="+",
    also=DIGITS,
)
def international_number(match: re.Match[str]) -> str | None:
    """ "+34 912 345 678", "(+34) 91 234 56 78"."""
    if not 8 <= sum(c.isdigit() for c in match[0]) <= 15:
        return None
    rest = match[2].strip(" .-")
    if rest.isdigit():
        code, rest = _split(match[1] + rest)
        return f"más {pairs(code)}, {_called(rest)}"
    return f"más {pairs(match[1])}, {_called(rest)}"


def _split(plain: str) -> tuple[str, str]:
    """The country's code of a number without gaps, and the rest in groups of three."""
    code = plain[:1] if plain[0] in "17" else plain[:2]
    rest = plain[len(code) :]
    return code, " ".join(rest[at : at + 3] for at in range(0, len(rest), 3))


@rule(rf"(?<![\w.,+-])00([1-9][0-9]{{0,2}})((?:{_GAP}[0-9]{{2,9}}+){{1,5}}){_AFTER}", triggers="0")
def number_from_abroad(match: re.Match[str]) -> str:
    """ "0034 912 345 678"."""
    return f"cero cero {pairs(match[1])}, {_called(match[2])}"


@rule(
    rf"(?<![\w.,+-])(?:1{_GAP})?(?:\([0-9]{{2,4}}\)\s?|[0-9]{{3}}[.\s-])[0-9]{{3,4}}[.\s-][0-9]{{4}}{_AFTER}",
    triggers="-. ",
    also=DIGITS,
)
def american_number(match: re.Match[str]) -> str | None:
    """ "(55) 1234-5678", "809-555-1234"."""
    return _called(match[0])


@rule(
    rf"(?<![\w.,+$€-])(?P<it>[6789][0-9]{{1,2}}(?:[\s.-][0-9]{{2,3}}){{2,3}}|[6789][0-9]{{8}}|[0-9]{{2}}\s[0-9]{{4}}[\s-][0-9]{{4}}){_AFTER}",
    triggers=DIGITS,
)
def phone(match: re.Match[str]) -> str | None:
    """ "91 555 12 34", "912 345 678", "612345678"; "900 123 456 habitantes" are people."""
    written = match["it"]
    groups = re.split(r"[\s.-]", written)
    if sum(map(len, groups)) not in (9, 10) or (sum(map(len, groups)) == 10 and len(groups[0]) != 2):
        return None
    even = all(len(group) == 3 for group in groups)
    if (
        (even or len(groups) == 1)
        and not _is_called(match)
        and ("." in written or _COUNTED.match(match.string, match.end()))
    ):
        return None
    if even or len(groups) == 1 or len(groups[1]) == 4:
        return _called(written if len(groups) > 1 else " ".join(written[at : at + 3] for at in (0, 3, 6)))
    return ", ".join(digits(group) if group[0] == "0" else cardinal(int(group)) for group in groups)


@rule(
    r"(?<![\w.,+$€-])([0-9]{3,4}-[0-9]{4}|[0-9]{7,10}|[0-9]{2,4}(?:[\s-][0-9]{2,4}){2,4})(?![\w-]|[.,][0-9]|\s?[€%$])",
    triggers=DIGITS,
)
def called_number(match: re.Match[str]) -> str | None:
    """What is a telephone number only next to a request to call, but for "555-1234"."""
    if not (_is_called(match) or re.fullmatch("555-[0-9]{4}|[0-9]{4}-[0-9]{4}", match[1])):
        return None
    if "-" in match[1] and re.fullmatch("(?:1[0-9]|20)[0-9]{2}-(?:1[0-9]|20)[0-9]{2}", match[1]):
        return None
    return _called(match[1])


@rule(r"(?<![\w.,-])(0[0-9]{2}|112|911)(?![\w-]|[.,:/][0-9])", triggers="01")
def emergency_number(match: re.Match[str]) -> str | None:
    """ "al 112", "el 091"."""
    if not re.search(
        r"\b(?:el|al|del|[Ll]lam\w{1,4}|[Mm]arc\w{1,4})\s$", match.string[: match.start()][-16:]
    ):
        return None
    if match[1] == "911":
        return "nueve once"
    return f"cero {_two(match[1][1:])}" if match[1][0] == "0" else cardinal(int(match[1]))


def _two(written: str) -> str:
    return digits(written) if written[0] == "0" else cardinal(int(written))
