"""What a playlist holds right now: articles that everybody may hear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tts_service.catalog import Catalog
from tts_service.formats.feed import Episode
from tts_service.publisher.rules import PublisherRules
from tts_service.publisher.shows.playlist_editor import no_such_playlist
from tts_service.publisher.shows.playlists import MOST_HEARD, Playlist, within

CANDIDATES = 500
"""The most heard are looked for among so many of the newest: a playlist is asked for by every page that shows
it."""


class PlaylistReader:
    """Every method raises Unavailable when the catalog is away."""

    def __init__(self, catalog: Catalog, rules: PublisherRules) -> None:
        self._catalog = catalog
        self._rules = rules

    def playlist(self, name: str) -> Playlist:
        """Raises NotFound."""
        found = self._rules.publisher.playlists.get(name)
        if found is None:
            raise no_such_playlist()
        return found

    def episodes(self, playlist: Playlist) -> tuple[Episode, ...]:
        """In the order in which they are heard. Articles for members, and those that were withdrawn, are in
        no playlist."""
        picked = self._catalog.episodes.public(playlist.articles)
        first = [picked[article] for article in playlist.articles if article in picked]
        rest = [episode for episode in self._by_rule(playlist) if episode.article_id not in picked]
        return tuple((first + rest)[: playlist.most])

    def unknown(self, article_ids: Iterable[str]) -> list[str]:
        """Those that the catalog does not know."""
        return [name for name in article_ids if self._catalog.get(name) is None]

    def _by_rule(self, playlist: Playlist) -> list[Episode]:
        is_by_plays = playlist.order == MOST_HEARD
        # What was picked by hand stands first, and may take up as many places again.
        most = CANDIDATES if is_by_plays else playlist.most + len(playlist.articles)
        filed = self._catalog.episodes.page(playlist.feed, 1, most)
        inner = within(playlist, self._rules.publisher.playlists)
        picked = self._catalog.episodes.public({article for one in inner for article in one.articles})
        found = {episode.article_id: episode for episode in (*filed, *picked.values())}
        newest = sorted(found.values(), key=lambda one: (one.published_at, one.article_id), reverse=True)
        return self._most_heard_first(newest, playlist.days) if is_by_plays else newest

    def _most_heard_first(self, episodes: list[Episode], days: int) -> list[Episode]:
        """Of those that are heard alike, the newest."""
        since = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=days - 1)
        starts = self._catalog.plays.starts([one.article_id for one in episodes], since)
        return sorted(episodes, key=lambda one: -starts.get(one.article_id, 0))
