"""The use cases: ask for an article, follow it, hear it, remove it. No HTTP and no Celery in here.

The catalog holds what was asked; the narration folders, written by workers, hold what came of it. ``observe`` looks at the
second and settles the first.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import time
from collections.abc import Callable, Iterable

import msgspec

from audio_cache.narrations import Narrations
from tts_service.account import Account
from tts_service.accounting import read_account
from tts_service.article.address import normalized_url
from tts_service.article.request import ArticleRequest, article_id, check, page_url, request_digest
from tts_service.carrying import carry_over
from tts_service.catalog import Accepted, Catalog, Entry, QueueName
from tts_service.errors import NotFound, Problem, Unavailable, from_problem
from tts_service.observing import differs, facts_of, growth_of, planned, problem_of
from tts_service.publisher.rules import Rules
from tts_service.publishing import follow_shows, publish
from tts_service.queue import Queue
from tts_service.settings import Settings
from tts_service.status import Status, StatusList, status_of

log = logging.getLogger(__name__)

LOOK_S = 0.02
PATIENCE_S = 10.0
"""A page is fetched and read within this time, or the caller learns of the verdict later."""
TEXT_PATIENCE_S = 0.5
"""A text needs no fetching. Nothing could be heard before the verdict, so waiting for it delays nobody."""

_ID = re.compile(r"[a-z0-9]{1,64}")


class Listening:
    """Every method that takes an id raises NotFound for an unknown one; all raise Unavailable when the catalog is away."""

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        narrations: Narrations,
        queue: Queue,
        *,
        wait: Callable[[float], object] = time.sleep,
        patience_s: float = PATIENCE_S,
    ) -> None:
        """``wait(seconds)`` pauses the caller; ``patience_s`` is how long a request for a page waits for its verdict."""
        self._settings = settings
        self._rules = Rules(settings)
        self._catalog = catalog
        self._narrations = narrations
        self._queue = queue
        self._wait = wait
        self._patience_s = patience_s

    # -- asking ---------------------------------------------------------------------------------------------------

    def request(self, request: ArticleRequest, *, queue: QueueName = "interactive") -> Status:
        """Accept an article, or an edit of one. The same again changes nothing, but tries again what failed. When the publisher
        has other rules now it is read again by these; meanwhile, and if that fails, what there is can be heard.

        Raises ServiceError when nothing can be read aloud from it: at once, or once its page has been read, which is waited for
        unless it goes into the batch queue. Then a new article is forgotten, and of a known one the revision in force stays.
        """
        check(request)
        self._rules.check(request)
        named = article_id(request)
        before = self._entry(named) if request.id is not None else self._catalog.get(named)
        asked = msgspec.structs.replace(request, id=None)  # what an article is called is no part of what it says
        if before is not None and asked.url is not None:
            asked = _completed(asked, self._catalog.source(named))
        digest = self._rules.digest(asked, named)
        if before is None or before.digest != digest:
            self._forget_problem(named, digest)
        if before is not None and _only_rules_changed(before, asked, digest):
            carry_over(self._narrations, self._rules, before, asked, digest)
        accepted = self._catalog.accept(asked, named, page_url(asked), digest, queue)
        entry = self._catalog.get(named)
        if entry is not None and _is_to_be_sent(entry := self.settle(entry), accepted, queue):
            self._begin(entry, asked, queue)
        patience_s = 0.0 if queue == "batch" else TEXT_PATIENCE_S if request.text else self._patience_s
        if before is not None and _only_rules_changed(before, asked, digest):
            self._verdict(named, digest, min(TEXT_PATIENCE_S, patience_s))
        else:
            self._await_verdict(named, digest, accepted, patience_s)
        return self.status(named)

    def start(self, article_id: str) -> None:
        """Somebody wants to hear it now: render it if that is not under way already, and before any batch."""
        entry = self.observe(article_id)
        heard = entry.status == "ready" and self._narrations.finished(article_id, entry.revision) is not None
        under_way = not entry.settled and entry.queue == "interactive"
        if not (heard or under_way or entry.status == "failed"):
            self._begin(entry, self._source(article_id), "interactive")

    def again(self, article_id: str) -> None:
        """Read the article once more, and render what has changed or failed. Meanwhile, and if that fails, what there is can
        be heard."""
        entry, source = self.observe(article_id), self._source(article_id)
        self._forget_problem(article_id, entry.digest)
        self._narrations.clear_outcome(article_id, entry.digest)
        self._narrations.clear_article(article_id, self._rules.reading_digest(source, article_id))
        self._begin(entry, source, "interactive")

    def resume(self, entry: Entry) -> None:
        """Send what an unsettled article waits for once more. Raises Unavailable when the queue is away."""
        plan = planned(self._narrations, entry)
        if plan is None:
            self._queue.prepare(entry.id, self._source(entry.id), entry.queue, entry.digest)
            return
        for _ in range(self._queue.workers() or self._settings.worker_processes):
            self._queue.render(entry.id, plan.revision, entry.queue)

    def tidy(self) -> None:
        """Remove what is left of requests that came to nothing: verdicts on articles that the catalog does not know."""
        for name in self._narrations.articles():
            if not self._narrations.revisions(name) and self._catalog.get(name) is None:
                self._narrations.delete(name)

    def follow_shows(self) -> None:
        """When ``shows.toml`` has changed, every episode goes to the shows that it belongs to now."""
        mark = self._settings.data_dir / "kept" / "shows.filed"
        if filed := follow_shows(self._rules.publisher, self._catalog.episodes, mark):
            log.info("%d episodes follow the shows as they are now", filed)
            self._have_hub_told(tuple(self._rules.publisher.shows))

    def delete(self, article_id: str) -> None:
        """Forget the article and its narrations. Its sentences stay in the cache, for others that say the same."""
        self._entry(article_id)
        feeds = self._catalog.episodes.feeds_with(article_id)
        self._catalog.delete(article_id)
        self._narrations.delete(article_id)
        self._have_hub_told(feeds)

    # -- looking --------------------------------------------------------------------------------------------------

    def status(self, article_id: str) -> Status:
        return self._status(self._follow_rules(self.observe(article_id)))

    def by_url(self, url: str, voice: str | None = None) -> Status | None:
        """The article of a page: as asked for with ``voice``, or with any, first of all with none."""
        page = normalized_url(url)
        entry = self._catalog.find_by_url(page, voice) if page else None
        return self._status(self._follow_rules(self.settle(entry))) if entry else None

    def list(self, cursor: str | None = None, limit: int = 50, show: str | None = None) -> StatusList:
        """All, or those of ``show``. Raises BadRequest for a cursor that is none."""
        page = self._catalog.list(cursor, limit, show)
        return StatusList(self.described(page.entries), page.cursor)

    def described(self, entries: Iterable[Entry]) -> tuple[Status, ...]:
        """As they stand now."""
        return tuple(self._status(self.settle(entry)) for entry in entries)

    def script(self, article_id: str) -> bytes:
        """What is said, as JSON. Raises NotFound while the article has not been read, and what is wrong when it cannot be."""
        entry = self.observe(article_id)
        script = self._narrations.script(article_id, entry.revision) if entry.revision else None
        if script is not None:
            return script
        if entry.error is not None:
            raise from_problem(entry.error)
        raise NotFound("The article has not been read yet. Ask again in a moment.", kind="not-read-yet")

    def account(self, article_id: str) -> Account:
        """What became of all that stands in the article. Raises as ``script``."""
        self.script(article_id)
        account = read_account(self._narrations, article_id, self._entry(article_id).revision)
        if account is None:
            raise NotFound("The article has not been planned yet. Ask again in a moment.", kind="not-read-yet")
        return account

    def current_revision(self, article_id: str) -> str | None:
        """The revision that is heard now: the newest that could be planned. None while there is none."""
        entry = self._entry(article_id)
        outcome = None if entry.settled else self._narrations.outcome(article_id, entry.digest)
        return (outcome.revision if outcome else "") or entry.revision or None

    def hear(self, article_id: str) -> str | None:
        """As ``current_revision``, for somebody who listens: what the publisher's rules have changed is made for the next."""
        self._follow_rules(self._entry(article_id))
        return self.current_revision(article_id)

    def observe(self, article_id: str) -> Entry:
        """The catalog's entry, brought up to date with what the workers have made."""
        return self.settle(self._entry(article_id))

    def settle(self, entry: Entry) -> Entry:
        """As ``observe``, of an entry at hand."""
        facts = None if entry.settled else facts_of(self._narrations, entry)
        if facts is None or not differs(entry, facts):
            return entry
        if facts.error is not None and not facts.revision and entry.editing:
            log.info("article %s: an edit was refused: %s", entry.id, facts.error.kind)
            self._catalog.refuse(entry.id, entry.digest, facts.error)
        else:
            log.info("article %s is %s", entry.id, facts.status)
            if facts.status == "ready":  # before it is settled: what is cut off here is done again
                self._publish(msgspec.structs.replace(entry, revision=facts.revision))
            self._catalog.record(entry.id, entry.digest, facts)
        updated = self._catalog.get(entry.id) or entry
        return updated if updated.digest == entry.digest else self.settle(updated)

    # -- inside ---------------------------------------------------------------------------------------------------

    def _publish(self, entry: Entry) -> None:
        left = self._catalog.episodes.feeds_with(entry.id)
        feeds = publish(entry, self._rules.publisher, self._narrations, self._catalog.episodes)
        self._have_hub_told((*left, *feeds) if feeds else ())

    def _have_hub_told(self, feeds: tuple[str, ...]) -> None:
        """The ``feeds`` have changed."""
        if feeds and self._settings.feed_hub:
            self._catalog.news.changed(feeds, dt.datetime.now(dt.UTC))

    def _entry(self, article_id: str) -> Entry:
        entry = self._catalog.get(article_id) if _ID.fullmatch(article_id) else None
        if entry is None:
            raise NotFound("There is no article with this id. It may have been deleted.", kind="no-such-article")
        return entry

    def _source(self, article_id: str) -> ArticleRequest:
        source = self._catalog.source(article_id)
        if source is None:
            raise NotFound("This article has just been deleted.", kind="no-such-article")
        return source

    def _begin(self, entry: Entry, request: ArticleRequest, queue: QueueName) -> None:
        """Have it rendered in ``queue``, whatever came of it before. What cannot be sent now is sent by the sweeper."""
        self._forget_problem(entry.id, entry.digest)
        if entry.settled or entry.queue != queue:
            self._catalog.reopen(entry.id, queue)
        try:
            self._queue.prepare(entry.id, request, queue, entry.digest)
        except Unavailable as error:
            log.warning("article %s waits for the queue to come back: %s", entry.id, error.detail)

    def _follow_rules(self, entry: Entry) -> Entry:
        """When an article that can be heard was read by other rules than the publisher has now, have it read again; once: when
        that fails it stays as it is."""
        if entry.status != "ready" or self._rules.still_name(entry.digest, entry.url, entry.id):
            return entry
        request = self._source(entry.id)
        digest = self._rules.digest(request, entry.id)
        outcome = self._narrations.outcome(entry.id, digest)
        if digest == entry.digest or (outcome is not None and outcome.problem is not None):
            return entry
        carry_over(self._narrations, self._rules, entry, request, digest)
        accepted = self._catalog.accept(request, entry.id, entry.url, digest, entry.queue)
        now = self.observe(entry.id)
        if accepted is Accepted.CHANGED and not now.settled:
            self._begin(now, request, entry.queue)
        return self.observe(entry.id)

    def _forget_problem(self, article_id: str, digest: str) -> None:
        """So that an old verdict is not taken for the new one."""
        outcome = self._narrations.outcome(article_id, digest)
        if outcome is not None and outcome.problem is not None:
            self._narrations.clear_outcome(article_id, digest)
        elif outcome is not None:
            self._narrations.clear_failure(article_id, outcome.revision)

    def _await_verdict(self, article_id: str, digest: str, accepted: Accepted, patience_s: float) -> None:
        problem = self._verdict(article_id, digest, patience_s)
        if problem is None:
            return
        log.info("article %s cannot be read: %s", article_id, problem.kind)
        if accepted is Accepted.NEW:
            self._catalog.withdraw(article_id, digest)
        elif (entry := self._catalog.get(article_id)) is not None:
            self.settle(entry)
        raise from_problem(problem)

    def _verdict(self, article_id: str, digest: str, patience_s: float) -> Problem | None:
        """What is wrong with the article, waited for; None when nothing is, or when it cannot be known soon."""
        looks = round(patience_s / LOOK_S) if self._somebody_works() else 0
        for _ in range(looks):
            if self._narrations.outcome(article_id, digest) is not None:
                break
            self._wait(LOOK_S)
        outcome = self._narrations.outcome(article_id, digest)
        return problem_of(outcome.problem) if outcome and outcome.problem else None

    def _somebody_works(self) -> bool:
        try:
            return self._queue.workers() > 0
        except Unavailable:
            return False

    def _status(self, entry: Entry) -> Status:
        return status_of(entry, growth_of(self._narrations, entry), self._settings.base_url)


def _completed(asked: ArticleRequest, known: ArticleRequest | None) -> ArticleRequest:
    """What a request for a page leaves open stays as it was said before: a reader's click changes nothing."""
    if known is None or known.url is None:
        return asked
    said = {name: getattr(known, name) for name in _KEPT if getattr(asked, name) is None}
    return msgspec.structs.replace(asked, **said)


_KEPT = ("title", "language", "author", "published_at", "image_url", "show", "version", "season", "episode")


def _only_rules_changed(before: Entry, asked: ArticleRequest, digest: str) -> bool:
    """The article can be heard, and who asks says nothing new."""
    return bool(before.revision) and before.digest != digest and before.digest.startswith(request_digest(asked))


def _is_to_be_sent(entry: Entry, accepted: Accepted, queue: QueueName) -> bool:
    """New work, another try, or a click on what a batch has asked for."""
    if entry.settled:
        return entry.status == "failed"
    return accepted is not Accepted.SAME or (queue == "interactive" and entry.queue == "batch")
