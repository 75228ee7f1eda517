"""Running text as it comes out of SSML, piece by piece: white space collapsed as in a browser, paragraphs
apart by blank lines, and the places of what is marked. Pure."""

from __future__ import annotations

import re

from tts_service.article.markup.marks import MarkedVoice
from tts_service.article.source import source_text

_SEPARATOR = "\n\n"
_SPACE = re.compile(r"[ \t\n\r\v\f]+")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


class WrittenText:
    """``voices`` are runs that do not overlap; ``sentences`` the places where one ends within a paragraph."""

    def __init__(self) -> None:
        self.paragraphs: list[tuple[int, int]] = []
        self.voices: list[MarkedVoice] = []
        self.sentences: list[int] = []
        self.length = 0
        """Of what is written so far, without a space at its end: where a pause stands."""
        self._parts: list[str] = []
        self._begin: int | None = None
        self._space = False
        self._speaker = ("", "")
        self._speaks_from = 0

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def text_from(self, start: int) -> str:
        """What was written since ``start``, where a part begins."""
        parts: list[str] = []
        at = self.length
        for part in reversed(self._parts):
            if at <= start:
                break
            parts.append(part)
            at -= len(part)
        return "".join(reversed(parts))[start - at :]

    def write(self, data: str) -> None:
        """``data`` within the paragraph."""
        data = _SPACE.sub(" ", source_text(data))
        words = data.strip(" ")
        if words:
            self._add(f"{self._gap(data)}{words}")
        if data and self._begin is not None:
            self._space = data.endswith(" ")

    def write_loose(self, data: str) -> None:
        """``data`` outside of any paragraph that is marked: blank lines separate some."""
        first, *others = _BLANK_LINE.split(source_text(data))
        self.write(first)
        for other in others:
            self.end_paragraph()
            self.write(other)

    def end_paragraph(self) -> None:
        if self._begin is not None:
            self.paragraphs.append((self._begin, self.length))
        self._begin, self._space = None, False

    def end_sentence(self) -> None:
        if self._begin is not None:
            self._space = True
            if self.sentences[-1:] != [self.length]:
                self.sentences.append(self.length)

    def place(self) -> int:
        """Where the next word will stand."""
        return self.length + (len(_SEPARATOR) * bool(self._parts) if self._begin is None else self._space)

    def speak_as(self, voice: str, language: str) -> None:
        """From here on."""
        if (voice, language) == self._speaker:
            return
        if any(self._speaker) and self.length > self._speaks_from:
            self.voices.append(MarkedVoice(self._speaks_from, self.length, *self._speaker))
        self._speaker, self._speaks_from = (voice, language), self.place()

    def _gap(self, data: str) -> str:
        """What is written in front of the words of ``data``."""
        if self._begin is not None:
            return " " if self._space or data.startswith(" ") else ""
        gap = _SEPARATOR if self._parts else ""
        self._begin = self.length + len(gap)
        return gap

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)
