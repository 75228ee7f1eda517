"""The message that an endpoint gets, and when it is tried again. Pure."""

from __future__ import annotations

import datetime as dt

import msgspec

from tts_service.catalog.webhooks.deliveries import ClaimedDelivery
from tts_service.catalog.webhooks.outbox import ToldArticle
from tts_service.contracts.webhooks import EventType

FIRST_AGAIN = dt.timedelta(seconds=10)
"""Until the second attempt; three times as long with each further one."""
LATEST_AGAIN = dt.timedelta(hours=6)
TRIED_FOR = dt.timedelta(days=1)
"""From the first attempt to the last."""
JITTER = 0.2
"""A wait is longer or shorter by up to this share: what failed together is not tried again together."""


class WebhookArticle(ToldArticle, frozen=True, kw_only=True):
    """The article as it was when it happened. ``audio_url`` is where it is heard; for one that is for members
    only it needs a signed address, which is never in here. ``duration_s`` is in seconds."""

    audio_url: str


class WebhookMessage(msgspec.Struct, frozen=True):
    """``id`` is that of the header webhook-id: a message that comes twice has it twice. ``timestamp``: when
    it happened."""

    id: str
    type: EventType
    timestamp: dt.datetime
    data: WebhookArticle


def body_of(claimed: ClaimedDelivery, base_url: str) -> bytes:
    """The same for each attempt."""
    article = WebhookArticle(
        **msgspec.structs.asdict(claimed.article), audio_url=f"{base_url}/audio/{claimed.article.id}.mp3"
    )
    return msgspec.json.encode(WebhookMessage(claimed.event_id, claimed.type, claimed.at, article))


def next_attempt(
    claimed: ClaimedDelivery, now: dt.datetime, retry_after_s: int, chance: float
) -> dt.datetime | None:
    """After a failed attempt, a day after the first one for the last time; None when that has been.
    ``retry_after_s`` is what the receiver asks for, ``chance`` a random number from 0 to 1."""
    last = claimed.first_at + TRIED_FOR
    if now >= last:
        return None
    wait: dt.timedelta = min(FIRST_AGAIN * 3 ** min(claimed.attempts - 1, 16), LATEST_AGAIN)
    wait = max(wait * (1 + JITTER * (2 * chance - 1)), dt.timedelta(seconds=retry_after_s))
    return min(now + wait, last)
