"""The newest version of the publisher's files, in Redis for those who never see the catalog:

    tts:publisher    "number", and "version": the whole ``PublisherVersion`` as JSON

It is a copy, and may be lost. Web processes put it there whenever it is not what the catalog has, and before
they follow a newer version themselves. So no worker meets a request made by rules that it cannot know.
Whenever it changes, its number is published in a channel of the same name, for the other web processes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import msgspec
import redis

from audio_cache.opening import open_files
from tts_service.broker.connection import connect
from tts_service.broker.store import aside
from tts_service.contracts.messages import PUBLISHER
from tts_service.contracts.publisher_version import PublisherVersion
from tts_service.errors import ProblemKind, Unavailable
from tts_service.publisher.files import FolderFiles, PublisherFiles
from tts_service.publisher.shared import Contents, SharedFiles
from tts_service.settings import Settings

LOOK_S = 2.0
"""In s, between two looks of a worker. When it meets a request by rules that it does not know, it looks once
more."""

_PUT = """
if (redis.call('HGET', KEYS[1], 'number') or '') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'number', ARGV[2], 'version', ARGV[3])
redis.call('PUBLISH', KEYS[1], ARGV[2])
return 1
"""


class PublisherCopy:
    """Every method raises Unavailable when Redis does not answer."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._put = client.register_script(_PUT)

    def number(self) -> int | None:
        """Of the version that is there."""
        with _translated():
            found = cast("bytes | None", self._client.hget(PUBLISHER, "number"))
        return int(found) if found is not None and found.isdigit() else None

    def newest(self, known: PublisherVersion | None) -> PublisherVersion:
        """``known`` itself if it is the one that is there. Raises Unavailable if none is."""
        number = self.number()
        if known is not None and number == known.number:
            return known
        with _translated():
            found = cast("bytes | None", self._client.hget(PUBLISHER, "version"))
        try:
            return msgspec.json.decode(found or b"", type=PublisherVersion)
        except msgspec.DecodeError:
            raise Unavailable(
                "No web process has told of them yet.", kind=ProblemKind.QUEUE_UNAVAILABLE
            ) from None

    def put(self, version: PublisherVersion, instead_of: int | None) -> None:
        """Nothing is changed unless ``instead_of`` is still there."""
        before = "" if instead_of is None else instead_of
        with _translated():
            self._put([PUBLISHER], [before, version.number, msgspec.json.encode(version)])


def files_for_workers(settings: Settings, client: redis.Redis | None = None) -> PublisherFiles:
    """Connects when they are first used."""
    if settings.store is None:
        return FolderFiles(settings)
    copy = PublisherCopy(client or connect(settings))
    return SharedFiles(copy, contents_of(settings.store), copies_folder(settings))


def kept_up_to_date(settings: Settings, client: redis.Redis) -> PublisherFiles:
    """As ``files_for_workers``, for a process that stays."""
    files = files_for_workers(settings, client)
    if isinstance(files, SharedFiles):
        files.keep_looking(lambda: time.sleep(LOOK_S))
    return files


def contents_of(store: str) -> Contents:
    return open_files(store, aside)


def copies_folder(settings: Settings) -> Path:
    return settings.data_dir / "kept" / "publisher"


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (redis.RedisError, OSError) as error:
        raise Unavailable(f"Redis does not answer: {error}", kind=ProblemKind.QUEUE_UNAVAILABLE) from error
