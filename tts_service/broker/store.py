"""Where this installation keeps its audio: in the data folder, or for several machines in a bucket
(TTS_STORE).

``python -m tts_service.broker.store`` checks that the bucket can be used, in a process of its own: for
those that are about to fork, which the client of a bucket does not survive.
"""

from __future__ import annotations

import functools
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from audio_cache import store_id
from audio_cache.claims import Counter
from audio_cache.errors import CacheError
from audio_cache.opening import (
    Store,
    open_bucket,
    open_shared_store,
    open_store,
    shared_store_id,
)
from tts_service.broker.connection import RedisServer, connect, longest_task_s
from tts_service.contracts.messages import ATTEMPTS_KEPT_S, attempts
from tts_service.errors import NotStartable
from tts_service.settings import Settings, SettingsError, load_settings

T = TypeVar("T")


def store_of(
    settings: Settings,
    *,
    needs_redis: bool = True,
    revisions_of: Callable[[str], Sequence[str]] | None = None,
) -> Store:
    """Connects when it is first used.

    ``revisions_of`` an article are what the catalog knows of; without, a bucket is asked for a list when
    Redis knows nothing of the article. Without ``needs_redis`` a folder can be used while Redis is away: what
    is claimed is claimed among the processes of this machine alone.

    The embedded server is reached by a socket of this machine only. So without TTS_REDIS_URL all workers are
    here, and need no claims in Redis.
    """
    client = connect(settings) if settings.redis_url else None
    if settings.store is None or client is None:
        return open_store(settings.cache_dir, client if needs_redis else None, longest_task_s(settings))
    return open_shared_store(
        settings.store,
        settings.cache_dir,
        client,
        longest_task_s(settings),
        relay=RedisServer(settings, settings.relay_url).client() if settings.relay_url else None,
        aside=aside,
        copies_bytes=settings.copies_max_bytes,
        revisions_of=revisions_of,
        counter=Counter(attempts, ATTEMPTS_KEPT_S),
    )


def aside(call: Callable[[], T]) -> T:
    """In a web process the other listeners must not wait for a bucket's answer: there it is waited for by a
    thread of the event loop's."""
    monkey = sys.modules.get("gevent.monkey")
    if monkey is None or not monkey.is_module_patched("socket"):
        return call()
    from gevent import get_hub

    answer, error = get_hub().threadpool.apply(_caught, (call,))
    if error is not None:
        raise error
    return cast(T, answer)


def _caught(call: Callable[[], T]) -> tuple[T | None, Exception | None]:
    """gevent would write down what is raised in its thread, whoever deals with it later."""
    try:
        return call(), None
    except Exception as error:
        return None, error


def check_store(settings: Settings) -> None:
    """Raises NotStartable if TTS_STORE cannot be used."""
    if settings.store is not None:
        try:
            open_bucket(settings.store).check()
        except CacheError as error:
            raise NotStartable(str(error)) from error


def check_store_aside(settings: Settings) -> None:
    """As ``check_store``, in a process of its own."""
    if settings.store is not None:
        done = subprocess.run(
            [sys.executable, "-m", __name__], capture_output=True, text=True, check=False, timeout=120
        )
        if done.returncode:
            raise NotStartable(done.stderr.strip().removeprefix("tts-service: "))


def id_of_store(settings: Settings) -> str:
    """By it, processes find out whether they use the same store. Made if there is none; "" if it can be
    neither read nor made."""
    if settings.store is None:
        return store_id.store_id(settings.cache_dir)
    return _id_of_bucket(settings.store)


def known_id_of_store(settings: Settings) -> str:
    """As ``id_of_store``; in a folder nothing is written."""
    if settings.store is None:
        return store_id.known_store_id(settings.cache_dir)
    return _id_of_bucket(settings.store)


def _id_of_bucket(place: str) -> str:
    try:
        return _remembered_id(place)
    except CacheError:
        return ""


@functools.cache
def _remembered_id(place: str) -> str:
    return shared_store_id(place, aside)


def main() -> None:
    try:
        check_store(load_settings())
    except (SettingsError, NotStartable) as error:
        sys.exit(f"tts-service: {error}")


if __name__ == "__main__":
    main()
