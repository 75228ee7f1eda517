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


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    "given", [[], ["-H", f"Authorization: Bearer {KEY}"]], ids=["without a key", "with a key"]
)
def test_no_request_breaks_or_hangs_the_service(service: Service, tmp_path: Path, given: list[str]) -> None:
    (tmp_path / "meant.toml").write_text(MEANT)
    before = len(service.running.lines)
    tested = generated = 0
    for seconds in (SECONDS, 2 * SECONDS, 6 * SECONDS):  # more where the machine is busy with other things
        told = fuzzed(service, tmp_path, given, seconds)
        tested = number(r"Tested: (\d+)\n", told)
        generated = number(r"(\d+) generated, \1 passed", told)
        if tested > 40:
            break
    assert tested > 40
    assert generated >= tested  # hundreds, unless the machine is busy
    said = "\n".join(service.running.lines[before:])
    assert "Traceback" not in said
    assert "WORKER TIMEOUT" not in said
    assert service.is_up()


def fuzzed(service: Service, folder: Path, given: list[str], seconds: int) -> str:
    """What schemathesis says, which has found nothing wrong."""
    command = [str(Path(sys.executable).with_name("schemathesis")), "--config-file", "meant.toml"]
    command += ["run", f"{service.url}/openapi.json", *given, "-c", CHECKS]
    command += [f"--max-time={seconds}", f"--max-examples={CASES}", "--no-shrink", "--continue-on-failure"]
    command += ["--warnings=off", "--generation-deterministic", "--request-timeout=20", "--no-color"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout[-8_000:] + done.stderr[-2_000:]
    return done.stdout


def number(pattern: str, told: str) -> int:
    found = re.search(pattern, told)
    assert found is not None, told
    return int(found[1])
