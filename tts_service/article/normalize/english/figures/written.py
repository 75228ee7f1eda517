"""How numbers and their neighbours are written in English: the fragments that the rules' patterns are made
of.

Digits are ``[0-9]``, never ``\\d``, which takes every script's. Repetition is bounded wherever it could be
tried from many places, so that a long run of digits, commas or dashes costs no more than its length.
"""

from __future__ import annotations

import re

from tts_service.article.normalize.rules import MASK
from tts_service.article.normalize.wordlists import any_of, word_set

INT = r"(?:[0-9]{1,3}(?:,[0-9]{2,3}){0,7},[0-9]{3}(?![0-9])|[0-9]+)"
_GAPPED = (
    r"(?<![0-9]\s)[1-9][0-9]{0,2}"
    r"(?:(?:\s[0-9]{3}){1,5}(?!\s?[0-9]|-[0-9])|(?:['’][0-9]{3}){1,5}(?!['’]?[0-9]))(?:\.[0-9]+)?"
)
"""Thousands as elsewhere in the world: "10 000", "1'000'000"."""
NUM = rf"(?:{_GAPPED}|{INT}(?:\.[0-9]+)?|\.[0-9]+)"
DASH = r"[-–—−‑]"
TO = rf"(?:\s?{DASH}\s?)"
SIGN = r"(?:(?<![^\s(“\"])[-−+±])?"
_STARTER = any_of("""
    It He She They We You I The This That These Those There His Her Its Their Our My Your Nobody Everybody
    Everyone Nothing Don['’]t
""")
_STARTER_OF_FEW = any_of("""
    But And Or So Then Now Here When While Where Why How What Who If Although Though Because Since After
    Before Until Once As At In On For From With Without Some Many Most Few All Both Each Every No Not Yet
    Still Also However Meanwhile Later Today Yesterday Tomorrow Only Even Instead Perhaps Turn Take Go Come
    Please Let Did Does Do Is Are Was Were A
""")
"""These stand in the middle of headlines as well ("U.S. And China"): a small letter behind them decides."""
BEGINS = (
    rf"(?:[\"”’)]{{0,2}}\s{{1,4}}[\"“‘(]?(?:{_STARTER}(?![\w.])|{_STARTER_OF_FEW}(?=,?\s[a-z0-9{MASK}])))"
)
"""A sentence begins here: what precedes ends one."""
NO_GAP = r"(?<=[a-z]{2})[.!?][”\")]?(?=[A-Z][a-z’']*(?:[\s,.!?]|$))"
"""A sentence ends here, and the next one begins at once: "done.Next"."""
LAST = rf"[^\w{MASK}]*$|{BEGINS}"
"""The text ends here, or the sentence does."""
END = rf"(?![^\w{MASK}]*$|{BEGINS})"

SIGNS = {"-": "minus ", "−": "minus ", "+": "plus ", "±": "plus or minus ", "": ""}

DETERMINERS = word_set("""
    a an the this that its his her their our my your another each every one no any some per first second new
""")
_NO_NOUN = word_set("""
    in of to for from by on at and or nor but was were is are be been being has had have will would may might
    can could did do does should that which who whom it he they she we you i after before per a an the each
    more less as than if when while so because since until with without into over under about above below
    between among through during against toward towards out up down off away ago all only not now then there
    here this these those his her its their our my today tomorrow yesterday last next later earlier again
    annually yearly monthly weekly daily still also just even yet where what how why back worth towards
    overnight altogether apiece both via plus minus short long high tall wide deep went came fell rose made
    lost won sent spent paid grew got gave left took said bought sold kept hit sits stands north south east
    west from thick vs versus too outside inside indoors outdoors
""")
_WITH_IS = word_set("it he she that there here what who where how")
_PRICED = word_set("bond bail bill bills note notes coin coins")
"""Nouns that a preceding sum always describes: "in lieu of $5,000 bond"."""
_NEXT_WORD = re.compile(r"(?:\s|(-))([^\W\d_]+)")
_ADJECTIVE = re.compile(
    r"\b(?:an?|the|its|his|her|their|our|this|that|your)\s[a-z]{1,12}(?:ous|ful|ive|able|ible)\s$"
)
_LAST_WORD = re.compile(r"([\w’']{1,30})[\s-]$")


def last_word(text: str, at: int) -> str:
    """The word that ends at ``at``, followed by one space or hyphen: lower case, "" if there is none."""
    found = _LAST_WORD.search(text[max(0, at - 32) : at])
    return found[1].lower() if found else ""


def is_attributive(text: str, start: int, end: int) -> bool:
    """Does the measure ``text[start:end]`` describe the noun after it: "a $5 bill", "the 10 km race", "$2bn
    deal signed"?"""
    behind = _NEXT_WORD.match(text, end)
    if not behind:
        return False
    noun = behind[2].lower()
    if behind[1]:
        return noun not in ("plus", "odd")
    if noun in _NO_NOUN or noun.endswith(("ed", "ly")):
        return False
    word = last_word(text, start)
    if noun in _PRICED or word in DETERMINERS or _is_genitive(word) or opens(text, start):
        return True
    return _ADJECTIVE.search(text, max(0, start - 32), start) is not None


def _is_genitive(word: str) -> bool:
    """ "Ann's", but not "it's"."""
    return word.endswith(("'s", "’s")) and word[:-2] not in _WITH_IS


def opens(text: str, at: int) -> bool:
    """True if only quotation marks and brackets precede ``at``."""
    return at <= 4 and not text[:at].strip(" “\"‘'(")


def joiner(text: str, start: int) -> str:
    """The dash of a range is spoken as "and" after "between", otherwise as "to"."""
    return "and" if last_word(text, start) == "between" else "to"
