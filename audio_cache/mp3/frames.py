"""The one audio profile, and the arithmetic it makes exact. Pure.

Every segment is MPEG-2 Layer III, 24 kHz, mono, CBR 64 kbit/s, without a Xing header: ISO/IEC 13818-3 gives
576 samples a frame at this rate, so a frame is 64000 / 8 * 576 / 24000 = 192 bytes and 24 ms, never padded,
and 8,000 bytes are 1 s.
"""

from __future__ import annotations

PROFILE = "mp3-24000-mono-cbr64"
SAMPLE_RATE = 24_000
"""Hz"""
FRAME_SAMPLES = 576
FRAME_BYTES = 192
FRAME_MS = 24
BYTES_PER_SECOND = 8_000

FRAME_HEADER = bytes.fromhex("fff384c4")
"""Sync, MPEG-2, Layer III, no CRC; 64 kbit/s, 24 kHz, no padding; mono, original: what LAME writes for
this profile."""

SILENT_FRAME = FRAME_HEADER + bytes(FRAME_BYTES - len(FRAME_HEADER))
"""A frame whose side information says "no data": a decoder plays 24 ms of nothing. It needs nothing from
its neighbours."""


def seconds(size: int) -> float:
    """Duration in s of ``size`` bytes of frames."""
    return size / BYTES_PER_SECOND


def frames_for_ms(ms: float) -> int:
    """Whole frames nearest to ``ms``."""
    return round(ms / FRAME_MS)


def silence(frames: int) -> bytes:
    return SILENT_FRAME * frames


def whole_frames(audio: bytes) -> bool:
    """True when ``audio`` is one or more whole frames of the profile."""
    frames, rest = divmod(len(audio), FRAME_BYTES)
    headers = (audio[i::FRAME_BYTES] == FRAME_HEADER[i : i + 1] * frames for i in range(len(FRAME_HEADER)))
    return frames > 0 and rest == 0 and all(headers)
