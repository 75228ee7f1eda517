"""Sounds as pydub's values, at the rate and width of the profile: files in, samples out."""

from __future__ import annotations

import subprocess
import warnings
from pathlib import Path

import imageio_ffmpeg
import numpy as np

from audio_cache.mp3.frames import SAMPLE_RATE
from workers.engines.base import Samples

with warnings.catch_warnings():
    # pydub looks for ffmpeg on the path while it is imported, and warns if there is none. It is given one
    # below.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment
    from pydub.exceptions import CouldntDecodeError
    from pydub.silence import detect_leading_silence

__all__ = [
    "AudioSegment",
    "CouldntDecodeError",
    "Undecodable",
    "as_samples",
    "as_sound",
    "decoded",
    "decoded_mp3",
    "detect_leading_silence",
]

_WIDTH = 2
"""Bytes of a sample."""
_PATIENCE_S = 20.0


class Undecodable(Exception):
    """ffmpeg's message about bytes that it cannot decode."""


def decoded(path: Path, most_s: float) -> AudioSegment:
    """The first ``most_s`` seconds of the file, mono at the profile's rate. Raises Undecodable.

    Calls ffmpeg directly: pydub would call ffprobe, which imageio-ffmpeg does not include.
    """
    # Only the file itself: a playlist that somebody put there must not make ffmpeg read from elsewhere.
    return _decoded(["-protocol_whitelist", "file,pipe", "-t", str(most_s), "-i", f"file:{path}"])


def decoded_mp3(audio: bytes) -> AudioSegment:
    """Raises Undecodable."""
    return _decoded(["-f", "mp3", "-i", "-"], audio)


def _decoded(source: list[str], given: bytes = b"") -> AudioSegment:
    wanted = ["-map", "0:a:0", "-f", "s16le", "-ac", "1", "-ar", str(SAMPLE_RATE), "-"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *source, *wanted]
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=_PATIENCE_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise Undecodable(f"it could not be read within {_PATIENCE_S:g} s") from error
    if done.returncode != 0 or not done.stdout:
        raise Undecodable(_last_line(done.stderr) or "it holds no sound")
    return _sound(done.stdout[: len(done.stdout) // _WIDTH * _WIDTH])


def _last_line(complaints: bytes) -> str:
    lines = complaints.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines else ""


def _sound(pcm: bytes) -> AudioSegment:
    return AudioSegment(data=pcm, sample_width=_WIDTH, frame_rate=SAMPLE_RATE, channels=1)


def as_sound(samples: Samples) -> AudioSegment:
    """``samples`` at the profile's rate."""
    return _sound(np.rint(np.clip(samples, -1.0, 1.0) * 32767.0).astype("<i2").tobytes())


def as_samples(sound: AudioSegment) -> Samples:
    samples: Samples = np.frombuffer(sound.raw_data, "<i2").astype(np.float32) / np.float32(32768)
    return samples
