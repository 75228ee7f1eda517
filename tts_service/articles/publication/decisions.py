"""Whether an article is out: published, scheduled, held for an editor, or never to be narrated.

Whatever brings an article out, or takes it back, passes ``Publication.moved``. What nobody decided on is out
as soon as it is accepted.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

import msgspec

from audio_cache.narrations import Narrations
from tts_service import audit
from tts_service.article.hashing import short_hash
from tts_service.article.request import ArticleRequest, page_url, parse_moment
from tts_service.articles.publication.access import Announce, known_facts
from tts_service.catalog import Catalog, CatalogEntry, Hold
from tts_service.catalog.episodes import EpisodeFacts
from tts_service.catalog.publication.book import Moved
from tts_service.catalog.publication.state import EditorialDecision, PublicationState
from tts_service.errors import Conflict, Forbidden, NotFound, ProblemKind, Unavailable
from tts_service.publisher.rules import PublisherRules
from tts_service.publisher.shows.shows import Publisher

log = logging.getLogger(__name__)

BY_TIME = audit.Actor(audit.SCHEDULE)
"""Who publishes when the time has come, and who follows the rules of sites."""


class Start(msgspec.Struct, frozen=True):
    """How a new article begins. ``hold``: None when it is out at once."""

    hold: Hold | None = None
    publish_at: dt.datetime | None = None


class Publication:
    """Every method raises Unavailable when the catalog is away."""

    def __init__(
        self,
        catalog: Catalog,
        narrations: Narrations,
        rules: PublisherRules,
        announce: Announce,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._catalog = catalog
        self._book = catalog.publication
        self._narrations = narrations
        self._rules = rules
        self._announce = announce
        self._now = now
        self._ruled_by = ""

    # -- what may be asked for -------------------------------------------------------------------------------

    def check_wanted(self, url: str | None, hold: Hold | None) -> None:
        """``hold``: of the article at ``url``, or the one that it would begin with. Raises Forbidden
        ("never-narrated"), whoever asks."""
        if hold in ("never", "ruled") or self._rules.publisher.never_narrates(url):
            raise never_narrated()

    def check_click(self, wanted: ArticleRequest, article_id: str, known: CatalogEntry | None) -> None:
        """A reader without a key makes nothing of what is not out. Raises Forbidden ("never-narrated",
        "not-out-yet")."""
        url = page_url(wanted)
        hold = self.for_new(wanted, article_id, url).hold if known is None else known.hold
        self.check_wanted(url, hold)
        if hold is not None:
            raise not_out_yet()

    def is_offered(self, url: str) -> bool:
        """A reader may ask for the page: it is not held, and would not be."""
        asked = ArticleRequest(url=url)
        try:
            self.check_click(asked, "", None)
        except Forbidden:
            return False
        return True

    def for_new(self, request: ArticleRequest, article_id: str, url: str | None) -> Start:
        """Of an article that nobody knows yet: as others of its page, whose address is ``url``; held where
        editors review, or the request says so; or from the time that it states."""
        at = stated_moment(request)
        other = self._book.withheld(url) if url else None
        if other is not None:
            return Start(other.hold, at or other.publish_at)
        publisher = self._rules.publisher
        is_reviewed = publisher.has_reviews and _is_reviewed(known_facts(request, article_id), publisher)
        if request.hold or is_reviewed:
            return Start("held", at)
        return Start("scheduled", at) if at is not None and at > self._now() else Start()

    def turned_out(self, entry: CatalogEntry, read: EpisodeFacts, unread: EpisodeFacts) -> bool:
        """``entry`` is to be reviewed, as was known only when it was ``read``. One that an editor has
        published before is not."""
        publisher = self._rules.publisher
        undecided = entry.hold in (None, "scheduled") and entry.public_at is None
        return undecided and _is_reviewed(read, publisher) and not _is_reviewed(unread, publisher)

    # -- what editors decide ---------------------------------------------------------------------------------

    def decide(self, article_id: str, decision: EditorialDecision, tag: str | None = None) -> Moved:
        """Raises NotFound for an unknown article, OutOfDate ("changed-meanwhile") when ``tag`` is not its own
        any more, Conflict when the decision does not fit it."""
        url = self.state(article_id).url
        if decision.to in ("published", "scheduled") and self._rules.publisher.never_narrates(url):
            raise Conflict(
                "A rule of its site in shows.toml says that this address is never narrated. Change the rule "
                "first."
            )
        feeds = self._catalog.episodes.public_feeds_with(article_id)
        moved = self._book.change(article_id, decision, self._now(), tag)
        if moved is None:
            raise no_such_article()
        self._narrations.touch(article_id)  # another revision of it may be for everybody now, or no longer
        self.moved(moved.ids, feeds)
        return moved

    def wish(self, article_id: str, request: ArticleRequest) -> None:
        """A request for a known article states when it is to be out. Editors know better: it moves the time
        of an article that is scheduled, and nothing else."""
        at = stated_moment(request)
        if at is not None:
            self._book.wish(article_id, at)

    def state(self, article_id: str) -> PublicationState:
        """Raises NotFound for an unknown article."""
        found = self._book.of(article_id)
        if found is None:
            raise no_such_article()
        return found

    # -- what time and rules decide --------------------------------------------------------------------------

    def release_due(self) -> int:
        """Bring out what is scheduled for now or earlier. Returns how many."""
        now = self._now()
        return sum(self._release_safely(article_id, now) for article_id in self._book.due(now))

    def _release_safely(self, article_id: str, now: dt.datetime) -> bool:
        """Whatever is wrong with one article, the others come out. Raises Unavailable."""
        try:
            never = self._rules.publisher.never_narrates(self.state(article_id).url)
            if not self._book.release(article_id, now, is_ruled=never):
                return False
            log.info("article %s is published: its time has come", article_id)
            self._catalog.audit.note("article.published", BY_TIME, article=article_id)
            self.moved((article_id,))
        except Unavailable:
            raise
        except Exception:
            log.exception("article %s could not be published", article_id)
            return False
        return True

    def follow_rules(self) -> None:
        """When the addresses that are never narrated have changed, withdraw what is at such, and bring back
        what is not any more. Each process compares once when it starts. A file of shows that is missing, or
        has nothing in it, brings nothing back: it may be on its way."""
        publisher = self._rules.publisher
        if publisher == Publisher():
            return
        rules = short_hash(msgspec.json.encode([[s.host, s.never] for s in publisher.sites.values()]))
        if rules == self._ruled_by:
            return
        are_none = not any(site.never for site in publisher.sites.values())
        changed = self._book.rule(publisher.never_narrates, self._now(), are_none=are_none)
        for article_id in changed:
            self._catalog.audit.note("article.ruled", BY_TIME, article=article_id)
        self.moved(changed, tuple(publisher.shows) if changed else ())
        self._ruled_by = rules

    def hold_unheard(self, article_id: str) -> None:
        """A show with reviews has claimed an article before it was published anywhere."""
        if self._book.hold_unheard(article_id, self._now()):
            self.moved((article_id,))

    # -- all of them -----------------------------------------------------------------------------------------

    def moved(self, ids: tuple[str, ...], feeds_before: tuple[str, ...] = ()) -> None:
        """The articles ``ids`` came out, or were taken back, and the catalog has it. No process goes on
        sending an open file, and the hub is told of the feeds that they were in, or are in now."""
        for article_id in ids:
            self._narrations.touch(article_id)
        feeds = {feed for one in ids for feed in self._catalog.episodes.public_feeds_with(one)}
        self._announce(tuple({*feeds_before, *feeds}) if ids else ())


def deeds(
    decision: EditorialDecision, before: PublicationState, state: PublicationState
) -> tuple[tuple[str, dict[str, str]], ...]:
    """What the audit log says of a decision that was carried out, and left the article in ``state``."""
    found: list[tuple[str, dict[str, str]]] = []
    if decision.to is not None:
        at = (
            {"at": state.publish_at.isoformat()}
            if state.publicity == "scheduled" and state.publish_at
            else {}
        )
        found.append((f"article.{state.publicity}", {"before": before.publicity} | at))
    if decision.keep is not None:
        found.append(("article.kept" if decision.keep else "article.let-go", {}))
    if decision.take_newer:
        found.append(("article.renewed", {}))
    return tuple((name, {**about, "revision": state.revision or ""}) for name, about in found)


def stated_moment(request: ArticleRequest) -> dt.datetime | None:
    """From when the article is to be out, as the request says."""
    return parse_moment(request.publish_at) if request.publish_at is not None else None


def _is_reviewed(about: EpisodeFacts, publisher: Publisher) -> bool:
    return publisher.is_reviewed(about, about.article_id, about.show)


def never_narrated() -> Forbidden:
    return Forbidden(
        "The publisher of this article has decided that it is not read aloud.",
        kind=ProblemKind.NEVER_NARRATED,
    )


def not_out_yet() -> Forbidden:
    return Forbidden(
        "The audio of this article is not out yet. Come back later.", kind=ProblemKind.NOT_OUT_YET
    )


def no_such_article() -> NotFound:
    return NotFound(
        "There is no article with this id. It may have been deleted.", kind=ProblemKind.NO_SUCH_ARTICLE
    )
