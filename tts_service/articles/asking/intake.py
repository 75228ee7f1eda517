"""Articles are asked for: by a key, by a reader's click, by the service itself. Whatever is asked for is in
the catalog before the answer, and is read aloud unless that was done before."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import msgspec

from audio_cache.errors import StoreAway
from audio_cache.narrations import Narrations
from tts_service.article.request import ArticleRequest, article_id, check, page_url
from tts_service.article.script.message import is_message
from tts_service.articles.asking.clicks import Click, check_wishes, click_of
from tts_service.articles.asking.verdict import NoNotices, NoticeBoard, Verdicts
from tts_service.articles.dispatch import Dispatcher, is_to_be_sent
from tts_service.articles.facts import resting_problem
from tts_service.articles.publication.access import AccessRules, members_only, stated_access
from tts_service.articles.publication.decisions import Start
from tts_service.articles.publishing import EpisodePublisher
from tts_service.articles.reader import ArticleReader
from tts_service.articles.reconcile import Reconciler
from tts_service.articles.recordings import Recordings
from tts_service.articles.rule_changes import RuleChanges, only_rules_have_changed
from tts_service.articles.status import Status
from tts_service.broker.queue import Queue
from tts_service.catalog import Accepted, Access, Catalog, CatalogEntry, Origin
from tts_service.contracts.messages import QueueName
from tts_service.contracts.own_address import refuse_own
from tts_service.errors import Forbidden, Problem, from_problem
from tts_service.publisher.request_key import RequestKey
from tts_service.publisher.rules import PublisherRules
from tts_service.settings import Settings

log = logging.getLogger(__name__)

PATIENCE_S = 10.0
"""A page is fetched and read within this time, or the caller learns the verdict later."""
TEXT_PATIENCE_S = 0.5
"""A text needs no fetching. Nothing could be heard before the verdict, so waiting for it delays nobody."""

OUT_AT_ONCE = Start()


class ArticleIntake(ArticleReader):
    """The commands that take a request, beside the queries of ``ArticleReader``."""

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        narrations: Narrations,
        queue: Queue,
        *,
        rules: PublisherRules | None = None,
        notices: NoticeBoard | None = None,
        wait: Callable[[float], object] = time.sleep,
        patience_s: float = PATIENCE_S,
    ) -> None:
        """``notices`` wakes whoever waits for a verdict; without, ``wait(seconds)`` pauses between looks.
        ``patience_s`` is how long a request for a page waits for its verdict."""
        rules = rules or PublisherRules(settings)
        super().__init__(settings, catalog, narrations, rules)
        self._patience_s = patience_s
        self._verdicts = Verdicts(narrations, notices or NoNotices(wait))
        self._dispatcher = Dispatcher(settings, catalog, narrations, queue)
        self._episodes = EpisodePublisher(settings, catalog, narrations, queue, rules)
        self.publication = self._episodes.publication
        self.audit_log = catalog.audit
        self._access = AccessRules(catalog, narrations, settings.article_access, self._episodes.announce)
        self._reconciler = Reconciler(catalog, narrations, self._episodes)
        self._recordings = Recordings(catalog, narrations, rules, self._dispatcher, self.reconcile)
        self._rule_changes = RuleChanges(catalog, narrations, rules, self._dispatcher, self.reconcile)

    def request(
        self,
        request: ArticleRequest,
        *,
        queue: QueueName = "interactive",
        origin: Origin = "key",
        on_accepted: Callable[[Accepted], object] = lambda _: None,
    ) -> Status:
        """Accept an article, or an edit of one. The same request again changes nothing, but retries what
        failed. When the publisher has other rules now, the article is read again by these; until then, and
        if that fails, what exists can be heard. ``on_accepted`` is told what the catalog made of it, if it
        was asked.

        Raises ServiceError when nothing can be read aloud from it: at once, or once its page has been read,
        which is waited for unless it goes into the batch queue. Then a new article is forgotten, and of a
        known one the revision in force stays.
        """
        self._check(request)
        named = article_id(request)
        if is_message(named):
            raise Forbidden("This is a message of a sponsor. It is changed in shows.toml.")
        before = self._entry(named) if request.id is not None else self._catalog.get(named)
        url = page_url(request)
        start = self._start(before, request, named, url)
        self.publication.check_wanted(url, start.hold)
        # None of these is part of what is to be read.
        asked = msgspec.structs.replace(request, id=None, access=None, publish_at=None, hold=None)
        access = stated_access(request)
        if before is not None:
            before, known = self.reconcile(before), self._catalog.source(named)
            if asked.url is not None:
                asked = _completed(asked, known)
            asked = self._recordings.carried_over(before, known, asked)
        if_new = self._access.for_new(asked, named, self._rules.publisher) if before is None else before.whom
        if before is not None:
            self.publication.wish(named, request)
        status = self._take(
            asked,
            named,
            before,
            queue,
            origin,
            access=access,
            if_new=if_new,
            start=start,
            on_accepted=on_accepted,
        )
        if status.status == "ready":
            self._episodes.publish_if_missing(named)
        return status

    def click(self, request: ArticleRequest) -> Status:
        """A reader, who has no key, wants to hear a page. A known article does not change, whatever it is
        made from.

        Raises as ``request``, and Forbidden for wishes that the publisher of the page does not allow.
        """
        self._check(msgspec.structs.replace(request, show=None))  # readers choose no show: it is ignored
        publisher = self._rules.publisher
        click = click_of(request, publisher)
        before = self._catalog.get(click.id)
        if before is None:
            check_wishes(click.request, publisher)
        if not self._is_open_to_clicks(click, before):
            raise members_only()
        self.publication.check_click(click.request, click.id, before)
        known = self._catalog.source(click.id) if before is not None else None
        return self._take(known or click.request, click.id, before, "interactive", "click")

    def say(self, request: ArticleRequest, article_id: str) -> None:
        """Have the text of ``request`` spoken for one listener, under a name of its own: it is in no list and
        no feed, and goes with ``forget``.

        Raises as ``request``.
        """
        self._check(request)
        self._take(request, article_id, None, "interactive", "speech")

    def compose(self, request: ArticleRequest, article_id: str) -> None:
        """Have an article rendered that the service has put together itself, under the id that it chose, and
        published as any other. Idempotent.

        Raises as ``request``.
        """
        self._check(request)
        if_new = self._access.for_new(request, article_id, self._rules.publisher)
        start = self.publication.for_new(request, article_id, None)
        known = self._catalog.get(article_id)
        self._take(request, article_id, known, "batch", "key", if_new=if_new, start=start)

    def keep_message(self, request: ArticleRequest, article_id: str) -> None:
        """Have a message of a sponsor rendered under its own id, or rendered anew: it is in no list and no
        feed. What it was before can be heard until then. Idempotent, but for retrying what failed.

        Raises as ``request``.
        """
        self._check(request)
        self._take(request, article_id, self._catalog.get(article_id), "batch", "demo")

    def introduce(self, request: ArticleRequest, article_id: str) -> None:
        """Add an article of the service's own to the catalog. It is read when somebody plays it; if it was
        played before and has changed, now."""
        check(request)
        known = self._catalog.get(article_id)
        url, key = page_url(request), self._rules.key(request, article_id)
        is_same = known is not None and RequestKey.parse(known.digest).same_content(key)
        if known is not None and known.status != "failed" and is_same:
            return
        if known is None or known.revision is None:
            self._catalog.introduce(request, article_id, url, str(key))
        else:
            self._catalog.accept(request, article_id, url, str(key), "batch", "demo")

    # -- keeping up ------------------------------------------------------------------------------------------

    def refresh(self, article_id: str) -> CatalogEntry:
        """The catalog's entry, brought up to date with what the workers have made."""
        return self.reconcile(self._entry(article_id))

    def reconcile(self, entry: CatalogEntry) -> CatalogEntry:
        """As ``refresh``, for an entry at hand."""
        return self._reconciler.reconcile(entry)

    # -- inside ----------------------------------------------------------------------------------------------

    def _start(
        self, before: CatalogEntry | None, request: ArticleRequest, named: str, url: str | None
    ) -> Start:
        """One that is deleted while it is asked for again begins as it was."""
        if before is None:
            return self.publication.for_new(request, named, url)
        return Start(before.hold, before.publish_at)

    def _is_open_to_clicks(self, click: Click, before: CatalogEntry | None) -> bool:
        if before is not None:
            return before.access is None
        return self._access.for_new(click.request, click.id, self._rules.publisher) == "open"

    def _check(self, request: ArticleRequest) -> None:
        check(request)
        if request.url is not None:
            refuse_own(request.url, self._settings)
        self._rules.check(request)

    def _take(
        self,
        asked: ArticleRequest,
        named: str,
        before: CatalogEntry | None,
        queue: QueueName,
        origin: Origin,
        *,
        access: Access | None = None,
        if_new: Access = "open",
        start: Start = OUT_AT_ONCE,
        on_accepted: Callable[[Accepted], object] = lambda _: None,
    ) -> Status:
        """``before`` is what the catalog knows of the article ``named``. ``access``: None leaves it as it is;
        a new article is then for ``if_new``, and begins as ``start`` says."""
        key = self._rules.key(asked, named)
        digest = str(key)
        try:
            self._check_resting(named, digest)
        except StoreAway:
            if before is not None and before.status == "ready" and before.digest == digest:
                return self.described([before])[0]  # the same again: nothing is to be done
            raise
        if before is None or before.digest != digest:
            self._dispatcher.forget_problem(named, digest)
        only_rules_changed = before is not None and only_rules_have_changed(before, key)
        if before is not None and only_rules_changed:
            if before.frozen:
                return self.described([before])[0]
            self._rule_changes.carry_over(before, asked, digest)
        accepted = self._catalog.accept(
            asked,
            named,
            page_url(asked),
            digest,
            queue,
            origin,
            if_new=access or if_new,
            hold=start.hold,
            publish_at=start.publish_at,
        )
        on_accepted(accepted)
        if access is not None and accepted is not Accepted.NEW:
            self._access.change(named, access)
        self._send(accepted, asked, named, digest, queue, is_click=origin == "click")
        patience_s = 0.0 if queue == "batch" else TEXT_PATIENCE_S if asked.text else self._patience_s
        if only_rules_changed:
            self._verdict(named, digest, min(TEXT_PATIENCE_S, patience_s))
        elif (problem := self._verdict(named, digest, patience_s)) is not None:
            self._refuse(named, digest, accepted, problem)
        return self.described([self.refresh(named)])[0]

    def _check_resting(self, named: str, digest: str) -> None:
        """Raises what the same request has come to, if it is not to be tried again yet, and StoreAway."""
        resting = resting_problem(self._narrations, named, digest)
        if resting is not None:
            raise from_problem(resting)

    def _send(
        self,
        accepted: Accepted,
        asked: ArticleRequest,
        named: str,
        digest: str,
        queue: QueueName,
        *,
        is_click: bool,
    ) -> None:
        """To the workers, unless nothing is to be done for what was ``accepted``."""
        if accepted is Accepted.NEW:
            self._narrations.expect(named)
        if accepted in (Accepted.NEW, Accepted.KEPT):
            self._dispatcher.send(named, asked, queue, digest, is_click=is_click)
        elif (known := self._catalog.get(named)) is not None and is_to_be_sent(
            known := self.reconcile(known), accepted, queue
        ):
            self._dispatcher.begin(known, asked, queue)

    def _verdict(self, article_id: str, digest: str, patience_s: float) -> Problem | None:
        patience_s = patience_s if self._dispatcher.has_workers() else 0.0
        return self._verdicts.wait(article_id, digest, patience_s)

    def _refuse(self, article_id: str, digest: str, accepted: Accepted, problem: Problem) -> None:
        """Raises ``problem``."""
        log.info("article %s cannot be read: %s", article_id, problem.kind)
        if accepted is Accepted.NEW:
            self._catalog.withdraw(article_id, digest)
        elif (entry := self._catalog.get(article_id)) is not None:
            self.reconcile(entry)
        raise from_problem(problem)


def _completed(asked: ArticleRequest, known: ArticleRequest | None) -> ArticleRequest:
    """What a request for a page leaves out stays as it was: a reader's click changes nothing."""
    if known is None or known.url is None:
        return asked
    kept = {name: getattr(known, name) for name in _KEPT if getattr(asked, name) is None}
    return msgspec.structs.replace(asked, **kept)


_KEPT = ("title", "language", "author", "published_at", "image_url", "show", "version", "season", "episode")
