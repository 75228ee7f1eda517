"""Moving an installation's audio between a folder and a bucket, while it runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from audio_cache.opening import copy_publisher_files, open_archive, open_bucket
from audio_cache.upkeep.moving import Archive, Copied, copy_narrations
from tts_service.broker.connection import connect
from tts_service.errors import BadRequest
from tts_service.settings import BUCKETS, Settings

MOST_ROUNDS = 5


def copy_store(
    settings: Settings, source: str, target: str, tell: Callable[[int], object]
) -> tuple[Copied, bool]:
    """Copy what is finished from ``source`` to ``target``, each an address of a bucket or a folder of audio.
    It is done again until nothing was added meanwhile: then the second value is True. Gives up after some
    rounds.

    Raises BadRequest, StoreAway, StoreUnfit, StoreFull.
    """
    here, there = _source(source), _target(settings, target)
    if here.place == there.place:
        raise BadRequest("There is nothing to copy from a store to itself.")
    if is_bucket(source) and is_bucket(target):
        copy_publisher_files(source, target)
    done = copy_narrations(here, there, tell=tell)
    for _ in range(MOST_ROUNDS):
        again = copy_narrations(here, there, tell=tell)
        done = Copied(done.copied + again.copied, done.there, again.left_out)
        if again.copied == 0:
            return done, True
    return done, False


def _source(place: str) -> Archive:
    if is_bucket(place):
        return open_archive(place)
    folder = Path(place)
    if not (folder / "narrations").is_dir():
        raise BadRequest(
            f"{place} holds no audio. Name an address such as s3://bucket/prefix, or the folder audio in a "
            "data folder."
        )
    return open_archive(folder)


def _target(settings: Settings, place: str) -> Archive:
    if not is_bucket(place):
        return open_archive(Path(place))
    open_bucket(place).check()
    return open_archive(place, connect(settings) if settings.redis_url else None)


def is_bucket(place: str) -> bool:
    return place.startswith(BUCKETS)
