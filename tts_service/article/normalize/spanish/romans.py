"""Spanish roman numerals: of centuries, kings, popes, parts, editions and years."""

from __future__ import annotations

import re

from tts_service.article.normalize.rules import rule
from tts_service.article.normalize.spanish.words import cardinal, ordinal
from tts_service.article.normalize.spanish.written import is_feminine
from tts_service.article.normalize.wordlists import any_of, word_set

_ROMAN = r"(?=[IVXLC])(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})"
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_PARTS = any_of(r"""
    siglos? capítulo tomo título acto artículo fase parte libro volumen anexo sección escena época etapa
    grado tipo serie lección unidad apéndice clase nivel disposición estrofa canto cap\. vol\. art\. tít\.
""")
_FEMININE_PARTS = word_set(
    "fase parte sección escena época etapa serie lección unidad clase disposición estrofa"
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
_NO_NUMERAL = word_set("XXX MIX MCC MMC MMM MDC MCM MDL MML MLI DIV CIV")


def _value(roman: str) -> int:
    pairs = zip(roman, f"{roman[1:]}I", strict=True)
    return sum(_VALUES[a] if _VALUES[a] >= _VALUES[b] else -_VALUES[a] for a, b in pairs)


def _small_ordinal(roman: str, *, feminine: bool) -> str:
    n = _value(roman)
    return ordinal(n, feminine=feminine) if n <= 10 else cardinal(n)


@rule(
    rf"\b(?P<part>(?i:{_PARTS}))\s(?P<it>{_ROMAN}(?:(?:,\s{_ROMAN}){{0,3}}(?:\sy\s|\sal?\s|\so\s|[-–]){_ROMAN})?)(?!\w)",
    triggers="IVXLC",
)
def roman_part(match: re.Match[str]) -> str:
    """ "siglo XXI", "siglos XVI y XVII", "capítulo IV": an ordinal up to ten."""
    return _said(match["it"], feminine=match["part"].lower() in _FEMININE_PARTS)


def _said(written: str, *, feminine: bool) -> str:
    """ "XVI y XVII", "I-III"."""
    apart = re.sub("[-–]", " a ", written)
    return re.sub("[IVXLC]+", lambda one: _small_ordinal(one[0], feminine=feminine), apart)


@rule(
    rf"(?<![\w.])(?:s|ss|S(?=\.\s[XVI]{{2}})|Ss)\.\s(?P<roman>(?=[XVI])(?:{_ROMAN})(?:(?:\sy\s|\sa\s|[-–]){_ROMAN})?)(?!\w|\.\s?[A-Z])",
    triggers="sS",
)
def short_century(match: re.Match[str]) -> str:
    """ "s. XX", "ss. XVI-XVII"."""
    several = len(re.findall("[XVIL]+", match["roman"])) > 1
    said = _said(match["roman"], feminine=False)
    return f"{'siglos' if several else 'siglo'} {said}"


@rule(rf"(?<!\w)({_ROMAN})(?=\s([A-ZÁÉÍÓÚ][a-záéíóúüñ]{{3,}}|{_EVENTS}\b))", triggers="IVXLC")
def roman_event(match: re.Match[str]) -> str:
    """ "II Guerra Mundial", "XX aniversario"."""
    noun = match[2].lower()
    feminine = is_feminine(noun)
    plural = noun.endswith("s")
    said = ordinal(_value(match[1]), feminine=feminine, short=not feminine and not plural)
    return f"{said}s" if plural else said


@rule(rf"\b([A-ZÁÉÍÓÚ][a-záéíóúüñ]{{1,20}})\s(?P<it>{_ROMAN})(?!\w)", triggers="IVXLC")
def roman_name(match: re.Match[str]) -> str:
    """ "Felipe VI", "Alfonso XIII", "Isabel II"; what is no ruler is counted: "Rocky IV"."""
    name = match[1]
    if name not in _RULERS and name not in _QUEENS:
        return cardinal(_value(match["it"]))
    return _small_ordinal(match["it"], feminine=name in _QUEENS)


@rule(
    r"(?<![\w.&/-])(?:(?P<year>(?=[MDCLXVI]{4})M{1,2}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3}))"
    r"|(?P<small>(?=[XVI]{3})X{0,3}(?:IX|IV|V?I{0,3})))(?![\w&/-])",
    triggers="MXVI",
)
def numeral_by_itself(match: re.Match[str]) -> str | None:
    """ "MCMXCIV", "XIV"."""
    return None if match[0] in _NO_NUMERAL else cardinal(_value(match[0]))
