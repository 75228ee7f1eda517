"""The bare parts, warm, in processes of their own, with every core and nothing around them: the yardstick for
the service. The engine is hibari as its own documentation loads it; the encoder is LAME, set as the service
sets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

CORES = os.cpu_count() or 1


class Task(NamedTuple):
    """``request``: read first, as the body of ``POST /v1/articles``. ``encode``: to MP3, too."""

    texts: Sequence[str] = ()
    request: dict[str, str] | None = None
    encode: bool = False


class BareEngine:
    """One process with all threads for what somebody waits for, one with a single thread for each core for
    the rest: each is done soonest that way (measured)."""

    def __init__(self) -> None:
        self._quick = _Process(threads=CORES)
        self._many = [_Process(threads=1) for _ in range(CORES)]

    def first(self, request: dict[str, str], text: str) -> float:
        """Seconds to read ``request`` and to speak its first sentence, ``text``."""
        return self._quick.run(Task([text], request))[0]

    def speak(self, texts: Sequence[str]) -> tuple[float, float]:
        """Seconds to speak and encode ``texts`` on all cores; seconds of audio."""
        longest_first = sorted(texts, key=len, reverse=True)
        started = time.perf_counter()
        for at, process in enumerate(self._many):
            process.send(Task(longest_first[at :: len(self._many)], encode=True))
        audio_s = sum(process.answer()[1] for process in self._many)
        return time.perf_counter() - started, audio_s

    def close(self) -> None:
        for process in (self._quick, *self._many):
            process.close()


class _Process:
    def __init__(self, threads: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.bare", str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.run(Task(["Ready when you are."], {"text": "Ready when you are."}, encode=True))

    def run(self, task: Task) -> tuple[float, float]:
        """Seconds of work, seconds of audio."""
        self.send(task)
        return self.answer()

    def send(self, task: Task) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(task._asdict()) + "\n")
        self._process.stdin.flush()

    def answer(self) -> tuple[float, float]:
        assert self._process.stdout is not None
        work, audio = json.loads(self._process.stdout.readline())
        return work, audio

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)


def _serve(threads: int) -> None:
    from hibari import SAMPLE_RATE, Hibari

    voice = Hibari(threads=threads)
    for line in sys.stdin:
        task = Task(**json.loads(line))
        started = time.perf_counter()
        if task.request is not None:
            _read(task.request)
        samples = [voice(text, seed=1) for text in task.texts]
        if task.encode:
            for part in samples:
                _encode(part)
        audio_s = sum(part.size for part in samples) / SAMPLE_RATE
        print(json.dumps([time.perf_counter() - started, audio_s]), flush=True)


def _read(request: dict[str, str]) -> None:
    import msgspec

    from tts_service.article.extract.reading import read_article
    from tts_service.article.request import ArticleRequest
    from tts_service.article.script.script import make_script

    make_script(read_article(msgspec.convert(request, ArticleRequest)))


def _encode(samples: Any) -> None:
    from workers.audio.mp3 import encode_mp3

    if samples.size:
        encode_mp3(samples)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
