"""A server that speaks the OpenAI audio API on 127.0.0.1, well or badly, as it is told.

with SpeechServer() as server:
    server.answers.append(Refusal(429))    # for the next request; without one each input is hummed
    settings = Settings(openai_url=server.url)
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.scripted_server import (
    Flood,
    HangUp,
    Raw,
    Refusal,
    ScriptedHandler,
    ScriptedServer,
    Slow,
    Trickle,
    hummed,
)
from workers.engines.base import Samples

NO = b'{"error": {"message": "No.", "type": "server_error"}}'


@dataclass(frozen=True)
class Asked:
    """A request that arrived."""

    path: str
    body: dict[str, Any]
    headers: dict[str, str]


class SpeechServer(ScriptedServer[Asked]):
    """``rate``: of its WAV, in Hz."""

    def __init__(self, rate: int = 24_000) -> None:
        self.rate = rate
        super().__init__(_Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


class _Handler(ScriptedHandler):
    @property
    def speech(self) -> SpeechServer:
        assert isinstance(self.server.scripted, SpeechServer)
        return self.server.scripted

    def do_POST(self) -> None:  # noqa: N802
        wanted = json.loads(self.body())
        self.speech.asked.append(Asked(self.path, wanted, dict(self.headers)))
        match self.speech.next_answer():
            case Refusal(status, headers, body):
                self._send(status, NO if body is None else body, "application/json", **headers)
            case Raw(body, kind, promised):
                length = {} if promised is None else {"Content-Length": str(promised)}
                self._send(200, body, kind, **length)
            case Slow(delay_s):
                self.speech.closing.wait(delay_s)
                self._speak(wanted)
            case Trickle(pause_s):
                self.endless(b"\0", pause_s, {"Content-Type": "audio/wav"})
            case Flood():
                self.endless(bytes(1 << 20), 0, {"Content-Type": "audio/wav"})
            case HangUp():
                self.hang_up()
            case None:
                self._speak(wanted)

    def _speak(self, wanted: dict[str, Any]) -> None:
        if wanted["response_format"] == "pcm":
            self._send(200, pcm(hummed(wanted["input"], 24_000)), "audio/pcm")
        else:
            rate = self.speech.rate
            self._send(200, wav(pcm(hummed(wanted["input"], rate)), rate), "audio/wav")

    def _send(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        self.send(status, body, {"Content-Type": kind, **headers})
        self.close_connection = True


def pcm(samples: Samples) -> bytes:
    return (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()


def wav(
    data: bytes, rate: int, *, kind: int = 1, channels: int = 1, bits: int = 16, size: int | None = None
) -> bytes:
    """``data`` behind the header of a WAV file. ``size``: what the header says of it, if not its length."""
    step = channels * bits // 8
    form = struct.pack("<HHIIHH", kind, channels, rate, rate * step, step, bits)
    told = len(data) if size is None else size
    chunks = b"fmt " + struct.pack("<I", 16) + form + b"LIST\x05\0\0\0hello\0" + b"data"
    return b"RIFF" + struct.pack("<I", 0xFFFFFFFF) + b"WAVE" + chunks + struct.pack("<I", told) + data
