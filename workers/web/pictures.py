"""Pictures of articles: the command line fetches them at once; workers have them fetched by the fetch
process, and speak meanwhile."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, cast

import redis

from audio_cache.errors import StoreFull
from audio_cache.narrations import Narrations
from tts_service.article.address import origin
from tts_service.article.hashing import short_hash
from tts_service.errors import ServiceError
from tts_service.settings import Settings
from workers.web.fetch import PICTURE_DEADLINE_S, fetch_picture
from workers.web.places import Place, Places

log = logging.getLogger(__name__)

PATIENCE_S = 12.0
"""From the request; after that, the narration goes without."""
WAIT_S = 0.5
LOOK_S = 0.02
"""How long one call waits for a picture, or for a place to fetch it; and how often it checks."""
ASKED_S = 600
"""How long a picture that could not be fetched is not requested again."""
GIVEN_UP = b"0"


class NotYet(Exception):
    """The picture is being fetched: try again later."""


class Pictures(Protocol):
    def ask(self, article_id: str, source: str) -> None:
        """Request a picture that will be needed soon."""

    def picture(self, article_id: str, source: str) -> bytes:
        """The JPEG or PNG at ``source``, an address or a path; b"" if it is not available. Raises
        NotYet."""


class FetchedHere:
    """Fetched once for each article, when it is wanted."""

    def __init__(self, settings: Settings, narrations: Narrations) -> None:
        self._settings = settings
        self._narrations = narrations

    def ask(self, article_id: str, source: str) -> None:
        pass

    def picture(self, article_id: str, source: str) -> bytes:
        known = _known(self._settings, self._narrations, article_id, source)
        if known is not None:
            return known
        return _fetched(self._settings, self._narrations, article_id, source)


class FetchedElsewhere:
    """``send(article_id, source)`` has it fetched by another process, which calls ``fetch_for``."""

    def __init__(
        self,
        settings: Settings,
        narrations: Narrations,
        client: redis.Redis,
        send: Callable[[str, str], object],
    ) -> None:
        self._settings = settings
        self._narrations = narrations
        self._client = client
        self._send = send

    def ask(self, article_id: str, source: str) -> None:
        if _known(self._settings, self._narrations, article_id, source) is None:
            self._asked_at(article_id, source)

    def picture(self, article_id: str, source: str) -> bytes:
        until = time.monotonic() + WAIT_S
        while (known := _known(self._settings, self._narrations, article_id, source)) is None:
            if time.time() - self._asked_at(article_id, source) > PATIENCE_S:
                return b""
            if time.monotonic() > until:
                raise NotYet(source)
            time.sleep(LOOK_S)
        return known

    def _asked_at(self, article_id: str, source: str) -> float:
        """When it was asked for, which may be now; long ago when it cannot be had, or Redis is away."""
        name = asked(article_id, source)
        try:
            if self._client.set(name, time.time(), nx=True, ex=ASKED_S):
                self._send(article_id, source)
            return float(cast(bytes | None, self._client.get(name)) or GIVEN_UP)
        except (redis.RedisError, OSError) as error:
            log.warning("article %s goes without its picture: %s", article_id, error)
            return 0.0


def fetch_for(
    settings: Settings, narrations: Narrations, client: redis.Redis, article_id: str, source: str
) -> None:
    """Fetch a picture that a worker has asked for, when its site has a place before the worker's patience
    ends."""
    places, site, what = Places(client, settings.fetches_per_site), origin(source), asked(article_id, source)
    until = time.monotonic() + PATIENCE_S - PICTURE_DEADLINE_S
    while (
        place := places.take(site, "pictures", what, round(PICTURE_DEADLINE_S) + 10, waits=False)
    ) is Place.NONE:
        if time.monotonic() > until:
            log.warning("article %s goes without its picture: %s is asked for too many", article_id, site)
            break
        time.sleep(WAIT_S)
    if place is Place.MINE:
        try:
            found = _fetched(settings, narrations, article_id, source)
        finally:
            places.give_back(site, "pictures", what)
        if found:
            return
    client.set(what, GIVEN_UP, ex=ASKED_S)


def asked(article_id: str, source: str) -> str:
    """The key that says when a picture was asked for."""
    return f"tts:picture:{article_id}:{short_hash(source.encode())}"


def is_address(source: str) -> bool:
    return source.startswith(("http://", "https://"))


def _known(settings: Settings, narrations: Narrations, article_id: str, source: str) -> bytes | None:
    """None for one that has to be fetched."""
    if not is_address(source):
        return _file(source) if source else b""
    kept = narrations.picture(article_id, short_hash(source.encode()))
    return b"" if kept is None and settings.offline else kept


def _fetched(settings: Settings, narrations: Narrations, article_id: str, source: str) -> bytes:
    try:
        picture = fetch_picture(source, settings)
        narrations.put_picture(article_id, short_hash(source.encode()), picture)
    except (ServiceError, StoreFull) as error:
        log.warning("article %s goes without its picture: %s", article_id, error)
        return b""
    return picture


def _file(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        log.warning("the artwork of a show cannot be read: %s", error)
        return b""
