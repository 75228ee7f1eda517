"""A script as a page to read: what is spoken, in the words of the source, sentence by sentence. Pure."""

from __future__ import annotations

from itertools import groupby

import msgspec

from tts_service.article.language.tags import primary_subtag
from tts_service.article.model import Script, Segment
from tts_service.article.script.notice import NOTICE, shown_words

BLOCK_PAUSE_MS = 300
"""Longer silences separate paragraphs, shorter ones sentences of one paragraph."""

RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ku", "ps", "sd", "ug", "ur", "yi")
)
"""Primary tags of languages that are written from right to left."""


class Sentence(msgspec.Struct, frozen=True):
    """Segment ``index`` of the script, ``source[start:end]``. ``space``: the white space before it."""

    index: int
    start: int
    end: int
    text: str
    space: str


class Paragraph(msgspec.Struct, frozen=True):
    """``role`` names the speaker, as in the script; ``is_heading``: it is the heading of its section."""

    sentences: tuple[Sentence, ...]
    role: str
    is_heading: bool = False

    @property
    def text(self) -> str:
        return "".join(sentence.space + sentence.text for sentence in self.sentences)


def transcript(script: Script) -> list[list[Paragraph]]:
    """The paragraphs of each section, without the article's title."""
    found = _paragraphs(script)
    at = next((at for at, (_, one) in enumerate(found) if one.role != NOTICE), 0)
    if _is_title(script, found[at][1]):
        del found[at]
    return [
        _section(script, number, [one for _, one in group])
        for number, group in groupby(found, key=lambda pair: pair[0])
    ]


def direction(language: str) -> str:
    """The value of HTML's ``dir`` attribute."""
    return "rtl" if primary_subtag(language) in RIGHT_TO_LEFT else "ltr"


def _paragraphs(script: Script) -> list[tuple[int, Paragraph]]:
    """The paragraphs, each with the number of its section."""
    found: list[tuple[int, list[Sentence]]] = []
    before: Segment | None = None
    for index, segment in enumerate(script.segments):
        if before is None or before.section != segment.section or before.pause_ms > BLOCK_PAUSE_MS:
            found.append((segment.section, []))
            before = None
        space = " " if before and script.source[before.end : segment.start] else ""
        text = shown_words(script, segment)
        found[-1][1].append(Sentence(index, segment.start, segment.end, text, space))
        before = segment
    return [(section, Paragraph(tuple(said), script.segments[said[0].index].role)) for section, said in found]


def _is_title(script: Script, paragraph: Paragraph) -> bool:
    """True for the headline, or what is spoken in its place if the source does not contain it."""
    has_place = any(sentence.end for sentence in paragraph.sentences)
    return not has_place or paragraph.text == _one_line(script.title)


def _section(script: Script, number: int, paragraphs: list[Paragraph]) -> list[Paragraph]:
    at = 1 if paragraphs[0].role == NOTICE else 0
    if len(paragraphs) > at + 1 and paragraphs[at].text == _one_line(script.sections[number]):
        paragraphs[at] = msgspec.structs.replace(paragraphs[at], is_heading=True)
    return paragraphs


def _one_line(text: str) -> str:
    return " ".join(text.split())
