"""Putting finished narrations into the podcast feeds, and letting the hub know."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging

from audio_cache.narrations import Narrations
from tts_service.articles.episodes import follow_shows, is_episode, publish
from tts_service.articles.publication.access import change_access, turned_out
from tts_service.articles.publication.decisions import Publication
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog, CatalogEntry
from tts_service.catalog.episodes import EpisodeFacts
from tts_service.errors import Unavailable
from tts_service.publisher.rules import PublisherRules
from tts_service.publisher.shows.playlists import FEED_PREFIX
from tts_service.settings import Settings

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3


class EpisodePublisher:
    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        narrations: Narrations,
        queue: Queue,
        rules: PublisherRules,
    ) -> None:
        self._settings = settings
        self._catalog = catalog
        self._narrations = narrations
        self._queue = queue
        self._rules = rules
        self.publication = Publication(catalog, narrations, rules, self.announce)

    def publish_safely(self, entry: CatalogEntry) -> None:
        """As ``publish``; but an article that crashes the process each time it is published is given up
        after MOST_ATTEMPTS: it is ready, and in no feed."""
        name = f"publish:{entry.id}"
        try:
            in_vain = self._queue.attempt(name) > MOST_ATTEMPTS
        except Unavailable:
            in_vain = False
        if in_vain:
            log.error(
                "article %s is in no feed: publishing it crashed a web process %d times",
                entry.id,
                MOST_ATTEMPTS,
            )
        else:
            self.publish(entry)
        with contextlib.suppress(Unavailable):
            self._queue.succeeded(name)

    def publish(self, entry: CatalogEntry) -> None:
        """Put the newest finished revision of ``entry`` into its feeds, when it is an episode."""
        book = self._catalog.episodes
        is_known, left = bool(book.feeds_with(entry.id)), book.public_feeds_with(entry.id)
        if not is_known and not is_episode(entry, self._rules.publisher):
            return
        first_read = None if is_known else self._first_read
        if publish(entry, self._rules.publisher, self._narrations, book, first_read):
            self.announce((*left, *book.public_feeds_with(entry.id)))

    def _first_read(self, entry: CatalogEntry, read: EpisodeFacts, unread: EpisodeFacts) -> None:
        """A show for members, or one that is reviewed, may have claimed the article."""
        if turned_out(read, unread, self._rules.publisher):
            change_access(self._catalog, self._narrations, entry.id, "members")
        if self.publication.turned_out(entry, read, unread):
            self.publication.hold_unheard(entry.id)

    def publish_if_missing(self, article_id: str) -> None:
        """An article that readers had read aloud becomes an episode once somebody sends it."""
        entry = self._catalog.get(article_id)
        is_ready = entry is not None and entry.status == "ready"
        if entry is not None and is_ready and not self._catalog.episodes.feeds_with(article_id):
            self.publish(entry)

    def follow_shows(self) -> None:
        """When ``shows.toml`` has changed, move every episode to the shows that it belongs to now."""
        mark = self._settings.data_dir / "kept" / "shows.filed"
        if filed := follow_shows(self._rules.publisher, self._catalog.episodes, mark):
            log.info("%d episodes follow the shows as they are now", filed)
            self.announce(tuple(self._rules.publisher.shows))

    def announce(self, feeds: tuple[str, ...]) -> None:
        """Let the hub know that ``feeds`` have changed; nobody can subscribe to a playlist there."""
        feeds = tuple(feed for feed in feeds if not feed.startswith(FEED_PREFIX))
        if feeds and self._settings.feed_hub:
            self._catalog.news.changed(feeds, dt.datetime.now(dt.UTC))
