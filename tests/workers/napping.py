"""A Celery application as ours are, whose only task takes as long as it is told."""

from __future__ import annotations

import os
import time
from pathlib import Path

from celery import Celery

from tts_service.settings import load_settings
from workers.celery_config import configure

settings = load_settings()
app = Celery("napping")
configure(app, settings)
app.conf.task_default_queue = "naps"


@app.task(name="nap")  # type: ignore[untyped-decorator]
def nap(seconds: float, name: str) -> None:
    """Leaves a file ``name``-begun, and one ``name``-done."""
    folder = Path(os.environ["NAPS"])
    (folder / f"{name}-begun").touch()
    time.sleep(seconds)
    (folder / f"{name}-done").touch()
