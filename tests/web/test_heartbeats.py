"""Who is alive, as workers tell it and the web side counts it."""

from __future__ import annotations

import msgspec
import pytest
import redis

from tts_service.broker.heartbeats import LASTS_S, Heartbeats
from tts_service.broker.queue import Queue
from tts_service.contracts.heartbeats import Heartbeat, directed, tokens_wanted
from tts_service.contracts.messages import DIRECTED, VOICES, queue_lists
from tts_service.contracts.voices import KnownVoice

BOTH = ("interactive", "batch")


def process(node: str, pid: int = 7, **said: object) -> Heartbeat:
    """In a container: all have the same host name."""
    return msgspec.convert({"host": "app", "pid": pid, "node": node, "queues": BOTH} | said, type=Heartbeat)


def silent_for(client: redis.Redis, seconds: int, *beats: Heartbeat) -> None:
    for beat in beats:
        client.zincrby("tts:heartbeats:workers", -seconds, beat.name)


@pytest.fixture
def workers(queue: Queue) -> Heartbeats:
    return Heartbeats(queue.redis, "workers")


def test_two_containers_with_one_host_name_and_one_pid_are_two(workers: Heartbeats, queue: Queue) -> None:
    assert (queue.workers(), queue.fetchers()) == (0, 0)
    for beat in (process("a"), process("b"), process("b")):
        workers.beat(beat)
    Heartbeats(queue.redis, "fetchers").beat(process("a"))
    assert (queue.workers(), queue.fetchers()) == (2, 1)


def test_who_is_silent_is_gone_and_is_told_of_once(workers: Heartbeats, queue: Queue) -> None:
    dead, alive = process("a"), process("b")
    workers.beat(dead)
    assert workers.beat(alive).gone == []
    silent_for(queue.redis, LASTS_S, dead)
    assert (queue.workers(), workers.alive()) == (1, [alive])
    assert workers.beat(alive) == ([alive], [dead])
    assert workers.beat(alive) == ([alive], [])
    assert {beat.name for beat in workers.beat(dead).alive} == {alive.name, dead.name}, "and may come back"


def test_counting_searches_no_keyspace(workers: Heartbeats, queue: Queue) -> None:
    queue.redis.config_resetstat()
    workers.beat(process("a"))
    queue.workers(), queue.fetchers(), queue.voices(), queue.tokens_wanted("batch"), queue.depth("batch")
    asked = {name.removeprefix("cmdstat_") for name in queue.redis.info("commandstats")}
    assert "zcount" in asked
    assert asked.isdisjoint({"scan", "keys"})


def test_web_processes_of_the_release_before_count_the_workers_too(workers: Heartbeats, queue: Queue) -> None:
    workers.beat(process("a"))
    assert [*queue.redis.scan_iter("tts:worker:*", count=1000)] == [b"tts:worker:app:7"]
    assert 0 < queue.redis.ttl("tts:worker:app:7") <= LASTS_S


def test_what_other_releases_say_of_themselves_is_counted(workers: Heartbeats, queue: Queue) -> None:
    workers.beat(process("a"))
    for name, said in {"next": '{"node":"next","moon":"full"}', "after": '{"node":{"name":"after"}}'}.items():
        queue.redis.zadd("tts:heartbeats:workers", {name: 2**40})
        queue.redis.hset("tts:heartbeats:workers:said", name, said)
    assert queue.workers() == 3
    assert sorted(beat.node for beat in workers.alive()) == ["", "a", "next"]


@pytest.mark.parametrize(
    ("served", "interactive", "batch"),
    [
        ((), 0, 0),
        ((BOTH, BOTH), 2, 2),
        ((BOTH, BOTH, ("interactive",)), 2, 2),
        ((("interactive",),), 1, 0),
        ((("interactive",), ("batch",)), 1, 1),
    ],
)
def test_tokens_occupy_everyone_but_who_is_kept_for_clicks(
    served: tuple[tuple[str, ...], ...], interactive: int, batch: int
) -> None:
    alive = [process("a", pid, queues=queues) for pid, queues in enumerate(served)]
    assert tokens_wanted("interactive", alive) == interactive
    assert tokens_wanted("batch", alive) == batch


def test_what_was_sent_to_one_that_is_gone_goes_to_everyone(workers: Heartbeats, queue: Queue) -> None:
    gone, alive = process("a"), process("b")
    for beat in (gone, alive):
        workers.beat(beat)
    queue.redis.sadd(DIRECTED, directed("batch", "a"), directed("interactive", "a"))
    for number, name in enumerate(queue_lists(directed("batch", "a"))):
        queue.redis.lpush(name, f"first {number}", f"second {number}")
    assert queue.depth("batch") == 8, "what waits for one of them waits, too"
    workers.leave("a")
    assert workers.alive() == [alive]
    assert (queue.depths("batch", "interactive"), queue.depth("fetch")) == ({"batch": 8, "interactive": 0}, 0)
    assert not queue.redis.exists(DIRECTED)
    for number, name in enumerate(queue_lists("batch")):
        assert queue.redis.lrange(name, 0, -1) == [f"second {number}".encode(), f"first {number}".encode()]


def test_voices_are_those_of_the_whole_fleet(workers: Heartbeats, queue: Queue) -> None:
    def told(name: str, *voices: str) -> None:
        known = [KnownVoice(voice, voice.partition("/")[2], ("en",)) for voice in voices]
        queue.redis.set(name, msgspec.json.encode(known))

    told(VOICES, "tone/low")
    assert [voice.id for voice in queue.voices()] == ["tone/low"], "as told by the release before"
    for pid in (1, 2):
        workers.beat(process("a", pid, recipe="r1"))
    workers.beat(process("b", recipe="r0"))
    told(f"{VOICES}:r1", "hibari/heart", "tone/low")
    told(f"{VOICES}:r0", "kokoro/sky", "hibari/heart")
    assert [voice.id for voice in queue.voices()] == ["hibari/heart", "tone/low", "kokoro/sky"]
