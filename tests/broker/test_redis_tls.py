"""A server with TLS that asks for our certificate: everything that talks to it verifies it, and shows one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from celery import Celery

from audio_cache.narration_id import NarrationId
from tests.broker.redis_fleet import USER_RIGHTS, Authority, Server
from tests.running import wait_until
from tts_service.broker.connection import celery_options, connect
from tts_service.broker.queue import Queue
from tts_service.broker.queue_server import server_fault
from tts_service.errors import Unavailable
from tts_service.settings import Settings


class Guarded(NamedTuple):
    """``settings`` with which all is well, and an authority that did not sign the server's certificate."""

    settings: Settings
    stranger: Authority


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, needs: Callable[[str], Path]) -> Iterator[Guarded]:
    folder = tmp_path_factory.mktemp("tls")
    authority, stranger = Authority(folder / "ours"), Authority(folder / "stranger")
    of_server, of_client = authority.pair("server"), authority.pair("client")
    options = [
        "port 0",
        "tls-port {port}",
        f"tls-cert-file {of_server.certificate}",
        f"tls-key-file {of_server.key}",
        f"tls-ca-cert-file {authority.file}",
        "user default off",
        f"user tts on >opensesame {USER_RIGHTS}",
    ]
    server = Server(folder / "server", options, program=needs("redis-server"))
    settings = Settings(
        redis_url=f"rediss://tts:opensesame@127.0.0.1:{server.port}/0",
        redis_ca=authority.file,
        redis_certificate=of_client.certificate,
        redis_key=of_client.key,
    )
    wait_until(lambda: server_fault(settings) is None, "a server with TLS")
    yield Guarded(settings, stranger)
    server.end()


def changed(settings: Settings, **changes: object) -> Settings:
    return msgspec.structs.replace(settings, **changes)


def test_tasks_notices_and_questions_go_through(guarded: Guarded) -> None:
    queue = Queue(guarded.settings)
    queue.render(NarrationId("a1", "r1"), "interactive")
    assert queue.depth("interactive") == 1
    worker = Celery(set_as_current=False)
    worker.conf.update(celery_options(guarded.settings))
    with worker.connection() as connection, connection.SimpleQueue("interactive") as waiting:
        assert waiting.get(timeout=10).headers["task"] == "tts.render"
    with connect(guarded.settings) as client, client.pubsub() as channel:
        channel.subscribe("tts:events")
        client.publish("tts:events", "stored")
        wait_until(lambda: (channel.get_message(timeout=1) or {}).get("data") == b"stored", "a notice")
    worker.close()
    queue.close()


def test_no_task_is_sent_to_a_server_that_cannot_be_verified(guarded: Guarded) -> None:
    """Celery by itself verifies nothing."""
    deceived = changed(guarded.settings, redis_ca=guarded.stranger.file)
    queue = Queue(deceived)
    with pytest.raises(Unavailable):
        queue.render(NarrationId("a1", "r1"), "interactive")
    queue.close()
    fault = server_fault(deceived)
    assert fault is not None
    assert fault.lasting
    assert "cannot be verified" in fault.sentence
    assert "TTS_REDIS_CA=" in fault.sentence


def test_a_server_that_asks_for_a_certificate_lets_in_none_but_the_named_one(guarded: Guarded) -> None:
    bare = changed(guarded.settings, redis_certificate=None, redis_key=None)
    other = guarded.stranger.pair("other")
    strange = changed(guarded.settings, redis_certificate=other.certificate, redis_key=other.key)
    for settings in (bare, strange):
        fault = server_fault(settings)
        assert fault is not None
        assert "If it asks for a certificate of ours, name it: TTS_REDIS_CERTIFICATE" in fault.sentence
    with connect(guarded.settings) as client:
        assert client.ping()
