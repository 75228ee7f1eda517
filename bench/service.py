"""A real service for the benchmarks: `tts-service up` in a process of its own, on a free port, with an
empty data folder."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from audio_cache.mp3.frames import FRAME_BYTES, SILENT_FRAME
from tests.running import free_port


class Service:
    """Talks HTTP as any client would."""

    def __init__(self, port: int, data_dir: Path, process: subprocess.Popen[Any]) -> None:
        self.port = port
        self.data_dir = data_dir
        self.process = process

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        connection = self.connect()
        headers = {"Content-Type": "application/json"} if body is not None else {}
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        data = response.read()
        connection.close()
        return response.status, json.loads(data) if data and b"json" in (
            response.getheader("Content-Type") or ""
        ).encode() else data

    def post(self, **request: str) -> dict[str, Any]:
        status, answer = self.call("POST", "/v1/articles", request)
        assert status in (200, 202), answer
        return dict(answer)

    def until_heard(self, **request: str) -> tuple[float, str]:
        """Seconds from asking for an article to the first frame that holds speech, and the article's id."""
        connection = self.connect()
        started = time.perf_counter()
        article_id = str(self.post(**request)["id"])
        connection.request("GET", f"/audio/{article_id}.mp3")
        first_speech(connection.getresponse())
        taken = time.perf_counter() - started
        connection.close()
        return taken, article_id

    def wait_ready(self, article_id: str) -> dict[str, Any]:
        """Listens to the end: whoever asks again and again takes the time from those who work.

        Raises RuntimeError when the narration failed.
        """
        self.call("GET", f"/audio/{article_id}.mp3")
        while (status := dict(self.call("GET", f"/v1/articles/{article_id}")[1]))["status"] not in (
            "ready",
            "failed",
        ):
            time.sleep(0.005)
        if status["status"] == "failed":
            raise RuntimeError(status["error"])
        return status

    def sentences(self, article_id: str) -> list[str]:
        """What is said, segment by segment."""
        return [
            segment["text"]
            for segment in self.call("GET", f"/v1/articles/{article_id}/script")[1]["segments"]
        ]

    def forget_everything(self) -> None:
        """Back to a cold cache, with the processes still warm."""
        for article in self.call("GET", "/v1/articles")[1]["articles"]:
            self.call("DELETE", f"/v1/articles/{article['id']}")
        for folder in (self.data_dir / "audio" / "segments").glob("??"):
            shutil.rmtree(folder, ignore_errors=True)

    def processes(self) -> list[Any]:
        import psutil

        return [p for p in psutil.Process(self.process.pid).children(recursive=True) if p.is_running()]

    def workers(self) -> list[Any]:
        """The processes that speak, and those that mind them."""
        return [process for process in self.processes() if "celery" in " ".join(process.cmdline())]


def first_speech(stream: http.client.HTTPResponse) -> bytes:
    """Reads ``stream`` up to its first MP3 frame that holds speech; returns what was read after the tag."""
    head = stream.read(10)
    if head[:3] == b"ID3":
        size = (head[6] << 21) | (head[7] << 14) | (head[8] << 7) | head[9]
        stream.read(size)
        head = b""
    got = head
    while True:
        got += stream.read(FRAME_BYTES - len(got) % FRAME_BYTES)
        if got[-FRAME_BYTES:] != SILENT_FRAME:
            return got


@contextlib.contextmanager
def running_service(**settings: str) -> Iterator[Service]:
    """Starts it, waits until it is ready, stops it and removes its data."""
    data_dir = Path(tempfile.mkdtemp(prefix="tts-bench-"))
    port = free_port()
    environ = {k: v for k, v in os.environ.items() if not k.startswith("TTS_")}
    environ |= {"TTS_DATA_DIR": str(data_dir), "TTS_PORT": str(port), "TTS_OFFLINE": "1", **settings}
    log = (data_dir / "log").open("wb")
    command = [str(Path(sys.executable).with_name("tts-service")), "up"]
    process = subprocess.Popen(command, env=environ, stdout=log, stderr=log, start_new_session=True)
    service = Service(port, data_dir, process)
    try:
        _wait_until_up(service)
        yield service
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        log.close()
        shutil.rmtree(data_dir, ignore_errors=True)


def _wait_until_up(service: Service) -> None:
    for _ in range(600):
        if service.process.poll() is not None:
            raise RuntimeError((service.data_dir / "log").read_text())
        with contextlib.suppress(OSError):
            if service.call("GET", "/readyz")[1]["status"] == "ready":
                return
        time.sleep(0.1)
    raise RuntimeError((service.data_dir / "log").read_text())
