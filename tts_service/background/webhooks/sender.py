"""Sends webhooks: what is due is claimed in the catalog, signed, posted, and what became of it recorded.

Every web process does so; a claim lets each delivery be sent by one of them. Each is sent in a thread of its
own (under gevent a greenlet), a few at a time to each endpoint: one that is slow holds up only itself.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import random
import threading
from collections.abc import Callable

from tts_service.article.address import origin
from tts_service.background.webhooks.message import body_of, next_attempt
from tts_service.catalog.webhooks.deliveries import ClaimedDelivery, DeliveryBook
from tts_service.contracts.webhooks import PostAnswer, WebhookPoster, signed_headers
from tts_service.errors import ServiceError, Unavailable

log = logging.getLogger(__name__)

EVERY_S = 1.0
LEASE = dt.timedelta(seconds=30)
"""How long a process has a delivery for itself: longer than an attempt takes."""
PER_ENDPOINT = 2
"""Deliveries under way to an endpoint at once, of all processes together."""
GONE = 410
REDIRECTS = range(300, 400)

Count = Callable[[str], object]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class WebhookSender:
    """``start`` it in each web process, after the fork."""

    def __init__(
        self,
        book: DeliveryBook,
        poster: Callable[[], WebhookPoster],
        base_url: str,
        *,
        count: Count = lambda _: None,
        now: Callable[[], dt.datetime] = _now,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """``poster`` is asked for when there is something to send: it is not loaded before. ``count`` adds 1
        to a metric. ``chance`` gives random numbers from 0 to 1."""
        self._book = book
        self._poster = poster
        self._base_url = base_url
        self._count = count
        self._now = now
        self._chance = chance
        self._stopped = False
        self._wake = threading.Event()
        """Something was sent: there is room for more."""

    def start(self) -> None:
        threading.Thread(target=self._run, name="webhooks", daemon=True).start()

    def stop(self) -> None:
        self._stopped = True
        self._wake.set()

    def send_due(self) -> list[threading.Thread]:
        """Begin to send what is due; returns the threads that do. Raises Unavailable."""
        threads = [
            threading.Thread(target=self._send_safely, args=(claimed,), name="webhook", daemon=True)
            for claimed in self._book.claim(self._now(), LEASE, PER_ENDPOINT)
        ]
        for thread in threads:
            thread.start()
        return threads

    def _run(self) -> None:
        while not self._stopped:
            self._wake.wait(EVERY_S)
            self._wake.clear()
            try:
                self.send_due()
            except ServiceError as error:
                log.warning("no webhooks are sent: %s", error.detail)
            except Exception:
                log.exception("webhooks could not be sent")

    def _send_safely(self, claimed: ClaimedDelivery) -> None:
        """What goes wrong here is tried again when the claim is over."""
        try:
            self._send(claimed)
        except ServiceError as error:
            log.warning("what became of the webhook %s is not recorded: %s", claimed.event_id, error.detail)
        except Exception:
            log.exception("the webhook %s could not be sent", claimed.event_id)
        finally:
            self._wake.set()

    def _send(self, claimed: ClaimedDelivery) -> None:
        body = body_of(claimed, self._base_url)
        headers = signed_headers(claimed.event_id, body, claimed.secrets, self._now())
        try:
            answer = self._poster().post(claimed.url, headers, body)
        except ServiceError as error:
            self._failed(claimed, None, error.detail)
            return
        except Exception:  # else it would be sent as often as a claim is over
            log.exception("the webhook %s could not be sent", claimed.event_id)
            self._failed(claimed, None, "It could not be sent. The service's log says why.")
            return
        if 200 <= answer.status < 300:
            self._book.delivered(claimed, answer.status)
            self._counted("delivered")
        elif answer.status == GONE:
            log.warning("the webhook endpoint %s answered 410 and is switched off", claimed.endpoint_id)
            self._book.gone(claimed, GONE, "The endpoint answered 410, and is switched off.", self._now())
            self._counted("gone")
        else:
            self._failed(claimed, answer, _refusal(answer))

    def _failed(self, claimed: ClaimedDelivery, answer: PostAnswer | None, problem: str) -> None:
        retry_after_s = answer.retry_after_s if answer else 0
        due_at = next_attempt(claimed, self._now(), retry_after_s, self._chance())
        self._book.failed(claimed, due_at, answer.status if answer else None, problem)
        level = logging.INFO if due_at else logging.WARNING
        fate = "is tried again" if due_at else "is given up"
        log.log(level, "the webhook %s to %s %s", claimed.event_id, origin(claimed.url), fate)
        self._counted("failed" if due_at else "given-up")

    def _counted(self, outcome: str) -> None:
        with contextlib.suppress(Unavailable):  # no webhook waits for a number
            self._count(f'tts_webhook_attempts_total{{outcome="{outcome}"}}')


def _refusal(answer: PostAnswer) -> str:
    if answer.status in REDIRECTS:
        return f"The endpoint answered {answer.status}: redirects are not followed. Give its final address."
    return f"The endpoint answered {answer.status}: {answer.beginning or 'no reason given.'}"
