"""Numbers that only name something, in Spanish: digit by digit."""

from __future__ import annotations

import re

from tts_service.article.normalize.codes import (
    AFTER,
    called_out,
    internet_address_rule,
    language_of_programs_rule,
)
from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.spanish.words import digits, number, ordinal
from tts_service.article.normalize.verses import Bible, verse_rule

_STRONG = re.compile(
    r"\b(?i:pin|otp|clave|contrase[ñn]a|isbn(?:-1[03])?|issn|iban|cup[óo]n|dni|nif|nie|cif|rfc|curp|cuit|cuil|rut|c\.\s?p\.|cp|c[óo]digo(?:\spostal)?|matr[íi]cula"
    r"|cuenta|n[úu]mero\sde\s(?:cuenta|serie|tarjeta|pedido|referencia|pasaporte|cliente|expediente|factura|p[óo]liza)|referencia|pasaporte|serie|apdo\.?)"
    r"(?:\s(?:es|era|n\.º|número|n[úu]m\.))?[:,]?\s?(?:(?<=\s)|(?<=:))$"
)
_ENDING = re.compile(
    r"\b(?:(?:terminad[ao]s?|acabad[ao]s?|termina|acaba|acaban|terminan)\sen|últimos\s(?:cuatro\s)?(?:dígitos|números)(?:\sson)?:?)\s$",
    re.IGNORECASE,
)
_BOOKS = {
    "Gn": "Génesis", "Gén": "Génesis", "Éx": "Éxodo", "Ex": "Éxodo", "Lv": "Levítico", "Nm": "Números",
    "Dt": "Deuteronomio", "Jos": "Josué", "Sam": "Samuel", "Re": "Reyes", "Sal": "Salmo",
    "Salmos": "Salmos", "Prov": "Proverbios", "Pr": "Proverbios", "Ecl": "Eclesiastés", "Is": "Isaías",
    "Jer": "Jeremías", "Ez": "Ezequiel", "Dn": "Daniel", "Os": "Oseas", "Mt": "Mateo", "Mc": "Marcos",
    "Lc": "Lucas", "Jn": "Juan", "Hch": "Hechos", "Rom": "Romanos", "Rm": "Romanos", "Cor": "Corintios",
    "Co": "Corintios", "Gál": "Gálatas", "Ef": "Efesios", "Flp": "Filipenses", "Col": "Colosenses",
    "Tes": "Tesalonicenses", "Tim": "Timoteo", "Tit": "Tito", "Heb": "Hebreos", "Sant": "Santiago",
    "Pe": "Pedro", "Ap": "Apocalipsis",
}  # fmt: skip
internet_address = internet_address_rule(digits, number, dot="punto", colon="dos puntos", slash="barra")
language_of_programs = language_of_programs_rule("más")
verse = verse_rule(Bible(_BOOKS, lambda n: ordinal(n, feminine=True), number, to="a", mark="[:,]"))


@rule(
    rf"(?<![\w.])(?P<it>97[89]-[0-9]{{1,5}}(?:-[0-9]{{1,7}}){{0,2}}(?:-[0-9X])?|[0-9]{{1,5}}(?:-[0-9]{{1,7}}){{2}}-[0-9X]|[0-9]{{4}}(?:[\s-][0-9]{{4}}){{3}}"
    rf"|[A-Z]{{2}}[0-9]{{2}}(?:\s[0-9]{{4}}){{3,6}}|[0-9]{{8}}-?[A-Z]|[0-9]{{2}}\.[0-9]{{3}}\.[0-9]{{3}}-?[A-Z]|[0-9]{{4}}\s?[B-DF-HJ-NP-TV-Z]{{3}}){AFTER}",
    triggers="- ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    also=DIGITS,
)
def shaped_number(match: re.Match[str]) -> str | None:
    """ISBNs, cards, accounts, identity cards and number plates, by their shape."""
    return called_out(match["it"].replace(".", ""), digits)


@rule(
    rf"(?<![\w.,$€/-])(?P<it>(?=[A-Za-z]{{0,4}}[0-9])[A-Za-z]{{0,4}}[0-9]{{2,20}}[A-Za-z]?(?:[\s-][0-9]{{2,8}}){{0,5}}){AFTER}(?!\s?[%°€$])",
    triggers=DIGITS,
)
def named_number(match: re.Match[str]) -> str | None:
    """ "PIN 1234", "CP 28001", "tarjeta terminada en 8876", "el código es ab9453"."""
    before = match.string[max(0, match.start() - 48) : match.start()]
    if _STRONG.search(before) or (_ENDING.search(before) and len(match["it"]) <= 6):
        return called_out(match["it"], digits)
    return None


@rule(r"(?<!\w)(?:([vV])\.?\s?)?([0-9]+(?:\.[0-9]+){1,10})(?![\w,])", triggers=".", also=DIGITS)
def version(match: re.Match[str]) -> str | None:
    """ "v2.1.3", "3.2.1"; three digits in each part are thousands."""
    parts = match[2].split(".")
    if not match[1] and (len(parts) < 3 or all(len(part) == 3 for part in parts[1:])):
        return None
    return ("versión " if match[1] else "") + " punto ".join(number(part) for part in parts)
