"""What a worker has done before it forks."""

from __future__ import annotations

import subprocess
import sys

from tests.running import clean_environ

PROGRAM = """
import gc, sys
from celery.signals import import_modules, worker_init
from workers.celery_app import app
assert gc.isenabled()
import_modules.send(sender=app)
assert not gc.isenabled()
assert "trafilatura" not in sys.modules
worker_init.send(sender=None)
assert gc.isenabled()
assert gc.get_freeze_count() > 0
assert "trafilatura" in sys.modules
assert not {"onnxruntime", "workers.engines.hibari.engine"} & set(sys.modules)
"""


def test_what_its_processes_share_is_loaded_and_left_alone_by_the_collector() -> None:
    """Each has its collector again, and loads its voices itself."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=clean_environ(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
