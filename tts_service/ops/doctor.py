"""Checks of what the service needs on this machine, each with what to do if it fails."""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from tts_service.article.address import DEFAULT_PORTS
from tts_service.article.request import ArticleRequest
from tts_service.broker import embedded_redis
from tts_service.broker.queue_server import Fault, named_servers, server_fault
from tts_service.errors import NotStartable, ServiceError
from tts_service.ops import workers_port
from tts_service.ops.running import is_running
from tts_service.publisher.lexicon.file import lexicon_file
from tts_service.settings import Settings, SettingsError

LEAST_FREE_BYTES = 1_000_000_000
GTTS_HOST = "translate.google.com"
NETWORK_TIMEOUT_S = 3.0
EXPIRES_SOON = dt.timedelta(days=30)


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
    """Each as soon as it is done: some take a second."""
    for check in CHECKS:
        yield _unbroken(check, settings)


def start_checks(settings: Settings) -> Iterator[Check]:
    """Checks of what would prevent the start. Quick, unless a server is still coming up. The last two take
    longest, and do so at the same time."""
    for check in (data_folder, queue_folder, address):
        yield _unbroken(check, settings)
    with ThreadPoolExecutor(1) as beside:
        chosen = beside.submit(_unbroken, choice, settings)
        yield _unbroken(foundations, settings)
        yield chosen.result()


def _unbroken(check: Callable[[Settings], Check], settings: Settings) -> Check:
    """A broken installation may raise anything, such as an ImportError: that is the result of the check."""
    try:
        return check(settings)
    except Exception as error:
        name = check.__name__.replace("_", " ")
        return Check(
            name, "failed", f"{type(error).__name__}: {error}", "Install the service again: make run."
        )


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
        return Check(
            name,
            "warning",
            f"{folder}, {free / 1e6:.0f} MB free",
            "Free some space: an hour of speech takes 29 MB.",
        )
    return Check(name, "ok", f"{folder}, {free / 1e9:.0f} GB free")


def queue_folder(settings: Settings) -> Check:
    """No other service uses this data folder. Checked with the embedded server only."""
    if not settings.redis_url:
        try:
            embedded_redis.check_free(settings)
        except (embedded_redis.AlreadyRunning, embedded_redis.NotUsable) as error:
            return Check("queue folder", "failed", str(error), "")
    return Check("queue folder", "ok", "free")


def port(settings: Settings) -> Check:
    """Free, or in use by the service itself."""
    if missing(settings) is not None:
        return Check("port", "ok", f"the service answers at {local_url(settings)}")
    return address(settings)


def missing(settings: Settings) -> str | None:
    """What the running service lacks to read articles aloud, as ``/readyz`` says; "" if it can, None when
    nothing answers."""
    try:
        with contextlib.closing(
            http.client.HTTPConnection(*_near(settings), timeout=NETWORK_TIMEOUT_S)
        ) as connection:
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            return _missing(answer.status, answer.read())
    except (OSError, http.client.HTTPException):
        return None


class _Answer(msgspec.Struct):
    """Of ``/readyz``, whatever its status."""

    status: str | int
    detail: str = ""


def _missing(status: int, body: bytes) -> str:
    try:
        answer = msgspec.json.decode(body, type=_Answer)
    except msgspec.DecodeError:  # something else listens there
        return f"it answers {status}"
    return "" if answer.status == "ready" else answer.detail


def local_url(settings: Settings) -> str:
    """The address of the service on this machine, without a trailing slash."""
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
            name,
            "failed",
            f"{place} cannot be used: {error.strerror}",
            "Stop what uses it, or set TTS_PORT to another port.",
        )
    return Check(name, "ok", f"{place} is free")


def take_port(host: str, port: int) -> int:
    """Bind and release. Returns the port; for 0, one that was free. Raises OSError."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
        return int(probe.getsockname()[1])


def choice(settings: Settings) -> Check:
    """The chosen engine, voice and certificate, checked in a process of its own so that the supervisor stays
    small."""
    command = [sys.executable, "-m", workers_port.__name__]
    looked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if looked.returncode:
        last = (looked.stderr.strip() or "they cannot be looked up").splitlines()[-1]
        return Check("choice", "failed", last)
    return Check("choice", "ok", settings.voice or settings.engine)


def foundations(settings: Settings) -> Check:
    """Catalog and queue as the start needs them."""
    from tts_service.ops.start_checks import check_foundations

    try:
        warning = check_foundations(settings)
    except NotStartable as error:
        return Check("foundations", "failed", error.detail)
    if warning:
        return Check("foundations", "warning", warning)
    return Check("foundations", "ok", "the catalog can be used")


def queue(settings: Settings) -> Check:
    if settings.redis_url:
        return _server("queue", "TTS_REDIS_URL", server_fault(settings))
    binary = embedded_redis.binary_path()
    answer = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True, timeout=30)
    return Check("queue", "ok", answer.stdout.split(" sha=")[0])


def store(settings: Settings) -> Check:
    """The bucket can be written, and of two who create an object one is refused."""
    if settings.store is None:
        return Check("store", "ok", f"{settings.cache_dir}")
    from tts_service.broker.store import check_store  # loads the client of Redis

    try:
        check_store(settings)
    except NotStartable as error:
        return Check("store", "failed", error.detail)
    return Check("store", "ok", f"{settings.store} keeps to conditional writes")


def relay(settings: Settings) -> Check:
    if "TTS_RELAY_URL" not in named_servers(settings):
        return Check("relay", "ok", "none of its own (TTS_RELAY_URL is not set)")
    return _server("relay", "TTS_RELAY_URL", server_fault(settings, "TTS_RELAY_URL"))


def _server(check: str, name: str, fault: Fault | None) -> Check:
    if fault is None:
        return Check(check, "ok", f"{name} answers")
    return Check(check, "warning" if fault.bearable else "failed", fault.sentence)


def workers(settings: Settings) -> Check:
    """Those that are running write where this machine reads."""
    if not is_running(settings):
        return Check("workers", "ok", "none are running")
    from tts_service.broker.queue import Queue  # loads Celery
    from tts_service.ops.readiness import apart_sentence, is_apart

    with contextlib.closing(Queue(settings)) as queue:
        if is_apart(queue, settings):
            return Check("workers", "failed", apart_sentence(settings))
        return Check("workers", "ok", f"{queue.workers()} are running")


def catalog(settings: Settings) -> Check:
    """All of SQLite's pages, as far as a minute allows. A missing catalog is not created."""
    import sqlalchemy as sa

    from tts_service.ops.start_checks import THOROUGHLY_S, catalog_fault

    file = sa.make_url(settings.catalog_url).database if settings.catalog_url.startswith("sqlite") else None
    if file is not None and not Path(file).exists():
        return Check("catalog", "ok", f"{file} will be made")
    fault = catalog_fault(settings.catalog_url, THOROUGHLY_S)
    return (
        Check("catalog", "failed", fault.sentence)
        if fault
        else Check("catalog", "ok", file or "the database answers")
    )


def voices(settings: Settings) -> Check:
    found = workers_port.runner(settings).voices()
    local = [voice.id for voice in found if voice.local]
    if not local:
        return Check(
            "voices",
            "failed",
            "no voice speaks without a network",
            "Install the embedded one: pip install hibari-tts==0.2.1",
        )
    return Check("voices", "ok", ", ".join(local))


def engines(settings: Settings) -> Check:
    """An engine that is not in use may be broken; the one in use is checked by ``speech``."""
    broken = workers_port.runner(settings).broken_engines()
    if broken:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in broken.items())
        return Check(
            "engines", "warning", reasons, "Its voices are missing. Install the service again: make run."
        )
    return Check("engines", "ok", "all that are installed can be loaded")


def speech(settings: Settings) -> Check:
    """The default voice says a few words, into a temporary cache."""
    with tempfile.TemporaryDirectory() as folder:
        runner = workers_port.runner(msgspec.structs.replace(settings, data_dir=Path(folder)))
        try:
            done = runner.render(runner.prepare(ArticleRequest(text="All is well.", language="en")))
        except ServiceError as error:
            return Check(
                "speech", "failed", error.detail, "Choose another engine or voice: TTS_ENGINE, TTS_VOICE."
            )
    return Check("speech", "ok", f"{done.voice} spoke for {done.duration_s:.1f} s")


def lexicon(settings: Settings) -> Check:
    file = lexicon_file(settings)
    if file.problem:
        return Check(
            "lexicon",
            "warning",
            file.problem,
            "Until it is corrected, the last valid version stays in force.",
        )
    return Check("lexicon", "ok", f"{len(file.current().entries)} words in {settings.lexicon_path}")


def ffmpeg(settings: Settings) -> Check:
    import imageio_ffmpeg

    try:
        program = imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        return Check(
            "ffmpeg", "failed", str(error), "Install it: pip install --force-reinstall imageio-ffmpeg"
        )
    return Check("ffmpeg", "ok", program)


def gtts(settings: Settings) -> Check:
    """The network voice is optional: without it, the languages of the local voices remain."""
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


def speech_server(settings: Settings) -> Check:
    """The one of TTS_OPENAI_URL, if there is one: it is only connected to."""
    address = urlsplit(settings.openai_url or "")
    if not address.hostname:
        return Check("openai", "ok", "none (TTS_OPENAI_URL is not set)")
    if settings.offline and not settings.is_speech_server_here:
        return Check("openai", "ok", "not asked for (TTS_OFFLINE is set)")
    try:
        port = address.port or DEFAULT_PORTS[address.scheme]
        socket.create_connection((address.hostname, port), timeout=NETWORK_TIMEOUT_S).close()
    except OSError as error:
        return Check(
            "openai",
            "warning",
            f"{address.netloc} cannot be reached: {error.strerror or error}",
            "Start it, or correct TTS_OPENAI_URL. Until then local voices read in its place.",
        )
    return Check("openai", "ok", f"{address.netloc} can be reached")


def signing(settings: Settings) -> Check:
    """The certificate, if there is one, signs something."""
    name = "signing"
    if settings.signing_certificate is None:
        return Check(name, "ok", "narrations are not signed (TTS_SIGNING_CERTIFICATE is not set)")
    try:
        ends = workers_port.credentials_tools().check_identity(settings)
    except (SettingsError, ServiceError) as error:
        return Check(name, "failed", str(error))
    if ends - dt.datetime.now(dt.UTC) < EXPIRES_SOON:
        return Check(name, "warning", f"the certificate expires on {ends:%Y-%m-%d}", "Have it renewed.")
    return Check(name, "ok", f"the certificate is valid until {ends:%Y-%m-%d}")


CHECKS: tuple[Callable[[Settings], Check], ...] = (
    python,
    data_folder,
    queue,
    store,
    relay,
    workers,
    catalog,
    port,
    engines,
    voices,
    speech,
    lexicon,
    ffmpeg,
    gtts,
    speech_server,
    signing,
)
