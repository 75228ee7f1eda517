"""Briefings that are due become articles, once each: see docs/playlists.md.

Whoever sweeps makes them. The id of a briefing follows from its name and its time, and the catalog notes what
has been made: so a crash on the way, or a second machine, makes no second one, and one that an editor has
withdrawn does not come back.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import msgspec

from audio_cache.narrations import Narrations
from tts_service.article.disclosure import recorded_of
from tts_service.article.language.tags import primary_subtag
from tts_service.article.model import decode_script
from tts_service.article.request import ArticleRequest
from tts_service.article.script.briefing import (
    BRIEFING,
    BriefingContent,
    BriefingStory,
    briefing_id,
    is_briefing,
    story_of,
    text_of,
)
from tts_service.article.script.joining import briefing_title, joining_words
from tts_service.articles.playlists import PlaylistReader
from tts_service.articles.service import ArticleService
from tts_service.catalog import Catalog
from tts_service.errors import ServiceError
from tts_service.formats.feed import Episode
from tts_service.publisher.rules import PublisherRules
from tts_service.publisher.shows.playlists import Briefing

log = logging.getLogger(__name__)

MOST_LATE = dt.timedelta(hours=2)
"""After this time a briefing that was missed is not made any more."""
AGAIN_AFTER = dt.timedelta(minutes=1)
"""Until then nothing is tried once more, be it that there was no story, or that something was away."""


class BriefingMaker:
    """One for each process that sweeps; not to be shared between threads."""

    def __init__(
        self,
        catalog: Catalog,
        narrations: Narrations,
        rules: PublisherRules,
        articles: ArticleService,
        base_url: str,
    ) -> None:
        self._catalog = catalog
        self._narrations = narrations
        self._rules = rules
        self._articles = articles
        self._playlists = PlaylistReader(catalog, rules)
        self._base_url = base_url
        self._done: dict[str, dt.datetime] = {}
        """The time of each briefing that is known to have been made."""
        self._tried: dict[str, dt.datetime] = {}

    def make_due(self, now: dt.datetime | None = None) -> list[str]:
        """Make every briefing whose time has come by ``now``, and return the ids of their articles. What
        fails is logged, and tried again after AGAIN_AFTER."""
        now = now or dt.datetime.now(dt.UTC)
        briefings = self._rules.publisher.briefings.values()
        return [made for briefing in briefings if (made := self._make_if_due(briefing, now))]

    def _make_if_due(self, briefing: Briefing, now: dt.datetime) -> str:
        """The id of its article; "" when none was made."""
        tried = self._tried.get(briefing.name)
        if tried is not None and now - tried < AGAIN_AFTER:
            return ""
        try:
            slot = self._due(briefing, now)
            made = self._make(briefing, slot) if slot is not None else ""
            if made or slot is None:
                return made
        except ServiceError as error:
            log.warning("the briefing %s could not be made: %s", briefing.name, error.detail)
        except Exception:
            log.exception("the briefing %s could not be made", briefing.name)
        self._tried[briefing.name] = now
        return ""

    def _due(self, briefing: Briefing, now: dt.datetime) -> dt.datetime | None:
        slot = briefing.latest_slot(now)
        if slot is None or now - slot > MOST_LATE or self._done.get(briefing.name) == slot:
            return None
        if self._catalog.briefings.is_made(briefing.name, slot):
            self._done[briefing.name] = slot
            return None
        return slot

    def _make(self, briefing: Briefing, slot: dt.datetime) -> str:
        """The id of its article; "" while there is nothing to tell."""
        stories = self._stories(briefing)
        if not stories:
            log.warning("the briefing %s has no story to tell yet", briefing.name)
            return ""
        article_id = briefing_id(briefing.name, slot.isoformat())
        content = _content(briefing, slot, stories)
        self._narrations.put_article(article_id, BRIEFING, msgspec.json.encode(content))
        self._articles.compose(_request(briefing, slot, content), article_id)
        self._catalog.briefings.note(briefing.name, slot, article_id)
        self._done[briefing.name] = slot
        log.info("the briefing %s of %s is article %s", briefing.name, slot.isoformat(), article_id)
        return article_id

    def _stories(self, briefing: Briefing) -> tuple[BriefingStory, ...]:
        episodes = self._playlists.episodes(self._playlists.playlist(briefing.playlist))
        told = (
            story
            for episode in episodes
            if primary_subtag(episode.language) == briefing.language and not is_briefing(episode.article_id)
            for story in self._story(episode)
        )
        return tuple(story for story, _ in zip(told, range(briefing.stories), strict=False))

    def _story(self, episode: Episode) -> Iterator[BriefingStory]:
        by = recorded_of(episode.recording)
        if by is not None and by.outdated:
            return  # its script says what the person read before the article was edited
        script = self._narrations.script(episode.narration)
        url = episode.page_url or f"{self._base_url}/listen/{episode.article_id}"
        if script is not None and (story := story_of(decode_script(script), url)) is not None:
            yield story


def _content(briefing: Briefing, slot: dt.datetime, stories: tuple[BriefingStory, ...]) -> BriefingContent:
    hour = slot.astimezone(ZoneInfo(briefing.zone)).hour
    title = briefing.title or briefing_title(briefing.language, len(stories), hour)
    return BriefingContent(title, briefing.language, joining_words(briefing.language), stories)


def _request(briefing: Briefing, slot: dt.datetime, content: BriefingContent) -> ArticleRequest:
    return ArticleRequest(
        text=text_of(content),
        title=content.title,
        language=briefing.language,
        show=briefing.show,
        published_at=slot.isoformat(),
    )
