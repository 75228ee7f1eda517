"""WebSub (W3C Recommendation, 2018), the subscriber's side that hubs call: they verify what was asked for, and push.

A push has a watched listing looked at, where it is watched. What is pushed is checked, and not read: so no hub can put an
article into this service that its site does not name.
"""

from __future__ import annotations

import datetime as dt
import hmac
import logging
from collections.abc import Mapping

from tts_service.catalog.subscriptions import Subscription, SubscriptionBook
from tts_service.errors import BadRequest, Gone, NotFound, Unauthorized

log = logging.getLogger(__name__)

LEASE = dt.timedelta(days=10)
"""Asked for; the hub decides."""
SHORTEST = dt.timedelta(minutes=1)
"""A lease that ends sooner, and what a hub that gives no length has meant, are not believed."""
RENEWED_AFTER = 0.75
"""Of the lease."""
DENIED_FOR = dt.timedelta(days=7)
"""Until a hub that has said no is asked again."""
METHODS = ("sha256", "sha384", "sha512", "sha1")
"""Of a signature (section 8). The largest public hub signs with SHA-1, which as an HMAC still holds."""
_MOST_REASON_CHARS = 200


def signature(secret: str, body: bytes, method: str = "sha256") -> str:
    """What the header X-Hub-Signature has."""
    return f"{method}={hmac.new(secret.encode(), body, method).hexdigest()}"


def answer_hub(book: SubscriptionBook, subscription_id: str, told: Mapping[str, str], now: dt.datetime) -> str:
    """What the hub asks (``hub.mode`` and the others, section 5) → what it is to be answered.

    Raises NotFound for what was not asked for; to the hub that means no.
    """
    subscription = book.get(subscription_id)
    if subscription is None or told.get("hub.topic") != subscription.topic:
        raise NotFound("Nobody here has asked for this.", kind="no-such-subscription")
    match told.get("hub.mode"), subscription.state:
        case "subscribe", "asked" | "active":
            _confirm(book, subscription, told, now)
        case "unsubscribe", "leaving":
            book.remove(subscription.id)
        case "denied", "asked" | "active":
            _deny(book, subscription, told.get("hub.reason", ""), now)
        case _:
            raise NotFound("Nobody here has asked for this.", kind="no-such-subscription")
    return told.get("hub.challenge", "")


def known(book: SubscriptionBook, subscription_id: str) -> Subscription:
    """Raises Gone when there is no such subscription any more, by which its hub knows to end it."""
    subscription = book.get(subscription_id)
    if subscription is None or subscription.state == "leaving":
        raise Gone("Nobody here wants this any more.", kind="no-such-subscription")
    return subscription


def take_push(book: SubscriptionBook, subscription: Subscription, given: str, body: bytes, now: dt.datetime) -> None:
    """``given`` is the header X-Hub-Signature. Raises Unauthorized ("bad-signature") for a push of somebody else."""
    method = given.partition("=")[0].strip().lower()
    right = signature(subscription.secret, body, method) if method in METHODS else ""
    if not right or not hmac.compare_digest(right.encode(), given.strip().lower().encode("utf-8", "replace")):
        log.warning("a push for %s is not signed by its hub", subscription.listing)
        raise Unauthorized(
            f"X-Hub-Signature must be one of {', '.join(METHODS)}, =, and the HMAC of the body with the subscription's secret.",
            kind="bad-signature",
        )
    book.change(subscription.id, pushed_at=now)


def _confirm(book: SubscriptionBook, subscription: Subscription, told: Mapping[str, str], now: dt.datetime) -> None:
    if not told.get("hub.challenge"):
        raise BadRequest("hub.challenge is missing.")
    lease = max(_lease(told.get("hub.lease_seconds", "")), SHORTEST)
    log.info("%s pushes %s for %s", subscription.hub, subscription.listing, lease)
    again = now + lease * RENEWED_AFTER
    book.change(subscription.id, state="active", due_at=again, ends_at=now + lease, failures=0, problem="")


def _lease(seconds: str) -> dt.timedelta:
    """As long as was asked for, when the hub does not say, and no longer than a year."""
    if not (seconds.isascii() and seconds.isdigit()):
        return LEASE
    return min(dt.timedelta(seconds=int(seconds[:9])), dt.timedelta(days=365))


def _deny(book: SubscriptionBook, subscription: Subscription, reason: str, now: dt.datetime) -> None:
    problem = " ".join(reason.split())[:_MOST_REASON_CHARS] or "The hub gives no reason."
    log.warning("%s does not push %s: %s", subscription.hub, subscription.listing, problem)
    book.change(subscription.id, state="denied", due_at=now + DENIED_FOR, ends_at=None, failures=0, problem=problem)
