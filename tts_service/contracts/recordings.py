"""What web processes and workers both know of recordings: which files they may be, and how long."""

from __future__ import annotations

from typing import Literal

MOST_S = 3600
"""The longest recording, in s."""
MOST_BYTES = 300_000_000
"""The largest file: an hour in any format but WAV, of which it is 50 minutes of one channel."""
HEAD_BYTES = 16
"""Of a file, enough for ``format_of``."""
ENGINE = "recording"
"""What stands in the place of an engine, and of a voice, where a person reads."""

RecordingFormat = Literal["mp3", "wav", "flac", "mov"]
"""As ffmpeg calls them; M4A is "mov"."""

NAMES = "an MP3, WAV, M4A or FLAC file"


def format_of(head: bytes) -> RecordingFormat | None:
    """What a file that begins with ``head`` is; None for anything else."""
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"fLaC":
        return "flac"
    if head[4:8] == b"ftyp":
        return "mov"
    is_frame = head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE6 == 0xE2  # sync, and Layer III
    return "mp3" if head[:3] == b"ID3" or is_frame else None
