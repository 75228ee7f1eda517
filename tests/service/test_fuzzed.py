"""Every route of the API's own description, asked with what fits it and with what does not: by
schemathesis, bounded."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.running import Service

KEY = "a-key-of-the-fuzz"
SECONDS = 10
"""When they are over, no further cases are made up; those that cover the description come first."""
CASES = 4
"""Made up for each route, beside those."""
CHECKS = "not_a_server_error,response_schema_conformance,content_type_conformance"
MEANT = """
[[operations]]
include-name = "GET /oembed"  # its specification wants 501 for a format that is not served
checks.not_a_server_error.expected-statuses = ["2xx", "3xx", "4xx", 501]
"""


@pytest.fixture(scope="module")
def service(service_of_file: Callable[..., Service]) -> Service:
    return service_of_file(engine="tone", api_keys=KEY, workers="1")


@pytest.mark.parametrize(
    "given", [[], ["-H", f"Authorization: Bearer {KEY}"]], ids=["without a key", "with a key"]
)
def test_no_request_breaks_or_hangs_the_service(service: Service, tmp_path: Path, given: list[str]) -> None:
    (tmp_path / "meant.toml").write_text(MEANT)
    program = Path(sys.executable).with_name("schemathesis")
    command: list[str | Path] = [
        program,
        "--config-file",
        "meant.toml",
        "run",
        f"{service.url}/openapi.json",
        *given,
        "-c",
        CHECKS,
    ]
    command += [
        f"--max-time={SECONDS}",
        f"--max-examples={CASES}",
        "--no-shrink",
        "--continue-on-failure",
        "--warnings=off",
    ]
    command += ["--generation-deterministic", "--request-timeout=20", "--no-color"]
    before = len(service.running.lines)
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout[-8_000:] + done.stderr[-2_000:]
    tested = re.search(r"Selected: (\d+)/\1\n\s+Tested: \1\n", done.stdout)
    assert tested is not None, done.stdout
    assert int(tested[1]) > 40
    generated = re.search(r"(\d+) generated, \1 passed", done.stdout)
    assert generated is not None, done.stdout
    assert int(generated[1]) >= int(tested[1])  # hundreds, unless the machine is busy with other things
    said = "\n".join(service.running.lines[before:])
    assert "Traceback" not in said
    assert "WORKER TIMEOUT" not in said
    assert service.is_up()
