"""``make sbom``: what the running service is made of, as CycloneDX JSON.

Usage: sbom.py PYTHON LOCK_FILE PYPROJECT OUTPUT. The packages are those in the environment of PYTHON that
LOCK_FILE pins: what only tests need is not among them. Checked against the schema before it is written. Ends
with 1 when a package is not as pinned.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", re.MULTILINE)


def main(python: str, lock: str, pyproject: str, output: str) -> int:
    pins = {(normal(name), version) for name, version in PIN.findall(Path(lock).read_text("utf-8"))}
    names = {name for name, _ in pins}
    bom = whole(python, pyproject)
    kept = [part for part in bom["components"] if normal(part["name"]) in names]
    other = [part["name"] for part in kept if (normal(part["name"]), part["version"]) not in pins]
    if other or not kept:
        sys.stderr.write(
            f"Not as pinned in {lock}: {', '.join(other) or 'nothing is installed'}. Call make setup first.\n"
        )
        return 1
    text = json.dumps(narrowed(bom, kept), indent=2)
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        sys.stderr.write(f"This is no CycloneDX: {fault}\n")
        return 1
    Path(output).write_text(f"{text}\n", "utf-8")
    sys.stdout.write(f"{output}: {len(kept)} packages\n")
    return 0


def whole(python: str, pyproject: str) -> dict[str, Any]:
    """All that is installed. Reproducible: without the time and a random number."""
    command = [
        Path(sys.executable).with_name("cyclonedx-py"),
        "environment",
        "--spec-version=1.6",
        "--output-reproducible",
        "--no-validate",
    ]
    done = subprocess.run(
        [*command, "--pyproject", pyproject, python], capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


def narrowed(bom: dict[str, Any], kept: list[dict[str, Any]]) -> dict[str, Any]:
    """With the components ``kept``, and what is said of them."""
    root = bom["metadata"]["component"]["bom-ref"]
    refs = {root, *(part["bom-ref"] for part in kept)}
    links = [
        {**link, "dependsOn": [ref for ref in link.get("dependsOn", []) if ref in refs]}
        for link in bom["dependencies"]
        if link["ref"] in refs
    ]
    return {**bom, "components": kept, "dependencies": links}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
