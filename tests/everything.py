"""Everything that is checked, in one run: ``make test``. Ends with pytest's summary, and below it whatever
other check has failed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import string
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
PACKAGE_JSON = ROOT / "package.json"
CORES = os.cpu_count() or 1
SIDE_BY_SIDE = ["-n", str(CORES + 1), "--dist", "loadfile", "--no-loadscope-reorder"]
"""As many as there are cores, and one that gives way to them and works while others wait. With more, tests
that wait for somebody lose patience. A file's tests share what they have started, so they stay together, and
so do those of some folders (``tests.side_by_side``). They are dealt out in the order that tests/conftest.py
gives them."""
SAME_EXAMPLES = ["--hypothesis-seed", "0"]
"""What fails here has been changed. New examples are met whenever pytest is called by itself."""
ENOUGH = ["--maxfail", "25"]
"""What fails so often has one cause, and each may wait for its full time."""
LONGEST_S = 3600
"""Tests that take longer hang: they are ended, and what has failed until then is told."""
FEW = 10
"""As many failures may be a matter of what else the machine did; more are not."""
MEMORY = Path("/dev/shm")
ENOUGH_MEMORY = 8 << 30
"""Bytes. What tests write comes to some 3 GB, of which most is deleted at once."""
LAST_FAILED = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"


def checks() -> list[list[str | Path]]:
    """Commands that look at the code without running it, longest first. Once the tests have been collected
    they are compiled, too: else each process that runs some would compile all of them."""
    return [
        [BIN / "mypy"],
        [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:terminal", "-o", "addopts="],
        [BIN / "lint-imports", "--no-cache", "--no-logo"],
        [BIN / "ruff", "check", "--quiet", "."],
        [BIN / "ruff", "format", "--check", "--quiet", "."],
    ]


def has_javascript() -> bool:
    """Its checks need npm; without it they are skipped, with CI=true they fail."""
    return PACKAGE_JSON.is_file() and (shutil.which("npm") is not None or os.environ.get("CI") == "true")


def npm() -> str:
    return shutil.which("npm") or "npm"


def main() -> int:
    """The checks come first, side by side, while programs of the system still arrive: beside the first tests,
    which start browsers and whole services, they would make those lose patience."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # every process would compile all of the service again
    with ThreadPoolExecutor(CORES) as side_by_side:
        looked = [(command, side_by_side.submit(passes, command)) for command in checks()]
        if not programs_are_there():
            return 1
        looked += javascript(side_by_side)
        failed = [command for command, passed in looked if not passed.result()]
    with folder_in_memory():
        status = all_tests()
    for command in failed:
        say(f"FAILED: {shown(command)}")
    return status or bool(failed)


def all_tests() -> int:
    """pytest's exit status."""
    status = tests(*SIDE_BY_SIDE, *SAME_EXAMPLES, *ENOUGH, "--durations", "25", *sys.argv[1:])
    if status == 1 and 0 < len(suspects := failed_tests()) <= FEW:
        say("once more, each alone, what has failed beside others")
        status = tests("--last-failed", *SAME_EXAMPLES)
        if status == 0:
            say("\n  ".join(["failed beside others, passed alone:", *suspects]))
    return status


@contextmanager
def folder_in_memory() -> Iterator[None]:
    """What tests write is kept in memory where there is plenty: they make hundreds of databases of a thousand
    files each, and some disks take longer to delete one than a test takes to use it. Others may read it, as
    databases run as somebody else; its name is short, as a socket's path may have 107 bytes."""
    folder = new_folder() if is_roomy(MEMORY) else None
    if folder is None:
        yield
        return
    try:
        os.environ["TMPDIR"] = str(folder)
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_folder() -> Path | None:
    """None if there are as many as letters."""
    for letter in string.ascii_lowercase:
        with suppress(FileExistsError):
            (folder := MEMORY / letter).mkdir(mode=0o755)
            return folder
    return None


def is_roomy(folder: Path) -> bool:
    """Is there enough memory, and may programs be run from there?"""
    return (
        folder.is_dir()
        and os.access(folder, os.W_OK)
        and not os.statvfs(folder).f_flag & os.ST_NOEXEC
        and min(shutil.disk_usage(folder).free, psutil.virtual_memory().available) > ENOUGH_MEMORY
    )


def programs_are_there() -> bool:
    """Waits for ``make``, which installs them at the same time: the file PROGRAMS gets the status. Without
    it, what is there is taken."""
    told = os.environ.get("PROGRAMS")
    if not told:
        return True
    until = time.monotonic() + LONGEST_S
    while not (ROOT / told).exists() and time.monotonic() < until:
        time.sleep(0.1)
    return (ROOT / told).exists() and (ROOT / told).read_text().strip() == "0"


def javascript(side_by_side: ThreadPoolExecutor) -> list[tuple[list[str | Path], Future[bool]]]:
    """What npm brings, which tests use, too; then its checks."""
    if not has_javascript():
        if PACKAGE_JSON.is_file():
            how = "apt-get install npm, or brew install node"
            say(f"the button's checks are skipped: npm is not installed: {how}")
        return []
    fetching: list[str | Path] = [npm(), "ci", "--silent", "--no-audit", "--no-fund"]
    fetched = side_by_side.submit(passes, fetching)
    fetched.result()
    checking: list[str | Path] = [npm(), "run", "--silent", "check"]
    return [(fetching, fetched), (checking, side_by_side.submit(passes, checking))]


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
    """None if the tests could not even be collected."""
    names = list(json.loads(LAST_FAILED.read_text("utf-8"))) if LAST_FAILED.exists() else []
    return names if all("::" in name for name in names) else []


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
