from __future__ import annotations

import math
import subprocess
from array import array
from pathlib import Path

import imageio_ffmpeg
import lameenc
import pytest

from audio_cache.mp3.frames import (
    FRAME_BYTES,
    FRAME_MS,
    FRAME_SAMPLES,
    SAMPLE_RATE,
    frames_for_ms,
    seconds,
    silence,
    whole_frames,
)


def encoded(duration_s: float, hertz: float) -> bytes:
    """What the service's encoder makes of a loud chord, which fills the bit reservoir."""
    times = (n / SAMPLE_RATE for n in range(round(duration_s * SAMPLE_RATE)))
    samples = (sum(math.sin(2 * math.pi * hertz * k * t) for k in (1, 2.7, 7.3)) / 3 for t in times)
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(SAMPLE_RATE)
    encoder.set_channels(1)
    encoder.set_quality(2)
    return bytes(encoder.encode(array("h", (round(30_000 * s) for s in samples)).tobytes()) + encoder.flush())


@pytest.mark.pure
def test_arithmetic_is_exact() -> None:
    assert seconds(len(silence(1))) == FRAME_MS / 1000
    assert seconds(8_000) == 1.0
    assert [frames_for_ms(ms) for ms in (0, 11, 13, 24, 500)] == [0, 0, 1, 1, 21]
    assert silence(0) == b""


@pytest.mark.pure
def test_whole_frames_are_told_from_others() -> None:
    frames = encoded(0.3, 220)
    assert whole_frames(frames)
    assert whole_frames(silence(3))
    for broken in (b"", frames[:-1], frames[1:], frames + bytes(FRAME_BYTES), bytes(FRAME_BYTES)):
        assert not whole_frames(broken)


def test_silent_frames_between_segments_decode_without_an_error_and_in_time(tmp_path: Path) -> None:
    pieces = [piece for n in range(8) for piece in (encoded(0.1 + 0.23 * n, 200 + 90 * n), silence(n * 5))]
    joined = tmp_path / "joined.mp3"
    joined.write_bytes(silence(2) + b"".join(pieces))
    decode = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-xerror", "-i", joined]
    run = subprocess.run([*decode, "-f", "s16le", "-"], capture_output=True, check=True)
    assert run.stderr == b""
    assert len(run.stdout) == joined.stat().st_size // FRAME_BYTES * FRAME_SAMPLES * 2


def test_a_silent_frame_is_silent(tmp_path: Path) -> None:
    path = tmp_path / "silence.mp3"
    path.write_bytes(silence(50))
    decode = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-xerror", "-i", path, "-f", "s16le", "-"]
    assert subprocess.run(decode, capture_output=True, check=True).stdout == bytes(50 * FRAME_SAMPLES * 2)
