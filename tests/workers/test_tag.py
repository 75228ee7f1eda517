from __future__ import annotations

import io
import struct
import zlib
from fractions import Fraction
from xml.etree import ElementTree

import av
import mutagen.id3
import numpy as np
import pytest

from tests.hearing import ffmpeg
from tts_service.article.disclosure import SOURCE_TYPE
from tts_service.article.script.chapters import Chapter
from workers.audio.mp3 import encode_mp3
from workers.audio.tag import LIVE_BYTES, TAG_BYTES, completed, make_tag, room_for_picture

CHAPTERS = [Chapter("Synopsis", 0.0, 12.5), Chapter("Die Häfen — heute", 12.5, 61.04)]

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


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
    tag = read(
        make_tag(
            title="Ein Titel — ‘x’ 🙂", artist="Ana Åberg", date="2024-12-10T09:30:00+01:00", language="de-AT"
        )
    )
    assert (tag["TIT2"].text, tag["TPE1"].text, tag["TLAN"].text) == (
        ["Ein Titel — ‘x’ 🙂"],
        ["Ana Åberg"],
        ["ger"],
    )
    assert str(tag["TDRC"].text[0]).startswith("2024-12-10")


@pytest.mark.pure
@pytest.mark.parametrize("sentence", ["Von einer künstlichen Stimme gelesen.", ""])
def test_it_says_that_the_voice_is_synthetic(sentence: str) -> None:
    tag = read(completed(make_tag(title="A title", language="de", disclosure=sentence), CHAPTERS))
    assert tag["TXXX:digitalSourceType"].text == [SOURCE_TYPE]
    assert [comment.text for comment in tag.getall("COMM")] == ([[sentence]] if sentence else [])
    assert all(comment.lang == "ger" for comment in tag.getall("COMM"))


@pytest.mark.pure
def test_the_size_is_the_same_with_and_without_chapters() -> None:
    first = make_tag(title="A title", chapters=[chapter.title for chapter in CHAPTERS])
    final = completed(first, CHAPTERS)
    assert len(first) == len(final) == TAG_BYTES
    chapters = read(final).getall("CHAP")
    assert [(c.sub_frames["TIT2"].text[0], c.start_time, c.end_time) for c in chapters] == [
        ("Synopsis", 0, 12_500),
        ("Die Häfen — heute", 12_500, 61_040),
    ]
    assert read(final)["CTOC:toc"].child_element_ids == ["chp0", "chp1"]


@pytest.mark.pure
def test_completing_keeps_what_was_there() -> None:
    first = make_tag(
        title="A title",
        artist="A. Writer",
        album="A show",
        date="2024-12-10",
        language="en",
        lyrics="La.\nLa.",
    )
    final = read(completed(first, CHAPTERS, png()))
    kept = [str(final.getall(name)[0]) for name in ("TIT2", "TPE1", "TALB", "TDRC", "TLAN", "USLT")]
    assert kept == ["A title", "A. Writer", "A show", "2024-12-10", "eng", "La.\nLa."]
    assert final.getall("USLT")[0].lang == "eng"
    assert (final.getall("APIC")[0].mime, final.getall("APIC")[0].data) == ("image/png", png())


@pytest.mark.pure
def test_there_is_room_for_what_was_announced() -> None:
    titles = [f"Chapter {n}" for n in range(200)]
    first = make_tag(title="A title", chapters=titles, cover_bytes=60_000, live=False)
    chapters = [Chapter(title, n, n + 1) for n, title in enumerate(titles)]
    assert room_for_picture(first, chapters) >= 60_000
    final = read(completed(first, chapters, png() + bytes(60_000 - len(png()))))
    assert len(final.getall("CHAP")) == 200
    assert len(final.getall("APIC")[0].data) == 60_000


@pytest.mark.pure
def test_chapters_that_find_no_room_are_left_out_from_the_end() -> None:
    chapters = [Chapter(f"A chapter with a name of its own, number {n}", n, n + 1) for n in range(300)]
    final = completed(make_tag(title="A title"), chapters)
    kept = read(final).getall("CHAP")
    assert len(final) == TAG_BYTES
    assert 50 < len(kept) < 255
    assert sorted(c.start_time for c in kept) == [n * 1000 for n in range(len(kept))]


@pytest.mark.pure
@pytest.mark.parametrize("lyrics", [0, 3_000, 6_000, 10_000, 100_000])
@pytest.mark.parametrize("chapters", [0, 50, 1_000])
def test_a_tag_ends_in_the_middle_of_a_browsers_block(lyrics: int, chapters: int) -> None:
    titles = [f"A chapter with a name of its own, number {n}" for n in range(chapters)]
    tag = make_tag(title="A title", lyrics="la " * (lyrics // 3), cover_bytes=10_000, chapters=titles)
    assert len(tag) in LIVE_BYTES


@pytest.mark.pure
def test_a_picture_that_finds_no_room_is_refused() -> None:
    with pytest.raises(ValueError, match="there is room for 16384"):
        completed(make_tag(title="A title"), [], png() + bytes(20_000))


@pytest.mark.pure
@pytest.mark.parametrize("title", ["\ud800 lone", "tab\tand\nline\0end", "x" * 100_000, "‮right-to-left"])
def test_odd_titles_become_one_line(title: str) -> None:
    text = (
        read(make_tag(title=title, date="yesterday", language="tlh", url="not\u0020ascii\u00e9"))
        .get("TIT2")
        .text[0]
    )
    assert len(text) <= 300
    assert text.isprintable()


@pytest.fixture(scope="module")
def narration() -> bytes:
    sound = encode_mp3((0.1 * np.sin(np.arange(48_000) / 10)).astype(np.float32))
    first = make_tag(
        title="A title", artist="A. Writer", album="A show", lyrics="La la.", chapters=["Synopsis", "Heute"]
    )
    return completed(first, CHAPTERS, png()) + sound


def test_a_player_reads_tag_and_sound(narration: bytes) -> None:
    pcm, report = ffmpeg(["-i", "-", "-map", "0:a", "-f", "s16le", "-"], narration)
    assert "A title" in report
    assert "A. Writer" in report
    assert "Chapter #0:0: start 0.000000, end 12.500000" in report
    assert len(pcm) // 2 == (len(narration) - TAG_BYTES) // 192 * 576


def moment(ticks: int, base: Fraction | None) -> float:
    """In seconds."""
    assert base is not None
    return float(ticks * base)


def test_players_show_chapters_picture_and_lyrics(narration: bytes) -> None:
    """FFmpeg's libraries, which many players are made of."""
    with av.open(io.BytesIO(narration), format="mp3") as file:
        marks = [
            (c["metadata"]["title"], moment(c["start"], c["time_base"]), moment(c["end"], c["time_base"]))
            for c in file.chapters()
        ]
        assert marks == [("Synopsis", 0.0, 12.5), ("Die Häfen — heute", 12.5, 61.04)]
        assert file.metadata["album"] == "A show"
        assert "La la." in file.metadata.values()
        assert [stream.codec_context.name for stream in file.streams.video] == ["png"]


ADDRESS = "https://listen.example/a&b/credentials/x/y.c2pa"


def pointers(tag: bytes) -> list[bytes]:
    return [frame.data for frame in read(tag).getall("PRIV") if frame.owner == "XMP"]


@pytest.mark.pure
def test_there_is_room_for_the_address_of_the_manifest() -> None:
    titles = [f"Chapter {n}" for n in range(200)]
    marks = [Chapter(title, n, n + 1) for n, title in enumerate(titles)]
    first = make_tag(
        title="A title", chapters=titles, cover_bytes=60_000, credentials_url=ADDRESS, live=False
    )
    assert pointers(first) == []
    assert room_for_picture(first, marks, ADDRESS) >= 60_000
    final = completed(first, marks, png() + bytes(60_000 - len(png())), ADDRESS)
    (packet,) = pointers(final)
    (described,) = ElementTree.fromstring(packet).iter(f"{RDF}Description")
    assert described.attrib["{http://purl.org/dc/terms/}provenance"] == ADDRESS
    assert (len(final), len(read(final).getall("CHAP"))) == (len(first), 200)


@pytest.mark.pure
def test_a_tag_without_room_for_the_address_goes_without() -> None:
    tags = (make_tag(title="A title", lyrics="la " * words) for words in range(2000, 3000, 16))
    full = next(tag for tag in tags if room_for_picture(tag, []) < 200)
    final = completed(full, [], credentials_url=ADDRESS)
    assert (len(final), pointers(final)) == (len(full), [])
