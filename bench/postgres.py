"""A PostgreSQL server of our own, on a Unix socket, for tests and benchmarks."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def postgres_programs() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``; None where PostgreSQL is not installed."""
    newest_first = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True
    )
    on_path = shutil.which("initdb")
    return newest_first[0] if newest_first else Path(on_path).parent if on_path else None


def restart(programs: Path, url: str) -> None:
    """That server, as after a crash: it recovers what was committed."""
    folder = Path(url.partition("?host=")[2])
    _as_postgres(
        programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-m", "immediate", "-w", "restart"
    )


@contextmanager
def postgres_server(programs: Path, *, durable: bool = True) -> Iterator[str]:
    """The address of its database ``postgres``. Not ``durable``: what it has stored outlives its processes,
    but not its machine; so after a crash it goes on at once, however many databases there are."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: a socket's path may have 107 bytes
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    try:
        _as_postgres(
            programs / "initdb", "-D", folder / "data", "-U", "tts", "-A", "trust", "-E", "UTF8", "--no-sync"
        )
        fsync = "on" if durable else "off"
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync={fsync}"
        _as_postgres(
            programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-o", options, "-w", "start"
        )
        try:
            yield f"postgresql://tts@/postgres?host={folder}"
        finally:
            _as_postgres(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_postgres(*command: str | Path) -> None:
    """PostgreSQL refuses to run as root."""
    user = pwd.getpwnam("postgres").pw_name if os.getuid() == 0 else None
    subprocess.run(list(map(str, command)), user=user, check=True, stdout=subprocess.DEVNULL, timeout=60)
