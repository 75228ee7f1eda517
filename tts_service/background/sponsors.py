"""Messages of sponsors are rendered before anybody is to hear them: when the publisher's file names them, and
again when something of them changes, fails or is pruned. Whoever sweeps sees to it. See docs/sponsors.md."""

from __future__ import annotations

import datetime as dt
import logging

from audio_cache.errors import CacheError
from audio_cache.narrations import Narrations
from tts_service.article.request import ArticleRequest
from tts_service.article.script.message import MESSAGE, Message, encode_message
from tts_service.articles.service import ArticleService
from tts_service.catalog import Catalog
from tts_service.errors import ServiceError
from tts_service.publisher.rules import PublisherRules
from tts_service.publisher.shows.sponsors import Sponsor

log = logging.getLogger(__name__)

AGAIN_AFTER = dt.timedelta(minutes=1)
"""How long nothing is looked at that has not changed."""
FAILED_REST = dt.timedelta(minutes=15)


class MessageMaker:
    """One for each process that sweeps; not to be shared between threads."""

    def __init__(
        self, catalog: Catalog, narrations: Narrations, rules: PublisherRules, articles: ArticleService
    ) -> None:
        self._catalog = catalog
        self._narrations = narrations
        self._rules = rules
        self._articles = articles
        self._seen: dict[str, tuple[str, dt.datetime]] = {}
        """By name: what the message was when it was last looked at, and when that was."""
        self._sent: dict[str, tuple[str, dt.datetime]] = {}
        """The same, of when it was last sent to be rendered: one that is refused leaves the one before in
        force."""

    def make_due(self, now: dt.datetime | None = None) -> list[str]:
        """Have everything rendered that is not over, and return the names of what was sent to be. What fails
        is logged, and tried again later."""
        now = now or dt.datetime.now(dt.UTC)
        sponsors = self._rules.publisher.sponsors.values()
        running = [sponsor for sponsor in sponsors if sponsor.ends is None or now < sponsor.ends]
        return [sponsor.name for sponsor in running if self._is_sent(sponsor, now)]

    def _is_sent(self, sponsor: Sponsor, now: dt.datetime) -> bool:
        try:
            message = self._message(sponsor)
            digest, looked_at = self._seen.get(sponsor.name, ("", now))
            if digest == message.digest and now - looked_at < AGAIN_AFTER:
                return False
            self._seen[sponsor.name] = (message.digest, now)
            return self._see_to(sponsor, message, now)
        except (ServiceError, CacheError) as error:
            log.warning("the message of %s could not be made: %s", sponsor.name, error)
        except Exception:
            log.exception("the message of %s could not be made", sponsor.name)
        return False

    def _message(self, sponsor: Sponsor) -> Message:
        shows = self._rules.publisher.shows
        first = next((shows[name] for name in sponsor.shows if name in shows), None)
        digest = self._rules.digest_of_file(sponsor.sound) if sponsor.sound else ""
        return sponsor.message(first.voice if first else "", first.language if first else "", digest)

    def _see_to(self, sponsor: Sponsor, message: Message, now: dt.datetime) -> bool:
        named = sponsor.article_id
        entry = self._catalog.get(named)
        is_in_force = entry is not None and self._catalog.source(named) == _request(message)
        if entry is not None and is_in_force and entry.status != "failed":
            if entry.status == "ready":
                self._keep(named, message)
            return False
        sent, at = self._sent.get(sponsor.name, ("", now))
        if entry is not None and sent == message.digest and now - at < FAILED_REST:
            return False
        self._sent[sponsor.name] = (message.digest, now)
        self._narrations.put_article(named, MESSAGE, encode_message(message))
        self._articles.keep_message(_request(message), named)
        log.info("the message of %s is rendered as article %s", sponsor.name, named)
        return True

    def _keep(self, named: str, message: Message) -> None:
        """It is not pruned while it may be heard; if it was, it is made again. What workers make it of may
        be gone with a cache, or be that of an earlier one; and a worker of an earlier release, which knows of
        no messages, has read an article."""
        data = encode_message(message)
        if self._narrations.article(named, MESSAGE) != data:
            self._narrations.put_article(named, MESSAGE, data)
        narration = self._articles.current_narration(named)
        plan = self._narrations.plan(narration) if narration is not None else None
        if plan is None or self._narrations.finished(plan.narration) is None:
            self._articles.ensure_rendering(named)
        elif self._narrations.article(named, plan.revision) is None:
            self._articles.rerender(named)
        else:
            self._narrations.want(plan)


def _request(message: Message) -> ArticleRequest:
    """Another one after any change of the message."""
    return ArticleRequest(
        text=message.text,
        language=message.language or None,
        voice=message.voice or None,
        version=message.digest,
    )
