"""A Celery worker whose acknowledgement was lost connects anew.

Celery logs an acknowledgement that does not get through, and goes on. For Kombu the message is still being
worked on, so it asks for no other: with one message a process at a time, a worker whose server died while it
was busy would wait for ever. A new connection begins with nothing taken.
"""

from __future__ import annotations

from typing import NoReturn

import redis
from celery.worker.request import Request
from kombu.asynchronous import get_event_loop


class SureRequest(Request):  # type: ignore[misc]
    """What Celery's worker holds of a task, for all tasks of all our applications."""

    def acknowledge(self) -> None:
        super().acknowledge()
        self._must_be_settled()

    def reject(self, requeue: bool = False) -> None:
        super().reject(requeue=requeue)
        self._must_be_settled()

    def _must_be_settled(self) -> None:
        loop = get_event_loop()
        if loop is not None and not self._message.acknowledged:
            loop.call_soon(_lose_connection, self.id)


def _lose_connection(task_id: str) -> NoReturn:
    """In the worker's loop, which takes it as it takes any connection that breaks."""
    raise redis.ConnectionError(f"task {task_id} could not be acknowledged")
