from __future__ import annotations

import io
import struct
import zlib

import mutagen.id3
import numpy as np
import pytest

from tests.hearing import ffmpeg
from tts_service.article.chapters import Chapter
from workers.audio.mp3 import encode_mp3
from workers.audio.tag import TAG_BYTES, make_tag

CHAPTERS = [Chapter("Synopsis", 0.0, 12.5), Chapter("Die Häfen — heute", 12.5, 61.04)]


def read(tag: bytes) -> mutagen.id3.ID3:
    return mutagen.id3.ID3(io.BytesIO(tag))


def png() -> bytes:
    """One grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")


@pytest.mark.pure
def test_what_goes_in_can_be_read_back() -> None:
    tag = read(make_tag(title="Ein Titel — ‘x’ 🙂", artist="Ana Åberg", date="2024-12-10T09:30:00+01:00", language="de-AT"))
    assert (tag["TIT2"].text, tag["TPE1"].text, tag["TLAN"].text) == (["Ein Titel — ‘x’ 🙂"], ["Ana Åberg"], ["ger"])
    assert str(tag["TDRC"].text[0]).startswith("2024-12-10")


@pytest.mark.pure
def test_the_size_is_the_same_with_and_without_chapters() -> None:
    first = make_tag(title="A title")
    final = make_tag(title="A title", chapters=CHAPTERS, size=len(first))
    assert len(first) == len(final) == TAG_BYTES
    chapters = read(final).getall("CHAP")
    assert [(c.sub_frames["TIT2"].text[0], c.start_time, c.end_time) for c in chapters] == [
        ("Synopsis", 0, 12_500),
        ("Die Häfen — heute", 12_500, 61_040),
    ]
    assert read(final).getall("CTOC")[0].child_element_ids == ["chp0", "chp1"]


@pytest.mark.pure
def test_chapters_without_room_are_left_out_from_the_end() -> None:
    many = [Chapter(f"Chapter number {n} with a rather long heading", float(n), n + 1.0) for n in range(400)]
    tag = make_tag(title="A title", chapters=many, size=TAG_BYTES)
    kept = read(tag).getall("CHAP")
    assert len(tag) == TAG_BYTES
    assert 50 < len(kept) < 255
    assert sorted(c.start_time for c in kept) == [n * 1000 for n in range(len(kept))]


@pytest.mark.pure
def test_artwork_makes_it_larger_by_whole_steps() -> None:
    tag = make_tag(title="A title", artwork=png() + bytes(40_000))
    assert len(tag) == 3 * TAG_BYTES
    assert read(tag).getall("APIC")[0].mime == "image/png"


@pytest.mark.pure
def test_a_size_that_is_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="there is room for 1000"):
        make_tag(title="A title", artwork=bytes(5_000), size=1_000)


@pytest.mark.pure
@pytest.mark.parametrize("title", ["\ud800 lone", "tab\tand\nline\0end", "x" * 100_000, "‮right-to-left"])
def test_odd_titles_become_one_line(title: str) -> None:
    text = read(make_tag(title=title, date="yesterday", language="tlh", url="not\u0020ascii\u00e9")).get("TIT2").text[0]
    assert len(text) <= 300
    assert text.isprintable()


def test_a_player_reads_tag_and_sound() -> None:
    sound = encode_mp3((0.1 * np.sin(np.arange(48_000) / 10)).astype(np.float32))
    tag = make_tag(title="A title", artist="A. Writer", chapters=CHAPTERS[:1], artwork=png())
    pcm, report = ffmpeg(["-i", "-", "-map", "0:a", "-f", "s16le", "-"], tag + sound)
    assert "A title" in report
    assert "A. Writer" in report
    assert "Chapter #0:0: start 0.000000, end 12.500000" in report
    assert len(pcm) // 2 == len(sound) // 192 * 576
