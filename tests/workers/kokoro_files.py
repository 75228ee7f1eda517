"""Kokoro for tests: its network from four wheels, its voices from the npm package kokoro-js, both as
published."""

from __future__ import annotations

import os
import subprocess
import tarfile
from pathlib import Path

import pytest

PACKAGE = "kokoro-js@1.2.1"
VOICES = 54


def voices_folder(npm: Path, kept: Path) -> Path:
    """The package's folder of voices under ``kept``, downloaded at the first call.

    Where it cannot be had the test is skipped; with CI=true it fails.
    """
    folder = kept / "package" / "voices"
    if len(list(folder.glob("*.bin"))) != VOICES:
        done = subprocess.run(
            [npm, "pack", PACKAGE, "--silent"], cwd=kept, capture_output=True, text=True, check=False
        )
        if done.returncode and os.environ.get("CI") == "true":
            pytest.fail(f"npm pack {PACKAGE}: {done.stderr}", pytrace=False)
        if done.returncode:
            pytest.skip(f"{PACKAGE} cannot be had from npm's registry")
        with tarfile.open(kept / done.stdout.strip()) as packed:
            packed.extractall(kept, filter="data")
    return folder
