"""What a sentence costs in commands of Redis: from its claim to the listener who hears it, on another host.

The ways of tasks through the queue are counted in ``tests/service/test_redis_commands.py``.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import redis

from audio_cache.claims import Counter
from audio_cache.growing import stream
from audio_cache.opening import Store, open_shared_store, open_store
from audio_cache.plan import Plan
from tests.redis_commands import commands_of_clients
from tests.running import wait_until, without_tag
from tts_service.article.request import ArticleRequest
from tts_service.broker.channels import Channels
from tts_service.broker.notices import Notices, NoticeWatch
from tts_service.contracts.messages import ATTEMPTS_KEPT_S, attempts
from tts_service.settings import Settings, load_settings
from workers.notices import RedisAnnouncer
from workers.render.rendering import Rendering

STORY = ArticleRequest(
    text=" ".join(f"On this day the keeper counted {n} ships in the bay." for n in range(60)), language="en"
)
WORKERS = 2


def stores(kind: str, client: redis.Redis, tmp_path: Path, place: str) -> list[Store]:
    """As the web host and each worker sees it."""
    if kind == "bucket":
        counter = Counter(attempts, ATTEMPTS_KEPT_S)
        return [
            open_shared_store(place, tmp_path / name, client, counter=counter) for name in ("web", "b", "c")
        ]
    return [open_store(tmp_path, client) for _ in range(1 + WORKERS)]


@pytest.fixture
def settings(tmp_path: Path, valkey: str) -> Settings:
    given = {
        "TTS_DATA_DIR": str(tmp_path),
        "TTS_ENGINE": "tone",
        "TTS_ENGINE_OPTIONS": "delay_s=0.1",
        "TTS_OFFLINE": "1",
        "TTS_REDIS_URL": valkey,
    }
    return load_settings(given, env_file=None)


@pytest.fixture
def notices(settings: Settings) -> Iterator[NoticeWatch]:
    with closing(Notices(Channels(settings))) as notices, notices.watch("ships") as watch:
        wait_until(lambda: notices.connected, "notices")
        yield watch


@pytest.mark.parametrize(("kind", "most"), [("folder", 4), ("bucket", 7)])
def test_a_sentence_costs_few_commands_of_redis(
    kind: str,
    most: float,
    settings: Settings,
    client: redis.Redis,
    notices: NoticeWatch,
    tmp_path: Path,
    place: str,
) -> None:
    web, *others = stores(kind, client, tmp_path, place)
    with redis.Redis.from_url(settings.redis_url or "") as of_announcer:
        announcers = [RedisAnnouncer(of_announcer) for _ in others]
        workers = [
            Rendering(settings, *store, announcer)
            for store, announcer in zip(others, announcers, strict=True)
        ]
        plan = workers[0].prepare("ships", STORY)
        with commands_of_clients(client) as sent, ThreadPoolExecutor() as pool:
            speaking = [pool.submit(speak, worker, plan) for worker in workers]
            heard = b"".join(stream(web.narrations, plan.narration, notices.wait))
            for one in speaking:
                one.result()
            for announcer in announcers:
                announcer.tell()
    audio = web.narrations.audio(plan.narration)
    assert audio is not None
    assert without_tag(heard) == without_tag(audio.file().read_bytes())
    sent["in scripts"] = 0
    each = sum(sent.values()) / len(plan.segments)
    assert each <= most, {name: round(count / len(plan.segments), 2) for name, count in sent.items()}


def speak(worker: Rendering, plan: Plan) -> None:
    """In turns, as tasks do."""
    while worker.render_for(plan.narration, 0.2, lambda: True).goes_on:
        threading.Event().wait(0.1)
