"""Paragraphs in another language than their article: who speaks them, or why nobody does. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tts_service.article.language import language_of
from tts_service.article.model import Block

Foreign = Callable[[str], str | None]
"""What becomes of paragraphs in a language (a primary tag) that is not the article's: "" for a voice of that language,
None for the article's own voice, else the reason why they are not read."""


def by_the_same_voice(language: str) -> None:
    """The article's voice says them, by the rules of their own language."""


class Tongue(NamedTuple):
    """Of one block. ``language`` decides on the rules; ``voice_of`` is the language whose voice speaks, "" for the article's;
    ``reason`` says why it is not read."""

    language: str
    voice_of: str = ""
    reason: str = ""


class Tongues:
    """The tongues of an article in ``language``. Each text is looked at once; a title is always the article's."""

    def __init__(self, language: str, foreign: Foreign) -> None:
        self._language = language
        self._foreign = foreign
        self._known: dict[str, Tongue] = {}

    def of(self, block: Block) -> Tongue:
        if block.kind == "title":
            return Tongue(self._language)
        if block.text not in self._known:
            self._known[block.text] = self._tongue(language_of(block.text, self._language))
        return self._known[block.text]

    def _tongue(self, language: str) -> Tongue:
        decided = None if language == self._language else self._foreign(language)
        if decided is None:
            return Tongue(language)
        return Tongue(language, reason=decided) if decided else Tongue(language, voice_of=language)
