"""Sentences by which a publication speaks of itself to its readers: what was corrected, who paid for it,
whom to write to, what to join, to give or to buy. Pure.

A page has hundreds of pieces, so a pattern is tried only where one of its words stands. Patterns describe
what is said, in several languages, never one publisher.
"""

from __future__ import annotations

import re

from tts_service.article.extract.appeals import APPEALS
from tts_service.article.extract.editors import EDITORS

_ROWS = (*EDITORS, *APPEALS)
_PATTERNS = tuple(re.compile(row.pattern, re.IGNORECASE | re.DOTALL) for row in _ROWS)
_BY_WORD: dict[str, list[int]] = {}
for _number, _row in enumerate(_ROWS):
    for _word in _row.words.split():
        _BY_WORD.setdefault(_word, []).append(_number)
_AROUND = ' \t\n.,;:!?¡¿()[]{}*«»“”"…।|–—-'
_APART = str.maketrans("’'", "  ")
_QUOTED = ("“", "„", "«", '"', "‘", "'", "‹")
_QUOTATION = re.compile(r"[“„«\"][^“”„«»\"]{0,400}[”“»\"]|‘[^‘’]{0,300}’(?!\w)|(?<!\w)'[^']{0,300}'(?!\w)")
_YOU = re.compile(
    r"\b(?:you|your|du|dich|dir|dein\w{0,2}|(?:wart|habt|seid|kennt|wollt) ihr|euch"
    r"|eure\w?|(?<=[\w,] )(?-i:Sie|Ihnen|Ihr\w{0,2})|usted(?:es)?|tú|tus?|te|vous|votre|vos"
    r"|voi|vostr[oaie]|tuo[i]?|tua|tue|você|vocês)\b|आप(?:का|की|के|को)?(?!\S)",
    re.IGNORECASE,
)
_ASKED = re.compile(r"[!?]|\S@\S|\bwww\.|https?:|\b\d{3}[- ]\d{4}\b")


def addresses_reader(text: str) -> bool:
    """Whether ``text`` says "you", outside of quotations."""
    return _YOU.search(_QUOTATION.sub(" ", text)) is not None


def asks_for_something(text: str) -> bool:
    """Whether there is a question, an exclamation, or an address in ``text``, outside of quotations."""
    return _ASKED.search(_QUOTATION.sub(" ", text)) is not None


def note_of(text: str) -> str:
    """The reason why ``text``, a whole visible piece, is a publication's word to its readers; "" if it is
    not, or if it begins with a quotation."""
    if text.startswith(_QUOTED):
        return ""
    words = {word.strip(_AROUND) for word in text.lower().translate(_APART).split()}
    numbers = sorted({number for word in words & _BY_WORD.keys() for number in _BY_WORD[word]})
    return next((_ROWS[number].reason for number in numbers if _PATTERNS[number].search(text)), "")
