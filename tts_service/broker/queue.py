"""The only place that sends tasks, by name, and reads what the workers report through Redis.

The web process never imports the workers: a task is its name and JSON arguments (see docs/architecture.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar, cast

import redis
from celery import Celery
from kombu.exceptions import OperationalError

from audio_cache.narration_id import NarrationId
from tts_service.article.request import ArticleRequest, encode_request
from tts_service.broker.connection import celery_options, connect
from tts_service.broker.heartbeats import Heartbeats
from tts_service.contracts.heartbeats import Heartbeat, HeartbeatKind, tokens_wanted, undirected
from tts_service.contracts.messages import (
    BODY_PRIORITY,
    DIRECTED,
    FETCH,
    FETCH_QUEUE,
    HEAD_PRIORITY,
    METRICS,
    PREPARE,
    RENDER,
    SIGNING,
    TO_READ_S,
    TOUCHED_S,
    VOICES,
    QueueName,
    attempts,
    by_reader,
    queue_lists,
    to_read,
    touched,
)
from tts_service.contracts.voices import KnownVoice, known_voices
from tts_service.errors import ProblemKind, Unavailable
from tts_service.log_lines import HEADER
from tts_service.settings import Settings
from tts_service.traces import carried

QUEUES: tuple[QueueName, ...] = ("interactive", "batch")

_HOLD = """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1
"""

T = TypeVar("T")


class Queue:
    """Every method raises Unavailable within seconds when Redis does not answer."""

    def __init__(self, settings: Settings) -> None:
        self._celery = _sender(settings)
        self.redis = connect(settings)
        self._hold = self.redis.register_script(_HOLD)
        self._workers = Heartbeats(self.redis, "workers")
        self._fetchers = Heartbeats(self.redis, "fetchers")

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
        """Waiting tasks, without those that a worker holds; with those that were sent to a single node."""
        return self.depths(queue)[queue]

    def depths(self, *queues: str) -> dict[str, int]:
        """As ``depth``, of several."""

        def count(client: redis.Redis) -> dict[str, int]:
            parts = [name.decode() for name in cast(set[bytes], client.smembers(DIRECTED))]
            lists = [
                (queue, name)
                for part in (*queues, *parts)
                if (queue := undirected(part)) in queues
                for name in queue_lists(part)
            ]
            if not client.exists(*(name for _, name in lists)):
                return dict.fromkeys(queues, 0)  # as nearly always: an empty list is none
            with client.pipeline(transaction=False) as pipe:
                for _, name in lists:
                    pipe.llen(name)
                waiting = Counter(dict.fromkeys(queues, 0))
                for (queue, _), number in zip(lists, pipe.execute(), strict=True):
                    waiting[queue] += number
                return dict(waiting)

        return self._ask(count)

    def workers(self) -> int:
        """Number of warm worker processes, on all machines, by their heartbeats."""
        return self._ask(lambda _: self._workers.count())

    def fetchers(self) -> int:
        """Number of processes that fetch pages, by their heartbeats."""
        return self._ask(lambda _: self._fetchers.count())

    def processes(self) -> dict[HeartbeatKind, Counter[str]]:
        """How many live processes of each kind each host has."""
        workers, fetchers = self._ask(lambda _: (self._workers.alive(), self._fetchers.alive()))
        kinds: dict[HeartbeatKind, list[Heartbeat]] = {"workers": workers, "fetchers": fetchers}
        return {kind: Counter(beat.host for beat in beats) for kind, beats in kinds.items()}

    def stores(self) -> frozenset[str]:
        """Ids of the audio caches in which live workers and fetchers write, if they say so."""
        alive = self._ask(lambda _: [*self._workers.alive(), *self._fetchers.alive()])
        return frozenset(beat.store for beat in alive if beat.store)

    def tokens_wanted(self, queue: QueueName) -> int:
        """How many tokens of one narration occupy all who work on ``queue``; 0 when nobody does."""
        return self._ask(lambda _: tokens_wanted(queue, self._workers.alive()))

    def voices(self) -> tuple[KnownVoice, ...]:
        """The voices that workers have. First those of the most processes, among them those of the default
        engine first. None while no worker has told. Raises Unavailable."""
        *of_recipes, last_told = self._ask(self._told_voices)
        known: dict[str, KnownVoice] = {}
        for data in of_recipes if any(of_recipes) else [last_told]:
            known |= {voice.id: voice for voice in known_voices(data) if voice.id not in known}
        return tuple(known.values())

    def _told_voices(self, client: redis.Redis) -> list[bytes | None]:
        recipes = Counter(beat.recipe for beat in self._workers.alive() if beat.recipe)
        by_number = sorted(recipes, key=lambda recipe: (-recipes[recipe], recipe))
        names = [*(f"{VOICES}:{recipe}" for recipe in by_number), VOICES]
        return cast(list[bytes | None], client.mget(names))

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
        return self._ask(lambda client: bool(self._hold([name], [holder, seconds], client=client)))

    def is_held(self, name: str) -> bool:
        """Whether anybody holds ``name``."""
        return self._ask(lambda client: bool(client.exists(name)))

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

    def _send(self, name: str, arguments: tuple[str, ...], queue: str, priority: int) -> None:
        with _translated():
            self._celery.send_task(
                name,
                args=arguments,
                queue=queue,
                priority=priority,
                argsrepr=arguments[0],
                headers={HEADER: parent} if (parent := carried()) else {},
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
    app = Celery("tts_service", set_as_current=False)
    app.conf.update(
        **celery_options(settings),
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
