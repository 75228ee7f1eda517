"""A disk of our own that can be made read-only: a tmpfs, where we may mount one."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

HOW_TO_GET_IT = (
    "no disk can be mounted here: run as root, in a container with CAP_SYS_ADMIN (docker run --privileged)"
)


class Disk:
    def __init__(self, place: Path) -> None:
        self.place = place

    def take_writing(self, *, yes: bool) -> None:
        """While a file on it is open for writing the system refuses: then once more."""
        _mount("-o", "remount,rw" if yes else "remount,ro", str(self.place))


@contextlib.contextmanager
def disk_at(place: Path) -> Iterator[Disk | None]:
    """Mounted at the folder ``place``; None where that is not permitted."""
    try:
        _mount("-t", "tmpfs", "-o", "size=64m", "tts-test", str(place))
    except (OSError, subprocess.CalledProcessError):
        yield None
        return
    try:
        yield Disk(place)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True, capture_output=True)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)
