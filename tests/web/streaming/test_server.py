"""What gunicorn's master process must not do: import what has to wait until gevent is in charge."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.running import clean_environ

WAITING = {"flask", "redis", "kombu", "celery", "sqlalchemy", "requests", "urllib3"}


def test_the_master_imports_nothing_that_sleeps_or_locks(tmp_path: Path) -> None:
    code = "import json, sys, tts_service.web.server; print(json.dumps(sorted(sys.modules)))"
    environ = clean_environ(data_dir=str(tmp_path))
    found = subprocess.run([sys.executable, "-c", code], env=environ, check=True, capture_output=True, text=True)
    assert WAITING & set(json.loads(found.stdout)) == set()


def test_addresses_of_both_families_are_bound(tmp_path: Path) -> None:
    code = "import tts_service.web.server as server; print(server.bind)"
    for host, bound in (("127.0.0.1", "['127.0.0.1:8123']"), ("::1", "['[::1]:8123']")):
        environ = clean_environ(data_dir=str(tmp_path), host=host, port="8123")
        found = subprocess.run([sys.executable, "-c", code], env=environ, check=True, capture_output=True, text=True)
        assert found.stdout.strip() == bound
