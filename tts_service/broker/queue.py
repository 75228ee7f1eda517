"""The only place that sends tasks, by name, and reads what the workers report through Redis.

The web process never imports the workers: a task is its name and JSON arguments (see docs/architecture.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar, cast

import msgspec
import redis
from celery import Celery
from kombu.exceptions import OperationalError

from audio_cache.narration_id import NarrationId
from tts_service.article.request import ArticleRequest, encode_request
from tts_service.broker.connection import ANSWER_S, CONNECT_S, connect, transport_options
from tts_service.broker.embedded_redis import broker_url
from tts_service.contracts.messages import (
    BODY_PRIORITY,
    FETCH,
    FETCH_QUEUE,
    FETCHERS,
    HEAD_PRIORITY,
    METRICS,
    PREPARE,
    PRIORITY_STEPS,
    RENDER,
    SEPARATOR,
    SIGNING,
    TO_READ_S,
    TOUCHED_S,
    VOICES,
    WORKERS,
    QueueName,
    attempts,
    by_reader,
    to_read,
    touched,
)
from tts_service.contracts.voices import KnownVoice
from tts_service.errors import ProblemKind, Unavailable
from tts_service.settings import Settings

QUEUES: tuple[QueueName, ...] = ("interactive", "batch")

T = TypeVar("T")


class Queue:
    """Every method raises Unavailable within seconds when Redis does not answer."""

    def __init__(self, settings: Settings) -> None:
        self._celery = _sender(settings)
        self.redis = connect(settings)

    def warm(self) -> None:
        """Load and connect what the first task to be sent would otherwise wait for: 25 ms. Without Redis,
        nothing is done."""
        if not self.alive():
            return
        with suppress(Unavailable), _translated(), self._celery.producer_or_acquire() as producer:
            for name in (*QUEUES, FETCH_QUEUE):
                producer.maybe_declare(self._celery.amqp.queues[name])
            _ = self._celery.backend, self._celery.amqp.send_task_message

    def prepare(
        self,
        article_id: str,
        request: ArticleRequest,
        queue: QueueName,
        digest: str,
        *,
        is_click: bool = False,
    ) -> None:
        """Have the article fetched (if it is a page), read, planned and spoken, its head first. Idempotent.

        The outcome is stored under ``digest``, even if the publisher's rules change meanwhile. ``is_click``:
        the request came without a key.
        """

        def leave(client: redis.Redis) -> None:
            with client.pipeline() as pipe:
                pipe.set(to_read(article_id, digest), encode_request(request), ex=TO_READ_S)
                pipe.set(by_reader(article_id, digest), int(is_click), ex=TO_READ_S)
                pipe.execute()

        self._ask(leave)
        if request.url is None:
            self._send(PREPARE, (article_id, digest), queue, HEAD_PRIORITY[queue])
        else:
            self._send(FETCH, (article_id, digest, queue), FETCH_QUEUE, HEAD_PRIORITY[queue])

    def render(self, narration: NarrationId, queue: QueueName) -> None:
        """One more token for a planned narration."""
        self._send(RENDER, (narration.article_id, narration.revision), queue, BODY_PRIORITY[queue])

    def depth(self, queue: str) -> int:
        """Waiting tasks, without those that a worker holds."""
        names = [queue if step == 0 else f"{queue}{SEPARATOR}{step}" for step in PRIORITY_STEPS]

        def count(client: redis.Redis) -> int:
            with client.pipeline(transaction=False) as pipe:
                for name in names:
                    pipe.llen(name)
                return sum(map(int, pipe.execute()))

        return self._ask(count)

    def workers(self) -> int:
        """Number of warm worker processes, by their heartbeats."""
        return self._alive(WORKERS)

    def fetchers(self) -> int:
        """Number of processes that fetch pages, by their heartbeats."""
        return self._alive(FETCHERS)

    def voices(self) -> tuple[KnownVoice, ...]:
        """The voices that workers have, those of the default engine first; none while no worker has told.
        Raises Unavailable."""
        told = self._ask(lambda client: client.get(VOICES))
        try:
            return msgspec.json.decode(told or b"[]", type=tuple[KnownVoice, ...])
        except msgspec.MsgspecError:
            return ()  # of another release

    def signing_warning(self) -> str:
        """What workers say about signing, for editors; "" while all is well. Raises Unavailable."""
        told = self._ask(lambda client: cast(bytes | None, client.get(SIGNING)))
        return (told or b"").decode("utf-8", "replace")

    def touched(self, article_id: str) -> bool:
        """Whether a worker has worked on the article in the last seconds."""
        return self._ask(lambda client: bool(client.exists(touched(article_id))))

    def touch(self, article_id: str) -> None:
        """Mark the article as being worked on, so that it is not sent again immediately."""
        self._ask(lambda client: client.set(touched(article_id), 1, ex=TOUCHED_S))

    def hold(self, name: str, holder: str, seconds: int) -> bool:
        """Become or stay the only ``holder`` of ``name`` for ``seconds``; False when there is another one."""

        def take(client: redis.Redis) -> bool:
            if client.set(name, holder, nx=True, ex=seconds):
                return True
            return client.get(name) == holder.encode() and bool(client.expire(name, seconds))

        return self._ask(take)

    def attempt(self, name: str) -> int:
        """Count an attempt at ``name``. Returns how many there were in an hour without ``succeeded``."""

        def raise_it(client: redis.Redis) -> int:
            with client.pipeline() as pipe:
                pipe.incr(attempts(name))
                pipe.expire(attempts(name), 3600)
                return int(pipe.execute()[0])

        return self._ask(raise_it)

    def succeeded(self, name: str) -> None:
        self._ask(lambda client: client.delete(attempts(name)))

    def count(self, name: str) -> None:
        """Increment a counter. ``name`` is the name of its Prometheus sample."""
        self._ask(lambda client: client.hincrbyfloat(METRICS, name, 1))

    def counters(self) -> dict[str, float]:
        """Counters of workers and web processes: Prometheus sample name with labels → number."""
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

    def _alive(self, kind: str) -> int:
        return self._ask(lambda client: sum(1 for _ in client.scan_iter(f"{kind}*", count=1000)))

    def _send(self, name: str, arguments: tuple[str, ...], queue: str, priority: int) -> None:
        with _translated():
            self._celery.send_task(
                name, args=arguments, queue=queue, priority=priority, argsrepr=arguments[0]
            )

    def _ask(self, question: Callable[[redis.Redis], T]) -> T:
        with _translated():
            return question(self.redis)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (OperationalError, redis.RedisError, OSError) as error:
        raise Unavailable(
            "The queue does not answer at the moment. Try again shortly.", kind=ProblemKind.QUEUE_UNAVAILABLE
        ) from error


def _sender(settings: Settings) -> Celery:
    """A Celery application that only sends. Queue names and priorities are those of the workers."""
    app = Celery("tts_service", broker=broker_url(settings), set_as_current=False)
    app.conf.update(
        broker_transport_options={
            **transport_options(settings),
            "socket_timeout": ANSWER_S,
            "socket_connect_timeout": CONNECT_S,
        },
        task_serializer="json",
        task_ignore_result=True,
        # Otherwise Celery looks for a backend of results, though there is none, anew in each greenlet, that
        # is for each request: among all packages that are installed, which takes 7 ms.
        result_backend_thread_safe=True,
        task_publish_retry=True,
        task_publish_retry_policy={
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0,
            "interval_max": 0,
        },
        worker_send_task_events=False,
    )
    return app
