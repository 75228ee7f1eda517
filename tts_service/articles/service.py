"""What can be done with articles: ask for one (``asking.intake``), play it, render it again, remove it. No
HTTP, no Celery.

The catalog holds what was asked for; the narration folders, written by workers, hold the results. Commands
bring the first up to date with the second before they decide; looking (``reader``) never does.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
from pathlib import Path

from audio_cache.narration_id import NarrationId
from tts_service.article.request import check_field
from tts_service.articles.asking.clicks import is_plain
from tts_service.articles.asking.intake import ArticleIntake
from tts_service.articles.facts import is_unfinished
from tts_service.articles.recordings import Paragraphs
from tts_service.articles.rule_changes import RuleSweep
from tts_service.articles.status import Status
from tts_service.catalog import Access, CatalogEntry
from tts_service.catalog.publication.state import EditorialDecision, PublicationState
from tts_service.errors import Conflict, NotFound

OWN_AGAIN = dt.timedelta(minutes=1)
"""After this time, an article of the service's own that failed is tried again when somebody plays it."""

SAID_WITHIN = dt.timedelta(hours=6)
"""Longer than anybody listens to what is said once."""


class ArticleService(ArticleIntake):
    """All that can be done with articles: what ``ArticleIntake`` takes, what ``ArticleReader`` tells, and
    what becomes of those that are there. Every method that takes an id raises NotFound for an unknown one;
    all raise Unavailable when the catalog is away."""

    # -- changing --------------------------------------------------------------------------------------------

    def forget(self, article_id: str) -> None:
        """What ``say`` has had spoken has been heard. Its sentences stay in the cache."""
        self._catalog.delete(article_id)
        self._narrations.delete(article_id)

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

    def delete_page(self, url: str) -> tuple[str, ...]:
        """As ``delete``, for every article of the page with the normalized address ``url``, in whatever voice
        it was asked for: the page is not public any more. Returns their ids."""
        ids = self._catalog.of_page(url)
        for article_id in ids:
            with contextlib.suppress(NotFound):  # with the one before, as its variant
                self.delete(article_id)
        return ids

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

    @functools.cached_property
    def _rule_sweep(self) -> RuleSweep:
        mark = self._settings.data_dir / "kept" / "rules.followed"
        return RuleSweep(self._catalog, self._rules, self._rule_changes, mark)

    def follow_rules(self, article_id: str) -> None:
        """If the article was read by other rules than the publisher has now, have it read again."""
        self._rule_changes.follow(self.refresh(article_id))

    def rules_are_new(self) -> bool:
        """There are articles that may not follow the publisher's rules as they are now."""
        return not self._rule_sweep.is_done

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


def _check_not_kept(entry: CatalogEntry) -> None:
    if entry.frozen:
        raise Conflict("This revision is kept. Let go of it first: then another reading can take its place.")


def _may_try_again(entry: CatalogEntry) -> bool:
    """An article of our own can only be asked for by playing it, so playing retries it, once in a while."""
    return entry.origin == "demo" and dt.datetime.now(dt.UTC) - entry.updated_at > OWN_AGAIN
