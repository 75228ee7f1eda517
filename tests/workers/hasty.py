"""The workers' Celery application with heartbeats that can be waited for."""

from __future__ import annotations

from tts_service.broker import heartbeats
from workers import heartbeat
from workers.celery_app import app

LASTS_S = 5

heartbeats.LASTS_S = LASTS_S
heartbeat.HEARTBEAT_S, heartbeat.STANDS_STILL_S = 0.5, 2.5

__all__ = ["LASTS_S", "app"]
