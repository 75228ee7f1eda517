"""gPodder, the podcast client, by its command ``gpo``: what it has subscribed to stays in its home folder."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


class GPodder:
    """Whose library is in the folder ``home``."""

    def __init__(self, gpo: Path, home: Path) -> None:
        self._gpo = gpo
        self._home = home
        self._environ = {
            "HOME": str(home),
            "GPODDER_HOME": str(home),
            "PATH": os.environ["PATH"],
            "no_proxy": "*",
        }
        # Else it would look for a network first, and not for the feed's address.
        (home / "Settings.json").write_text('{"check_connection": false}')

    def subscribe(self, feed: str) -> None:
        assert "Successfully added" in self._call("subscribe", feed)

    def update(self) -> str:
        """Fetch the feeds. What it says of that."""
        return self._call("update")

    def download(self) -> str:
        """Fetch all new episodes. What it says of that."""
        return self._call("download")

    def files(self) -> list[Path]:
        """What it has downloaded as a whole."""
        return sorted((self._home / "Downloads").rglob("*.mp3"))

    def _call(self, command: str, *values: str) -> str:
        done = subprocess.run(
            [self._gpo, command, *values],
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=True,
        )
        return done.stdout
