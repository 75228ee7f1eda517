"""The ID3 tag in front of a narration: of one size from the first listener to the finished file.

``make_tag`` makes what is known before the first word is spoken, and keeps room for the rest; ``completed``
adds chapters with their times, and a picture, when all has been spoken.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import mutagen.id3

from tts_service.article.disclosure import SOURCE_TYPE
from tts_service.article.language.tags import alpha3
from tts_service.article.script.chapters import Chapter

_id3: Any = mutagen.id3  # claims to be typed, and is not

TAG_BYTES = 16 * 1024
LIVE_BYTES = (TAG_BYTES, 48 * 1024)
"""Sizes that delay no first sound. Browsers read in blocks of 32 KiB and wait for a whole one: a tag that
ends in the middle of the first or the second leaves the other half to the first sentence. Measured in
Chromium, with 17 KB of speech behind the tag and the rest a second and a half later: 0.28 s with 16 and 48
KiB, 1.8 s with 32 and 80 KiB."""

_LIVE_LYRICS, _MAX_LYRICS = 12_000, 40_000
"""Characters: some twelve and forty minutes."""
_MAX_CHARACTERS = 300
_MAX_CHAPTERS = 255  # a table of contents counts its entries in one byte
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d([T ]\d\d(:\d\d(:\d\d)?)?)?)?)?")
_NO_OFFSET = 0xFFFFFFFF
_UTF16 = 1
_FRONT_COVER = 3
_XMP = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    b'xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="URL"/></rdf:RDF></x:xmpmeta>'
    b'<?xpacket end="r"?>'
)
_PICTURE_HEAD = 10 + 1 + len("image/jpeg") + 1 + 1 + 1
"""Bytes of an APIC frame before its picture."""


def make_tag(
    *,
    title: str,
    artist: str = "",
    date: str = "",
    language: str = "",
    album: str = "",
    url: str = "",
    lyrics: str = "",
    disclosure: str = "",
    source_type: str = SOURCE_TYPE,
    chapters: Sequence[str] = (),
    cover_bytes: int = 0,
    credentials_url: str = "",
    live: bool = True,
) -> bytes:
    """An ID3v2.3 tag (what the oldest players read), padded with zeros: with room for ``chapters`` (their
    titles), a picture of ``cover_bytes`` and ``credentials_url``.

    ``date`` is ISO 8601, ``language`` a BCP 47 tag, ``lyrics`` what is said (its end is cut off if it is very
    long), ``disclosure`` a sentence about the voice, ``source_type`` the
    IPTC's term for it. ``live``: the tag has one of LIVE_BYTES, even
    if not all chapters fit.
    """
    frames = _frames(
        title, artist, date, language, album, url, _lyrics(lyrics, _LIVE_LYRICS if live else _MAX_LYRICS)
    )
    frames += _marks(disclosure, source_type, language)
    room = _chapter_frames([Chapter(name, 0.0, 0.0) for name in chapters[:_MAX_CHAPTERS]])
    room += _pointer(credentials_url)
    needed = len(_rendered([*frames, *room], 0)) + (cover_bytes and cover_bytes + _PICTURE_HEAD)
    return _rendered(frames, _size(needed, live))


def _size(needed: int, live: bool) -> int:
    fitting = next((size for size in LIVE_BYTES if needed <= size), 0)
    return fitting or (LIVE_BYTES[-1] if live else -(-needed // TAG_BYTES) * TAG_BYTES)


def completed(
    tag: bytes, chapters: Sequence[Chapter], artwork: bytes = b"", credentials_url: str = ""
) -> bytes:
    """``tag`` with its chapters, a picture (a JPEG or PNG file), and the address of the signed manifest of
    its file; of the same size.

    Chapters that do not fit are left out from the end, and the address, which other tags have room for, where
    there is none. Raises ValueError if the picture does not fit.
    """
    frames, size = [*_frames_of(tag), *_picture(artwork)], len(tag)
    pointer = _pointer(credentials_url)
    if pointer and len(_rendered([*frames, *pointer], 0)) <= size:
        frames += pointer
    fitting = list(chapters[:_MAX_CHAPTERS])
    while (tag := _rendered([*frames, *_chapter_frames(fitting)], size)) and len(tag) > size:
        if not fitting:
            raise ValueError(f"The tag needs {len(tag)} bytes; there is room for {size}.")
        del fitting[-max(1, (len(tag) - size) * len(fitting) // len(tag)) :]
    return tag


def room_for_picture(tag: bytes, chapters: Sequence[Chapter], credentials_url: str = "") -> int:
    """Bytes left for a picture, besides the chapters and the address."""
    others = [*_chapter_frames(chapters[:_MAX_CHAPTERS]), *_pointer(credentials_url)]
    without = _rendered([*_frames_of(tag), *others], 0)
    return max(0, len(tag) - len(without) - _PICTURE_HEAD)


def _frames_of(tag: bytes) -> list[Any]:
    return list(_id3.ID3(io.BytesIO(tag)).values())


def _pointer(url: str) -> list[Any]:
    """Where the manifest is, as C2PA (2.2, 11.4) wants it: in XMP, which ID3 has in a private frame."""
    if not url:
        return []
    packet = _XMP.replace(b"URL", escape(url, {'"': "&quot;"}).encode())
    return [_id3.PRIV(owner="XMP", data=packet)]


def _picture(artwork: bytes) -> list[Any]:
    if not artwork:
        return []
    kind = "image/png" if artwork.startswith(b"\x89PNG") else "image/jpeg"
    return [_id3.APIC(encoding=0, mime=kind, type=_FRONT_COVER, desc="", data=artwork)]


def _frames(
    title: str, artist: str, date: str, language: str, album: str, url: str, lyrics: str
) -> list[Any]:
    frames: list[Any] = [_id3.TIT2(encoding=_UTF16, text=_line(title))]
    if artist:
        frames.append(_id3.TPE1(encoding=_UTF16, text=_line(artist)))
    if album:
        frames.append(_id3.TALB(encoding=_UTF16, text=_line(album)))
    if match := _DATE.match(date):
        frames.append(_id3.TDRC(encoding=0, text=match[0]))
    if code := alpha3(language):
        frames.append(_id3.TLAN(encoding=0, text=code))
    if url.isascii() and url.isprintable() and url:
        frames.append(_id3.WOAS(url=url))
    if lyrics:
        frames.append(_id3.USLT(encoding=_UTF16, lang=code or "XXX", desc="", text=lyrics))
    return frames


def _marks(disclosure: str, source_type: str, language: str) -> list[Any]:
    """Whose voice it is, for machines and, unless ``disclosure`` is "", for people."""
    term = _id3.TXXX(encoding=0, desc="digitalSourceType", text=source_type)
    code = alpha3(language) or "XXX"
    said = [_id3.COMM(encoding=_UTF16, lang=code, desc="", text=_line(disclosure))] if disclosure else []
    return [term, *said]


def _lyrics(text: str, most: int) -> str:
    """Lines of Unicode text, cut behind a word when they are too long."""
    plain = "\n".join(line if line.isprintable() else _without_controls(line) for line in text.split("\n"))
    return plain if len(plain) <= most else plain[:most].rsplit(" ", 1)[0] + " …"


def _without_controls(line: str) -> str:
    return "".join(char for char in line if unicodedata.category(char)[0] != "C")


def _line(text: str) -> str:
    """One line that every player can show: no control characters, nothing that is not Unicode text, not
    too long."""
    plain = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    line = " ".join(plain.split())
    return line if len(line) <= _MAX_CHARACTERS else line[: _MAX_CHARACTERS - 1] + "…"


def _chapter_frames(chapters: Sequence[Chapter]) -> list[Any]:
    """Chapters and their table of contents, as in the ID3v2 Chapter Frame Addendum 1.0. Times in ms."""
    if not chapters:
        return []
    names = [f"chp{index}" for index in range(len(chapters))]
    flags = _id3.CTOCFlags.TOP_LEVEL | _id3.CTOCFlags.ORDERED
    contents = _id3.CTOC(element_id="toc", flags=flags, child_element_ids=names, sub_frames=[])
    return [contents, *(_chapter_frame(name, chapter) for name, chapter in zip(names, chapters, strict=True))]


def _chapter_frame(name: str, chapter: Chapter) -> Any:
    return _id3.CHAP(
        element_id=name,
        start_time=round(chapter.start_s * 1000),
        end_time=round(chapter.end_s * 1000),
        start_offset=_NO_OFFSET,
        end_offset=_NO_OFFSET,
        sub_frames=[_id3.TIT2(encoding=_UTF16, text=_line(chapter.title))],
    )


def _rendered(frames: Sequence[Any], size: int) -> bytes:
    """The tag, padded to ``size`` bytes if it is smaller."""
    tag = _id3.ID3()
    for frame in frames:
        tag.add(frame)
    tag.update_to_v23()

    def padding(info: Any) -> int:
        return max(0, size + int(info.padding))  # of a new file: minus what the tag needs

    file = io.BytesIO()
    tag.save(file, v1=0, v2_version=3, padding=padding)
    return file.getvalue()
