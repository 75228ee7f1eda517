"""podget, a podcast client in Debian: it reads a feed, fetches what that encloses, and keeps it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def fetched(podget: Path, feed: str, home: Path, *options: str) -> list[Path]:
    """The sound files of the feed, after podget has had its way in the folder ``home``. Raises
    CalledProcessError."""
    conf, environ = home / "conf", {"HOME": str(home), "PATH": os.environ["PATH"], "no_proxy": "*"}
    command: list[str | Path] = [podget, "-d", conf]
    subprocess.run(
        [*command, "--create-config", "podgetrc"], env=environ, check=True, capture_output=True, timeout=60
    )
    (conf / "serverlist").write_text(f"{feed} news Show\n")
    subprocess.run([*command, *options], env=environ, check=True, capture_output=True, timeout=300)
    return sorted((home / "POD").rglob("*.mp3"))
