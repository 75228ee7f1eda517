"""Paragraphs in a language other than their article's: which voice speaks them, or why none does. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tts_service.article.language.language import language_of, primary
from tts_service.article.markup.marks import MarkedVoice, overlapping
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
    """The language of each block of an article in ``language``. Each text is examined once, unless ``marks``
    say what it is in; a title is always in the article's language."""

    def __init__(self, language: str, foreign: Foreign, marks: Sequence[MarkedVoice] = ()) -> None:
        self._language = language
        self._foreign = foreign
        self._marks = tuple(mark for mark in marks if mark.language)
        self._known: dict[str, BlockLanguage] = {}
        self._decisions: dict[str, str | None] = {}
        self._unspoken: dict[str, str] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        """For an editor: which phrases have no voice of their language."""
        return tuple(
            f"What is marked as {tag!r} within a paragraph is left to the voice around it: it is {reason}."
            for tag, reason in self._unspoken.items()
        )

    def of(self, block: Block) -> BlockLanguage:
        if block.kind == "title":
            return BlockLanguage(self._language)
        if marks := self.marks_in(block.start, block.end):
            is_whole = marks[0].start <= block.start and block.end <= marks[0].end
            return self._marked(marks[0]) if is_whole else BlockLanguage(self._language)
        if block.text not in self._known:
            self._known[block.text] = self._decided(language_of(block.text, self._language))
        return self._known[block.text]

    def of_phrase(self, mark: MarkedVoice) -> BlockLanguage | None:
        """None if nobody speaks it: a phrase is not taken out of its sentence for that."""
        found = self._marked(mark)
        if found.reason:
            self._unspoken[mark.language] = found.reason
            return None
        return found

    def marks_in(self, start: int, end: int) -> Sequence[MarkedVoice]:
        return overlapping(self._marks, start, end) if self._marks else ()

    def has_own_voice(self, start: int, end: int) -> bool:
        """A part of ``article.text[start:end]`` is marked, and spoken by a voice of its language."""
        return any(self._marked(mark).voice_of for mark in self.marks_in(start, end))

    def _marked(self, mark: MarkedVoice) -> BlockLanguage:
        language = primary(mark.language)
        if mark.voice and language != self._language:
            return BlockLanguage(language, voice_of=language)
        return self._decided(language)

    def _decided(self, language: str) -> BlockLanguage:
        if language not in self._decisions:
            self._decisions[language] = None if language == self._language else self._foreign(language)
        decided = self._decisions[language]
        if decided is None:
            return BlockLanguage(language)
        return (
            BlockLanguage(language, reason=decided) if decided else BlockLanguage(language, voice_of=language)
        )
