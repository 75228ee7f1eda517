"""Article and script: the values everything else speaks about. Pure.

Offsets are counted in characters (code points) of ``Article.text``, the *source text*: for a posted plain text the text as
posted; for a page the readable text of its article, blocks separated by blank lines. A piece of the source is always
``article.text[start:end]``.
"""

from __future__ import annotations

from typing import Literal

import msgspec

BlockKind = Literal[
    "title",
    "byline",
    "heading",
    "paragraph",
    "item",  # of a bullet or numbered list
    "question",
    "answer",
    "quote",
    "caption",
    "table",
    "code",
]
SectionKind = Literal["story", "synopsis", "takeaways", "opinion", "faq"]


class Block(msgspec.Struct, frozen=True):
    """One visible piece of the article. ``text == article.text[start:end]``.

    ``number`` is an item's in a list that the page numbers itself (0: none, or it stands in the text). ``has_head``: the first
    row of a table names its columns. Cells are parted by tabs, or by bars as in Markdown.
    """

    kind: BlockKind
    text: str
    start: int
    end: int
    number: int = 0
    has_head: bool = False


class Section(msgspec.Struct, frozen=True):
    """A run of blocks under one heading (``title`` is "" for what stands before the first heading)."""

    title: str
    kind: SectionKind
    blocks: tuple[Block, ...]


class Skipped(msgspec.Struct, frozen=True):
    """A visible piece that is not read, and why, in words an editor understands."""

    text: str
    start: int
    end: int
    reason: str


class SaidAs(msgspec.Struct, frozen=True):
    """``article.text[start:end]`` is said as ``text``: "" for a bullet or another mark that has no words."""

    start: int
    end: int
    text: str


class Article(msgspec.Struct, frozen=True):
    """What stands on the page. ``published_at`` is ISO 8601; ``language`` a BCP 47 primary tag such as "en", ``region`` its
    region in capitals, such as "GB", where it is known.

    Every visible piece of ``text`` is in a block or in ``skipped``; what is skipped inside a block is in both.
    """

    title: str
    text: str
    sections: tuple[Section, ...]
    language: str
    byline: str = ""
    published_at: str = ""
    url: str = ""
    image_url: str = ""
    skipped: tuple[Skipped, ...] = ()
    said_as: tuple[SaidAs, ...] = ()
    categories: tuple[str, ...] = ()
    """The sections of the newspaper that it appeared in, such as "World"."""
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What an editor should know of the reading: sentences."""
    region: str = ""
    season: int = 0
    """Its number in its podcast, as is ``episode``; 0 for none."""
    episode: int = 0


class Piece(msgspec.Struct, frozen=True):
    """``segment.text[spoken_start:spoken_end]`` says ``article.text[start:end]``."""

    spoken_start: int
    spoken_end: int
    start: int
    end: int


class Phonemes(msgspec.Struct, frozen=True):
    """``segment.text[start:end]`` sounds as ``ipa``, where the voice can be told; else as it is written."""

    start: int
    end: int
    ipa: str


class Segment(msgspec.Struct, frozen=True):
    """The unit of synthesis and of caching: one sentence, as spoken.

    ``start`` and ``end`` bound the sentence in the source text; ``pieces`` map spoken text to source, in order.
    ``pause_ms`` is the silence after it. ``section`` indexes ``Script.sections``. ``role`` names who speaks.
    ``phonemes`` are the words whose sound the lexicon gives, in order, not overlapping. ``language`` is a primary tag where
    it is another than the script's: "" for the same.
    """

    text: str
    start: int
    end: int
    pieces: tuple[Piece, ...]
    section: int
    pause_ms: int
    role: str = "narrator"
    phonemes: tuple[Phonemes, ...] = ()
    language: str = ""


class Script(msgspec.Struct, frozen=True):
    """What will be said, in order, and what will not. The same article and settings give the same script, byte for byte."""

    title: str
    language: str
    source: str
    sections: tuple[str, ...]
    segments: tuple[Segment, ...]
    skipped: tuple[Skipped, ...] = ()
    byline: str = ""
    published_at: str = ""
    url: str = ""
    image_url: str = ""
    section_kinds: tuple[SectionKind, ...] = ()
    """One for each of ``sections``."""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    show: str = ""
    """The show whose voices and sounds it has."""
    notes: tuple[str, ...] = ()
    """What an editor should know of the reading: sentences."""
    season: int = 0
    """Its number in its podcast, as is ``episode``; 0 for none."""
    episode: int = 0


def encode_script(script: Script) -> bytes:
    """JSON (UTF-8), fields in a fixed order."""
    return msgspec.json.encode(script)


def decode_script(data: bytes) -> Script:
    """Raises msgspec.DecodeError when ``data`` is not a script."""
    return msgspec.json.decode(data, type=Script)
