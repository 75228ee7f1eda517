"""Words that were broken at the end of a line: "nega-" and "tive". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tts_service.article.extract.draft import Draft
from tts_service.article.model import SaidAs
from tts_service.article.normalize.wordlists import word_set

BROKEN = re.compile(r"[^\W\d_]{2}-$")
_BREAK = re.compile(r"(?<![\w-])(?P<first>[^\W\d_]{2,30})(?P<break>-[ \t]*\n[ \t]*)(?P<rest>[^\W\d_]{2,30})")
_FIRST_HALVES = word_set("""
    well self half long short high low non all cross full part ex co mid old new post pre so then hard
    first second third one two three four five six seven eight nine ten twenty thirty forty fifty sixty
    seventy eighty ninety much ever never still far near near-by world state year day week month city
    north south east west left right centre center anti pro multi semi ultra quasi open close best
    better worst mother father son daughter brother sister vice great grand middle working upper lower
    inter African Anglo Euro free fast slow small large big deep double single once record time money
    home hand heart life labor labour police government company family community computer data user
    water oil gas coal wind solar climate health war peace trade tax job price cost risk follow check
    build set break take make start stand sit pick drop run get go come look by-
""")
"""Words that are joined to the next one by a hyphen of their own."""


def broken_words(draft: Draft, whole: str) -> Iterator[SaidAs]:
    """How the breaks in ``draft`` are said: as nothing, or as the hyphen of a compound, which the rest of
    ``whole`` or its first half shows."""
    for match in _BREAK.finditer(draft.text):
        if match["rest"][0].islower():
            said = "-" if _is_compound(match["first"], match["rest"], whole) else ""
            yield SaidAs(draft.start + match.start("break"), draft.start + match.end("break"), said)


def _is_compound(first: str, rest: str, whole: str) -> bool:
    if re.search(rf"\b{first}{rest}\b", whole, re.IGNORECASE):
        return False
    return (
        re.search(rf"\b{first}-{rest}\b", whole, re.IGNORECASE) is not None or first.lower() in _FIRST_HALVES
    )
