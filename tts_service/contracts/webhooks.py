"""What is sent to a publisher's own systems, and how it is signed: by the Standard Webhooks specification 1.0
(https://www.standardwebhooks.com). Pure."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Literal, Protocol

import msgspec

EventType = Literal["ready", "revised", "failed", "withdrawn", "published"]
EVENT_TYPES: tuple[EventType, ...] = ("ready", "revised", "failed", "withdrawn", "published")

SECRET_BYTES = 32
SECRET_PREFIX = "whsec_"


class PostAnswer(msgspec.Struct, frozen=True):
    """``retry_after_s``: how long the receiver wants to be left alone, 0 if it does not say. ``beginning``:
    of what a refusal says."""

    status: int
    retry_after_s: int = 0
    beginning: str = ""


class WebhookPoster(Protocol):
    """Asks only what may be asked: see ``workers.web.webhooks``."""

    def check(self, url: str) -> None:
        """Raises BadRequest or Forbidden for an address that gets no webhooks, or that cannot be found."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> PostAnswer:
        """Raises ServiceError when there is no answer within ten seconds, and as ``check``."""


def secret_of(random: bytes) -> str:
    """As receivers and their libraries take it."""
    return SECRET_PREFIX + base64.b64encode(random).decode()


def signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    """One signature of version 1. ``timestamp`` is in seconds since 1970."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def signed_headers(message_id: str, body: bytes, secrets: Iterable[str], now: dt.datetime) -> dict[str, str]:
    """``secrets``: one, or two while it is replaced: the receiver takes a message that either has signed."""
    timestamp = str(int(now.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signature(secret, message_id, timestamp, body) for secret in secrets),
    }
