"""Measures audio for the tests: what a player makes of MP3 bytes, how loud that is, and which words it
says."""

from __future__ import annotations

import re
import string
import subprocess
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import imageio_ffmpeg
import numpy as np
import soxr

from audio_cache.mp3.frames import SAMPLE_RATE, seconds
from audio_cache.plan import Cue
from tts_service.article.model import Script, Segment
from workers.asr.recognizer import HeardWord, Recognizer
from workers.asr.transcribe import transcribe
from workers.engines.base import Samples


class Loudness(NamedTuple):
    lufs: float
    """Integrated, as dual mono."""
    true_peak: float
    """dBTP"""


def ffmpeg(arguments: Sequence[str], data: bytes) -> tuple[bytes, str]:
    """Standard output and standard error of ffmpeg, which reads ``data``. Any error that it meets fails
    the test."""
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
def recognizer() -> Recognizer:
    return Recognizer()


def heard(samples: Samples, rate: int) -> list[HeardWord]:
    """What Whisper tiny makes out, word by word."""
    return recognizer().words(soxr.resample(samples, rate, SAMPLE_RATE), "en")


def plain(text: str) -> str:
    """Lower case, without punctuation."""
    return " ".join(
        text.lower().translate(str.maketrans("-", " ", string.punctuation.replace("-", "") + "—’")).split()
    )


def word_error_rate(texts: Sequence[str], segments: Sequence[bytes], pause: bytes) -> float:
    """Share of the words of ``texts`` that are not heard in their ``segments`` (frames), with a ``pause``
    behind each."""
    ends = list(accumulate(len(audio) + len(pause) for audio in segments))
    starts = [0, *ends[:-1]]
    cues = [
        Cue(n, seconds(at), seconds(at + len(audio)), at, len(audio))
        for n, (at, audio) in enumerate(zip(starts, segments, strict=True))
    ]
    script = Script("", "en", "", ("",), tuple(Segment(text, 0, 0, (), 0, 0) for text in texts))
    return transcribe(
        recognizer(), script, cues, b"".join(audio + pause for audio in segments)
    ).word_error_rate
