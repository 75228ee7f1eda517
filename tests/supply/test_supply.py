"""What the service is made of, and what is known against it: ``make sbom`` and ``make audit``, by their
tools."""

from __future__ import annotations

import http.server
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
TOOLS = ROOT / ".venv-tools" / "bin" / "python"
VALIDATE = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
sys.exit(JsonStrictValidator(SchemaVersion.V1_6).validate_str(sys.stdin.read()) is not None)
"""
pytestmark = pytest.mark.timeout(300)  # half a minute's work for one core, and others may work too
PINNED = "flask==3.1.2 --hash=sha256:{0}\njinja2==3.1.6 --hash=sha256:{0}\n".format("0" * 64)


@pytest.fixture(autouse=True)
def _tools() -> None:
    if not TOOLS.exists():
        why = "the tools for audits are not installed: make setup-tools"
        pytest.fail(why, pytrace=False) if os.environ.get("CI") == "true" else pytest.skip(why)


def run(*arguments: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [TOOLS, *arguments], input=given, cwd=ROOT, capture_output=True, text=True, timeout=250, check=False
    )


def pinned(lock: str) -> set[str]:
    names = re.findall(r"^([A-Za-z0-9][\w.-]*)==", (ROOT / lock).read_text(), re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower() for name in names}


def test_the_bill_of_materials_has_what_runs_and_nothing_else(tmp_path: Path) -> None:
    output = tmp_path / "sbom.json"
    done = run(".ci/sbom.py", sys.executable, "requirements.lock", "pyproject.toml", output)
    assert done.returncode == 0, done.stderr
    text = output.read_text()
    bom = json.loads(text)
    names = {re.sub(r"[-_.]+", "-", part["name"]).lower() for part in bom["components"]}
    assert {"flask", "gunicorn", "celery", "piper-tts", "lxml"} <= names <= pinned("requirements.lock")
    assert "pytest" in pinned("requirements-dev.lock") - names
    assert all(part["version"] and part["purl"].startswith("pkg:pypi/") for part in bom["components"])
    assert sum("licenses" in part for part in bom["components"]) > 0.9 * len(names)
    assert bom["metadata"]["component"]["name"] == "tts-service"
    refs = {"root-component", *(part["bom-ref"] for part in bom["components"])}
    assert {ref for link in bom["dependencies"] for ref in (link["ref"], *link["dependsOn"])} <= refs
    assert str(ROOT) not in text
    assert run("-c", VALIDATE, given=text).returncode == 0
    assert (
        run(
            "-c", VALIDATE, given=text.replace('"pkg:pypi/', '"', 1).replace('"components"', '"parts"')
        ).returncode
        == 1
    )


def test_a_package_that_is_not_as_pinned_is_told(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("pip-audit==0.0.1\n")
    done = run(".ci/sbom.py", TOOLS, lock, "pyproject.toml", tmp_path / "sbom.json")
    assert done.returncode == 1
    assert done.stderr == f"Not as pinned in {lock}: pip_audit. Call make setup first.\n"
    assert not (tmp_path / "sbom.json").exists()


# -- audit ---------------------------------------------------------------------------------------------------

FAULT = {
    "id": "PYSEC-2099-1",
    "summary": "A fault for this test",
    "affected": [
        {
            "package": {"name": "jinja2", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9.9"}]}],
            "versions": ["3.1.6"],
        }
    ],
}


class Advisories(http.server.ThreadingHTTPServer):
    """As OSV answers: ``known`` are the faults of each package."""

    known: dict[str, list[dict[str, Any]]]
    asked: list[str]


class _Answer(http.server.BaseHTTPRequestHandler):
    server: Advisories

    def do_POST(self) -> None:
        query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name = query["package"]["name"]
        self.server.asked.append(name)
        body = json.dumps({"vulns": self.server.known[name]} if self.server.known.get(name) else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def advisories() -> Iterator[Advisories]:
    with Advisories(("127.0.0.1", 0), _Answer) as server:
        server.known, server.asked = {}, []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    (tmp_path / "a.lock").write_text(PINNED)
    return tmp_path / "a.lock"


def audited(lock: Path, port: int) -> subprocess.CompletedProcess[str]:
    return run(".ci/audit.py", lock, "osv", f"--osv-url=http://127.0.0.1:{port}/v1/query", "--timeout=5")


def test_nothing_known_is_said_when_all_were_asked_about(lock: Path, advisories: Advisories) -> None:
    done = audited(lock, advisories.server_port)
    assert (done.returncode, done.stdout) == (
        0,
        f"2 packages of {lock} were asked about: 0 known faults.\n",
    ), done.stderr
    assert sorted(advisories.asked) == ["flask", "jinja2"]


def test_a_known_fault_is_told_with_what_mends_it(lock: Path, advisories: Advisories) -> None:
    advisories.known = {"jinja2": [FAULT]}
    done = audited(lock, advisories.server_port)
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == "jinja2 3.1.6: PYSEC-2099-1, mended in 9.9"


def test_what_could_not_be_asked_is_not_called_safe(lock: Path, advisories: Advisories) -> None:
    advisories.shutdown()
    advisories.server_close()
    done = audited(lock, advisories.server_port)
    assert done.returncode == 3
    assert (
        done.stdout
        == f"NOT CHECKED: no source of advisories could be asked about {lock}. Nothing is known.\n"
    )
    assert done.stderr.startswith("osv gives no answer: ")
    assert "No known" not in done.stdout + done.stderr
