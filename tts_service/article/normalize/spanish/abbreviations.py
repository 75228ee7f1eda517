"""Spanish abbreviations, initialisms and signs."""

from __future__ import annotations

import re

from tts_service.article.normalize.codes import formula_rule
from tts_service.article.normalize.rules import MASK, rule
from tts_service.article.normalize.signs import sign_rule
from tts_service.article.normalize.spanish.words import number
from tts_service.article.normalize.spanish.written import BEGINS
from tts_service.article.normalize.spelled import spell
from tts_service.article.normalize.wordlists import any_of, word_set

_FORMS = {
    "Sr.": "señor", "Sra.": "señora", "Srta.": "señorita", "Sres.": "señores", "Dr.": "doctor",
    "Dra.": "doctora",
    "Dres.": "doctores", "D.": "don", "Dña.": "doña", "Prof.": "profesor", "Profa.": "profesora",
    "Lic.": "licenciado",
    "Ing.": "ingeniero", "Arq.": "arquitecto", "Gral.": "general", "Cnel.": "coronel", "Cap.": "capitán",
    "Tte.": "teniente", "Pdte.": "presidente", "Mons.": "monseñor", "Sto.": "santo", "Sta.": "santa",
    "Fr.": "fray",
    "Ud.": "usted", "Uds.": "ustedes", "Vd.": "usted", "Vds.": "ustedes", "Av.": "avenida",
    "Avda.": "avenida",
    "Pza.": "plaza", "C/": "calle ", "Ctra.": "carretera", "pág.": "página", "págs.": "páginas",
    "núm.": "número",
    "n.º": "número", "nº": "número", "N.º": "Número", "art.": "artículo", "arts.": "artículos",
    "Art.": "Artículo",
    "tel.": "teléfono", "Tel.": "Teléfono", "Nº": "Número", "Núm.": "Número", "Pág.": "Página",
    "aprox.": "aproximadamente", "cda.": "cucharada", "cdas.": "cucharadas", "cdta.": "cucharadita",
    "cdtas.": "cucharaditas", "cdita.": "cucharadita", "cditas.": "cucharaditas", "ed.": "edición",
    "eds.": "editores",
    "p. ej.": "por ejemplo", "p.ej.": "por ejemplo", "etc.": "etcétera", "EE. UU.": "Estados Unidos",
    "EE.UU.": "Estados Unidos", "EEUU": "Estados Unidos", "JJ. OO.": "Juegos Olímpicos",
    "JJ.OO.": "Juegos Olímpicos",
    "FF. AA.": "Fuerzas Armadas", "FF.AA.": "Fuerzas Armadas", "CC. OO.": "Comisiones Obreras",
    "CC.OO.": "Comisiones Obreras", "RR. HH.": "recursos humanos", "RR.HH.": "recursos humanos",
    "S. A.": "S.A",
    "Cía.": "compañía", "dpto.": "departamento", "Dpto.": "Departamento", "vs.": "contra",
    "S. M.": "Su Majestad",
    "depto.": "departamento", "Depto.": "Departamento", "pza.": "plaza", "plza.": "plaza", "Plza.": "Plaza",
    "pl.": "plaza", "Pl.": "Plaza", "av.": "avenida", "avda.": "avenida", "avd.": "avenida",
    "Avd.": "Avenida",
    "ctra.": "carretera", "c/": "calle ", "P.º": "paseo", "p.º": "paseo", "Pº": "paseo", "Pso.": "paseo",
    "urb.": "urbanización", "Urb.": "urbanización", "pol.": "polígono", "Pol.": "polígono",
    "izq.": "izquierda",
    "izda.": "izquierda", "dcha.": "derecha", "dch.": "derecha", "esq.": "esquina", "Esq.": "esquina",
    "EE UU": "Estados Unidos", "EE.UU": "Estados Unidos", "pº": "paseo", "bº": "barrio", "Bº": "barrio",
    "c/u": "cada uno", "vols.": "volúmenes", "sr.": "señor", "sra.": "señora", "srta.": "señorita",
    "dr.": "doctor",
    "dra.": "doctora", "lic.": "licenciado", "ing.": "ingeniero", "arq.": "arquitecto", "prof.": "profesor",
     "E.U.A.": "Estados Unidos de América", "CC. AA.": "comunidades autónomas",
    "CC.AA.": "comunidades autónomas", "RR. PP.": "relaciones públicas", "RR.PP.": "relaciones públicas",
    "BB. AA.": "Bellas Artes", "SS. MM.": "Sus Majestades", "SS.MM.": "Sus Majestades",
    "AA. VV.": "autores varios",
    "Bs. As.": "Buenos Aires", "Rep. Dominicana": "República Dominicana", "Bco.": "Banco",
    "Gob.": "gobernador",
    "Ayto.": "Ayuntamiento", "ayto.": "ayuntamiento", "prov.": "provincia", "Prov.": "Provincia",
    "Excmo.": "excelentísimo", "Excma.": "excelentísima", "Ilmo.": "ilustrísimo", "Ilma.": "ilustrísima",
    "Rvdo.": "reverendo", "Hno.": "hermano", "Hna.": "hermana", "Hnos.": "hermanos", "Sgto.": "sargento",
    "Cmdte.": "comandante", "Cte.": "comandante", "Alm.": "almirante", "Brig.": "brigadier",
    "Pdta.": "presidenta",
    "Presid.": "presidente", "Dir.": "director", "Dtor.": "director", "Dtora.": "directora",
    "Gte.": "gerente",
    "Secr.": "secretario", "admón.": "administración", "Admón.": "Administración", "atte.": "atentamente",
    "Atte.": "Atentamente", "máx.": "máximo", "mín.": "mínimo", "Máx.": "Máximo", "Mín.": "Mínimo",
    "ud.": "unidad",
    "uds.": "unidades", "apdo.": "apartado", "Apdo.": "Apartado", "D.ª": "doña", "Dª": "doña", "M.ª": "María",
    "Mª": "María", "Fco.": "Francisco", "Sdad.": "sociedad", "Gmo.": "Guillermo", "Ntra.": "Nuestra",
    "cta.": "cuenta", "Cta.": "Cuenta", "fdo.": "firmado", "Fdo.": "Firmado", "ej.": "ejemplo",
    "cía.": "compañía", "Inc.": "Inc", "tlf.": "teléfono", "Tlf.": "Teléfono", "tfno.": "teléfono",
    "Tfno.": "Teléfono", "teléf.": "teléfono", "Teléf.": "Teléfono", "hab.": "habitantes",
    "aprox": "aproximadamente",
    "s/n": "sin número", "ss.": "siguientes", "sigs.": "siguientes", "M.N.": "moneda nacional",
    "P. D.": "posdata", "P.D.": "posdata", "Km.": "kilómetro", "Kms.": "kilómetros", "pfo.": "párrafo",
    "párr.": "párrafo", "prof.ª": "profesora", "Prof.ª": "profesora",
    "Dr.ª": "doctora",
    "dto.": "descuento", "dcho.": "derecho", "entlo.": "entresuelo",
    "Avda": "avenida", "avda": "avenida", "Pº.": "paseo", "Gta.": "glorieta", "Rda.": "ronda",
    "Trv.": "travesía",
    "Diag.": "diagonal", "Edif.": "edificio", "edif.": "edificio", "Fracc.": "fraccionamiento",
    "Mtro.": "maestro", "Mtra.": "maestra", "Psic.": "psicólogo", "Gdor.": "gobernador", "Dip.": "diputado",
    "dip.": "diputado", "Sen.": "senador", "sen.": "senador", "Pbro.": "presbítero", "Fdez.": "Fernández",
    "Rguez.": "Rodríguez",
    "Mtnez.": "Martínez", "Glez.": "González", "Hdez.": "Hernández", "V. E.": "Vuestra Excelencia",
    "S. S.": "Su Santidad",
    "S. E.": "Su Excelencia", "S. A. R.": "Su Alteza Real", "SS. AA. RR.": "Sus Altezas Reales",
    "OO. PP.": "obras públicas",
    "i.e.": "es decir", "N. del T.": "nota del traductor",
    "N. de la R.": "nota de la redacción", "op. cit.": "obra citada", "ibíd.": "ibídem", "cf.": "confróntese",
    "cfr.": "confróntese", "vid.": "véase", "trad.": "traducción", "coord.": "coordinador",
    "coords.": "coordinadores", "máx": "máximo",
    "mín": "mínimo", "tfno": "teléfono", "cód.": "código", "Cód.": "Código", "ref.": "referencia",
    "Ref.": "Referencia", "sgte.": "siguiente", "sgtes.": "siguientes", "íd.": "ídem", "cap.º": "capítulo",
    "art.º": "artículo", "q. e. p. d.": "que en paz descanse", "q.e.p.d.": "que en paz descanse",
    "Q.E.P.D.": "que en paz descanse", "v. gr.": "verbigracia", "i. e.": "es decir", "et al.": "y otros",
}  # fmt: skip
_SAINTS = ("Sto.", "Sta.")
_CALLED_SAINT = any_of("""
    Agustín Andrés Antonio Bartolomé Benito Bernardo Cristóbal Esteban Fernando Francisco Ignacio Isidro
    Jorge José Juan Lázaro Lorenzo Lucas Marcos Martín Mateo Miguel Nicolás Pablo Pedro Rafael Roque
    Sebastián Vicente
""")
"""Behind these hardly any S is an initial."""
_BEFORE_A_NUMBER = {
    "km": "kilómetro", "ext.": "extensión", "p.": "página", "pp.": "páginas", "cap.": "capítulo",
    "caps.": "capítulos",
    "vol.": "volumen",
    "fig.": "figura",
    "Cap.": "Capítulo", "Fig.": "Figura", "Vol.": "Volumen", "No.": "número", "no.": "número",
    "Nro.": "número",
    "nro.": "número", "Núms.": "números", "núms.": "números", "km.": "kilómetro", "ap.": "apartado",
    "párr.": "párrafo",
    "inc.": "inciso", "lib.": "libro", "ed.": "edición", "t.": "tomo", "C. P.": "código postal",
    "C.P.": "código postal", "CP": "código postal", "h.": "hacia", "ca.": "hacia", "ss.": "siguientes",
}  # fmt: skip
_COUNTING = "|".join(re.escape(form) for form in sorted(_BEFORE_A_NUMBER, key=len, reverse=True))
_NEVER_LAST = word_set("""
    Sr. Sra. Srta. Sres. Dr. Dra. Dres. D. Dña. Prof. Profa. Lic. Ing. Arq. Gral. Cnel. Cap. Tte. Pdte.
    Mons. Sto.
    Sta. Fr. Av. Avda. Pza. Ctra. Excmo. Ilmo. vs. aprox. tel. Tel. núm. Núm. pág. Pág. art. Art. Ntra. pl.
    Pl. pza. Avda. Gta. Rda. Dip. Sen. Mtro. Mtra. cf. cfr. vid. Prof.ª
""")
_FORM = "|".join(re.escape(form) for form in sorted(_FORMS, key=len, reverse=True))
_BY_LETTERS = word_set("""
    ABC AC ADN AFP AP BBC BBVA BCE BM BNG CD CDMX CEO CFE CGT CNI CNMV CNN CSIC CUP DC DF DGT DVD EAU ELN EP
    ERC FBI FC FMI GPS IA IP IPC IRPF ISSSTE ITV LGTB LGTBI NBA NFL OCDE OIT OMC OMS PCR PDF PNV PP PRD PSG PT
    RDA RFA RTVE SAT SUV TV UAM UCI UCM UCO UE UGT UK UNED URSS USA USB VIH ISBN ISSN DNI NIF CIF NIE PIN
    GMT UTC IP HTML CEST CET KFC BMW IBM HP LG CO
""")
_SIGNS = {
    "&": "y", "+": "más", "=": "igual a", "×": "por", "÷": "entre", "<": "menor que", ">": "mayor que",
    "±": "más o menos",
    "≈": "aproximadamente", "%": "por ciento", "€": "euros", "$": "dólares", "£": "libras", "@": "arroba",
    "#": "número",
    "√": "raíz cuadrada de", "∞": "infinito", "≠": "distinto de", "/": "barra", "→": "a", "§": "sección",
    "°": "grados", "©": "copyright", "≤": "menor o igual que",
    "≥": "mayor o igual que", "−": "menos", "\\": "barra invertida",
}  # fmt: skip


@rule(rf"(?<![\w.])({_COUNTING})\s?(?=[0-9{MASK}])", triggers=".Ck")
def before_a_number(match: re.Match[str]) -> str:
    """ "p. 12", "cap. 3", "No. 5"."""
    said = _BEFORE_A_NUMBER[match[1]]
    return f"{said} "


@rule(rf"(?<![\w.])({_FORM})(?![A-Za-z](?<![Cc]/.))(?=(?P<last>[^\w{MASK}]*$|{BEGINS})?)", triggers="./ºªE")
def short_form(match: re.Match[str]) -> str | None:
    """ "Sr.", "EE. UU.", "n.º"; the point that also ends the sentence stays."""
    form, said = match[1], _FORMS[match[1]]
    if (
        form in ("ud.", "uds.", "ej.", "pol.", "esq.")
        and match["last"] is None
        and form != "uds."
        and form != "pol."
    ):
        return None
    if form in _SAINTS or (match.start() == 0 and said[0].islower()):
        said = said[0].upper() + said[1:]
    if form[-1] == "/":
        return said.rstrip() + ("" if match.string[match.end() : match.end() + 1] == " " else " ")
    last = match["last"]
    ends = form.endswith(".") and last is not None and not last.startswith((".", "!", "?", ",", ";", ":"))
    return said + ("." if ends and not (form in _NEVER_LAST and last[-1:].isalpha()) else "")


formula = formula_rule(number)


@rule(r"(?<![\w$])\$(?=[A-Z]{2,5}(?![\w$]))", triggers="$")
def ticker_sign(_: re.Match[str]) -> str:
    return ""


@rule(r"(?<![\w.])([A-G])([#♯♭])(?![\w#])", triggers="#♯♭")
def musical_note(match: re.Match[str]) -> str:
    return f"{match[1]} {'bemol' if match[2] == '♭' else 'sostenido' if match[2] == '♯' else 'sharp'}"


@rule(
    r"(?<=[a-záéíóúñ]{2})(?P<it>[.!?][”»\")]?)(?=[¿¡«“]?[A-ZÁÉÍÓÚ][a-záéíóúñ]*(?:[\s,.!?]|$))", triggers=".!?"
)
def missing_gap(match: re.Match[str]) -> str:
    """ "La obra acabó.Luego se fue."."""
    return f"{match['it']} "


@rule(r"(?<![\w.])([A-Z](?:\.\s?[A-Z]){1,8})\.?(?=\s[a-záéíóúñ(]|,)", triggers=".")
def dotted_initials(match: re.Match[str]) -> str:
    return spell(match[0])


@rule(r"(?<![\w.])([A-Z]{2,8})(?!\w)", triggers="ABCDEFGHILMNOPRSTUV")
def initialism(match: re.Match[str]) -> str | None:
    """Spelled out if it is known to be; otherwise the engine's own guess is as good."""
    return spell(match[1]) if match[1] in _BY_LETTERS else None


@rule(rf"(?<![\w.])S\.(?=\s{_CALLED_SAINT}(?!\w|\s[A-ZÁÉÍÓÚ][a-záéíóúñ]))", triggers="S")
def saint(_: re.Match[str]) -> str:
    """ "S. Juan"; "S. Juan Pérez" is a man's initial."""
    return "San"


@rule(r"(?<=[a-záéíóúñ]\s)([A-ZÁÉÍÓÚ])\.(?=\s[A-ZÁÉÍÓÚ][a-záéíóúñ])", triggers=".")
def initial_of_a_name(match: re.Match[str]) -> str:
    return match[1]


@rule(r"(?<=[a-záéíóúüñ])/(?=[a-záéíóúüñ])", triggers="/")
def between_words(_: re.Match[str]) -> str:
    """ "y/o", "él/ella": not heard."""
    return " "


sign = sign_rule(_SIGNS)
