"""The limits per client, as the views use them. Requests with a key have none; refused ones get a 429 and are
counted."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol, cast

import redis
from flask import Flask, current_app, g, request

from tts_service import audit
from tts_service.article.request import ArticleRequest
from tts_service.articles.status import Status
from tts_service.catalog import Catalog
from tts_service.contracts.messages import METRICS
from tts_service.errors import ProblemKind, ServiceError, TooMany
from tts_service.settings import Settings
from tts_service.web.limits.ceiling import Ceiling, Charge, until_midnight_s
from tts_service.web.limits.clients import Client, Proxies, count_with_others, is_near
from tts_service.web.limits.keys import KeyHolder, Keys
from tts_service.web.limits.rates import Rates
from tts_service.web.limits.slots import Slots

log = logging.getLogger(__name__)

MINUTE_S = 60
RECKONED_S = 300.0
"""The assumed length of an article that has not been read yet."""
SPENT_S = "tts_anonymous_audio_seconds_total"

_NAME = "tts_limits"


class Limits:
    """One per web process."""

    def __init__(self, settings: Settings, client: redis.Redis, catalog: Catalog) -> None:
        self.settings = settings
        self.audit_log = catalog.audit
        self.proxies = Proxies(settings.trusted_proxies)
        self.rates = Rates(client)
        self.slots = Slots(client)
        self.keys = Keys(settings, self.rates, catalog.keys)
        self.ceiling = Ceiling(
            client, settings.anonymous_hours_per_day * 3600, settings.client_hours_per_day * 3600
        )
        self._redis = client
        self._has_told = False

    def count(self, sample: str, amount: float = 1.0) -> None:
        """Raise a counter, if Redis answers."""
        if self.rates.is_resting:
            return
        with contextlib.suppress(redis.RedisError):
            self._redis.hincrbyfloat(METRICS, sample, amount)

    def look_for_proxy(self, environ: Mapping[str, Any]) -> None:
        """Warn the operator, once, that all clients behind a proxy are counted as one."""
        is_told = "HTTP_X_FORWARDED_FOR" in environ and not self.settings.trusted_proxies
        if is_told and not self._has_told and is_near(environ.get("REMOTE_ADDR") or ""):
            self._has_told = True
            log.warning(
                "requests with X-Forwarded-For come from %s, which TTS_TRUSTED_PROXIES does not name: if "
                "that is your proxy, all its clients share one client's limits. Set TTS_TRUSTED_PROXIES to "
                "its address.",
                environ.get("REMOTE_ADDR") or "a Unix socket",
            )

    def refused(self, limit: str) -> None:
        self.count(f'tts_requests_refused_total{{limit="{limit}"}}')


def add_limits(app: Flask, settings: Settings, client: redis.Redis, catalog: Catalog) -> None:
    if settings.public_url and settings.api_keys and not settings.trusted_proxies:
        log.warning(
            "TTS_PUBLIC_URL is set, and TTS_TRUSTED_PROXIES is not: all clients behind a proxy share one "
            "client's limits."
        )
    count_with_others(settings.api_keys if settings.redis_url else ())
    app.extensions[_NAME] = Limits(settings, client, catalog)


def limits() -> Limits:
    """The limits of the current application."""
    return cast(Limits, current_app.extensions[_NAME])


def client() -> Client:
    """The client of the current request."""
    if "client" not in g:
        g.client = limits().proxies.client(request.environ)
        limits().look_for_proxy(request.environ)
    return cast(Client, g.client)


def acting_as(who: str, name: str = "") -> None:
    """From now on the current request is made by ``who``, as in ``audit.Actor``."""
    g.who, g.name = who, name


def actor() -> audit.Actor:
    """Who makes the current request."""
    return audit.Actor(g.get("who", audit.NOBODY), g.get("name", ""), client().address)


def note(what: str, **about: str) -> None:
    """Record in the audit log that whoever makes the current request has done this."""
    g.is_noted = True
    limits().audit_log.note(what, actor(), **about)


def nothing_changed() -> None:
    """The current request is of a kind that changes something, and had nothing to change."""
    g.is_noted = True


def is_noted() -> bool:
    """The current request has said what it has changed."""
    return bool(g.get("is_noted"))


def take(name: str, most: int, period_s: int) -> None:
    """Count one more ``name`` for this client. Raises TooMany; ``most`` 0: never."""
    wait_s = limits().rates.take(name, most, period_s, client().digests) if most else None
    if wait_s is not None:
        limits().refused(name)
        raise TooMany(
            f"Too many requests have come from your network. Try again in {wait_s} s.", retry_after_s=wait_s
        )


def take_article() -> None:
    take("articles", limits().settings.client_articles_per_minute, MINUTE_S)


def stream_slot() -> contextlib.AbstractContextManager[Any]:
    """A slot for a client that streams a growing narration. Raises TooMany."""
    return _slot("streams", "client_streams")


def event_slot() -> contextlib.AbstractContextManager[Any]:
    """A slot for a client that follows an article's progress. Raises TooMany."""
    return _slot("event-streams", "client_event_streams")


def _slot(name: str, setting: str) -> contextlib.AbstractContextManager[Any]:
    if _is_free() or not (most := getattr(limits().settings, setting)):
        return contextlib.nullcontext()
    slot = limits().slots.take(name, most, client().digests)
    if slot is None:
        limits().refused(name)
        raise TooMany(f"Your network has {most} {name} open, and cannot have more. Try again in a moment.")
    return slot


class RenderableArticles(Protocol):
    def status(self, article_id: str) -> Status: ...

    def ensure_rendering(self, article_id: str) -> None: ...

    def must_be_rendered(self, article_id: str) -> bool: ...


class AskableArticles(Protocol):
    def is_new(self, request: ArticleRequest) -> bool: ...


@contextmanager
def charged(articles: AskableArticles, wanted: ArticleRequest) -> Iterator[Charge | None]:
    """Charge a request without a key to the day's limit, unless it comes to nothing. Raises TooMany
    ("day-spent")."""
    charge = _charge(RECKONED_S) if articles.is_new(wanted) else None
    try:
        yield charge
    except ServiceError:
        if charge:
            charge.settle(0.0)
        raise
    finally:
        if charge and charge.seconds:
            limits().count(SPENT_S, charge.seconds)


def start(articles: RenderableArticles, article_id: str) -> None:
    """Have a known article rendered for a listener: pruned audio is made again, and charged to the day's
    limit."""
    if not _is_free() and articles.must_be_rendered(article_id):
        charge = _charge(articles.status(article_id).duration_s or RECKONED_S)
        limits().count(SPENT_S, charge.seconds)
    articles.ensure_rendering(article_id)


def _charge(seconds: float) -> Charge:
    charge = limits().ceiling.charge(seconds, client().digests)
    if charge is None:
        limits().refused("day")
        raise TooMany(
            "Today's limit for new articles is used up. Those rendered already can still be played; try this "
            "one after midnight UTC.",
            kind=ProblemKind.DAY_SPENT,
            retry_after_s=until_midnight_s(),
        )
    return charge


def shown_key() -> KeyHolder | None:
    """Who has the request's API key; None without one. Raises Unauthorized for a wrong key, TooMany after
    many, and Unavailable when the catalog would have to be asked and is away."""
    with _counted_keys():
        return limits().keys.shown(request.headers.get("Authorization"), client())


def check_key(given: str) -> KeyHolder:
    """As ``shown_key``, for a key from a form."""
    with _counted_keys():
        return limits().keys.check(given, client())


@contextmanager
def _counted_keys() -> Iterator[None]:
    try:
        yield
    except TooMany:
        limits().refused("wrong-keys")
        raise


def _is_free() -> bool:
    """True if no limit applies. A wrong key is not an error here: what needs no key is open to all."""
    try:
        return _NAME not in current_app.extensions or shown_key() is not None
    except ServiceError:
        return False
