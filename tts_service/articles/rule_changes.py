"""Articles follow the publisher's rules: when these change, what was read by the old ones is read again.

It happens when an article is played, and in the background for those that are new or were played lately
(``CURRENT``). Older ones wait until they are played: no change of a rule renders a whole archive anew.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from pathlib import Path

import msgspec

from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from tts_service.article.model import decode_script
from tts_service.article.request import ArticleRequest
from tts_service.articles.dispatch import Dispatcher
from tts_service.catalog import Accepted, Catalog, CatalogEntry
from tts_service.contracts.messages import QueueName
from tts_service.publisher.live import publish as write_at_once
from tts_service.publisher.request_key import RequestKey
from tts_service.publisher.rules import PublisherRules

log = logging.getLogger(__name__)

CURRENT = dt.timedelta(days=30)
SLICE = 100
"""Articles compared with the rules in one step."""
MOST_SENT = 5
"""Articles sent to be read again in one step, so that workers are never flooded."""


class RuleChanges:
    def __init__(
        self,
        catalog: Catalog,
        narrations: Narrations,
        rules: PublisherRules,
        dispatcher: Dispatcher,
        reconcile: Callable[[CatalogEntry], CatalogEntry],
    ) -> None:
        self._catalog = catalog
        self._narrations = narrations
        self._rules = rules
        self._dispatcher = dispatcher
        self._reconcile = reconcile

    def follow(self, entry: CatalogEntry, queue: QueueName | None = None) -> bool:
        """When ``entry`` is ready, but was read by other rules than the publisher has now, have it read
        again in ``queue`` (None: the one it came by). Once: if that fails, it stays as it is. True when it
        was sent. What is never narrated, and a revision that is kept, follow no rules."""
        if entry.frozen or entry.hold in ("never", "ruled"):
            return False
        if entry.status != "ready" or self._rules.is_current(entry.digest, entry.url, entry.id):
            return False
        request, queue = self._dispatcher.source(entry.id), queue or entry.queue
        digest = self._rules.digest(request, entry.id)
        outcome = self._narrations.outcome(entry.id, digest)
        if digest == entry.digest or (outcome is not None and outcome.problem is not None):
            return False
        self.carry_over(entry, request, digest)
        accepted = self._catalog.accept(
            request,
            entry.id,
            entry.url,
            digest,
            queue,
            entry.origin,
            if_new=entry.whom,
            hold=entry.hold,
            publish_at=entry.publish_at,
        )
        now = self._reconciled(entry.id)
        if accepted is not Accepted.CHANGED or now is None or now.settled:
            return False
        self._dispatcher.begin(now, request, queue)
        self._reconciled(entry.id)
        return True

    def carry_over(self, entry: CatalogEntry, request: ArticleRequest, digest: str) -> None:
        """Let the result of ``entry`` count for ``digest`` too, which names the same ``request`` under the
        rules of now, if none of the rules that have changed bears on it. Else do nothing."""
        made = self._narrations.outcome(entry.id, entry.digest)
        if made is None or not made.rules or made.revision != entry.revision:
            return
        try:
            script = decode_script(self._narrations.script(NarrationId(entry.id, made.revision)) or b"")
        except msgspec.DecodeError:  # pruned, or damaged
            return
        if self._rules.bearing_on(script, entry.id, request.show or "") == made.rules:
            self._narrations.put_outcome(entry.id, digest, made)

    def _reconciled(self, article_id: str) -> CatalogEntry | None:
        entry = self._catalog.get(article_id)
        return None if entry is None else self._reconcile(entry)


class RuleSweep:
    """Has current articles follow the rules, a slice at each ``step``. One walk follows a change;
    the file ``mark`` names the rules that the last walk was made for."""

    def __init__(self, catalog: Catalog, rules: PublisherRules, changes: RuleChanges, mark: Path) -> None:
        self._catalog = catalog
        self._rules = rules
        self._changes = changes
        self._mark = mark
        self._walking_for = ""
        self._after = ""

    @property
    def is_done(self) -> bool:
        """All follow the rules as they are now."""
        return self._rules.fingerprint() == self._followed()

    def step(self, now: dt.datetime | None = None) -> int:
        """Returns how many articles were sent to be read again. Raises Unavailable when the catalog is
        away."""
        rules = self._rules.fingerprint()
        if rules == self._followed():
            return 0
        if rules != self._walking_for:
            self._walking_for, self._after = rules, ""
        sent = 0
        entries = self._catalog.current((now or dt.datetime.now(dt.UTC)) - CURRENT, self._after, SLICE)
        for entry in entries:
            sent += self._changes.follow(entry, "batch")
            self._after = entry.id
            if sent == MOST_SENT:
                return sent
        if len(entries) < SLICE:
            log.info("articles follow the publisher's rules as they are now")
            write_at_once(self._mark, rules)
        return sent

    def _followed(self) -> str:
        return self._mark.read_text("ascii") if self._mark.is_file() else ""


def only_rules_have_changed(before: CatalogEntry, key: RequestKey) -> bool:
    """The article can be heard, and the request says nothing new."""
    known = RequestKey.parse(before.digest)
    return before.revision is not None and known != key and known.same_content(key)
