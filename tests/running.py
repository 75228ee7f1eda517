"""Real processes for tests: a command with its output kept, and the whole service."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import psutil

from audio_cache.mp3.frames import FRAME_BYTES, FRAME_HEADER
from tts_service.settings import Settings, load_settings

PATIENCE_S = 60.0
"""How long anything may take on a machine that is busy with other things, before we say that it never
came."""
MEASURED = any(name.startswith("COVERAGE_PROCESS") for name in os.environ)
TTS_SERVICE = str(Path(sys.executable).with_name("tts-service"))


def wait_until(condition: Callable[[], Any], what: str, seconds: float = PATIENCE_S) -> Any:
    """The first true value of ``condition()``."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError(f"never came: {what}")


def free_port() -> int:
    """Below those that the system gives to outgoing connections, so that none of them takes it before it
    is used."""
    while True:
        port = 11_000 + secrets.randbelow(21_000)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


def clean_environ(**settings: str) -> dict[str, str]:
    """This process's environment with these TTS_ settings and no others. Where no traces are sent, what only
    they need is not there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TTS_")}
    if "traces_url" not in settings:
        kept["PYTHONPATH"] = _without_extras(kept)
    return kept | {f"TTS_{name.upper()}": value for name, value in settings.items()}


def _without_extras(environ: Mapping[str, str]) -> str:
    """A PYTHONPATH on which processes find nothing that only the tests have brought along: redis and Celery
    would load it, and each process would be larger, and start later, than in production."""
    hidden = str(Path(__file__).parent / "not_installed")
    return os.pathsep.join(filter(None, (hidden, environ.get("PYTHONPATH"))))


def is_alive(process: psutil.Process) -> bool:
    """A zombie is dead: nobody may be there to bury it."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


class Running:
    """A command that runs, with the lines that it has written."""

    def __init__(self, *command: str, environ: Mapping[str, str], cwd: Path) -> None:
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            command,
            env=environ,
            cwd=cwd,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.lines.append(line.rstrip("\n"))

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    def wait_for_line(self, pattern: str, *, count: int = 1) -> re.Match[str]:
        """The ``count``-th line in which ``pattern`` is found."""

        def found() -> re.Match[str] | None:
            matches = [match for line in list(self.lines) if (match := re.search(pattern, line))]
            if len(matches) < count and self.process.poll() is not None:
                self._reader.join(5)
                raise AssertionError(
                    f"ended with {self.process.returncode} before {pattern!r}:\n{self.output}"
                )
            return matches[count - 1] if len(matches) >= count else None

        try:
            match = wait_until(found, f"{pattern!r}")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.output}") from None
        assert isinstance(match, re.Match)
        return match

    def descendants(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def wait(self, seconds: float = PATIENCE_S) -> int:
        status = self.process.wait(seconds)
        self._reader.join(5)
        return status

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Returns the status; already ended is fine."""
        self.process.send_signal(number)
        return self.wait()

    def end(self) -> None:
        """For fixtures, which do not care how: kill it with all that it has started, in an instant. Where
        coverage is measured it is asked, so that it writes down what has run."""
        if MEASURED:
            self.stop()
        elif self.process.poll() is None:
            everything = [psutil.Process(self.process.pid), *self.descendants()]
            for process in everything:  # parents first: they would start others
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
            wait_until(lambda: not any(map(is_alive, everything)), "the end of every process")
            self.wait()


@contextlib.contextmanager
def accepting(running: Running, port: int) -> Iterator[None]:
    """While ``running`` takes connections at ``port`` of this machine; then it is stopped."""

    def answers() -> bool:
        assert running.process.poll() is None, running.output
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return True
        return False

    try:
        wait_until(answers, f"whatever listens at port {port}")
        yield
    finally:
        running.stop()


class Service:
    """The whole service behind ``tts-service up``, with a data folder of its own."""

    def __init__(self, data_dir: Path, **settings: str) -> None:
        given = {
            "port": str(free_port()),
            "data_dir": str(data_dir),
            "offline": "1",
            "engine": "tone",
            **settings,
        }
        environ = clean_environ(**given)
        self.settings: Settings = load_settings(environ, env_file=None)
        self.data_dir = data_dir
        self.running = Running(TTS_SERVICE, "up", environ=environ, cwd=data_dir)
        self._client = httpx.Client(base_url=self.url, timeout=30, trust_env=False)

    @property
    def url(self) -> str:
        return self.settings.base_url

    @property
    def process(self) -> subprocess.Popen[str]:
        """The supervisor."""
        return self.running.process

    def wait_until_up(self) -> None:
        self.running.wait_for_line("tts-service: ready")

    def stop(self) -> None:
        self._client.close()
        self.running.stop()

    def end(self) -> None:
        """As ``Running.end``."""
        self._client.close()
        self.running.end()

    def is_up(self) -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return bool(self._client.get("/readyz").json()["status"] == "ready")
        return False

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self._client.get(path, **options)

    def stream(self, path: str) -> contextlib.AbstractContextManager[httpx.Response]:
        """An answer that is read as it comes."""
        return self._client.stream("GET", path)

    def post(self, article: Mapping[str, Any]) -> dict[str, Any]:
        """Accepted, or an AssertionError that shows the answer."""
        answer = self._client.post("/v1/articles", json=article)
        assert answer.status_code in (200, 202), answer.text
        return dict(answer.json())

    def post_for_problem(self, article: Mapping[str, Any]) -> dict[str, Any]:
        """The problem that it is answered with."""
        answer = self._client.post("/v1/articles", json=article)
        assert answer.headers["Content-Type"] == "application/problem+json", answer.text
        return dict(answer.json())

    def submit(self, page: str, form: str, **fields: str) -> httpx.Response:
        """The page that follows on a form of the newsroom's ``page``. The service has no API keys."""
        token = re.search(r'name="token" value="([^"]+)"', self.get(page).text)
        assert token is not None
        answer = self._client.post(
            f"{page}/{form}", data={"token": token[1], **fields}, follow_redirects=True
        )
        assert answer.status_code == 200, answer.text
        return answer

    def status(self, article_id: str) -> dict[str, Any]:
        answer = self.get(f"/v1/articles/{article_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def wait_ready(self, article_id: str, seconds: float = PATIENCE_S) -> dict[str, Any]:
        """Raises AssertionError when the narration failed."""

        def settled() -> dict[str, Any] | None:
            status = self.status(article_id)
            return status if status["status"] in ("ready", "failed") else None

        status = dict(wait_until(settled, f"{article_id} ready", seconds))
        assert status["status"] == "ready", status
        return status

    def audio_frames(self, article_id: str) -> int:
        """MP3 frames behind the tag, each checked to begin with the profile's header."""
        return count_frames(self.get(f"/audio/{article_id}.mp3").content)


def count_frames(mp3: bytes) -> int:
    """Raises AssertionError when there is anything but a tag and whole frames of the profile."""
    body = without_tag(mp3)
    assert len(body) % FRAME_BYTES == 0
    headers = {body[at : at + 3] for at in range(0, len(body), FRAME_BYTES)}
    assert headers <= {FRAME_HEADER[:3]}, headers
    return len(body) // FRAME_BYTES


def without_tag(mp3: bytes) -> bytes:
    return mp3[_tag_size(mp3) :]


def _tag_size(mp3: bytes) -> int:
    """ID3v2 in front of the frames: 10 bytes and a "synchsafe" size, 7 bits a byte (id3v2.4.0-structure,
    3.1)."""
    if mp3[:3] != b"ID3":
        return 0
    return 10 + (mp3[6] << 21 | mp3[7] << 14 | mp3[8] << 7 | mp3[9])
