"""Spanish roman numerals: of centuries, kings, popes, parts, editions and years."""

from __future__ import annotations

import re
from functools import partial

from tts_service.article.normalize.romans import (
    ROMAN,
    SMALL_ROMAN,
    TRIGGERS,
    in_words,
    numeral_by_itself_rule,
    numerals_in_a_row_rule,
    several,
    value,
)
from tts_service.article.normalize.rules import rule
from tts_service.article.normalize.spanish.words import cardinal, ordinal
from tts_service.article.normalize.spanish.written import is_feminine
from tts_service.article.normalize.wordlists import any_of, word_set

_PARTS = any_of(r"""
    siglos? capítulos? tomos? títulos? actos? artículos? fases? partes? libros? volumen volúmenes anexos?
    sección secciones escenas? épocas? etapas? grados? tipos? series? lección lecciones unidad unidades
    apéndices? clases? nivel niveles disposición disposiciones estrofas? cantos? cap\. vol\. art\. tít\.
""")
_FEMININE_PARTS = re.compile(
    "(?:fase|parte|escena|época|etapa|serie|clase|estrofa)s?|(?:sec|lec|disposi)ci(?:ón|ones)|unidad(?:es)?"
)
_QUEENS = word_set("Isabel María Catalina Juana Ana Cristina Victoria Margarita Leonor Urraca Sofía Beatriz")
_RULERS = word_set("""
    Felipe Alfonso Carlos Fernando Juan Pablo Luis Enrique Eduardo Jorge Jaime Guillermo Ricardo Napoleón
    Benedicto Pío León Gregorio Clemente Inocencio Urbano Alejandro Julio Sixto Nicolás Francisco Federico
    Pedro
    José Miguel Sancho Ramiro Ordoño García Teobaldo Ramón Amadeo Alberto Balduino Leopoldo Guzmán Ramsés
    Tutmosis
    Ptolomeo Darío Ciro Jerjes Iván Pablo Alejandro Cristián Gustavo Haakon Harald Olaf Óscar Maximiliano
    Rodolfo
    Constantino Teodosio Justiniano Augusto Rainiero Umberto Víctor Manuel Alberto Hussein Hasán Mohamed
    Abdalá
    Selim Murad Mehmed Solimán Bonifacio Celestino Honorio Adriano Esteban Martín Calixto Eugenio Marcelo
    Paulo
    Otón Conrado Segismundo Ladislao Casimiro Estanislao Berenguer Wamba Recaredo
""")
_EVENTS = any_of(
    "aniversario edición congreso festival campeonato concurso encuentro cumbre centenario copa premio "
    "jornadas feria semana gala asamblea trofeo torneo certamen"
)


def _small_ordinal(n: int, *, feminine: bool) -> str:
    return ordinal(n, feminine=feminine) if n <= 10 else cardinal(n)


@rule(
    rf"\b(?P<part>(?i:{_PARTS}))\s(?P<it>{several()})(?!\w)",
    triggers=TRIGGERS,
)
def roman_part(match: re.Match[str]) -> str:
    """ "siglo XXI", "siglos XVI y XVII", "capítulo IV": an ordinal up to ten."""
    return _said(match["it"], feminine=bool(_FEMININE_PARTS.fullmatch(match["part"].lower())))


def _said(written: str, *, feminine: bool) -> str:
    """ "XVI y XVII", "I-III"."""
    return in_words(written, partial(_small_ordinal, feminine=feminine), "a")


@rule(
    rf"(?<![\w.])(?:s|ss|S(?=\.\s[XVI]{{2}})|Ss)\.\s(?P<roman>{several(SMALL_ROMAN)})(?!\w|\.\s?[A-Z])",
    triggers="sS",
)
def short_century(match: re.Match[str]) -> str:
    """ "s. XX", "ss. XVI-XVII"."""
    is_one = re.fullmatch("[XVIL]+", match["roman"])
    return f"{'siglo' if is_one else 'siglos'} {_said(match['roman'], feminine=False)}"


@rule(rf"(?<!\w)({ROMAN})(?=\s([A-ZÁÉÍÓÚ][a-záéíóúüñ]{{3,}}|{_EVENTS}\b))", triggers=TRIGGERS)
def roman_event(match: re.Match[str]) -> str:
    """ "II Guerra Mundial", "XX aniversario"."""
    noun = match[2].lower()
    feminine = is_feminine(noun)
    plural = noun.endswith("s")
    said = ordinal(value(match[1]), feminine=feminine, short=not feminine and not plural)
    return f"{said}s" if plural else said


@rule(
    rf"\b([A-ZÁÉÍÓÚ][a-záéíóúüñ]{{1,20}})\s(?P<it>{several(SMALL_ROMAN)})(?!\w)",
    triggers=TRIGGERS,
)
def roman_name(match: re.Match[str]) -> str:
    """ "Felipe VI", "Luis XIV y XV", "Isabel II"; what is no ruler is counted: "Rocky IV"."""
    name = match[1]
    if name not in _RULERS and name not in _QUEENS:
        return in_words(match["it"], cardinal, "a")
    return _said(match["it"], feminine=name in _QUEENS)


numerals_in_a_row = numerals_in_a_row_rule(cardinal, "a")
numeral_by_itself = numeral_by_itself_rule(cardinal, cardinal)
