"""Hooks: a site reports that an article is new, has changed or is gone. No matter how often it reports a
page, one request follows.

A report waits in the catalog until the site has been silent about the page for QUIET; then the sweeper acts
on it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import logging

import msgspec

from tts_service import audit
from tts_service.article.address import normalized_url
from tts_service.article.request import ArticleRequest, check
from tts_service.articles.service import ArticleService
from tts_service.catalog.hooks import Event, Hook, HookBook
from tts_service.errors import (
    BadRequest,
    Forbidden,
    ProblemKind,
    ServiceError,
    Unauthorized,
    Unavailable,
)

log = logging.getLogger(__name__)

QUIET = dt.timedelta(seconds=2)
LATEST = dt.timedelta(seconds=10)
"""A page that is reported over and over is acted on after this time at the latest."""
WINDOW_S = 300
"""How old a signature may be, and how far ahead the sender's clock may be."""
AT_ONCE = 50
SCHEME = "sha256="


class HookReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of a hook. ``version``: any text that changes when the page does; by default every report
    counts as a change."""

    url: str
    event: Event = "updated"
    version: str = ""
    show: str = ""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What the header X-Signature-256 has: HMAC-SHA256 (RFC 2104) over the timestamp, a full stop and the
    body."""
    return SCHEME + hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def check_signature(secret: str, timestamp: str, given: str, body: bytes, now: dt.datetime) -> None:
    """``timestamp`` is in seconds since 1970. Raises Forbidden without a secret, Unauthorized for a
    wrong or outdated signature."""
    if not secret:
        raise Forbidden(
            "Hooks are turned off. The operator can turn them on by setting TTS_HOOK_SECRET.",
            kind=ProblemKind.HOOKS_OFF,
        )
    if not hmac.compare_digest(signature(secret, timestamp, body).encode(), given.encode("utf-8", "replace")):
        raise Unauthorized(
            "X-Signature-256 must be sha256= and the HMAC-SHA256, in hexadecimal, over X-Timestamp, a full "
            "stop and the body.",
            kind=ProblemKind.BAD_SIGNATURE,
        )
    if (
        not (timestamp.isascii() and timestamp.isdigit())
        or abs(now.timestamp() - int(timestamp[:12])) > WINDOW_S
    ):
        raise Unauthorized(
            f"X-Timestamp must be the time in seconds since 1970, within {WINDOW_S} s of this service's "
            "clock.",
            kind=ProblemKind.BAD_TIMESTAMP,
        )


def record(report: HookReport, book: HookBook, now: dt.datetime) -> None:
    """Note what a site reports. Raises BadRequest when no article can be made of it."""
    url = normalized_url(report.url)
    if not url:
        raise BadRequest("url must be the address of the article's page, and begin with https:// or http://.")
    show = report.show or None
    check(_request(url, report.version or None, show))
    version = report.version or now.isoformat()
    book.put(
        Hook(url=url, event=report.event, show=show, version=version, first_at=now, due_at=now + QUIET),
        LATEST,
    )


def deliver(book: HookBook, articles: ArticleService, now: dt.datetime | None = None) -> int:
    """Act on the reports that are due; returns how many. Raises Unavailable; then they stay due."""
    hooks = book.due(now or dt.datetime.now(dt.UTC), AT_ONCE)
    for hook in hooks:
        _act(hook, articles)
        book.done(hook)
    return len(hooks)


def _act(hook: Hook, articles: ArticleService) -> None:
    request = _request(hook.url, hook.version, hook.show)
    try:
        if hook.event == "deleted":
            for article in articles.delete_page(hook.url):
                actor = audit.Actor(audit.HOOK)
                articles.audit_log.note("article.withdrawn", actor, article=article, url=hook.url)
        else:
            articles.request(request, queue="batch", origin="hook")
    except Unavailable:
        raise
    except ServiceError as error:
        log.warning("the hook for %s had no effect: %s", hook.url, error.detail)


def _request(url: str, version: str | None, show: str | None) -> ArticleRequest:
    return ArticleRequest(url=url, version=version, show=show)
