"""Where the audio is kept: the one place that knows which stores there are."""

from __future__ import annotations

import math
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import redis

from audio_cache.claims import AllOf, Counter, LocalClaims, RedisClaims
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.narrations import Narrations
from audio_cache.store import Claims, SegmentStore

if TYPE_CHECKING:  # a process whose audio lies in a folder loads nothing of what buckets need
    from audio_cache.shared.bucket import Aside, Bucket
    from audio_cache.shared.files import BucketFiles
    from audio_cache.shared.narrations import RevisionsOf
    from audio_cache.upkeep.moving import Archive

COPIES_BYTES = 10_000_000_000


class Store(NamedTuple):
    """Segments, the narrations that are made of them, and who works on which."""

    segments: SegmentStore
    narrations: Narrations
    claims: Claims


def open_store(root: Path, client: redis.Redis | None = None, longest_s: float = math.inf) -> Store:
    """The store in the folder ``root``. Connects to nothing yet.

    ``client``: the Redis through which workers of other machines claim things; None if there are none.
    ``longest_s``: see the claims.
    """
    segments = LocalStore(root)
    here = LocalClaims(root, longest_s=longest_s)
    claims = here if client is None else AllOf(here, RedisClaims(client, longest_s=longest_s))
    return Store(segments, FolderNarrations(root, segments), claims)


def open_shared_store(
    place: str,
    root: Path,
    client: redis.Redis,
    longest_s: float = math.inf,
    *,
    relay: redis.Redis | None = None,
    aside: Aside | None = None,
    copies_bytes: int = COPIES_BYTES,
    revisions_of: RevisionsOf | None = None,
    counter: Counter | None = None,
) -> Store:
    """The store of all machines that name the bucket ``place`` and the Redis of ``client``. Connects to
    nothing yet.

    ``relay``, ``revisions_of``: see ``SharedNarrations``. ``aside``: see ``Bucket``. At most ``copies_bytes``
    of finished files are copied to ``root``/copies. ``counter``: of the claims.
    """
    from audio_cache.shared.copies import Copies
    from audio_cache.shared.narrations import SharedNarrations

    copies = Copies(root / "copies", copies_bytes)
    narrations = SharedNarrations(client, open_bucket(place, aside), copies, relay, revisions_of)
    claims = RedisClaims(client, longest_s=longest_s, counter=counter)
    return Store(narrations.segments, narrations, claims)


def open_archive(place: str | Path, client: redis.Redis | None = None) -> Archive:
    """The bucket, or the folder of segments and narrations, ``place``: to copy finished narrations to it or
    from it. ``client``: the Redis of the machines that use the bucket, if any do."""
    from audio_cache.folders.archive import FolderArchive
    from audio_cache.shared.archive import BucketArchive
    from audio_cache.shared.copies import Copies
    from audio_cache.shared.narrations import SharedNarrations

    if isinstance(place, Path):
        return FolderArchive(place)
    if client is None:
        return BucketArchive(open_bucket(place))
    known = SharedNarrations(client, open_bucket(place), Copies(Path("/nowhere"), 0))
    return BucketArchive(open_bucket(place), known.adopt)


def open_bucket(place: str, aside: Aside | None = None) -> Bucket:
    """``aside``: see ``Bucket``; None: its calls are made at once."""
    from audio_cache.shared.bucket import Bucket, at_once

    return Bucket(place, aside or at_once)


def open_files(place: str, aside: Aside | None = None) -> BucketFiles:
    """The publisher's sounds and pictures in the bucket ``place``."""
    from audio_cache.shared.files import BucketFiles

    return BucketFiles(open_bucket(place, aside))


def copy_publisher_files(source: str | Path, target: str | Path) -> None:
    """The publisher's sounds and pictures that ``target`` lacks: each a bucket, or a folder of a backup.
    Raises StoreAway, StoreFull, OSError."""
    from audio_cache.shared.files import SavedFiles, copy_files

    here, there = (SavedFiles(one) if isinstance(one, Path) else open_files(one) for one in (source, target))
    copy_files(here, there)


def shared_store_id(place: str, aside: Aside | None = None) -> str:
    """The id of the store in the bucket ``place``, made if there is none: 32 hex digits. Raises StoreAway."""
    from audio_cache.shared.objects import STORE_ID

    bucket = open_bucket(place, aside)
    found = bucket.get(STORE_ID)
    if found is None:
        bucket.create(STORE_ID, secrets.token_hex(16).encode())
        found = bucket.get(STORE_ID) or b""
    return found.decode(errors="replace")
