"""The ID3v2.3 tag in front of a narration. Its size is fixed before the first frame, so that offsets never move.

Format: ID3v2.3.0 informal standard, and the ID3v2 chapter frame addendum (CHAP, CTOC).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Protocol

import langcodes
from mutagen.id3 import CHAP, CTOC, ID3, TALB, TDRC, TIT2, TLAN, TPE1, CTOCFlags

TAG_BYTES = 16 * 1024
"""Room for the longest title and a hundred chapters. Together with the first sentence it fills the 32 KiB block that
Chromium reads before it starts to play a growing file."""
LONGEST_FIELD = 500
MOST_CHAPTERS = 255
"""A table of contents counts its entries in one byte."""
NO_OFFSET = 0xFFFFFFFF
"""Of a chapter: its times count, not byte offsets."""


class Chapter(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def start_s(self) -> float: ...
    @property
    def end_s(self) -> float: ...


def make_tag(
    *,
    title: str,
    artist: str = "",
    album: str = "",
    date: str = "",
    language: str = "",
    chapters: Sequence[Chapter] = (),
    size: int = TAG_BYTES,
) -> bytes:
    """A tag of just ``size`` bytes. Chapters that have no room in it are left out, from the last on."""
    tag = ID3()
    tag.add(TIT2(encoding=3, text=title[:LONGEST_FIELD]))
    for frame, value in ((TPE1, artist), (TALB, album), (TDRC, date[:10])):
        if value:
            tag.add(frame(encoding=3, text=value[:LONGEST_FIELD]))
    if code := _iso_639_2(language):
        tag.add(TLAN(encoding=3, text=code))
    fitting = list(chapters[:MOST_CHAPTERS])
    while (written := _written(tag, fitting, size)) is None:
        fitting.pop()
    return written


def _written(tag: ID3, chapters: Sequence[Chapter], size: int) -> bytes | None:
    """None when it does not fit."""
    full = ID3()
    for frame in tag.values():
        full.add(frame)
    names = [f"chp{index}" for index in range(len(chapters))]
    for name, chapter in zip(names, chapters, strict=True):
        full.add(_chap(name, chapter))
    if names:
        top_level = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
        full.add(CTOC(element_id="toc", flags=top_level, child_element_ids=names, sub_frames=[]))
    buffer = io.BytesIO()
    full.update_to_v23()
    full.save(buffer, v2_version=3, padding=lambda info: 0)
    bare = len(buffer.getvalue())
    if bare > size:
        return None
    buffer = io.BytesIO()
    full.save(buffer, v2_version=3, padding=lambda info: size - bare)
    return buffer.getvalue()


def _chap(name: str, chapter: Chapter) -> CHAP:
    return CHAP(
        element_id=name,
        start_time=round(chapter.start_s * 1000),
        end_time=round(chapter.end_s * 1000),
        start_offset=NO_OFFSET,
        end_offset=NO_OFFSET,
        sub_frames=[TIT2(encoding=3, text=chapter.title[:LONGEST_FIELD])],
    )


def _iso_639_2(language: str) -> str:
    try:
        return langcodes.Language.get(language).to_alpha3() if language else ""
    except LookupError:
        return ""
