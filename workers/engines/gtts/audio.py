"""What gTTS sends and what it gets: text in pieces, and MP3 as samples, through pydub."""

from __future__ import annotations

import io

import imageio_ffmpeg
import numpy as np

from workers.audio.sound import AudioSegment, CouldntDecodeError, detect_leading_silence
from workers.engines.base import EngineFailed, Samples

MAX_CHARACTERS = 100
"""That Google takes at a time."""

_SILENCE_DBFS = -50.0
_KEPT_MS = 20


def pieces(text: str) -> list[str]:
    """``text`` in pieces of at most ``MAX_CHARACTERS``, cut behind punctuation where there is some, else
    between words."""
    found, rest = [], text.strip()
    while len(rest) > MAX_CHARACTERS:
        cut = _cut(rest)
        found.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [piece for piece in [*found, rest] if any(char.isalnum() for char in piece)]


def _cut(text: str) -> int:
    window = text[: MAX_CHARACTERS + 1]
    marks = [window.rfind(mark) + 1 for mark in (". ", "! ", "? ", "; ", ": ", ", ", "。", "、", "，")]
    if max(marks) > MAX_CHARACTERS // 3:
        return max(marks)
    return window.rfind(" ") + 1 or MAX_CHARACTERS


def decoded(mp3: bytes, rate: int) -> AudioSegment:
    """``mp3`` as mono at ``rate`` Hz. Raises EngineFailed when it is not audio.

    The codec is named so that pydub does not ask ffprobe, which imageio-ffmpeg does not carry.
    """
    AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()
    try:
        audio = AudioSegment.from_file(io.BytesIO(mp3), format="mp3", codec="mp3")
    except CouldntDecodeError as error:
        raise EngineFailed("Google's answer is not audio.") from error
    return audio.set_channels(1).set_frame_rate(rate).set_sample_width(2)


def trimmed(audio: AudioSegment) -> Samples:
    """Samples of ``audio`` without the silence before and after it."""
    lead = detect_leading_silence(audio, _SILENCE_DBFS, chunk_size=5)
    trail = detect_leading_silence(audio.reverse(), _SILENCE_DBFS, chunk_size=5)
    kept = audio[max(0, lead - _KEPT_MS) : max(0, len(audio) - trail + _KEPT_MS)]
    samples: Samples = np.frombuffer(kept.raw_data, "<i2").astype(np.float32) / np.float32(32768)
    return samples
