"""WebSub (W3C Recommendation, 2018), the subscriber's callback: hubs verify subscriptions here, and push.

A push only makes the watcher look at the listing. Its body is verified, but not read: so no hub can put an
article into this service that the site does not name.
"""

from __future__ import annotations

import datetime as dt
import hmac
import logging
from collections.abc import Mapping

from tts_service.catalog.subscriptions import Subscription, SubscriptionBook
from tts_service.errors import BadRequest, Gone, NotFound, ProblemKind, Unauthorized

log = logging.getLogger(__name__)

LEASE = dt.timedelta(days=10)
"""The lease that is requested; the hub decides."""
SHORTEST = dt.timedelta(minutes=1)
"""A shorter lease is taken for a mistake of the hub."""
RENEWED_AFTER = 0.75
"""Share of the lease after which it is renewed."""
DENIED_FOR = dt.timedelta(days=7)
"""How long until a hub that has refused is asked again."""
METHODS = ("sha256", "sha384", "sha512", "sha1")
"""For signatures (section 8). The largest public hub signs with SHA-1, which is still sound as an HMAC."""
_MOST_REASON_CHARS = 200


def signature(secret: str, body: bytes, method: str = "sha256") -> str:
    """The value of the header X-Hub-Signature."""
    return f"{method}={hmac.new(secret.encode(), body, method).hexdigest()}"


def answer_hub(
    book: SubscriptionBook, subscription_id: str, parameters: Mapping[str, str], now: dt.datetime
) -> str:
    """The answer to a hub's verification of intent (``hub.mode`` and the others, section 5).

    Raises NotFound for what was not requested, which the hub takes as a refusal.
    """
    subscription = book.get(subscription_id)
    if subscription is None or parameters.get("hub.topic") != subscription.topic:
        raise NotFound("This subscription was not requested here.", kind=ProblemKind.NO_SUCH_SUBSCRIPTION)
    match parameters.get("hub.mode"), subscription.state:
        case "subscribe", "asked" | "active":
            _confirm(book, subscription, parameters, now)
        case "unsubscribe", "leaving":
            book.remove(subscription.id)
        case "denied", "asked" | "active":
            _deny(book, subscription, parameters.get("hub.reason", ""), now)
        case _:
            raise NotFound("This subscription was not requested here.", kind=ProblemKind.NO_SUCH_SUBSCRIPTION)
    return parameters.get("hub.challenge", "")


def known(book: SubscriptionBook, subscription_id: str) -> Subscription:
    """Raises Gone when the subscription no longer exists: its hub will then end it."""
    subscription = book.get(subscription_id)
    if subscription is None or subscription.state == "leaving":
        raise Gone("This subscription has ended.", kind=ProblemKind.NO_SUCH_SUBSCRIPTION)
    return subscription


def take_push(
    book: SubscriptionBook, subscription: Subscription, given: str, body: bytes, now: dt.datetime
) -> None:
    """``given`` is the header X-Hub-Signature. Raises Unauthorized ("bad-signature") for a push that
    its hub has not signed."""
    method = given.partition("=")[0].strip().lower()
    right = signature(subscription.secret, body, method) if method in METHODS else ""
    if not right or not hmac.compare_digest(right.encode(), given.strip().lower().encode("utf-8", "replace")):
        log.warning("a push for %s is not signed by its hub", subscription.listing)
        raise Unauthorized(
            f"X-Hub-Signature must be one of {', '.join(METHODS)}, =, and the HMAC of the body with the "
            "subscription's secret.",
            kind=ProblemKind.BAD_SIGNATURE,
        )
    book.change(subscription.id, pushed_at=now)


def _confirm(
    book: SubscriptionBook, subscription: Subscription, parameters: Mapping[str, str], now: dt.datetime
) -> None:
    if not parameters.get("hub.challenge"):
        raise BadRequest("hub.challenge is missing.")
    lease = max(_lease(parameters.get("hub.lease_seconds", "")), SHORTEST)
    log.info("%s pushes %s for %s", subscription.hub, subscription.listing, lease)
    again = now + lease * RENEWED_AFTER
    book.change(subscription.id, state="active", due_at=again, ends_at=now + lease, failures=0, problem=None)


def _lease(seconds: str) -> dt.timedelta:
    """The length requested if the hub gives none, and a year at most."""
    if not (seconds.isascii() and seconds.isdigit()):
        return LEASE
    return min(dt.timedelta(seconds=int(seconds[:9])), dt.timedelta(days=365))


def _deny(book: SubscriptionBook, subscription: Subscription, reason: str, now: dt.datetime) -> None:
    problem = " ".join(reason.split())[:_MOST_REASON_CHARS] or "The hub gives no reason."
    log.warning("%s does not push %s: %s", subscription.hub, subscription.listing, problem)
    book.change(
        subscription.id, state="denied", due_at=now + DENIED_FOR, ends_at=None, failures=0, problem=problem
    )
