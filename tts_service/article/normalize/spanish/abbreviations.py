"""Spanish abbreviations, initialisms and signs."""

from __future__ import annotations

import re

from tts_service.article.normalize.rules import MASK, rule
from tts_service.article.normalize.signs import sign_rule
from tts_service.article.normalize.wordlists import word_set

_FORMS = {
    "Sr.": "señor", "Sra.": "señora", "Srta.": "señorita", "Sres.": "señores", "Dr.": "doctor", "Dra.": "doctora",
    "Dres.": "doctores", "D.": "don", "Dña.": "doña", "Prof.": "profesor", "Profa.": "profesora", "Lic.": "licenciado",
    "Ing.": "ingeniero", "Arq.": "arquitecto", "Gral.": "general", "Cnel.": "coronel", "Cap.": "capitán",
    "Tte.": "teniente", "Pdte.": "presidente", "Mons.": "monseñor", "Sto.": "santo", "Sta.": "santa", "Fr.": "fray",
    "Ud.": "usted", "Uds.": "ustedes", "Vd.": "usted", "Vds.": "ustedes", "Av.": "avenida", "Avda.": "avenida",
    "Pza.": "plaza", "C/": "calle ", "Ctra.": "carretera", "pág.": "página", "págs.": "páginas", "núm.": "número",
    "n.º": "número", "nº": "número", "N.º": "Número", "art.": "artículo", "arts.": "artículos", "Art.": "Artículo",
    "tel.": "teléfono", "Tel.": "Teléfono", "Nº": "Número", "Núm.": "Número", "Pág.": "Página", "aprox.": "aproximadamente",
    "p. ej.": "por ejemplo", "p.ej.": "por ejemplo", "etc.": "etcétera", "EE. UU.": "Estados Unidos",
    "EE.UU.": "Estados Unidos", "EEUU": "Estados Unidos", "JJ. OO.": "Juegos Olímpicos", "JJ.OO.": "Juegos Olímpicos",
    "FF. AA.": "Fuerzas Armadas", "FF.AA.": "Fuerzas Armadas", "CC. OO.": "Comisiones Obreras",
    "CC.OO.": "Comisiones Obreras", "RR. HH.": "recursos humanos", "RR.HH.": "recursos humanos", "S. A.": "S.A",
    "Cía.": "compañía", "dpto.": "departamento", "Dpto.": "Departamento", "vs.": "contra", "S. M.": "Su Majestad",
    "depto.": "departamento",
}  # fmt: skip
_SAINTS = ("Sto.", "Sta.")
_FORM = "|".join(re.escape(form) for form in sorted(_FORMS, key=len, reverse=True))
_BY_LETTERS = word_set("""
    ABC AC ADN AFP AP BBC BBVA BCE BM BNG CD CDMX CEO CFE CGT CNI CNMV CNN CSIC CUP DC DF DGT DVD EAU ELN EP ERC FBI FC FMI
    GPS IA IP IPC IRPF ISSSTE ITV LGTB LGTBI NBA NFL OCDE OIT OMC OMS PCR PDF PNV PP PRD PSG PT RDA RFA RTVE SAT SUV TV UAM
    UCI UCM UCO UE UGT UK UNED URSS USA USB VIH
""")
_SIGNS = {
    "&": "y", "+": "más", "=": "igual a", "×": "por", "÷": "entre", "<": "menor que", ">": "mayor que", "±": "más o menos",
    "≈": "aproximadamente", "%": "por ciento", "€": "euros", "$": "dólares", "£": "libras", "@": "arroba", "#": "número",
    "/": "barra", "→": "a", "§": "sección", "°": "grados", "©": "copyright", "≤": "menor o igual que",
    "≥": "mayor o igual que", "−": "menos", "\\": "barra invertida",
}  # fmt: skip


@rule(rf"(?<![\w.])({_FORM})(?![A-Za-z](?<!C/.))(?=(?P<last>[^\w{MASK}]*$)?)", triggers="./ºE")
def short_form(match: re.Match[str]) -> str:
    """ "Sr.", "EE. UU.", "n.º"; the point that also ends the sentence stays."""
    form, said = match[1], _FORMS[match[1]]
    if form in _SAINTS or (match.start() == 0 and said[0].islower()):
        said = said[0].upper() + said[1:]
    ends = form.endswith(".") and match["last"] is not None and not match["last"].startswith((".", "!", "?"))
    return said + ("." if ends else "")


@rule(r"(?<![\w.])([A-Z](?:\.\s?[A-Z]){1,8})\.?(?=\s[a-záéíóúñ(]|,)", triggers=".")
def dotted_initials(match: re.Match[str]) -> str:
    return re.sub(r"\.\s?", ".", match[1])


@rule(r"(?<![\w.])([A-Z]{2,8})(?!\w)", triggers="ABCDEFGHILMNOPRSTUV")
def initialism(match: re.Match[str]) -> str | None:
    """Spelled where it is known to be; else the engine's own guess is as good."""
    return ".".join(match[1]) if match[1] in _BY_LETTERS else None


@rule(r"(?<=[a-záéíóúñ]\s)([A-ZÁÉÍÓÚ])\.(?=\s[A-ZÁÉÍÓÚ][a-záéíóúñ])", triggers=".")
def initial_of_a_name(match: re.Match[str]) -> str:
    return match[1]


sign = sign_rule(_SIGNS)
