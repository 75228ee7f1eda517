"""The tag of a rendition: that of its narration, with other chapters. Pure, and light: a web process makes
it.

Only the frames that are new are made; the others, a picture among them, stay where they are in the
narration's file. The tag keeps its size, so places in the file follow from frames alone. ID3v2.3 (id3.org,
2000), and the ID3v2 Chapter Frame Addendum 1.0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tts_service.article.script.chapters import Chapter

HEADER_BYTES = 10
_FRAME_HEADER_BYTES = 10
_REPLACED = (b"CHAP", b"CTOC")
_XMP = b"XMP\0"
"""The owner of the private frame that points to the signed manifest of the narration's file."""
_MOST_CHAPTERS = 255  # a table of contents counts its entries in one byte
_MOST_CHARACTERS = 300
_NO_OFFSET = b"\xff" * 8
_TOP_LEVEL_ORDERED = 3
_UTF16 = b"\1\xff\xfe"


class KeptBytes(NamedTuple):
    """Bytes ``start`` up to ``end`` of the narration's file."""

    start: int
    end: int


class Retagged(NamedTuple):
    """A tag as large as before: ``new`` bytes, those that are kept, and ``padding`` zeros."""

    new: bytes
    kept: tuple[KeptBytes, ...]
    padding: int


def retagged(tag: bytes, chapters: Sequence[Chapter]) -> Retagged:
    """``tag`` with ``chapters`` in place of its own, and without the address of the signed manifest, which is
    of another file. Chapters that do not fit are left out from the end. A tag that is not one of ours is kept
    as it is."""
    frames = _frames(tag)
    if frames is None:
        return Retagged(b"", (KeptBytes(0, len(tag)),), 0)
    kept = tuple(one for one in frames if not _is_replaced(tag[one.start : one.end]))
    room = len(tag) - HEADER_BYTES - sum(one.end - one.start for one in kept)
    fitting = list(chapters[:_MOST_CHAPTERS])
    while len(made := _chapter_frames(fitting)) > room:
        fitting.pop()
    return Retagged(tag[:HEADER_BYTES] + made, kept, room - len(made))


def _frames(tag: bytes) -> list[KeptBytes] | None:
    """The frames of an ID3v2.3 tag without extensions; None for anything else."""
    if tag[:6] != b"ID3\3\0\0" or len(tag) < HEADER_BYTES or _size(tag) != len(tag):
        return None
    found: list[KeptBytes] = []
    at = HEADER_BYTES
    while at + _FRAME_HEADER_BYTES <= len(tag) and tag[at]:
        end = at + _FRAME_HEADER_BYTES + int.from_bytes(tag[at + 4 : at + 8], "big")
        if end > len(tag):
            return None
        found.append(KeptBytes(at, end))
        at = end
    return found


def _size(tag: bytes) -> int:
    """Four bytes of seven bits, without the header."""
    size = 0
    for byte in tag[6:HEADER_BYTES]:
        size = size << 7 | byte & 0x7F
    return HEADER_BYTES + size


def _is_replaced(frame: bytes) -> bool:
    is_pointer = frame[:4] == b"PRIV" and frame[_FRAME_HEADER_BYTES:].startswith(_XMP)
    return frame[:4] in _REPLACED or is_pointer


def _chapter_frames(chapters: Sequence[Chapter]) -> bytes:
    if not chapters:
        return b""
    names = [f"chp{index}".encode() + b"\0" for index in range(len(chapters))]
    contents = b"toc\0" + bytes((_TOP_LEVEL_ORDERED, len(names))) + b"".join(names)
    each = (
        _frame(b"CHAP", name + _times(chapter) + _title(chapter))
        for name, chapter in zip(names, chapters, strict=True)
    )
    return b"".join((_frame(b"CTOC", contents), *each))


def _times(chapter: Chapter) -> bytes:
    """In ms."""
    return (
        b"".join(round(time * 1000).to_bytes(4, "big") for time in (chapter.start_s, chapter.end_s))
        + _NO_OFFSET
    )


def _title(chapter: Chapter) -> bytes:
    line = " ".join(chapter.title.split())[:_MOST_CHARACTERS]
    return _frame(b"TIT2", _UTF16 + line.encode("utf-16-le", "replace"))


def _frame(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "big") + b"\0\0" + body
