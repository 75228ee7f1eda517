from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from tests.hearing import decoded, ffmpeg, measured
from workers.audio.jingles import LEAD, LEAD_MS, Bed, UnusableSound, bedded, levelled, read_sound
from workers.audio.mp3 import encode_mp3
from workers.engines.base import Samples

RATE = 24_000


def melody(seconds: float, level: float = 0.2) -> Samples:
    """Notes with a bell's decay, two each second."""
    at = np.arange(round(seconds * RATE)) / RATE
    pitch = 220 * 2 ** ((np.floor(at * 2) % 5) / 12)
    return (level * np.exp(-3 * (at * 2 % 1)) * np.sin(2 * np.pi * pitch * at)).astype(np.float32)


def wav(path: Path, samples: Samples, channels: int = 1) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, RATE, 0, "NONE", ""))
        file.writeframes((np.repeat(samples, channels) * 32767).astype("<i2").tobytes())
    return path


@pytest.mark.parametrize("level", [0.02, 0.9])
def test_loud_and_soft_files_come_out_at_the_narrations_loudness(tmp_path: Path, level: float) -> None:
    heard = decoded(encode_mp3(read_sound(wav(tmp_path / "intro.wav", melody(4, level), channels=2))))
    loudness = measured(heard, RATE)
    assert loudness.lufs == pytest.approx(-16, abs=1)
    assert loudness.true_peak <= -1


def test_any_file_that_ffmpeg_knows_will_do_and_its_silence_goes(tmp_path: Path) -> None:
    source = wav(tmp_path / "a.wav", np.pad(melody(2), (RATE, RATE))).read_bytes()
    for kind, codec in (("mp3", "libmp3lame"), ("ogg", "libvorbis"), ("flac", "flac")):
        path = tmp_path / f"a.{kind}"
        path.write_bytes(ffmpeg(["-i", "-", "-c:a", codec, "-f", kind, "-"], source)[0])
        assert read_sound(path).size / RATE == pytest.approx(2.0, abs=0.2)


def test_a_sound_begins_and_ends_still(tmp_path: Path) -> None:
    samples = read_sound(wav(tmp_path / "a.wav", np.full(RATE, 0.5, np.float32) * np.sign(melody(1) + 1e-9)))
    assert abs(samples[0]) < 0.01
    assert abs(samples[-1]) < 0.01


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "bad.wav cannot be played"),
        (b"RIFF not a sound at all", "bad.wav cannot be played"),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "bad.wav cannot be played"),
    ],
)
def test_what_is_no_sound_is_named(tmp_path: Path, content: bytes, complaint: str) -> None:
    (tmp_path / "bad.wav").write_bytes(content)
    with pytest.raises(UnusableSound, match=complaint):
        read_sound(tmp_path / "bad.wav")


def test_silent_long_and_absent_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableSound, match=r"still\.wav is silent"):
        read_sound(wav(tmp_path / "still.wav", np.zeros(RATE, np.float32)))
    with pytest.raises(UnusableSound, match=r"long\.wav is longer than 60 s"):
        read_sound(wav(tmp_path / "long.wav", melody(61)))
    with pytest.raises(UnusableSound, match=r"none\.wav cannot be read"):
        read_sound(tmp_path / "none.wav")
    with pytest.raises(UnusableSound, match="is not a file"):
        read_sound(tmp_path)


def test_the_bed_is_heard_before_and_after_and_is_ducked_under_the_voice() -> None:
    """The voice stops for half a second in the middle: there the bed is heard alone, ducked."""
    half = levelled(melody(1.0))
    voice = np.concatenate([half, np.zeros(RATE // 2, np.float32), half])
    hum = levelled((0.2 * np.sin(2 * np.pi * 150 * np.arange(RATE) / RATE)).astype(np.float32))
    both = bedded(voice, Bed(hum, tail_ms=700))
    assert both.size == LEAD + voice.size + 700 * RATE // 1000

    def level(first_s: float, last_s: float) -> float:
        return 20 * float(np.log10(both[round(first_s * RATE) : round(last_s * RATE)].std()))

    lead_s = LEAD_MS / 1000
    alone, ducked = level(0.2, lead_s - 0.2), level(lead_s + 1.1, lead_s + 1.4)
    assert alone - ducked == pytest.approx(10, abs=1)
    assert level(lead_s, lead_s + 1) - ducked > 14
    assert abs(both[0]) < 0.01
    assert abs(both[-1]) < 0.01
    assert measured(both, RATE).true_peak <= -1


def test_a_bed_that_is_short_begins_again() -> None:
    both = bedded(levelled(melody(3.0)), Bed(levelled(melody(0.5)), 500))
    assert both.size == LEAD + 3 * RATE + RATE // 2
