"""What can be done with articles: ask for one, play it, render it again, remove it. No HTTP, no Celery.

The catalog holds what was asked for; the narration folders, written by workers, hold the results. Commands
bring the first up to date with the second before they decide; looking (``reader``) never does.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from audio_cache.errors import StoreAway
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from tts_service.article.request import ArticleRequest, article_id, check, check_field, page_url
from tts_service.article.script.message import is_message
from tts_service.articles.clicks import Click, check_wishes, click_of, is_plain
from tts_service.articles.dispatch import Dispatcher, is_to_be_sent
from tts_service.articles.facts import is_unfinished, resting_problem
from tts_service.articles.publication.access import AccessRules, members_only, stated_access
from tts_service.articles.publication.decisions import Start
from tts_service.articles.publishing import EpisodePublisher
from tts_service.articles.reader import ArticleReader
from tts_service.articles.reconcile import Reconciler
from tts_service.articles.recordings import Paragraphs, Recordings
from tts_service.articles.rule_changes import RuleChanges, RuleSweep, only_rules_have_changed
from tts_service.articles.status import Status
from tts_service.articles.verdict import NoNotices, NoticeBoard, Verdicts
from tts_service.broker.queue import Queue
from tts_service.catalog import Accepted, Access, Catalog, CatalogEntry, Origin
from tts_service.catalog.publication.state import EditorialDecision, PublicationState
from tts_service.contracts.messages import QueueName
from tts_service.contracts.own_address import refuse_own
from tts_service.errors import Conflict, Forbidden, NotFound, Problem, from_problem
from tts_service.publisher.request_key import RequestKey
from tts_service.publisher.rules import PublisherRules
from tts_service.settings import Settings

log = logging.getLogger(__name__)

PATIENCE_S = 10.0
"""A page is fetched and read within this time, or the caller learns the verdict later."""
TEXT_PATIENCE_S = 0.5
"""A text needs no fetching. Nothing could be heard before the verdict, so waiting for it delays nobody."""

OWN_AGAIN = dt.timedelta(minutes=1)
"""After this time, an article of the service's own that failed is tried again when somebody plays it."""

OUT_AT_ONCE = Start()
SAID_WITHIN = dt.timedelta(hours=6)
"""Longer than anybody listens to what is said once."""


class ArticleService(ArticleReader):
    """The commands, beside the queries of ``ArticleReader``. Every method that takes an id raises NotFound
    for an unknown one; all raise Unavailable when the catalog is away."""

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
        mark = settings.data_dir / "kept" / "rules.followed"
        self._rule_sweep = RuleSweep(catalog, rules, self._rule_changes, mark)

    # -- asking ----------------------------------------------------------------------------------------------

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
            before = self.reconcile(before)
            if asked.url is not None:
                asked = _completed(asked, self._catalog.source(named))
            asked = self._recordings.carried_over(before, asked)
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

    def forget(self, article_id: str) -> None:
        """What ``say`` has had spoken has been heard. Its sentences stay in the cache."""
        self._catalog.delete(article_id)
        self._narrations.delete(article_id)

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

    def adopt(self, article_id: str) -> None:
        """An editor wants an article that readers had read aloud to be an episode, now or once it is
        ready."""
        self._entry(article_id)
        self._catalog.adopt(article_id)
        self._episodes.publish_if_missing(article_id)

    def adopt_if_known(self, article_id: str) -> None:
        """As ``adopt``; an article that was withdrawn is nothing to complain of."""
        with contextlib.suppress(NotFound):
            self.adopt(article_id)

    def delete(self, article_id: str) -> None:
        """Forget the article and its narrations, and the variants of the same page that readers wished for.
        Its sentences stay in the cache, for other articles that say the same."""
        entry = self._entry(article_id)
        feeds = self._catalog.episodes.public_feeds_with(article_id)
        others = self._catalog.clicked(entry.url) if entry.url and is_plain(article_id, entry.url) else ()
        for name in dict.fromkeys((article_id, *others)):
            self._catalog.delete(name)
            self._narrations.delete(name)
        self._episodes.announce(feeds)

    def decide(
        self, article_id: str, decision: EditorialDecision, tag: str | None = None
    ) -> PublicationState:
        """Carry out what an editor has decided: publish the article, hold it, keep its revision, … Returns
        how it is now.

        Raises OutOfDate ("changed-meanwhile") when ``tag`` is not that of the article any more, Conflict when
        the decision does not fit it; then nothing has changed.
        """
        self.refresh(article_id)
        self.publication.decide(article_id, decision, tag)
        entry = self.refresh(article_id)
        if not entry.settled and entry.editing:
            self._dispatcher.begin(entry, self._dispatcher.source(article_id), "interactive")
            self.refresh(article_id)
        return self.publication.state(article_id)

    def set_access(self, article_id: str, access: Access) -> None:
        """Open the article to everybody, or close it to all but members, with its captions, its episodes and
        whatever else there is of it: now, in every process. A stream that has begun goes on to its end."""
        self._entry(article_id)
        self._access.change(article_id, access)

    def record(
        self, article_id: str, file: Path, digest: str, by: str = "", wanted: Paragraphs | None = None
    ) -> Status:
        """A person reads the article, or some paragraphs, and not a voice: see ``Recordings.put``. ``by``:
        who reads. Raises as that, BadRequest for a name that cannot be said, Forbidden for what is never
        narrated, and Conflict while the revision is kept."""
        check_field("by", by or None)
        entry = self.refresh(article_id)
        self.publication.check_wanted(entry.url, entry.hold)
        _check_not_kept(entry)
        self._recordings.put(entry, file, digest, by, wanted)
        return self.status(article_id)

    def remove_recording(self, article_id: str, wanted: Paragraphs | None = None) -> Status:
        """The voice reads again, at once if it has read this text before. Raises as ``Recordings.remove``,
        and Conflict while the revision is kept."""
        entry = self.refresh(article_id)
        _check_not_kept(entry)
        self._recordings.remove(entry, wanted)
        return self.status(article_id)

    # -- playing and rendering -------------------------------------------------------------------------------

    def ensure_rendering(self, article_id: str) -> None:
        """Somebody wants to hear it now: render it unless that is under way already, ahead of any batch."""
        entry = self.refresh(article_id)
        is_ready = entry.status == "ready" and self._is_whole(entry)
        under_way = not entry.settled and entry.queue == "interactive"
        if not (is_ready or under_way or (entry.status == "failed" and not _may_try_again(entry))):
            self._dispatcher.begin(entry, self._dispatcher.source(article_id), "interactive")

    def narration_for_playback(self, article_id: str) -> NarrationId | None:
        """As ``current_narration``, for a listener who is anybody: if the publisher's rules have changed, the
        article is read again for the next listener. None for an article that is for members only."""
        entry = self._entry(article_id)
        if not entry.is_open:
            return None
        self._rule_changes.follow(entry)
        return self.current_narration(article_id)

    def heard_for_playback(self, article_id: str) -> NarrationId | None:
        """As ``narration_for_playback``: what is heard, with messages of sponsors if there are any."""
        current = self.narration_for_playback(article_id)
        return (self.heard(article_id) or current) if current is not None else None

    def rerender(self, article_id: str) -> None:
        """Read the article once more, and render what has changed or failed. Until then, and if that
        fails, what exists can be heard."""
        entry, source = self.refresh(article_id), self._dispatcher.source(article_id)
        self.publication.check_wanted(entry.url, entry.hold)
        if entry.frozen:
            raise Conflict("This revision is kept. Let go of it first: then its page can be read again.")
        self._dispatcher.forget_problem(article_id, entry.digest)
        self._narrations.clear_outcome(article_id, entry.digest)
        self._narrations.clear_article(article_id, self._rules.reading_digest(source, article_id))
        self._dispatcher.begin(entry, source, "interactive")

    def resend(self, entry: CatalogEntry) -> None:
        """Send once more what an unsettled article waits for. Raises Unavailable when the queue is away."""
        self._dispatcher.resend(entry)

    # -- keeping up ------------------------------------------------------------------------------------------

    def refresh(self, article_id: str) -> CatalogEntry:
        """The catalog's entry, brought up to date with what the workers have made."""
        return self.reconcile(self._entry(article_id))

    def reconcile(self, entry: CatalogEntry) -> CatalogEntry:
        """As ``refresh``, for an entry at hand."""
        return self._reconciler.reconcile(entry)

    def follow_rules(self, article_id: str) -> None:
        """If the article was read by other rules than the publisher has now, have it read again."""
        self._rule_changes.follow(self.refresh(article_id))

    def follow_all_rules(self) -> int:
        """One step of having all current articles follow the publisher's rules. Returns how many were sent
        to be read again."""
        return self._rule_sweep.step()

    def follow_shows(self) -> None:
        """When ``shows.toml`` has changed, move every episode to the shows that it belongs to now, and
        withdraw what is never to be narrated."""
        self._episodes.follow_shows()
        self.publication.follow_rules()

    def tidy(self) -> None:
        """Remove what is left of requests that came to nothing: verdicts on articles that the catalog does
        not know, and what was to be said by a process that has died. And send edits again that wait behind a
        revision that is kept, and were lost on their way: their articles are settled, so no sweep does."""
        for name in self._catalog.said_before(dt.datetime.now(dt.UTC) - SAID_WITHIN):
            self.forget(name)
        for name in self._narrations.unread():
            if self._catalog.get(name) is None:
                self._narrations.delete(name)
        for edit in self._catalog.publication.waiting():
            if is_unfinished(self._narrations, edit.article_id, edit.digest):
                name, request, digest = edit.article_id, edit.request, edit.digest
                self._dispatcher.send(name, request, "batch", digest, is_click=edit.is_click)

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
            resting = resting_problem(self._narrations, named, digest)
        except StoreAway:
            if before is not None and before.status == "ready" and before.digest == digest:
                return self.described([before])[0]  # the same again: nothing is to be done
            raise
        if resting is not None:
            raise from_problem(resting)
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
        if accepted is Accepted.NEW:
            self._narrations.expect(named)
        if accepted in (Accepted.NEW, Accepted.KEPT):
            self._dispatcher.send(named, asked, queue, digest, is_click=origin == "click")
        elif (known := self._catalog.get(named)) is not None and is_to_be_sent(
            known := self.reconcile(known), accepted, queue
        ):
            self._dispatcher.begin(known, asked, queue)
        patience_s = 0.0 if queue == "batch" else TEXT_PATIENCE_S if asked.text else self._patience_s
        if only_rules_changed:
            self._verdict(named, digest, min(TEXT_PATIENCE_S, patience_s))
        elif (problem := self._verdict(named, digest, patience_s)) is not None:
            self._refuse(named, digest, accepted, problem)
        return self.described([self.refresh(named)])[0]

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


def _check_not_kept(entry: CatalogEntry) -> None:
    if entry.frozen:
        raise Conflict("This revision is kept. Let go of it first: then another reading can take its place.")


def _completed(asked: ArticleRequest, known: ArticleRequest | None) -> ArticleRequest:
    """What a request for a page leaves out stays as it was: a reader's click changes nothing."""
    if known is None or known.url is None:
        return asked
    kept = {name: getattr(known, name) for name in _KEPT if getattr(asked, name) is None}
    return msgspec.structs.replace(asked, **kept)


_KEPT = ("title", "language", "author", "published_at", "image_url", "show", "version", "season", "episode")


def _may_try_again(entry: CatalogEntry) -> bool:
    """An article of our own can only be asked for by playing it, so playing retries it, once in a while."""
    return entry.origin == "demo" and dt.datetime.now(dt.UTC) - entry.updated_at > OWN_AGAIN
