"""How numbers are written in Spanish, and the gender of the noun after one."""

from __future__ import annotations

import re

from tts_service.article.normalize.rules import MASK
from tts_service.article.normalize.wordlists import word_set

NUM = (
    r"(?:[0-9]{1,3}(?:[. ][0-9]{3}){1,5}(?![0-9])(?:,[0-9]+)?"
    r"|[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){2,5}(?![0-9])(?:\.[0-9]+)?|,[0-9]{3}\.[0-9]+)"
    r"|[1-9][0-9]{0,2}(?:['’][0-9]{3}){1,5}(?![0-9])(?:[.,][0-9]{3})?(?:[.,][0-9]{1,2})?(?![0-9])|[0-9]+(?:[.,][0-9]+)?)"
)
DASH = r"[-–—−‑]"
TO = rf"(?:\s?{DASH}\s?)"
SIGN = r"(?:(?<![^\s(“\"])[-−+±])?"
SIGNS = {"-": "menos ", "−": "menos ", "+": "más ", "±": "más o menos ", "": ""}
BEFORE = r"(?<![\w.,/$€£-])"
STARTER = (
    "El|La|Los|Las|Un|Una|Ella|Ellos|Ellas|Él|Yo|Esto|Esta|Este|Estos|Estas|Eso|Pero|Y|Luego|Después|Entonces"
    "|Además|También|No|Se|Su|Sus|Nadie|Todos|Hoy|Ayer|Aquí|Allí|Cuando|Mientras|Según|Por|Para|En|Con|Sin"
)
"""Words that begin a sentence, and are hardly ever part of a name."""
BEGINS = rf"\s+[¿¡“«\"]?(?:{STARTER})(?![\w.])"
END = rf"(?![^\w{MASK}]*$|{BEGINS})"

_NEXT_WORD = re.compile(r"\s(?:mil\s)?([a-záéíóúüñ]+)")
_NO_NOUN = word_set("""
    de del y e o u a al en por para con sin que es son fue era ha han se lo la los las el un una su sus más
    menos como si no ni pero sobre entre desde hasta hoy ayer mil cada tras ante según cuando donde
""")
_MASCULINE_IN_A = word_set("""
    día días problema problemas programa programas sistema sistemas tema temas planeta planetas mapa mapas
    idioma idiomas poema poemas clima climas dilema dilemas drama dramas esquema esquemas cometa cometas sofá
    papa papas guardia policías poeta poetas atleta atletas ciclista ciclistas futbolista futbolistas
    periodista periodistas
""")
_FEMININE = word_set("""
    mujer mujeres vez veces noche noches tarde tardes mano manos calle calles clase clases parte partes muerte
    muertes nave naves llave llaves fuente fuentes madre madres flor flores luz luces ley leyes red redes
    imagen imágenes sede sedes torre torres base bases series serie especie especies sesiones toneladas
""")
_FEMININE_END = (
    "a",
    "as",
    "ción",
    "ciones",
    "sión",
    "siones",
    "dad",
    "dades",
    "tad",
    "tades",
    "umbre",
    "umbres",
)


def is_feminine(noun: str) -> bool:
    if noun in _MASCULINE_IN_A:
        return False
    return noun in _FEMININE or noun.endswith(_FEMININE_END)


def noun_behind(text: str, end: int) -> str:
    """The noun counted by the number that ends at ``end``; "" if there is none."""
    found = _NEXT_WORD.match(text, end)
    return "" if not found or found[1] in _NO_NOUN else found[1]


def joiner(text: str, start: int) -> str:
    """The dash of a range is spoken as "y" after "entre", otherwise as "a"."""
    return "y" if text[max(0, start - 6) : start].lower().endswith("entre ") else "a"
