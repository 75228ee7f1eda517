"""A person's reading is decoded within limits, aligned word by word, and refused if it is of another text."""

from __future__ import annotations

import contextlib
import subprocess
import wave
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from mutagen.id3 import APIC, ID3

from audio_cache.mp3.frames import SAMPLE_RATE, seconds
from tests.espeak import read_aloud
from tests.readings import COFFEE, FLOOD, Reading, as_file, paced, reading, script_of
from tts_service.article.model import Script
from tts_service.contracts.recordings import HEAD_BYTES, MOST_S, format_of
from tts_service.errors import Unprocessable
from tts_service.settings import Settings
from workers.audio.loudness import loudness, true_peak
from workers.audio.sound import as_samples, decoded_mp3
from workers.engines.base import Samples
from workers.recordings import decoding
from workers.recordings.aligning import Alignment, align
from workers.recordings.decoding import UnreadableRecording, decoded
from workers.recordings.levelling import encoded, is_silent, levelled
from workers.recordings.pieces import UNREAD, pieces, read_script
from workers.recordings.reference import Reference, reference_of
from workers.recordings.verdict import check_alignment, check_length

HOCHWASSER = (
    "Hochwasser in Harlow. Der Fluss trat in der Nacht zum Mittwoch über die Ufer, und im Morgengrauen "
    "standen die unteren Straßen von Harlow einen Meter unter Wasser. Verletzt wurde niemand. »Wir hatten"
    " vielleicht zehn Minuten«, sagte Maria Lopez, die Bäckerin in der Mill Lane. »Ich habe das Mehl nach"
    " oben getragen, und dann die Katze, und dann war es für alles andere zu spät.« Ingenieure des "
    "Kreises sagten am Mittwoch, ein Schleusentor habe halb offen geklemmt. Zuletzt geprüft wurde es "
    "2019, drei Jahre später als die Vorschriften verlangen. Die Reparatur kostet etwa 4,2 Millionen "
    "Dollar. Der Rat entscheidet am Freitag, wer zahlt. Die Anwohner verlangen eine Untersuchung, und "
    "Sandsäcke."
)
"""``FLOOD`` in German."""
MOST_MEDIAN_S, MOST_P90_S = 0.04, 0.1
"""Of how far words are from where they begin; measured 0.015 to 0.02 and 0.03 to 0.05."""


@pytest.fixture(scope="module")
def flood() -> Script:
    return script_of(FLOOD)


@pytest.fixture(scope="module")
def read(flood: Script) -> Reading:
    return reading(flood)


@pytest.fixture(scope="module")
def reference(flood: Script) -> Reference:
    return reference_of(flood, Settings(offline=True))


@pytest.fixture(scope="module")
def aligned(read: Reading, reference: Reference) -> Alignment:
    return align(read.samples, reference)


def verdict(samples: Samples, reference: Reference, script: Script) -> str:
    """Why ``samples`` are refused as a reading of ``script``; "" if they are not."""
    try:
        check_length(samples.size / SAMPLE_RATE, reference.samples.size / SAMPLE_RATE)
        check_alignment(align(samples, reference), script, reference.sentences)
    except Unprocessable as error:
        return error.detail
    return ""


# -- aligned ---------------------------------------------------------------------------------------------


def test_words_are_where_they_are_said(read: Reading, aligned: Alignment) -> None:
    found = {
        (index, word.spoken_start, word.spoken_end): word.start_s
        for index, sentence in enumerate(aligned.sentences)
        if sentence is not None
        for word in sentence.words
    }
    errors = [
        abs(found[key] - word.begins_s)
        for word in read.words
        if (key := (word.segment, word.start, word.end)) in found
    ]
    assert len(errors) > 0.9 * len(read.words)
    assert np.median(errors) < MOST_MEDIAN_S
    assert np.percentile(errors, 90) < MOST_P90_S


def test_it_is_cut_in_the_pauses_and_nothing_of_it_is_lost(
    read: Reading, aligned: Alignment, flood: Script
) -> None:
    whole = encoded(levelled(read.samples))
    sentences = [one for one in aligned.sentences if one is not None]
    cut = pieces(whole, flood, sentences)
    assert b"".join(piece.audio for piece in cut) == whole
    at = 0.0
    for index, piece in enumerate(cut):
        begins = next(word.begins_s for word in read.words if word.segment == index)
        before = read.ends_s[index - 1] if index else 0.0
        assert before - 1.6 < at < begins + 0.08
        assert all(0 <= word.start_s <= word.end_s <= seconds(len(piece.audio)) for word in piece.info.words)
        at += seconds(len(piece.audio))


def test_it_is_as_loud_as_a_narration(read: Reading) -> None:
    heard = as_samples(decoded_mp3(encoded(levelled(read.samples * np.float32(0.02)))))
    assert abs(loudness(heard, SAMPLE_RATE) + 16) < 1
    assert true_peak(heard) < -1


def test_a_headline_that_is_not_read_is_listed_as_skipped(flood: Script, reference: Reference) -> None:
    alignment = align(reading(flood, left_out=[0]).samples, reference)
    check_alignment(alignment, flood, reference.sentences)
    assert alignment.sentences[0] is None
    said = read_script(flood, alignment.sentences)
    assert said.segments == flood.segments[1:]
    assert UNREAD not in [piece.reason for piece in flood.skipped]


# -- refused ---------------------------------------------------------------------------------------------


def test_the_right_reading_is_not_refused(read: Reading, reference: Reference, flood: Script) -> None:
    assert verdict(read.samples, reference, flood) == ""


def test_nor_in_a_noisy_room(reference: Reference, flood: Script) -> None:
    assert verdict(reading(flood, seed=3, noise_db=15.0).samples, reference, flood) == ""


def test_another_article_is_refused(reference: Reference, flood: Script) -> None:
    said = verdict(reading(script_of(COFFEE)).samples, reference, flood)
    assert "another article" in said or "leaves out much of it" in said


def test_the_same_in_another_language_is_refused(reference: Reference, flood: Script) -> None:
    """The reader is no reason: in English the same one is taken."""
    english = read_aloud(f"{FLOOD.title}. {FLOOD.text}", "en")
    assert verdict(paced(*english, tempo=1.0), reference, flood) == ""
    assert "in another language" in verdict(paced(*read_aloud(HOCHWASSER, "de"), tempo=1.0), reference, flood)


def test_an_hour_too_long_is_refused_before_it_is_aligned(reference: Reference, flood: Script) -> None:
    long = np.zeros(SAMPLE_RATE * 3600, np.float32)
    assert "takes 60:00" in verdict(long, reference, flood)


@pytest.mark.parametrize("part", [0.3, 0.6, 0.8])
def test_one_that_is_cut_short_is_refused(
    read: Reading, reference: Reference, flood: Script, part: float
) -> None:
    cut = read.samples[: int(read.samples.size * part)]
    why = verdict(cut, reference, flood)
    assert any(told in why for told in ("Is it whole?", "ends before", "not read in it")), why


def test_one_without_its_last_sentence_is_refused(reference: Reference, flood: Script) -> None:
    last = len(flood.segments) - 1
    assert "ends before" in verdict(reading(flood, left_out=[last]).samples, reference, flood)


def test_silence_is_told() -> None:
    assert is_silent(np.zeros(SAMPLE_RATE * 5, np.float32))
    assert is_silent(np.full(SAMPLE_RATE * 5, 1e-5, np.float32))


# -- decoded ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["mp3", "wav", "m4a", "flac"])
def test_every_format_is_read(read: Reading, tmp_path: Path, ending: str) -> None:
    path = as_file(read.samples, tmp_path / f"reading.{ending}")
    found = decode(path)
    assert abs(found.size - read.samples.size) < 0.2 * SAMPLE_RATE
    assert abs(loudness(found, SAMPLE_RATE) - loudness(read.samples, SAMPLE_RATE)) < 0.5


def decode(path: Path) -> Samples:
    kind = format_of(path.read_bytes()[:HEAD_BYTES])
    assert kind is not None
    return decoded(path, kind)


def test_an_mp3_with_a_cover_is_read(read: Reading, tmp_path: Path) -> None:
    path = as_file(read.samples[: SAMPLE_RATE * 3], tmp_path / "reading.mp3")
    tag = ID3(path)
    tag.add(APIC(encoding=0, mime="image/jpeg", type=3, desc="", data=b"\xff\xd8\xff\xe0" + bytes(4000)))
    tag.save(path)
    assert abs(decode(path).size - SAMPLE_RATE * 3) < SAMPLE_RATE


def test_a_bomb_is_cut_off(tmp_path: Path) -> None:
    """Half a megabyte that takes over an hour: silence compresses well."""
    path = tmp_path / "bomb.flac"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi"]
    source = ["-i", f"anullsrc=r=8000:cl=mono:d={1.05 * MOST_S:.0f}", "-c:a", "flac", str(path)]
    subprocess.run([*command, *source], check=True)
    assert path.stat().st_size < 2_000_000
    with pytest.raises(UnreadableRecording, match="longer than 60 minutes"):
        decode(path)


def test_a_wav_whose_header_lies_gives_what_there_is(tmp_path: Path) -> None:
    path = tmp_path / "lies.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(bytes(2 * SAMPLE_RATE))
    data = bytearray(path.read_bytes())
    data[4:8] = data[40:44] = b"\xf0\xff\xff\x7f"  # two gigabytes
    path.write_bytes(data)
    assert decode(path).size == SAMPLE_RATE
    data[24:28] = b"\x01\x00\x00\x00"  # one sample a second: seven hours of it
    path.write_bytes(data)
    with pytest.raises(UnreadableRecording):
        decode(path)


PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:{other}\n#EXT-X-ENDLIST\n"


def test_a_playlist_in_disguise_reads_no_other_file(read: Reading, tmp_path: Path) -> None:
    other = as_file(read.samples[: SAMPLE_RATE * 3], tmp_path / "secret.mp3")
    path = tmp_path / "reading.mp3"
    path.write_text(PLAYLIST.format(other=other))
    assert format_of(path.read_bytes()[:HEAD_BYTES]) is None
    path.write_bytes(b"ID3\x03\x00\x00\x00\x00\x00\x00" + PLAYLIST.format(other=other).encode())
    with pytest.raises(UnreadableRecording):
        decode(path)


def test_an_m4a_that_refers_to_another_file_is_refused(read: Reading, tmp_path: Path) -> None:
    other = as_file(read.samples[: SAMPLE_RATE * 3], tmp_path / "secret.m4a")
    data = other.read_bytes()
    at = data.index(b"url ") - 4
    assert data[at : at + 12] == b"\x00\x00\x00\x0curl \x00\x00\x00\x01"  # "in this very file"
    path = tmp_path / "reading.m4a"
    # Not in this file; and what the tables of sound point to is filled with nothing.
    sound = data.index(b"mdat")
    blank = data[: sound + 4] + bytes(data.index(b"moov") - sound - 8) if data.index(b"moov") > sound else b""
    rest = data[data.index(b"moov") - 4 :] if blank else data
    made = bytearray(blank + rest)
    at = made.index(b"url ") + 4
    made[at : at + 4] = bytes(4)
    path.write_bytes(made)
    with contextlib.suppress(UnreadableRecording):
        assert float(np.abs(decode(path)).max()) < 0.01


@pytest.mark.parametrize("spoil", [lambda data: data[:200], lambda data: data[:40] + bytes(len(data))])
def test_what_is_broken_is_told(read: Reading, tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    path = as_file(read.samples[: SAMPLE_RATE * 3], tmp_path / "reading.m4a")
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(UnreadableRecording):
        decode(path)


def test_nobody_is_told_what_the_decoder_has_in_memory_or_where_files_are(tmp_path: Path) -> None:
    path = tmp_path / "reading.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 0x7FFFFFFF, 0, "NONE", ""))
        file.writeframes(bytes(20_000))
    with pytest.raises(UnreadableRecording) as refused:
        decode(path)
    assert str(refused.value)
    assert "0x" not in str(refused.value)
    assert str(tmp_path) not in str(refused.value)


def test_a_decoder_that_takes_too_long_is_stopped(
    read: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = as_file(read.samples, tmp_path / "reading.flac")
    monkeypatch.setattr(decoding, "PATIENCE_S", 0)
    with pytest.raises(UnreadableRecording):
        decode(path)


def test_a_decoder_that_wants_too_much_memory_is_stopped(
    read: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = as_file(read.samples, tmp_path / "reading.flac")
    monkeypatch.setattr(decoding, "MEMORY_BYTES", 20_000_000)
    with pytest.raises(UnreadableRecording):
        decode(path)
