"""What no voice of the article's language can speak: Chinese in an English article, formulas. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tts_service.article.formulas import formulas_in
from tts_service.article.language import SCRIPTS, is_known
from tts_service.article.model import Article, Skipped
from tts_service.article.tongues import Tongues

_SPOKEN_TOO = {"ja": ("han",), "ko": ("han",)}
"""Further scripts of a language, beside its own and the Latin one."""
_WRITTEN_AS = {
    **dict.fromkeys(("uk", "bg", "mk", "be"), "ru"),
    **dict.fromkeys(("fa", "ur", "ps"), "ar"),
    **dict.fromkeys(("mr", "ne"), "hi"),
    "as": "bn",
    "yi": "he",
}
_NAMES = {"han": "Chinese", "kana": "Japanese", "hangul": "Korean"}
"""What readers call a script, where it is not its own name."""
_FEW_GREEK = 2
"""So many Greek letters together are a sign ("β-carotene"), which voices name."""
_OPEN, _CLOSE = r"[(\[（«“„‘\"「]", r"[)\]）»”“’\"」]"


def unspeakable(article: Article, tongues: Tongues) -> list[Skipped]:
    """What of the blocks of ``article`` the voices that speak them cannot speak, in order. Nothing of what is skipped whole."""
    blocks = (block for section in article.sections for block in section.blocks if block.kind not in ("code", "caption"))
    return [
        Skipped(block.text[start:end], block.start + start, block.start + end, reason)
        for block in blocks
        if not tongues.of(block).reason
        for start, end, reason in sorted(_unspeakable(block.text, tongues.of(block).voice_of or article.language))
    ]


def _unspeakable(text: str, language: str) -> list[tuple[int, int, str]]:
    return [*formulas_in(text), *foreign_letters(text, language)]


def foreign_letters(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, reason) of each run of letters that a voice for ``language`` cannot speak, with the brackets that hold
    nothing else. Nothing where it is not known how ``language`` is written."""
    if text.isascii() or not is_known(language):
        return
    for match in _pattern(language).finditer(text):
        yield *match.span(), f"in {_name(match.group())} letters, which a voice for {language!r} cannot speak"


def _name(text: str) -> str:
    script = next(name for letters, name, _ in SCRIPTS if letters.search(text))
    return _NAMES.get(script, script.capitalize())


@lru_cache(maxsize=64)
def _pattern(language: str) -> re.Pattern[str]:
    spoken = {"latin", *_SPOKEN_TOO.get(language, ())}
    spoken |= {name for _, name, tag in SCRIPTS if tag == _WRITTEN_AS.get(language, language)}
    classes = {name: letters.pattern[1:-1] for letters, name, _ in SCRIPTS if name not in spoken}
    greek = classes.get("greek", "")
    others = "".join(letters for name, letters in classes.items() if name != "greek")
    first = rf"(?=[^\W\d_])(?:[{others}]" + (rf"|[{greek}]{{{_FEW_GREEK + 1},}})" if greek else ")")
    run = rf"{first}(?:[\s\u0300-\u036f\u200c\u200d·,.،、，。।-]{{0,3}}[{others}{greek}])*"
    return re.compile(rf"\s?{_OPEN}\s?{run}[.!?。！？؟]?\s?{_CLOSE}|{run}[。！？؟]?")
