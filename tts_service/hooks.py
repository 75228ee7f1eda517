"""Hooks: a site tells that an article is new, has changed or is gone. However often it tells, one request follows.

What was told waits in the catalog until the site has been silent about the page for QUIET; the sweeper then acts on it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import hmac
import logging

import msgspec

from tts_service.article.address import normalized_url
from tts_service.article.request import ArticleRequest, article_id, check
from tts_service.catalog.hooks import Event, Hook, HookBook
from tts_service.errors import BadRequest, Forbidden, NotFound, ServiceError, Unauthorized, Unavailable
from tts_service.narration import Listening

log = logging.getLogger(__name__)

QUIET = dt.timedelta(seconds=2)
LATEST = dt.timedelta(seconds=10)
"""A page that is told of without end is acted on all the same."""
WINDOW_S = 300
"""How old a signature may be, and how far ahead the sender's clock."""
AT_ONCE = 50
SCHEME = "sha256="


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of a hook. ``version``: any text that changes when the page does; by default each telling is a change."""

    url: str
    event: Event = "updated"
    version: str = ""
    show: str = ""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What the header X-Signature-256 has: HMAC-SHA256 (RFC 2104) over the timestamp, a full stop and the body."""
    return SCHEME + hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def check_signature(secret: str, timestamp: str, given: str, body: bytes, now: dt.datetime) -> None:
    """``timestamp`` is in seconds since 1970. Raises Forbidden without a secret, Unauthorized unless all is as it should be."""
    if not secret:
        raise Forbidden("Hooks are not taken here: the operator can set TTS_HOOK_SECRET.", kind="hooks-off")
    if not hmac.compare_digest(signature(secret, timestamp, body).encode(), given.encode("utf-8", "replace")):
        raise Unauthorized(
            "X-Signature-256 must be sha256= and the HMAC-SHA256, in hexadecimal, over X-Timestamp, a full stop and the body.",
            kind="bad-signature",
        )
    if not (timestamp.isascii() and timestamp.isdigit()) or abs(now.timestamp() - int(timestamp[:12])) > WINDOW_S:
        raise Unauthorized(
            f"X-Timestamp must be the time in seconds since 1970, within {WINDOW_S} s of this service's clock.",
            kind="bad-timestamp",
        )


def tell(told: Told, book: HookBook, now: dt.datetime) -> None:
    """Raises BadRequest for what no article can be made of."""
    url = normalized_url(told.url)
    if not url:
        raise BadRequest("url must be the address of the article's page, and begin with https:// or http://.")
    check(_request(url, told.version, told.show))
    version = told.version or now.isoformat()
    book.put(Hook(url=url, event=told.event, show=told.show, version=version, first_at=now, due_at=now + QUIET), LATEST)


def deliver(book: HookBook, listening: Listening, now: dt.datetime | None = None) -> int:
    """Act on what is due; returns on how much. Raises Unavailable; then it stays due."""
    hooks = book.due(now or dt.datetime.now(dt.UTC), AT_ONCE)
    for hook in hooks:
        _act(hook, listening)
        book.done(hook)
    return len(hooks)


def _act(hook: Hook, listening: Listening) -> None:
    request = _request(hook.url, hook.version, hook.show)
    try:
        if hook.event == "deleted":
            with contextlib.suppress(NotFound):
                listening.delete(article_id(request))
        else:
            listening.request(request, queue="batch")
    except Unavailable:
        raise
    except ServiceError as error:
        log.warning("the hook for %s came to nothing: %s", hook.url, error.detail)


def _request(url: str, version: str, show: str) -> ArticleRequest:
    return ArticleRequest(url=url, version=version or None, show=show or None)
