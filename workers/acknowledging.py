"""A Celery worker whose acknowledgement was lost connects anew.

Celery logs an acknowledgement that does not get through, and goes on. For Kombu the message is still being
worked on, so it asks for no other: with one message a process at a time, a worker whose server died while it
was busy would wait for ever. A new connection begins with nothing taken.
"""

from __future__ import annotations

import redis
from celery.worker.request import Request
from kombu.asynchronous import get_event_loop


class SureRequest(Request):  # type: ignore[misc]
    """What Celery's worker holds of a task, for all tasks of all our applications."""

    def acknowledge(self) -> None:
        super().acknowledge()
        self._look_afterwards()

    def reject(self, requeue: bool = False) -> None:
        super().reject(requeue=requeue)
        self._look_afterwards()

    def _look_afterwards(self) -> None:
        """Celery acknowledges in the next round of its loop, in no order; this looks in the one after it."""
        loop = get_event_loop()
        if loop is not None:
            loop.call_soon(loop.call_soon, self._must_be_settled)

    def _must_be_settled(self) -> None:
        """The loop takes what this raises as it takes any connection that breaks. A message of a connection
        before this one is no concern of it."""
        if not self._message.acknowledged and not self._message.channel.closed:
            raise redis.ConnectionError(f"task {self.id} could not be acknowledged")
