"""Where a sentence ends though an abbreviation stands there, or no gap: "the U.S. It sells", "done.Next"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tts_service.article.normalize.english.figures.written import BEGINS, NO_GAP
from tts_service.article.normalize.wordlists import word_list

_LEADING = "".join(
    rf"(?<!\b{re.escape(word)})"
    for word in word_list("""
        Mr Ms Dr Lt Mrs Sen Rep Gov Gen Col Sgt Rev Hon Maj Adm Prof Capt Pres Messrs vs cf viz e.g i.e ca
        approx incl a.k.a
    """)
)
"""Titles and short words that lead to what is behind them."""
_BEFORE_A_STARTER = re.compile(rf"(?<=\w){_LEADING}\.(?={BEGINS})[\"”’)]{{0,2}}")
_NO_GAP = re.compile(NO_GAP)
_ADDRESS = re.compile(r"[@/._\\]\S*$")


def english_ends(paragraph: str) -> Iterator[int]:
    """Offsets behind the mark."""
    for match in _BEFORE_A_STARTER.finditer(paragraph):
        yield match.end()
    for match in _NO_GAP.finditer(paragraph):
        if not _ADDRESS.search(paragraph, max(0, match.start() - 60), match.start()):
            yield match.end()
