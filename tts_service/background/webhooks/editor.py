"""What people do with webhooks: add an endpoint, remove it, replace its secret, look at the log, have
something sent again. The same for the API, the command line and the newsroom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from tts_service.article.bounds import MAX_FIELD_CHARS, MAX_URL_CHARS
from tts_service.catalog import Catalog
from tts_service.catalog.cursor import CursorPosition, decode_cursor, encode_cursor
from tts_service.catalog.webhooks.deliveries import Delivery
from tts_service.catalog.webhooks.endpoints import Endpoint
from tts_service.contracts.webhooks import EVENT_TYPES, EventType, WebhookPoster
from tts_service.errors import BadRequest, Conflict, NotFound, ProblemKind

MOST_ENDPOINTS = 20


class WebhookEditor:
    """Every method raises Unavailable when the catalog is away."""

    def __init__(self, catalog: Catalog, poster: Callable[[], WebhookPoster]) -> None:
        """``poster`` is asked for when an address is to be checked."""
        self._endpoints = catalog.endpoints
        self._deliveries = catalog.deliveries
        self._poster = poster

    def add(self, url: str, events: Iterable[str] = (), show: str = "") -> tuple[Endpoint, str]:
        """A new endpoint, and its secret, which is told this once. ``events``: () for all types; ``show``: ""
        for all.

        Raises BadRequest for what cannot be, Forbidden for an address that gets no webhooks, and Conflict
        when there are MOST_ENDPOINTS.
        """
        wanted = _checked_events(events)
        if len(url) > MAX_URL_CHARS:
            raise BadRequest(f"url must have at most {MAX_URL_CHARS} characters.")
        if len(show) > MAX_FIELD_CHARS or not (show.isprintable() or not show):
            raise BadRequest(f"show must be one line of at most {MAX_FIELD_CHARS} characters.")
        self._poster().check(url)
        if len(self._endpoints.all()) >= MOST_ENDPOINTS:
            raise Conflict(f"There are {MOST_ENDPOINTS} endpoints already. Remove one first.")
        return self._endpoints.add(url, wanted, show or None, _now())

    def all(self) -> tuple[Endpoint, ...]:
        return self._endpoints.all()

    def remove(self, endpoint_id: str) -> None:
        """Raises NotFound."""
        if not self._endpoints.remove(endpoint_id):
            raise _no_such_endpoint()

    def replace_secret(self, endpoint_id: str) -> tuple[Endpoint, str]:
        """The endpoint and its new secret. Raises NotFound."""
        secret = self._endpoints.replace_secret(endpoint_id, _now())
        if secret is None:
            raise _no_such_endpoint()
        return self._known(endpoint_id), secret

    def switch_on(self, endpoint_id: str) -> Endpoint:
        """Raises NotFound."""
        self._endpoints.switch_on(endpoint_id)
        return self._known(endpoint_id)

    def log(self, endpoint_id: str = "", before: str = "", limit: int = 50) -> tuple[Delivery, ...]:
        """Newest first, of one endpoint or of all; before the entry that ``cursor_of`` named. Raises NotFound
        for an unknown endpoint, BadRequest for what is no such name."""
        if endpoint_id:
            self._known(endpoint_id)
        return self._deliveries.log(endpoint_id or None, _place(before) if before else None, limit)

    def send_again(self, endpoint_id: str, event_id: str) -> Delivery:
        """Raises NotFound, and Conflict when the endpoint is switched off."""
        if self._known(endpoint_id).off_since is not None:
            raise Conflict("This endpoint is switched off. Switch it on first.")
        self._deliveries.send_again(endpoint_id, event_id, _now())
        delivery = self._deliveries.get(endpoint_id, event_id)
        if delivery is None:
            raise NotFound(
                "There is no such delivery in the log. It may be older than 90 days.",
                kind=ProblemKind.NO_SUCH_DELIVERY,
            )
        return delivery

    def _known(self, endpoint_id: str) -> Endpoint:
        endpoint = self._endpoints.get(endpoint_id)
        if endpoint is None:
            raise _no_such_endpoint()
        return endpoint


def cursor_of(delivery: Delivery) -> str:
    """By which ``WebhookEditor.log`` goes on behind ``delivery``."""
    return encode_cursor(CursorPosition(delivery.at, f"{delivery.event} {delivery.endpoint}"))


def _place(cursor: str) -> tuple[dt.datetime, str, str]:
    place = decode_cursor(cursor)
    event, _, endpoint = place.id.partition(" ")
    return place.created_at, event, endpoint


def _checked_events(events: Iterable[str]) -> tuple[EventType, ...]:
    """In the order of EVENT_TYPES. Raises BadRequest."""
    given = set(events)
    if unknown := sorted(given - set(EVENT_TYPES)):
        known = ", ".join(EVENT_TYPES)
        raise BadRequest(f"{unknown[0][:40]!r} is no type of event. There are {known}.")
    return tuple(kind for kind in EVENT_TYPES if kind in given) or EVENT_TYPES


def _no_such_endpoint() -> NotFound:
    return NotFound("There is no such webhook endpoint.", kind=ProblemKind.NO_SUCH_ENDPOINT)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
