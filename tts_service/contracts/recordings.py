"""What web processes and workers both know of recordings: which files they may be, and how long."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from audio_cache.plan import Plan, RecordedPart
from tts_service.article.disclosure import RecordedBy, SectionReadBy

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


def read_by(plan: Plan, *, is_outdated: bool = False, outdated: Collection[str] = ()) -> RecordedBy | None:
    """Who reads the narration that ``plan`` is of; None if a voice speaks it all. ``is_outdated``: the text
    was edited since, in the parts that ``outdated`` names where these are parts."""
    if plan.recorded is not None:
        return RecordedBy(plan.recorded.name, is_outdated)
    return read_by_parts(plan.parts, len(plan.segments), outdated)


def read_by_parts(
    parts: Collection[RecordedPart], total: int, outdated: Collection[str] = ()
) -> RecordedBy | None:
    """The same of a narration of ``total`` segments with ``parts``. Its name is that of all who are named."""
    if not parts:
        return None
    names = dict.fromkeys(part.name for part in parts if part.name)
    sections = tuple(
        SectionReadBy(part.first, part.end - 1, part.name, part.recording in outdated) for part in parts
    )
    is_all = sum(part.end - part.first for part in parts) == total
    return RecordedBy(", ".join(names), any(one.outdated for one in sections), sections, is_all)
