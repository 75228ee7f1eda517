"""WebSub, the side that subscribes: to the hubs of watched listings. Leases are renewed; subscriptions to
listings that are no longer watched are ended.

The hubs answer to ``tts_service.websub.callback``.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Callable, Collection, Mapping

from tts_service.catalog.subscriptions import Subscription, SubscriptionBook
from tts_service.errors import ServiceError, Unavailable
from tts_service.listing import Hub
from tts_service.websub.callback import LEASE

log = logging.getLogger(__name__)

CALLBACK = "/v1/hooks/websub/"
AGAIN = dt.timedelta(minutes=10)
"""Delay before a hub that has not confirmed is asked again; doubled each time."""
LATEST_AGAIN = dt.timedelta(days=1)
MOST_GOODBYES = 3

Sending = Callable[[str, Mapping[str, str]], None]
"""Posts a form to an address. Raises ServiceError."""


class Subscriber:
    def __init__(
        self, book: SubscriptionBook, send: Sending, base_url: str, now: Callable[[], dt.datetime]
    ) -> None:
        """``base_url`` is where hubs reach this service; "" when they cannot: then none is asked."""
        self._book = book
        self._send = send
        self._base_url = base_url
        self._now = now

    def follow(self, listing: str, hub: Hub | None) -> None:
        """Note the hub that ``listing`` names now. ``tend`` subscribes to it."""
        there = self._book.of(listing)
        others = [one for one in there if hub is None or (one.hub, one.topic) != (hub.url, hub.topic)]
        if hub and self._base_url and len(others) == len(there):
            self._begin(listing, hub)
        for other in others:
            self._leave(other)

    def is_pushed(self, listing: str) -> bool:
        """A hub has promised to announce its changes."""
        return any(
            one.state == "active" and one.ends_at and one.ends_at > self._now()
            for one in self._book.of(listing)
        )

    def pushes(self, listing: str) -> tuple[Subscription, ...]:
        """Subscriptions whose hub has announced a change that nobody has looked at yet."""
        return tuple(one for one in self._book.of(listing) if one.pushed_at)

    def looked(self, pushes: Collection[Subscription]) -> None:
        for push in pushes:
            self._book.looked(push)

    def tend(self, watched: Collection[str]) -> None:
        """Send hubs the requests that are due. A hub that cannot be reached is asked again later. Raises
        Unavailable."""
        for one in self._book.all():
            if one.listing not in watched and one.state != "leaving":
                self._leave(one)
            elif one.due_at <= self._now():
                self._ask(one)

    def _begin(self, listing: str, hub: Hub) -> None:
        name, secret = secrets.token_urlsafe(24), secrets.token_urlsafe(32)
        self._book.add(
            Subscription(
                id=name, listing=listing, hub=hub.url, topic=hub.topic, secret=secret, due_at=self._now()
            )
        )

    def _leave(self, subscription: Subscription) -> None:
        self._book.change(subscription.id, state="leaving", due_at=self._now(), failures=0, pushed_at=None)

    def _ask(self, one: Subscription) -> None:
        """The hub may answer while we ask, so everything is stored first."""
        if one.state == "leaving" and one.failures >= MOST_GOODBYES:
            self._book.remove(one.id)  # if the hub pushes again, the answer is 410
            return
        again = self._now() + min(AGAIN * 2 ** min(one.failures, 16), LATEST_AGAIN)
        state = "asked" if one.state == "denied" else one.state
        self._book.change(one.id, state=state, due_at=again, failures=one.failures + 1)
        try:
            self._send(one.hub, self._form(one))
        except Unavailable:
            raise
        except ServiceError as error:
            log.warning("%s cannot be asked to push %s: %s", one.hub, one.listing, error.detail)
            self._book.change(one.id, problem=error.detail)

    def _form(self, one: Subscription) -> dict[str, str]:
        """Section 5.1. Not every hub speaks TLS; without it, the secret still protects against everybody who
        cannot eavesdrop."""
        form = {"hub.callback": f"{self._base_url}{CALLBACK}{one.id}", "hub.topic": one.topic}
        if one.state == "leaving":
            return {"hub.mode": "unsubscribe", **form}
        lease = str(int(LEASE.total_seconds()))
        return {"hub.mode": "subscribe", **form, "hub.secret": one.secret, "hub.lease_seconds": lease}
