"""Roman numerals: of kings and popes, of wars, and of chapters, acts and films."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.figures.words import cardinal, ordinal, year
from tts_service.article.normalize.english.figures.written import last_word
from tts_service.article.normalize.romans import (
    NO_NUMERALS,
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
from tts_service.article.normalize.wordlists import any_of, word_set

_REGNAL = word_set("""
    Abdullah Afonso Albert Alexander Alexandra Alfonso Andrew Anne Antiochus Artaxerxes Augustus Baldwin
    Baudouin Benedict Boniface Canute Carl Carol Carlos Catherine Charles Christian Clement Constantine Cyrus
    Darius David Edward Elizabeth Eric Ferdinand Francis Franz Frederick Frederik Gaulle George Gregory Gustaf
    Gustav Haakon Harald Hassan Henri Henry Hussein Innocent Isabella Ivan James Jean João John Joseph Juan
    Julius Kamehameha Leo Leopold Louis Ludwig Macbeth Malcolm Manuel Margaret Margrethe Maria Mary Maximilian
    Mehmed Michael Mohammed Mohammad Mswati Murad Napoleon Nicholas Olav Otto Paul Pedro Peter Philip Philippe
    Pius Ptolemy Rama Rameses Ramesses Rainier Richard Robert Rudolf Selim Seti Sigismund Sixtus Stephen
    Theodore Thutmose Tutankhamun Umberto Urban Victor Vittorio Wilhelm Willem William Xerxes Felipe Letsie
""")
_RULERS = word_set("""
    king queen pope emperor empress tsar czar tsarina sultan shah pharaoh prince princess kaiser patriarch
    duke
""")
_NUMBERED = any_of(r"""
    Chapter Act Scene Part Volume Vol\. Book Type Phase Article Title Section Table Appendix Annex Schedule
    Ch\. Sec\. Pt\. App\. Art\.
    Mark Mk Stage Class Tier Level Grade Division Category Figure Fig\. Super\sBowl WrestleMania War Vatican
    Lateran Episode Season Round Group Page Pillar Protocol Artemis Gemini Voyager Factor Expo Apollo Rocky
    No\. Nos\. Rambo Fantasy Theft\sAuto Kombat Godfather Saturn Soyuz Psalm Canto
""")
_NUMBERED_IN_CAPITALS = any_of("""
    CHAPTER ACT SCENE PART VOLUME BOOK TYPE PHASE ARTICLE TITLE SECTION TABLE APPENDIX ANNEX SCHEDULE MARK
    STAGE
    CLASS TIER LEVEL GRADE DIVISION FIGURE EPISODE SEASON ROUND GROUP WAR LIST LESSON UNIT CANTO STEP MODULE
""")
_PEOPLE = word_set("""
    Aaron Adam Alan Albert Alex Alfred Alice Allen Amy Andrew Andy Ann Anna Anthony Antonio Arthur Ben
    Benjamin
    Bill Billy Bob Brad Brian Bruce Calvin Carl Carlos Charlie Chris Clark Clifford Craig Dan Daniel Danny
    Dave
    David Dean Dennis Diana Don Donald Doug Douglas Earl Ed Eddie Edgar Edwin Eli Elijah Emily Emma Eric
    Ernest
    Ethan Eugene Evan Floyd Frank Fred Gary Gene Gerald Glenn Gordon Greg Gregory Hank Harold Harrison Harry
    Harvey Hector Henry Herbert Herman Howard Hugh Ian Isaac Jack Jackson Jacob Jake James Jane Jason Jay Jeff
    Jeffrey Jeremy Jerry Jesse Jim Jimmy Joe Joel Johnny Jonathan Jordan Jose Joseph Josh Joshua Juan Julian
    Justin Karl Keith Ken Kenneth Kevin Kyle Larry Lawrence Lee Leon Leonard Lewis Liam Logan Lloyd Lucas Luis
    Luke Marcus Mario Mark Marshall Martin Marvin Mason Matt Matthew Max Melvin Michael Mike Miguel Milton
    Mitchell Morris Nancy Nathan Ned Neil Nick Noah Norman Oliver Oscar Owen Pat Patrick Paul Pete Peter Phil
    Philip Phillip Ralph Randall Ray Raymond Rick Ricky Rob Robert Robin Roger Ron Ronald Ross Roy Russell
    Ryan
    Sam Samuel Scott Sean Seth Sidney Simon Spencer Stan Stanley Stephen Steve Steven Stuart Ted Terry Thomas
    Tim Timothy Todd Tom Tommy Tony Travis Tyler Vernon Vincent Wade Walter Warren Wayne Wesley Will Willie
    Zach Zachary
""")
_NO_NAMES = word_set(
    "The A An In On At Of And Or But By For From To With His Her Their Our My This That Size"
)
_STATES_A_PART = re.compile(
    rf"\s{any_of('is was of and to in has had will or trial study diabetes begins ends opens')}\b"
)
_STATES_THE_SPEAKER = re.compile(
    rf"\s{any_of('am have had do did could can would think like saw took need want know agree liked love')}\b"
)
_STATES_A_RULER = re.compile(r"['’]s\b|[,.;)]|$|\s(?:of|and|was|is|had|ruled|reigned)\b")


@rule(r"\bWW\s?(I{1,3}|[123])(?!\w)", triggers="W")
def short_world_war(match: re.Match[str]) -> str:
    n = int(match[1]) if match[1].isdecimal() else len(match[1])
    return f"World War {cardinal(n).capitalize()}"


@rule(
    rf"\b(?:{_NUMBERED}s|World\sWars)\s(?P<it>{several(fewest=2)})(?!\w)(?!\.[A-Z])",
    triggers=TRIGGERS,
)
def numbered_parts(match: re.Match[str]) -> str:
    """ "Parts II and III", "Chapters IV-VI"."""
    return in_words(match["it"], cardinal, "to")


@rule(rf"\b(?i:World\sWar)\s(?P<it>{SMALL_ROMAN})(?!\w)", triggers=TRIGGERS)
def world_war(match: re.Match[str]) -> str:
    return cardinal(value(match["it"])).capitalize()


@rule(
    rf"\b(?:{_NUMBERED}|{_NUMBERED.lower()}|{_NUMBERED_IN_CAPITALS})\s(?P<it>{several()})(?!\w)(?!\.[A-Z])",
    triggers=TRIGGERS,
)
def numbered_part(match: re.Match[str]) -> str | None:
    """ "Chapter IV", "Super Bowl LVIII", "Stage III-IV", "Act I is slow"; not "the book I read"."""
    if match["it"] == "I" and not _is_a_first_part(match):
        return None
    return in_words(match["it"], cardinal, "to")


@rule(
    rf"\b(?i:chapter|act|scene|part|volume|book|type|phase|article|section|table|appendix|class|level|grade|figure|stage|vol\.|ch\.|p\.|pp\.|sec\.|app\.|fig\.)\s(?P<it>(?=[ivxl]{{2}}){SMALL_ROMAN.lower()})(?![\w.’'-])",
    triggers="ivxl",
)
def small_numbered_part(match: re.Match[str]) -> str:
    """ "chapter iv", "type ii"."""
    return cardinal(value(match["it"].upper()))


numerals_in_a_row = numerals_in_a_row_rule(cardinal, "to")
numeral_by_itself = numeral_by_itself_rule(year, cardinal)


def _is_a_first_part(match: re.Match[str]) -> bool:
    """True if an "I" may be the pronoun: after a lower-case letter ("the war I saw"), or before a verb."""
    if match[0][0].islower():
        return False
    behind = match.string[match.end() : match.end() + 12]
    if match[0].startswith(("Type ", "Phase ", "Stage ", "Grade ", "Category ")):
        return not _STATES_THE_SPEAKER.match(behind)
    return not re.match(r"\s[a-z]", behind) or bool(_STATES_A_PART.match(behind))


@rule(
    rf"(?<!\w)({several()})(?:th)?(?=\s(?:century|centuries|Century|Olympiad|Olympic|Winter|Commonwealth)\b)",
    triggers=TRIGGERS,
)
def numbered_century(match: re.Match[str]) -> str:
    """ "the XXI century", "the XIX and XX centuries"."""
    return in_words(match[1], ordinal, "to")


@rule(rf"(?<![\w&/-])(?=[IVX]{{2}})({ROMAN})th(?!\w)", triggers=TRIGGERS)
def roman_ordinal(match: re.Match[str]) -> str:
    """ "XVIIth"."""
    return ordinal(value(match[1]))


@rule(
    rf"\b(?P<name>[A-ZÀ-Þ][a-zß-ÿ]{{1,20}})\s(?P<it>{several(SMALL_ROMAN, fewest=2)})(?!\w)",
    triggers=TRIGGERS,
)
def numbered_rulers(match: re.Match[str]) -> str | None:
    """ "Henry VII and VIII"."""
    if match["name"] not in _REGNAL:
        return None
    return in_words(match["it"], lambda n: f"the {ordinal(n).capitalize()}", "to")


@rule(rf"\b([A-ZÀ-Þ][a-zß-ÿ]{{1,20}})\s(?P<it>{SMALL_ROMAN})(?!\w)(?!\.[A-Z])(?!-[A-Z])", triggers=TRIGGERS)
def numbered_name(match: re.Match[str]) -> str | None:
    """ "Charles III", "Robert Griffin III"; a film or a council is counted: "Rocky II"."""
    name, roman, text = match[1], match["it"], match.string
    before = last_word(text, match.start())
    if name in _NO_NAMES or roman in NO_NUMERALS:
        return None
    if len(roman) == 1 and not _is_numbered_by_one_letter(match, before):
        return None
    if (
        name in _REGNAL
        or before in _RULERS
        or (name in _PEOPLE and roman in ("II", "III", "IV", "V", "VI"))
        or (roman in ("II", "III", "IV") and _is_surname(text, match.start()))
    ):
        return f"the {ordinal(value(roman)).capitalize()}"
    return cardinal(value(roman))


def _is_numbered_by_one_letter(match: re.Match[str], before: str) -> bool:
    """A lone I, V or X is a numeral behind a ruler's name only: "King George V", "Peter I of Russia", not
    "Malcolm X"."""
    name, roman = match[1], match["it"]
    if before in _RULERS:
        return True
    if name not in _REGNAL or name == "Malcolm":
        return False
    return roman != "I" or bool(_STATES_A_RULER.match(match.string[match.end() : match.end() + 9]))


def _is_surname(text: str, at: int) -> bool:
    return bool(re.search(r"\b[A-ZÀ-Þ](?:[a-zß-ÿ]{0,20}|\.)\s$", text[max(0, at - 24) : at]))
