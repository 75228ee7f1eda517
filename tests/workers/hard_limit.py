"""The workers' Celery application with a hard limit that can be waited for."""

from __future__ import annotations

from workers.celery_app import app
from workers.tasks import render

render.soft_time_limit, render.time_limit = None, 1.5

__all__ = ["app"]
