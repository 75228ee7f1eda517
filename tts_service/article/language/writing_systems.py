"""What no voice of the article's language can speak: Chinese in an English article, formulas. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tts_service.article.extract.html.formulas import formulas_in
from tts_service.article.language.foreign_text import BlockLanguages
from tts_service.article.language.language import SCRIPTS, is_known
from tts_service.article.model import Article, Block, Skipped

_SPOKEN_TOO = {"ja": ("han",), "ko": ("han",)}
"""Scripts of a language besides its own and the Latin one."""
_WRITTEN_AS = {
    **dict.fromkeys(("uk", "bg", "mk", "be"), "ru"),
    **dict.fromkeys(("fa", "ur", "ps"), "ar"),
    **dict.fromkeys(("mr", "ne"), "hi"),
    "as": "bn",
    "yi": "he",
}
_NAMES = {"han": "Chinese", "kana": "Japanese", "hangul": "Korean"}
"""What readers call a script that is not known by its own name."""
_FEW_GREEK = 2
"""Up to this many Greek letters in a row are a symbol ("β-carotene"), which voices can name."""
_OPEN, _CLOSE = r"[(\[（«“„‘\"「]", r"[)\]）»”“’\"」]"


def unspeakable(article: Article, languages: BlockLanguages) -> list[Skipped]:
    """The parts of the blocks of ``article`` that the voices speaking them cannot speak, in order. Blocks
    that are skipped as a whole have none."""
    blocks = (
        block
        for section in article.sections
        for block in section.blocks
        if block.kind not in ("code", "caption")
    )
    return [
        Skipped(block.text[start:end], block.start + start, block.start + end, reason)
        for block in blocks
        if not languages.of(block).reason
        for start, end, reason in sorted(_unspeakable(block, languages, article.language))
    ]


def _unspeakable(block: Block, languages: BlockLanguages, language: str) -> list[tuple[int, int, str]]:
    letters = foreign_letters(block.text, languages.of(block).voice_of or language)
    return [
        *formulas_in(block.text),
        *(
            (start, end, reason)
            for start, end, reason in letters
            if not languages.has_own_voice(block.start + start, block.start + end)
        ),
    ]


def foreign_letters(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, reason) of each run of letters that a voice for ``language`` cannot speak, with brackets
    that enclose nothing else. Empty if the script of ``language`` is not known."""
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
    first = rf"(?=[^\W\d_])(?:[{others}]" + (rf"|[{greek}]{{{_FEW_GREEK + 1}}})" if greek else ")")
    letters = f"[{others}{greek}]"
    between = rf"(?:(?!{letters})[\s\u0300-\u036f\u200c\u200d·,.،、，。।-])"  # some are Arabic letters
    run = rf"{first}(?:{letters}++|{between}{{1,3}}+{letters})*+"
    return re.compile(rf"\s?{_OPEN}\s?{run}[.!?。！？؟]?\s?{_CLOSE}|{run}[。！？؟]?")
