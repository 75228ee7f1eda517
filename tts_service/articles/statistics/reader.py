"""Looks up statistics. Reads only."""

from __future__ import annotations

import datetime as dt
import logging

import msgspec
import redis

from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from tts_service.article.model import decode_script
from tts_service.articles.statistics.days import DaySpan, every_day, last_days
from tts_service.articles.statistics.drop_off import DropOff, drop_off
from tts_service.articles.statistics.figures import (
    OperationFigures,
    PlayedMost,
    PlayedShow,
    Statistics,
    operation_of,
)
from tts_service.broker.figures import FigureBook
from tts_service.catalog import Catalog
from tts_service.formats.captions import sentence_captions
from tts_service.formats.play_counts import Day, total
from tts_service.publisher.rules import PublisherRules
from tts_service.publisher.shows.playlists import FEED_PREFIX

log = logging.getLogger(__name__)

MOST_ARTICLES = 20


class StatisticsReader:
    """Every method raises Unavailable when the catalog cannot be reached."""

    def __init__(
        self, catalog: Catalog, narrations: Narrations, rules: PublisherRules, figures: FigureBook
    ) -> None:
        self._catalog = catalog
        self._narrations = narrations
        self._rules = rules
        self._figures = figures

    def of_days(self, number: int, show: str | None = None) -> Statistics:
        """The last ``number`` days, to today. A show that nobody knows has no plays."""
        span = last_days(number, dt.datetime.now(dt.UTC).date())
        days = every_day(self._catalog.played.by_day(span.first, span.last, show), span)
        return Statistics(
            first=span.first.isoformat(),
            last=span.last.isoformat(),
            show=show,
            total=total(days),
            days=days,
            shows=self._shows(span, show),
            articles=self._articles(span, show),
            operation=self._operation(span) if show is None else None,
        )

    def plays(self, number: int) -> tuple[Day, ...]:
        """Of all articles, in each of the last ``number`` days, oldest first."""
        span = last_days(number, dt.datetime.now(dt.UTC).date())
        return every_day(self._catalog.played.by_day(span.first, span.last), span)

    def of_article(self, article_id: str, number: int) -> tuple[Day, ...]:
        """Each of the last ``number`` days, oldest first."""
        span = last_days(number, dt.datetime.now(dt.UTC).date())
        return every_day(self._catalog.plays.of_article(article_id, span.first), span)

    def drop_off(self, article_id: str, revision: str | None) -> DropOff | None:
        """None while the revision is not finished, and when its audio or its script is no longer kept."""
        if not revision:
            return None
        narration = NarrationId(article_id, revision)
        finished, script = self._narrations.finished(narration), self._narrations.script(narration)
        if finished is None or script is None:
            return None
        captions = sentence_captions(decode_script(script), finished.cues)
        return drop_off(article_id, revision, captions, self._catalog.stops.of_revision(article_id, revision))

    def _shows(self, span: DaySpan, show: str | None) -> tuple[PlayedShow, ...]:
        titles = {name: known.title for name, known in self._rules.publisher.shows.items()}
        found = self._catalog.played.by_show(span.first, span.last) if show is None else {}
        shows = [
            msgspec.convert({**counts.values, "show": name, "title": titles.get(name) or name}, PlayedShow)
            for name, counts in found.items()
            if not name.startswith(FEED_PREFIX)  # their articles are counted in their own shows
        ]
        return tuple(sorted(shows, key=lambda played: (-played.starts, played.show)))

    def _articles(self, span: DaySpan, show: str | None) -> tuple[PlayedMost, ...]:
        found = self._catalog.played.most_played(span.first, span.last, MOST_ARTICLES, show)
        return tuple(
            msgspec.convert(
                {**most.counts.values, "article": most.article_id, "title": most.title, "url": most.url},
                PlayedMost,
            )
            for most in found
        )

    def _operation(self, span: DaySpan) -> OperationFigures | None:
        try:
            return operation_of(self._figures.of_days(span.first, span.last))
        except redis.RedisError as error:
            log.debug("no figures of operation: %s", error)
            return None
