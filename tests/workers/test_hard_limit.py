"""The last safeguard, with a real Celery worker: a task whose process does not end it is ended with its
process."""

from __future__ import annotations

import sys
from pathlib import Path

from audio_cache.claims import LocalClaims
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from tests.running import Running, clean_environ, wait_until
from tts_service.article.request import ArticleRequest
from tts_service.broker.queue import Queue
from tts_service.settings import load_settings
from workers.notices import SilentAnnouncer
from workers.render.rendering import Rendering
from workers.render.segments import MOST_ATTEMPTS

ROOT = Path(__file__).parents[2]
COMMAND = (
    sys.executable,
    "-m",
    "celery",
    "--quiet",
    "--app",
    "tests.workers.hard_limit",
    "worker",
    "--concurrency",
    "1",
)


def test_a_task_at_its_hard_limit_counts_as_an_attempt_and_the_third_ends_by_name(
    valkey: str, tmp_path: Path
) -> None:
    options = {
        "engine": "tone",
        "engine_options": "stuck_at=basilisk",
        "redis_url": valkey.replace("/0", "/5"),
    }
    environ = clean_environ(data_dir=str(tmp_path), offline="1", **options)
    settings = load_settings(environ, env_file=None)
    store = LocalStore(settings.cache_dir)
    narrations = FolderNarrations(settings.cache_dir, store)
    rendering = Rendering(settings, store, narrations, LocalClaims(settings.cache_dir), SilentAnnouncer())
    plan = rendering.prepare(
        "visit", ArticleRequest(text="The guide spoke at length of the basilisk.", language="en")
    )
    queue = Queue(settings)
    for _ in range(MOST_ATTEMPTS - 1):  # by workers that died of it
        queue.attempt(plan.segments[0].key)
    queue.render(plan.narration, "interactive")
    worker = Running(*COMMAND, "--queues", "interactive", "--loglevel", "INFO", environ=environ, cwd=ROOT)
    try:
        failure = wait_until(lambda: narrations.failure(plan.narration), "the end of it")
        assert failure.kind == "crashed"
        assert "“The guide spoke at length of the basilisk.”" in failure.detail
        assert worker.output.count("Hard time limit (1.5s) exceeded for tts.render") == 1
        assert queue.depth("interactive") == 0
    finally:
        worker.end()
        queue.close()
