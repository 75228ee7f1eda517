"""What Celery runs. Both tasks are idempotent: they may run twice, at once or after a crash."""

from __future__ import annotations

import functools
import logging
import random
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

import msgspec
import redis
from celery import Task
from celery.exceptions import SoftTimeLimitExceeded
from kombu.entity import Queue

from audio_cache.disk import UNREADABLE
from audio_cache.errors import NarrationGone, StoreAway
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.opening import Store
from tts_service.article.request import decode_request, sections_of
from tts_service.broker.connection import connect, longest_task_s
from tts_service.broker.publisher_files import kept_up_to_date
from tts_service.broker.store import store_of
from tts_service.contracts.heartbeats import Heartbeat, directed, undirected
from tts_service.contracts.messages import (
    BODY_PRIORITY,
    DIRECTED,
    FETCH,
    FETCH_QUEUE,
    HEAD_PRIORITY,
    PICTURE,
    PREPARE,
    RECORD,
    RENDER,
    by_reader,
    queue_list,
    queue_lists,
    to_read,
    touched,
)
from tts_service.errors import FilesAway, ServiceError
from tts_service.time_limit import LastResort
from workers.acknowledging import SureRequest
from workers.celery_app import app, settings
from workers.fleet import Elsewhere, RedisFleet
from workers.heartbeat import NODE, is_stopping, only_for
from workers.notices import RedisAnnouncer
from workers.reading import NotFetched
from workers.recordings.attempts import NotRecorded
from workers.render.outcomes import RenderStep
from workers.render.rendering import Rendering
from workers.render.stepping import WAIT_S
from workers.web.fetch import FetchedPage
from workers.web.fetching import leave
from workers.web.pictures import FetchedElsewhere, NotYet
from workers.web.places import Places

log = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE_S = 45.0
"""Less than TASK_SPARE_S."""
SLICE_S = {"interactive": 0.2, "batch": 0.5}
"""In s, by queue: how long a narration is worked on before the others have their turn. The way through the
queue takes some milliseconds, and a quick voice not many more for a sentence."""
TURN_S = 6.0
"""In s, while nothing else waits: each way through the queue takes a dozen commands of Redis."""
RECORDED_WITHIN_S = 300
"""In s: so long a recording may wait behind a batch before it is sent again."""
AGAIN_S = 2.0
"""Until a task is looked at again that nobody can do now."""
LIMITS = {"time_limit": longest_task_s(settings), "soft_time_limit": longest_task_s(settings) - 10}
"""In s. The last safeguard: reading and speaking have limits of their own, which come first unless a
process hangs."""


class EndedRequest(SureRequest):
    """A task that reaches its limit is acknowledged, and its process killed. Here, in the parent, it is
    then sent once more: what it did is counted as an attempt (see ``segments``)."""

    def on_timeout(self, soft: bool, timeout: int) -> None:
        super().on_timeout(soft, timeout)
        if not soft:
            queue = undirected(self.delivery_info.get("routing_key", "interactive"))
            self.task.apply_async(self.args, queue=queue, priority=BODY_PRIORITY[queue])


class Bounded(Task):  # type: ignore[misc]
    Request = EndedRequest


@functools.cache
def redis_client() -> redis.Redis:
    return connect(settings)


@functools.cache
def store() -> Store:
    return store_of(settings)


def narrations() -> Narrations:
    return store().narrations


@functools.cache
def places() -> Places:
    return Places(redis_client(), settings.fetches_per_site)


@functools.cache
def fleet() -> RedisFleet:
    return RedisFleet(settings, redis_client())


@functools.cache
def announcer() -> RedisAnnouncer:
    return RedisAnnouncer(redis_client())


@functools.cache
def rendering() -> Rendering:
    """One per worker process, on the shared cache."""
    client = redis_client()
    return Rendering(
        settings,
        *store(),
        announcer(),
        fetch=_not_here,
        pictures=FetchedElsewhere(settings, narrations(), client, _send_picture),
        last_resort=LastResort.WORKER,
        fleet=fleet(),
        files=kept_up_to_date(settings, client),
        wait_s=0,  # the token waits, not the process
    )


@app.task(name=PREPARE, bind=True, base=Bounded, **LIMITS)
def prepare(self: Task, article_id: str, digest: str) -> None:
    """Read the article, plan it, and speak its head at once. Then the other processes may join in."""
    try:
        narration = _planned(article_id, digest, _queue_of(self), is_final=_is_directed(self))
    except Elsewhere as others:
        _pass_on(self, others, HEAD_PRIORITY[_queue_of(self)])
        return
    except (FilesAway, StoreAway) as error:
        log.warning("article %s is read later: %s", article_id, error)
        _pass_on(self, Elsewhere(()), HEAD_PRIORITY[_queue_of(self)])
        return
    except ServiceError as error:
        log.info("article %s cannot be read: %s", article_id, error)
        return
    if narration is None:
        return
    able: tuple[Heartbeat, ...] = ()
    try:
        goes_on = rendering().render_next(narration).goes_on
    except Elsewhere as others:
        goes_on, able = True, others.able
    announcer().tell()
    rendering().ask_for_picture(narration)
    if goes_on:
        _send_tokens(_queue_of(self), narration, able)


def _planned(article_id: str, digest: str, queue: str, *, is_final: bool) -> NarrationId | None:
    """The narration planned from the request; if that is no longer there, the one that was its outcome. None
    when there is none, and when something else comes first, which has been sent.

    Raises ServiceError when it cannot be read, and Elsewhere unless ``is_final``.
    """
    name = to_read(article_id, digest)
    _let_next_be_fetched(f"{article_id} {digest}", queue)
    data, is_click = cast(
        tuple[bytes | None, bytes | None],
        _once_redis_answers(lambda: redis_client().mget(name, by_reader(article_id, digest))),
    )
    if data is None:
        return rendering().planned(article_id, digest)
    request = decode_request(data)
    page = _page(article_id, digest)
    try:
        plan = rendering().prepare(
            article_id,
            request,
            digest,
            live=queue == "interactive",
            page=page,
            is_click=is_click == b"1",
            is_final=is_final,
        )
    except NotFetched:
        _send_to_fetch(article_id, digest, queue, anew=True)
        return None
    except NotRecorded:
        _send_to_record(article_id, digest)
        return None
    except NotYet:  # of a batch: the room that a picture needs is part of the plan
        app.send_task(PREPARE, (article_id, digest), queue=queue, priority=HEAD_PRIORITY[queue])
        return None
    except FilesAway:
        raise
    except ServiceError:
        _forget_request(article_id, digest)
        raise
    _forget_request(article_id, digest)
    return plan.narration


def _let_next_be_fetched(what: str, queue: str) -> None:
    """A page of a batch occupies a place for fetching until it is read."""
    if queue == "batch" and (site := _once_redis_answers(lambda: places().site_held(what))):
        _once_redis_answers(lambda: leave(places(), site, queue, what, _send_to_fetch))


def _page(article_id: str, digest: str) -> FetchedPage | None:
    """The fetched page, if there is one."""
    page = narrations().page(article_id, digest)
    try:
        return None if page is None else msgspec.json.decode(page, type=FetchedPage)
    except UNREADABLE:
        return None


def _forget_request(article_id: str, digest: str) -> None:
    _once_redis_answers(
        lambda: redis_client().delete(to_read(article_id, digest), by_reader(article_id, digest))
    )
    narrations().clear_page(article_id, digest)


def _send_to_fetch(article_id: str, digest: str, queue: str, anew: bool = False) -> None:
    app.send_task(FETCH, (article_id, digest, queue, anew), queue=FETCH_QUEUE, priority=HEAD_PRIORITY[queue])


def _send_to_record(article_id: str, digest: str) -> None:
    """In the batch: it takes some time, and the process that is kept for clicks must not be the one."""
    _once_redis_answers(lambda: redis_client().set(touched(article_id), 1, ex=RECORDED_WITHIN_S))
    app.send_task(RECORD, (article_id, digest), queue="batch", priority=BODY_PRIORITY["batch"])


def _send_picture(article_id: str, source: str) -> None:
    app.send_task(PICTURE, (article_id, source), queue=FETCH_QUEUE, priority=BODY_PRIORITY["interactive"])


def _not_here(url: str) -> FetchedPage:
    raise NotFetched(url)


@app.task(name=RECORD, bind=True, base=Bounded, **LIMITS)
def record(self: Task, article_id: str, digest: str) -> None:
    """Cut the recording of the article, align it, and have the file made; or those of its sections, and have
    it prepared with them."""
    name = to_read(article_id, digest)
    data = cast(bytes | None, _once_redis_answers(lambda: redis_client().get(name)))
    if data is None:
        return  # another has done it
    request = decode_request(data)
    try:
        if sections_of(request):
            if rendering().record_parts(article_id, request, digest):
                app.send_task(
                    PREPARE, (article_id, digest), queue="interactive", priority=HEAD_PRIORITY["interactive"]
                )
            return
        plan = rendering().record(article_id, request, digest)
    except NotFetched:
        _send_to_fetch(article_id, digest, "batch", anew=True)
        return
    except FilesAway as error:
        log.warning("the recording of article %s is aligned later: %s", article_id, error.detail)
        _pass_on(self, Elsewhere(()), HEAD_PRIORITY[_queue_of(self)])
        return
    except (ServiceError, NarrationGone):
        _forget_request(article_id, digest)
        return
    if plan is None:
        return
    _forget_request(article_id, digest)
    rendering().ask_for_picture(plan.narration)
    _send_token("interactive", plan.narration, BODY_PRIORITY["interactive"])


@app.task(name=RENDER, bind=True, base=Bounded, **LIMITS)
def render(self: Task, article_id: str, revision: str) -> None:
    """Segments for SLICE_S, or for TURN_S while nothing else waits; then to the back of the queue."""
    narration, slice_s = NarrationId(article_id, revision), SLICE_S[_queue_of(self)]
    until = time.monotonic() + TURN_S
    try:
        step = rendering().render_for(
            narration,
            slice_s,
            lambda: time.monotonic() < until and not is_stopping() and not _something_waits(),
        )
    except Elsewhere as others:
        _pass_on(self, others, BODY_PRIORITY[_queue_of(self)])
        return
    except SoftTimeLimitExceeded:
        log.warning("a step of narration %s took too long", narration)
        step = RenderStep.STORED
    finally:
        announcer().tell()
    if step.goes_on:
        queue = _queue_of(self)
        to = only_for(queue, NODE) if _is_directed(self) else queue
        later_s = WAIT_S if step is RenderStep.WAITED else None
        _send_token(to, narration, BODY_PRIORITY[queue], later_s)


def _something_waits() -> bool:
    """For this process among others: for everyone's, or for those of its node."""
    queues = [name for queue in SLICE_S for name in (queue, directed(queue, NODE))]
    lists = [name for queue in queues for name in queue_lists(queue)]
    try:
        return bool(redis_client().exists(*lists))
    except redis.RedisError:
        return True


def _once_redis_answers(call: Callable[[], T]) -> T:
    """``call()``, again and again while Redis is away: a task that ends then cannot be acknowledged, and
    Celery takes no other in its place."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            return call()
        except redis.RedisError as error:
            log.warning("Redis does not answer: %s", error)
            time.sleep(0.5)
    return call()


def _send_tokens(queue: str, narration: NarrationId, able: Sequence[Heartbeat]) -> None:
    """One for each process of the fleet, as far as there is something to speak. If this process is not able
    to speak it, to those that are."""
    wanted, priority = fleet().tokens_wanted(queue) or settings.worker_processes, BODY_PRIORITY[queue]
    for _ in range(min(wanted, max(1, rendering().missing(narration)))):
        _send_token(_one_of(able, queue, priority) if able else queue, narration, priority)


def _send_token(to: str | Queue, narration: NarrationId, priority: int, later_s: float | None = None) -> None:
    arguments = narration.article_id, narration.revision
    render.apply_async(arguments, queue=to, priority=priority, countdown=later_s)


def _pass_on(task: Task, others: Elsewhere, priority: int) -> None:
    """Send the task to a process that can do it. One that came here for that reason, and one that nobody can
    do now, goes to everyone, but later: so none goes round and round."""
    queue = _queue_of(task)
    if others.able and not _is_directed(task):
        where: dict[str, object] = {"queue": _one_of(others.able, queue, priority)}
    else:
        where = {"queue": queue, "countdown": AGAIN_S}
    task.apply_async(task.request.args, priority=priority, **where)


def _one_of(able: Sequence[Heartbeat], queue: str, priority: int) -> Queue:
    """Where the fewest tasks of ``priority`` wait for the processes of one node, among those ``able``."""
    parts = [only_for(queue if queue in beat.queues else beat.queues[0], beat.node) for beat in able]
    random.shuffle(parts)
    with redis_client().pipeline(transaction=False) as pipe:
        for part in parts:
            pipe.llen(queue_list(part.name, priority))
        waiting = pipe.execute()
    chosen = parts[waiting.index(min(waiting))]
    redis_client().sadd(DIRECTED, chosen.name)
    return chosen


def _queue_of(task: Task) -> str:
    return undirected(_routing_key(task))


def _is_directed(task: Task) -> bool:
    """It was sent to this node alone."""
    return _routing_key(task) == directed(_queue_of(task), NODE)


def _routing_key(task: Task) -> str:
    info: dict[str, Any] = task.request.delivery_info or {}
    return str(info.get("routing_key", "interactive"))
