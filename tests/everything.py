"""Everything that is checked, in one run: ``make test``. Ends with pytest's summary; fails when anything has failed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
PACKAGE_JSON = ROOT / "package.json"
SIDE_BY_SIDE = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
"""Many tests wait more than they compute. A file's tests share what they have started, so they stay together."""
SAME_EXAMPLES = ["--hypothesis-seed", "0"]
"""What fails here has been changed. New examples are met whenever pytest is called by itself."""


def steps() -> list[list[str | Path]]:
    """Commands, quickest first."""
    python: list[list[str | Path]] = [
        [BIN / "ruff", "check", "--quiet", "."],
        [BIN / "ruff", "format", "--check", "--quiet", "."],
        [BIN / "mypy"],
        [BIN / "lint-imports", "--no-cache", "--no-logo"],
    ]
    return python + javascript_steps()


def javascript_steps() -> list[list[str | Path]]:
    """Its checks need npm; without it they are skipped, with CI=true they fail."""
    if not PACKAGE_JSON.is_file():
        return []
    npm = shutil.which("npm")
    if npm is None and os.environ.get("CI") != "true":
        say("the button's checks are skipped: npm is not installed: apt-get install npm, or brew install node")
        return []
    program = npm or "npm"
    return [[program, "ci", "--silent", "--no-audit", "--no-fund"], [program, "run", "--silent", "check"]]


def main() -> int:
    failed = [command for command in steps() if not passes(command)]
    for command in failed:
        say(f"FAILED: {shown(command)}")
    pytest = [sys.executable, "-m", "pytest", *SIDE_BY_SIDE, *SAME_EXAMPLES, *sys.argv[1:]]
    return subprocess.run(pytest, cwd=ROOT, check=False).returncode or bool(failed)


def passes(command: list[str | Path]) -> bool:
    say(shown(command))
    try:
        return subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    except FileNotFoundError as error:
        say(str(error))
        return False


def shown(command: list[str | Path]) -> str:
    return " ".join([Path(command[0]).name, *map(str, command[1:])])


def say(line: str) -> None:
    sys.stdout.write(f"== {line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
