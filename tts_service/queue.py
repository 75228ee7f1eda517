"""The only place that sends tasks, by name, and looks at what the workers tell through Redis.

The web process never imports the workers: a task is its name and JSON arguments (see docs/architecture.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar, cast

import redis
from celery import Celery
from kombu.exceptions import OperationalError

from tts_service.article.request import ArticleRequest, encode_request
from tts_service.catalog.entry import QueueName
from tts_service.embedded_redis import broker_url
from tts_service.errors import Unavailable
from tts_service.settings import Settings
from tts_service.wire import (
    ANSWER_S,
    BODY_PRIORITY,
    CONNECT_S,
    HEAD_PRIORITY,
    METRICS,
    PREPARE,
    PRIORITY_STEPS,
    RENDER,
    SEPARATOR,
    TO_READ_S,
    TOUCHED_S,
    WORKERS,
    connect,
    to_read,
    touched,
    transport_options,
)

QUEUES: tuple[QueueName, ...] = ("interactive", "batch")

T = TypeVar("T")


class Queue:
    """Every method raises Unavailable, soon, when Redis does not answer."""

    def __init__(self, settings: Settings) -> None:
        self._celery = _sender(broker_url(settings))
        self.redis = connect(settings)

    def prepare(self, article_id: str, request: ArticleRequest, queue: QueueName, digest: str) -> None:
        """Have the article read and planned, its head spoken, and its body follow. Harmless when it has been.

        The outcome will be that of ``digest``, whatever the publisher's rules are by then.
        """
        self._ask(lambda client: client.set(to_read(article_id, digest), encode_request(request), ex=TO_READ_S))
        self._send(PREPARE, (article_id, digest), queue, HEAD_PRIORITY[queue])

    def render(self, article_id: str, revision: str, queue: QueueName) -> None:
        """One more token for a planned narration."""
        self._send(RENDER, (article_id, revision), queue, BODY_PRIORITY[queue])

    def depth(self, queue: QueueName) -> int:
        """Tasks that wait; not those that a worker holds."""
        names = [queue if step == 0 else f"{queue}{SEPARATOR}{step}" for step in PRIORITY_STEPS]

        def count(client: redis.Redis) -> int:
            with client.pipeline(transaction=False) as pipe:
                for name in names:
                    pipe.llen(name)
                return sum(map(int, pipe.execute()))

        return self._ask(count)

    def workers(self) -> int:
        """Warm worker processes, by their heartbeats."""
        return self._ask(lambda client: sum(1 for _ in client.scan_iter(f"{WORKERS}*", count=1000)))

    def touched(self, article_id: str) -> bool:
        """Somebody has worked on the article in the last seconds."""
        return self._ask(lambda client: bool(client.exists(touched(article_id))))

    def touch(self, article_id: str) -> None:
        """Count as work on the article, so that it is not sent again at once."""
        self._ask(lambda client: client.set(touched(article_id), 1, ex=TOUCHED_S))

    def hold(self, name: str, holder: str, seconds: int) -> bool:
        """Be the one ``holder`` of ``name`` for ``seconds`` from now on; False when another is."""

        def take(client: redis.Redis) -> bool:
            if client.set(name, holder, nx=True, ex=seconds):
                return True
            return client.get(name) == holder.encode() and bool(client.expire(name, seconds))

        return self._ask(take)

    def count(self, name: str) -> None:
        """Raise a counter by one. ``name`` is that of its Prometheus sample."""
        self._ask(lambda client: client.hincrbyfloat(METRICS, name, 1))

    def counters(self) -> dict[str, float]:
        """What workers and web processes have counted: Prometheus sample name with labels → number."""
        found = self._ask(lambda client: cast(dict[bytes, bytes], client.hgetall(METRICS)))
        return {name.decode(): float(number) for name, number in found.items()}

    def alive(self) -> bool:
        try:
            return self._ask(lambda client: bool(client.ping()))
        except Unavailable:
            return False

    def close(self) -> None:
        self._celery.close()
        self.redis.close()

    def _send(self, name: str, arguments: tuple[str, ...], queue: QueueName, priority: int) -> None:
        with _translated():
            self._celery.send_task(name, args=arguments, queue=queue, priority=priority, argsrepr=arguments[0])

    def _ask(self, question: Callable[[redis.Redis], T]) -> T:
        with _translated():
            return question(self.redis)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (OperationalError, redis.RedisError, OSError) as error:
        raise Unavailable("The queue does not answer just now. Try again in a moment.", kind="queue-unavailable") from error


def _sender(url: str) -> Celery:
    """A Celery application that sends and never receives. Queue names and priorities are those of the workers."""
    app = Celery("tts_service", broker=url, set_as_current=False)
    app.conf.update(
        broker_transport_options={
            **transport_options(),
            "socket_timeout": ANSWER_S,
            "socket_connect_timeout": CONNECT_S,
        },
        task_serializer="json",
        task_ignore_result=True,
        task_publish_retry=True,
        task_publish_retry_policy={"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0},
        worker_send_task_events=False,
    )
    return app
