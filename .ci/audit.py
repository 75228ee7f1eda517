"""``make audit``: known faults of the pinned libraries, by pip-audit. Says so when nobody could be asked.

Usage: audit.py LOCK_FILE [pypi|osv] [options of pip-audit]. Both sources are asked unless one is named.
Ends with 0: all were asked about, and none is known; 1: some are known;
3: not checked, or not all of it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

SOURCES = ("pypi", "osv")
FOUND, NOT_CHECKED = 1, 3


def main(lock: str, *options: str) -> int:
    checked: set[str] = set()
    unchecked: set[str] = set()
    faults: dict[str, str] = {}
    named = [option for option in options if option in SOURCES]
    for source in named or SOURCES:
        found = asked(source, lock, [option for option in options if option not in SOURCES])
        for package in found:
            name = f"{package['name']} {package.get('version', '')}".strip()
            (unchecked if "skip_reason" in package else checked).add(package["name"])
            for fault in package.get("vulns", []):
                mended = ", ".join(fault.get("fix_versions") or ["no version yet"])
                faults[f"{name}: {fault['id']}"] = f"mended in {mended}"
    unchecked -= checked
    for fault, mended in sorted(faults.items()):
        sys.stdout.write(f"{fault}, {mended}\n")
    return said(lock, checked, unchecked, len(faults))


def said(lock: str, checked: set[str], unchecked: set[str], faults: int) -> int:
    if not checked:
        sys.stdout.write(
            f"NOT CHECKED: no source of advisories could be asked about {lock}. Nothing is known.\n"
        )
        return NOT_CHECKED
    sys.stdout.write(f"{len(checked)} packages of {lock} were asked about: {faults} known faults.\n")
    if unchecked:
        sys.stdout.write(f"NOT CHECKED: {len(unchecked)} of them: {', '.join(sorted(unchecked))}.\n")
    return FOUND if faults else NOT_CHECKED if unchecked else 0


def asked(source: str, lock: str, options: list[str]) -> list[dict[str, Any]]:
    """pip-audit's packages; none when the source cannot be reached."""
    program = Path(sys.executable).with_name("pip-audit")
    command: list[str | Path] = [
        program,
        "--disable-pip",
        "--require-hashes",
        "--progress-spinner=off",
        "--format=json",
    ]
    done = subprocess.run(
        [*command, "-s", source, "-r", lock, *options], capture_output=True, text=True, check=False
    )
    try:
        return list(json.loads(done.stdout)["dependencies"])
    except (ValueError, KeyError):
        reason = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        sys.stderr.write(f"{source} gives no answer: {reason[:300]}\n")
        return []


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
