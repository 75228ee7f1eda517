"""What was uploaded, as samples: a child ffmpeg decodes it, within limits of time, memory and length."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import imageio_ffmpeg
import numpy as np

from audio_cache.mp3.frames import SAMPLE_RATE
from tts_service.contracts.recordings import MOST_S, RecordingFormat
from workers.engines.base import Samples

PATIENCE_S = 90
"""Of the clock, and of the processor."""
MEMORY_BYTES = 1_500_000_000
"""Address space of the decoder, most of which it never touches."""
_MARGIN_S = 1
_PIECE_BYTES = 1 << 20
_CODECS = (
    "mp3,mp3float,aac,alac,flac,pcm_u8,pcm_s16le,pcm_s24le,pcm_s32le,pcm_f32le,pcm_f64le,pcm_s16be,pcm_s24be"
)
_LIMITED = """
import contextlib, os, resource, sys
for name, most in (("AS", int(sys.argv[1])), ("CPU", int(sys.argv[2])), ("FSIZE", 1 << 20), ("CORE", 0)):
    with contextlib.suppress(OSError, ValueError, AttributeError):
        resource.setrlimit(getattr(resource, "RLIMIT_" + name), (most, most))
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Limits itself, and becomes the decoder. A process that has threads must not run Python between fork and
exec, so this is one of its own."""


class UnreadableRecording(Exception):
    """Why there are no samples, as the end of a sentence. ``is_too_long``: there were too many."""

    def __init__(self, why: str, *, is_too_long: bool = False) -> None:
        super().__init__(why)
        self.is_too_long = is_too_long


def decoded(path: Path, kind: RecordingFormat) -> Samples:
    """Mono, at the profile's rate. ``kind`` is what the file begins like: it is read as that and as nothing
    else, so a playlist is not followed. Raises UnreadableRecording."""
    with tempfile.TemporaryFile() as complaints, _decoder(path, kind, complaints) as process:
        assert process.stdout is not None
        pcm = bytearray()
        while piece := process.stdout.read(_PIECE_BYTES):
            pcm += piece
            if len(pcm) > (MOST_S + _MARGIN_S) * SAMPLE_RATE * 4:
                break
        samples: Samples = np.frombuffer(pcm, "<f4", len(pcm) // 4)
        if samples.size > MOST_S * SAMPLE_RATE:
            raise UnreadableRecording(f"it is longer than {MOST_S // 60} minutes", is_too_long=True)
        if process.wait() != 0 or not samples.size:
            complaints.seek(0)
            raise UnreadableRecording(
                _last_line(complaints.read(), path) or "it holds no sound, or takes too long"
            )
    return np.clip(np.nan_to_num(samples, posinf=0.0, neginf=0.0), -4.0, 4.0)


@contextlib.contextmanager
def _decoder(path: Path, kind: RecordingFormat, complaints: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """It is gone when the block is left."""
    program = imageio_ffmpeg.get_ffmpeg_exe()
    limited = [sys.executable, "-I", "-S", "-c", _LIMITED, str(MEMORY_BYTES), str(PATIENCE_S)]
    read = ["-protocol_whitelist", "file", "-codec_whitelist", _CODECS, "-threads", "1"]
    read += [*_STRICT.get(kind, ()), "-f", kind, "-i", f"file:{path}"]
    wanted = ["-map", "0:a:0", "-vn", "-sn", "-dn", "-t", str(MOST_S + _MARGIN_S)]
    sound = ["-ac", "1", "-ar", str(SAMPLE_RATE), "-f", "f32le", "pipe:1"]
    command = [*limited, program, "-v", "error", "-nostdin", *read, *wanted, *sound]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints
    ) as process:
        timer = threading.Timer(PATIENCE_S, process.kill)
        timer.start()
        try:
            yield process
        finally:
            timer.cancel()
            process.kill()


_WHERE = re.compile(r"\[[^\]\n]{1,100} @ 0x[0-9a-f]{1,16}\] ?")
_STRICT = {"mov": ("-enable_drefs", "0", "-use_absolute_path", "0")}
"""A file may say that its sound is in another file."""


def _last_line(complaints: bytes, path: Path) -> str:
    """Without addresses in memory, and without the name of the file here: everybody may see it."""
    said = _WHERE.sub("", complaints.decode("utf-8", "replace").replace(f"file:{path}", "the file"))
    lines = said.strip().splitlines()
    return lines[-1][:200] if lines else ""
