"""Everything that is checked, in one run: ``make test``. Ends with pytest's summary, and below it whatever
other check has failed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
PACKAGE_JSON = ROOT / "package.json"
SIDE_BY_SIDE = ["-n", str(os.cpu_count() or 1), "--dist", "loadfile", "--no-loadscope-reorder"]
"""As many as there are cores: with more, tests that wait for somebody lose patience. A file's tests share
what they have started, so they stay together, and so do those of some folders (``tests.side_by_side``). They
are dealt out in the order that tests/conftest.py gives them."""
SAME_EXAMPLES = ["--hypothesis-seed", "0"]
"""What fails here has been changed. New examples are met whenever pytest is called by itself."""
ENOUGH = ["--maxfail", "25"]
"""What fails so often has one cause, and each may wait for its full time."""
LONGEST_S = 3600
"""Tests that take longer hang: they are ended, and what has failed until then is told."""
FEW = 10
"""As many failures may be a matter of what else the machine did; more are not."""
LAST_FAILED = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"


def checks() -> list[list[str | Path]]:
    """Commands that look at the code without running it, quickest first."""
    python: list[list[str | Path]] = [
        [BIN / "ruff", "check", "--quiet", "."],
        [BIN / "ruff", "format", "--check", "--quiet", "."],
        [BIN / "lint-imports", "--no-cache", "--no-logo"],
        [BIN / "mypy"],
    ]
    return python + [[npm(), "run", "--silent", "check"]] * has_javascript()


def has_javascript() -> bool:
    """Its checks need npm; without it they are skipped, with CI=true they fail."""
    return PACKAGE_JSON.is_file() and (shutil.which("npm") is not None or os.environ.get("CI") == "true")


def npm() -> str:
    return shutil.which("npm") or "npm"


def main() -> int:
    """The checks come first, side by side: beside the first tests, which start browsers and whole services,
    they would make those lose patience. What npm brings comes before both, for both use it."""
    if PACKAGE_JSON.is_file() and not has_javascript():
        say(
            "the button's checks are skipped: npm is not installed: apt-get install npm, or brew install node"
        )
    failed = []
    fetching: list[str | Path] = [npm(), "ci", "--silent", "--no-audit", "--no-fund"]
    if has_javascript() and not passes(fetching):
        failed.append(fetching)
    with ThreadPoolExecutor(os.cpu_count()) as side_by_side:
        passed = list(side_by_side.map(passes, checks()))
    failed += [command for command, is_passed in zip(checks(), passed, strict=True) if not is_passed]
    status = tests(*SIDE_BY_SIDE, *SAME_EXAMPLES, *ENOUGH, "--durations", "25", *sys.argv[1:])
    if status == 1 and 0 < len(suspects := failed_tests()) <= FEW:
        say("once more, each alone, what has failed beside others")
        status = tests("--last-failed", *SAME_EXAMPLES)
        if status == 0:
            say("\n  ".join(["failed beside others, passed alone:", *suspects]))
    for command in failed:
        say(f"FAILED: {shown(command)}")
    return status or bool(failed)


def tests(*arguments: str) -> int:
    """pytest's exit status."""
    running = subprocess.Popen([sys.executable, "-m", "pytest", *arguments], cwd=ROOT)
    try:
        return running.wait(LONGEST_S)
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGINT)  # as Ctrl-C: it sums up what it knows
    try:
        running.wait(120)
    except subprocess.TimeoutExpired:
        running.kill()
    return int(pytest.ExitCode.INTERRUPTED)


def failed_tests() -> list[str]:
    return list(json.loads(LAST_FAILED.read_text("utf-8"))) if LAST_FAILED.exists() else []


def passes(command: list[str | Path]) -> bool:
    """What it says is shown in one piece, when it has ended."""
    try:
        done = subprocess.run(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
    except FileNotFoundError as error:
        say(f"{shown(command)}: {error}")
        return False
    say(f"{shown(command)}: {'failed' if done.returncode else 'passed'}\n{done.stdout}".rstrip())
    return done.returncode == 0


def shown(command: list[str | Path]) -> str:
    return " ".join([Path(command[0]).name, *map(str, command[1:])])


def say(line: str) -> None:
    sys.stdout.write(f"\n== {line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
