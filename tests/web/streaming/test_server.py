"""What gunicorn's master process must not do: import what has to wait until gevent is in charge, or begin
what only one of its web processes could go on with."""

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
    found = subprocess.run(
        [sys.executable, "-c", code], env=environ, check=True, capture_output=True, text=True
    )
    assert WAITING & set(json.loads(found.stdout)) == set()


ONCE_LOADED = """
import json, socket, sys, threading
from gevent import monkey
import tts_service.web.server as server

early = set(sys.modules)
server.load_application()
replaced = {
    id(old): f"{module}.{name}"
    for module, names in monkey.saved.items() if not module.startswith("_gevent")
    for name, old in names.items() if callable(old)
}
blocking = [
    f"{module}.{name} is {replaced[id(value)]}"
    for module, loaded in list(sys.modules.items())
    if module not in early and not module.startswith(("gevent", "_"))
    for name, value in list(vars(loaded).items()) if id(value) in replaced
]
import gc, redis, sqlalchemy
begun = [
    repr(one) for one in gc.get_objects()
    if isinstance(one, (redis.Redis, redis.ConnectionPool, sqlalchemy.Engine, socket.socket))
]
print(json.dumps({"blocking": blocking, "begun": begun, "threads": len(threading.enumerate()),
    "patched": monkey.is_module_patched("socket"),
    "loaded": sorted({"flask", "redis", "sqlalchemy", "kombu"} & set(sys.modules))}))
"""


def test_what_it_loads_for_its_web_processes_yields_and_begins_nothing(tmp_path: Path) -> None:
    environ = clean_environ(data_dir=str(tmp_path))
    found = subprocess.run(
        [sys.executable, "-c", ONCE_LOADED], env=environ, check=True, capture_output=True, text=True
    )
    told = json.loads(found.stdout.splitlines()[-1])
    assert told == {
        "blocking": [],
        "begun": [],
        "threads": 1,
        "patched": True,
        "loaded": ["flask", "kombu", "redis", "sqlalchemy"],
    }


def test_addresses_of_both_families_are_bound(tmp_path: Path) -> None:
    code = "import tts_service.web.server as server; print(server.bind)"
    for host, bound in (("127.0.0.1", "['127.0.0.1:8123']"), ("::1", "['[::1]:8123']")):
        environ = clean_environ(data_dir=str(tmp_path), host=host, port="8123")
        found = subprocess.run(
            [sys.executable, "-c", code], env=environ, check=True, capture_output=True, text=True
        )
        assert found.stdout.strip() == bound
