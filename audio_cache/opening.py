"""Where the audio is kept: the one place that knows which stores there are."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import redis

from audio_cache.claims import AllOf, LocalClaims, RedisClaims
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.narrations import Narrations
from audio_cache.store import Claims, SegmentStore


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
