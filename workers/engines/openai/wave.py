"""What a server sent, as samples: WAV as it says itself, or bare PCM as OpenAI defines it. Pure."""

from __future__ import annotations

import struct
from typing import NamedTuple

import numpy as np

from workers.engines.base import EngineBusy, EngineFailed, Samples, Speech

PCM_RATE = 24_000
"""Hz: what OpenAI's API calls pcm is 16-bit, little-endian, mono, at this rate."""

_LEAST_RATE, _HIGHEST_RATE = 8_000, 192_000
_MOST_CHANNELS = 8
_INTEGERS, _FLOATS, _EXTENSIBLE = 1, 3, 0xFFFE
_UNKNOWN_SIZES = (0, 0xFFFFFFFF, 0xFFFFFFFF - 36, 0x7FFFFFFF, 0x7FFFFFFF - 36)
"""What servers that stream write into the header, for they do not know how long it will be."""
_PAGES = (b"<!doctype", b"<html", b"<?xml", b'{"error"', b'{"detail"')
_OTHERS = {b"ID3": "MP3", b"\xff\xfb": "MP3", b"\xff\xf3": "MP3", b"OggS": "Ogg", b"fLaC": "FLAC"}


class _Format(NamedTuple):
    kind: int
    channels: int
    rate: int
    bits: int


def speech_of(body: bytes, wanted: str) -> Speech:
    """``body`` is the answer to a request for ``wanted``, "wav" or "pcm". WAV is understood either way.

    Raises EngineBusy for what was cut short, EngineFailed for what is no such sound.
    """
    if body[:4] == b"RIFF" and body[8:12] == b"WAVE":
        return _wave(body)
    if body.lstrip()[:20].lower().startswith(_PAGES):
        raise EngineFailed(f"The speech server was asked for {wanted} and sent text. Check TTS_OPENAI_URL.")
    if wanted == "wav":
        what = next((name for start, name in _OTHERS.items() if body.startswith(start)), "something else")
        raise EngineFailed(f"The speech server was asked for WAV and sent {what}.")
    if len(body) % 2:
        raise EngineBusy("The speech server's answer ends within a sample.", 0.0)
    return Speech(_integers(body, 16), PCM_RATE)


def _wave(body: bytes) -> Speech:
    form: _Format | None = None
    at = 12
    while at + 8 <= len(body):
        name, size = body[at : at + 4], int.from_bytes(body[at + 4 : at + 8], "little")
        if name == b"fmt ":
            form = _format(_whole(body[at + 8 :], size))
        if name == b"data":
            if form is None:
                raise EngineFailed("The speech server's WAV does not say what its samples are.")
            return Speech(_mono(_whole(body[at + 8 :], size), form), form.rate)
        at += 8 + size + size % 2
    raise EngineBusy("The speech server's WAV ends before its samples.", 0.0)


def _whole(data: bytes, size: int) -> bytes:
    if size in _UNKNOWN_SIZES:
        return data
    if len(data) < size:
        raise EngineBusy(f"The speech server's WAV is cut short: {len(data):,} of {size:,} bytes.", 0.0)
    return data[:size]


def _format(chunk: bytes) -> _Format:
    if len(chunk) < 16:
        raise EngineFailed("The header of the speech server's WAV is damaged.")
    kind, channels, rate, _, _, bits = struct.unpack("<HHIIHH", chunk[:16])
    if kind == _EXTENSIBLE and len(chunk) >= 26:
        kind = int.from_bytes(chunk[24:26], "little")
    known = (kind == _INTEGERS and bits in (16, 24, 32)) or (kind == _FLOATS and bits == 32)
    if not known or not 1 <= channels <= _MOST_CHANNELS or not _LEAST_RATE <= rate <= _HIGHEST_RATE:
        raise EngineFailed(
            f"The speech server's WAV has samples that are not understood here: format {kind}, {bits} bits, "
            f"{channels} channels, {rate} Hz."
        )
    return _Format(kind, channels, rate, bits)


def _mono(data: bytes, form: _Format) -> Samples:
    step = form.channels * form.bits // 8
    whole = data[: len(data) // step * step]
    samples = np.frombuffer(whole, "<f4") if form.kind == _FLOATS else _integers(whole, form.bits)
    mixed: Samples = samples.reshape(-1, form.channels).mean(axis=1, dtype=np.float32)
    return mixed


def _integers(data: bytes, bits: int) -> Samples:
    if bits == 24:
        wide = np.zeros((len(data) // 3, 4), np.uint8)
        wide[:, 1:] = np.frombuffer(data, np.uint8).reshape(-1, 3)
        data, bits = wide.tobytes(), 32
    samples: Samples = np.frombuffer(data, f"<i{bits // 8}").astype(np.float32) / np.float32(2 ** (bits - 1))
    return samples
