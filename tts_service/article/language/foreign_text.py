"""Paragraphs in a language other than their article's: which voice speaks them, or why none does. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tts_service.article.language.language import language_of
from tts_service.article.model import Block

Foreign = Callable[[str], str | None]
"""Decides on paragraphs in a language (a primary tag) other than the article's: "" for a voice of that
language, None for the article's own voice, otherwise the reason they are not read."""


def by_the_same_voice(language: str) -> None:
    """The article's voice speaks them, by the rules of their own language."""


class BlockLanguage(NamedTuple):
    """The language of one block. ``language`` selects the rules; ``voice_of`` is the language whose voice
    speaks, "" for the article's; ``reason`` says why the block is not read."""

    language: str
    voice_of: str = ""
    reason: str = ""


class BlockLanguages:
    """The language of each block of an article in ``language``. Each text is examined once; a title is
    always in the article's language."""

    def __init__(self, language: str, foreign: Foreign) -> None:
        self._language = language
        self._foreign = foreign
        self._known: dict[str, BlockLanguage] = {}

    def of(self, block: Block) -> BlockLanguage:
        if block.kind == "title":
            return BlockLanguage(self._language)
        if block.text not in self._known:
            self._known[block.text] = self._decided(language_of(block.text, self._language))
        return self._known[block.text]

    def _decided(self, language: str) -> BlockLanguage:
        decided = None if language == self._language else self._foreign(language)
        if decided is None:
            return BlockLanguage(language)
        return (
            BlockLanguage(language, reason=decided) if decided else BlockLanguage(language, voice_of=language)
        )
