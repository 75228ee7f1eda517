"""Article and script: the values that everything else is about. Pure.

Offsets count characters (code points) of ``Article.text``, the *source text*: for posted plain text, the text
as posted; for a page, the readable text of its article, with blocks separated by blank lines. A piece of the
source is always ``article.text[start:end]``.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from tts_service.article.markup.marks import NO_MARKUP, Markup

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

    ``number`` is that of an item in a list that the page numbers itself (0: none, or it is in the text).
    ``has_head``: the first row of a table names its columns. Cells are separated by tabs, or by bars as in
    Markdown.
    """

    kind: BlockKind
    text: str
    start: int
    end: int
    number: int = 0
    has_head: bool = False


class Section(msgspec.Struct, frozen=True):
    """The blocks under one heading (``title`` is "" for what precedes the first heading)."""

    title: str
    kind: SectionKind
    blocks: tuple[Block, ...]


class Skipped(msgspec.Struct, frozen=True):
    """A visible piece that is not read, and why, in words that an editor understands."""

    text: str
    start: int
    end: int
    reason: str


class Outside(msgspec.Struct, frozen=True):
    """What the page shows besides its article, by reason: ``pieces`` of it (menu entries, paragraphs, …) with
    ``characters`` in all. ``text`` is theirs, one a line, cut after some thousand characters."""

    reason: str
    text: str
    pieces: int
    characters: int


class SaidAs(msgspec.Struct, frozen=True):
    """``article.text[start:end]`` is spoken as ``text``: "" for a bullet or another mark without words."""

    start: int
    end: int
    text: str


class Article(msgspec.Struct, frozen=True):
    """What a page contains. ``published_at`` is ISO 8601; ``language`` a BCP 47 primary tag such as "en";
    ``region`` its region in capitals, such as "GB", if known.

    Every visible piece of ``text`` is in a block or in ``skipped``; what is skipped inside a block is in
    both. What else the page shows is in ``outside``.
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
    """What an editor should know about how it was read: sentences."""
    region: str = ""
    season: int = 0
    """Its number in its podcast; 0 for none. ``episode`` likewise."""
    episode: int = 0
    outside: tuple[Outside, ...] = ()
    doubts: tuple[str, ...] = ()
    """What may belong to the story and is not read: sentences."""
    markup: Markup = NO_MARKUP
    """What its author says of pauses, voices and readings."""


class Piece(msgspec.Struct, frozen=True):
    """``segment.text[spoken_start:spoken_end]`` says ``article.text[start:end]``."""

    spoken_start: int
    spoken_end: int
    start: int
    end: int


class Phonemes(msgspec.Struct, frozen=True):
    """``segment.text[start:end]`` is pronounced ``ipa`` by voices that take phonemes; by others, as
    written."""

    start: int
    end: int
    ipa: str


class Spelled(msgspec.Struct, frozen=True):
    """``segment.text[start:end]``, such as "UN" or "p.m.", is said letter by letter."""

    start: int
    end: int


class Segment(msgspec.Struct, frozen=True):
    """The unit of synthesis and of caching: one sentence, as spoken.

    ``start`` and ``end`` bound the sentence in the source text; ``pieces`` map spoken text to source, in
    order. ``pause_ms`` is the silence after it. ``section`` indexes ``Script.sections``. ``role`` names the
    speaker. ``phonemes`` are the words whose pronunciation the lexicon gives, in order, not overlapping.
    ``language`` is a primary tag if it differs from the script's; otherwise "". ``spelled`` likewise in
    order, not overlapping: how letters are written for a voice is for its engine to know. ``voice`` is named
    by the author for this segment alone, "" for that of its role.
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
    spelled: tuple[Spelled, ...] = ()
    voice: str = ""


class ReadBy(msgspec.Struct, frozen=True):
    """A person reads segments ``first`` up to ``end``: in one piece, so nothing comes between them. ``name``:
    "" if not stated."""

    first: int
    end: int
    name: str = ""


class Script(msgspec.Struct, frozen=True):
    """What will be said, in order, and what will not. The same article and settings give the same script,
    byte for byte."""

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
    """One kind for each of ``sections``."""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    show: str = ""
    """The show whose voices and sounds it uses."""
    notes: tuple[str, ...] = ()
    """What an editor should know about how it was read: sentences."""
    season: int = 0
    """Its number in its podcast; 0 for none. ``episode`` likewise."""
    episode: int = 0
    outside: tuple[Outside, ...] = ()
    """What its page shows besides the article, by reason."""
    doubts: tuple[str, ...] = ()
    """What may belong to the story and is not read: sentences for an editor."""
    section_urls: tuple[str, ...] = ()
    """Where each of ``sections`` leads, "" for nowhere; none at all but for a briefing."""
    read_by: tuple[ReadBy, ...] = ()
    """Where a person reads and not the voice, in order. None in an article that a person reads as a whole."""


_LEFT_OUT = (
    b',"spelled":[]',
    b',"voice":""',
    b',"outside":[]',
    b',"doubts":[]',
    b',"section_urls":[]',
    b',"read_by":[]',
)
"""Fields without content. In JSON they stand nowhere within a string: their quotation marks would be escaped
there."""


def encode_script(script: Script) -> bytes:
    """JSON (UTF-8), fields in a fixed order. A segment in which nothing is spelled has no field for it, nor
    one without a voice of its own, nor a script for what is not around it: it is the same, byte for byte, as
    before there were any, and so is the revision that is named after it."""
    encoded = msgspec.json.encode(script)
    for field in _LEFT_OUT:
        encoded = encoded.replace(field, b"")
    return encoded


def decode_script(data: bytes) -> Script:
    """Raises msgspec.DecodeError when ``data`` is not a script."""
    return msgspec.json.decode(data, type=Script)
