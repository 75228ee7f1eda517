"""Turns finished narrations into episodes in the feeds of their shows."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from pathlib import Path

import msgspec

from audio_cache.narrations import Narrations
from audio_cache.plan import Finished
from tts_service.article.bounds import MAX_DESCRIPTION_CHARS, MAX_FIELD_CHARS, MAX_TITLE_CHARS, cut, cut_all
from tts_service.article.disclosure import recorded_json
from tts_service.article.hashing import short_hash
from tts_service.article.model import Script, decode_script
from tts_service.article.script.briefing import is_briefing
from tts_service.articles.asking.clicks import is_plain
from tts_service.articles.renditions import breaks_kept
from tts_service.catalog.entry import HIDDEN, CatalogEntry
from tts_service.catalog.episodes import EVERYTHING, EpisodeBook, EpisodeFacts
from tts_service.formats.feed import Episode
from tts_service.publisher.live import publish as write_at_once
from tts_service.publisher.shows.shows import Include, Publisher

log = logging.getLogger(__name__)

SUMMARY_CHARS = 300
FirstRead = Callable[[CatalogEntry, EpisodeFacts, EpisodeFacts], object]
"""Called with what was read of an article, and with what of that was known when it was accepted: not its
section, say. What the rules said then was followed then, unless the request knew better."""


def publish(
    entry: CatalogEntry,
    publisher: Publisher,
    narrations: Narrations,
    episodes: EpisodeBook,
    first_read: FirstRead | None = None,
) -> tuple[str, ...]:
    """Put the newest finished revision of ``entry`` into its feeds, and return their names. Idempotent.

    ``first_read`` is called before that of an article that was in none.
    """
    finished = narrations.finished(entry.narration) if entry.narration else None
    data = narrations.script(entry.narration) if entry.narration else None
    if finished is None or data is None:
        log.warning("article %s is not published: its narration is gone", entry.id)
        return ()
    script = decode_script(data)
    about = _about(entry, script)
    feeds = (EVERYTHING, *feeds_of(about, publisher))
    if first_read is not None:
        first_read(entry, about, msgspec.structs.replace(about, byline="", categories=(), tags=()))
    episodes.publish(_episode(entry, script, finished), about, feeds)
    return feeds


def is_episode(entry: CatalogEntry, publisher: Publisher) -> bool:
    """A narration of ``entry`` belongs in the podcast. One that came by a reader's click does if its site
    says so and the reader had no wishes; the service's own, and what is said once, never does."""
    if entry.origin in HIDDEN:
        return False
    if entry.origin != "click":
        return True
    site = publisher.site_of(entry.url)
    return site is not None and site.feed and is_plain(entry.id, entry.url)


def shows_of(about: EpisodeFacts, publisher: Publisher) -> tuple[str, ...]:
    """The shows by the publisher's rules. A show that was asked for by name needs no rule."""
    named = (about.show,) if about.show and not publisher.shows else ()
    return (*named, *publisher.shows_of(about, about.article_id, about.show))


def feeds_of(about: EpisodeFacts, publisher: Publisher) -> tuple[str, ...]:
    """The shows by the publisher's rules, and the playlists likewise. A briefing is in its show alone:
    playlists are what briefings are made from."""
    shows = shows_of(about, publisher)
    if is_briefing(about.article_id):
        return shows
    return (*shows, *(playlist.feed for playlist in publisher.playlists_of(about, shows)))


def _about(entry: CatalogEntry, script: Script) -> EpisodeFacts:
    return EpisodeFacts(
        article_id=entry.id,
        show=entry.show or "",
        url=script.url,
        byline=cut(script.byline, MAX_FIELD_CHARS),
        language=script.language,
        categories=cut_all(script.categories),
        tags=cut_all(script.tags),
    )


def _episode(entry: CatalogEntry, script: Script, finished: Finished) -> Episode:
    return Episode(
        article_id=entry.id,
        revision=finished.revision,
        title=cut(script.title, MAX_TITLE_CHARS),
        summary=summary_of(script),
        author=cut(script.byline, MAX_FIELD_CHARS),
        language=script.language,
        page_url=script.url or entry.url or "",
        image_url=script.image_url,
        season=script.season,
        number=script.episode,
        published_at=_moment(script.published_at) or entry.created_at,
        updated_at=dt.datetime.now(dt.UTC),
        duration_s=finished.duration_s,
        size=finished.size,
        recording=recorded_json(entry.recording),
        breaks=breaks_kept(script, finished),
    )


def summary_of(script: Script) -> str:
    """The first sentences of the article, as written."""
    found: list[str] = []
    for segment in script.segments:
        text = " ".join(script.source[segment.start : segment.end].split())
        if not text or text.casefold() in (script.title.casefold(), script.byline.casefold()):
            continue
        if found and sum(map(len, found)) + len(text) > SUMMARY_CHARS:
            break
        found.append(text)
    return cut(" ".join(found), MAX_DESCRIPTION_CHARS)


def _moment(iso: str) -> dt.datetime | None:
    """A date without a time counts as noon UTC: the same day nearly everywhere. None for text that is no
    date."""
    try:
        moment = dt.datetime.fromisoformat(iso)
    except ValueError:
        return None
    if len(iso) <= len("2000-01-01"):
        moment = moment.replace(hour=12)
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def follow_shows(publisher: Publisher, episodes: EpisodeBook, mark: Path) -> int:
    """When the rules of shows are not those that ``mark`` names, assign every episode anew. Returns how many
    there were."""
    rules = short_hash(
        msgspec.json.encode(
            [list(publisher.shows), _includes(publisher), _shows_of_sites(publisher), _filing(publisher)]
        )
    )
    if mark.is_file() and mark.read_text("ascii") == rules:
        return 0
    filed = episodes.refile(lambda about: feeds_of(about, publisher))
    write_at_once(mark, rules)
    return filed


def _includes(publisher: Publisher) -> dict[str, Include]:
    return {name: show.include for name, show in publisher.shows.items()}


def _shows_of_sites(publisher: Publisher) -> dict[str, str]:
    return {host: site.show for host, site in publisher.sites.items()}


def _filing(publisher: Publisher) -> dict[str, tuple[object, ...]]:
    return {name: playlist.filing for name, playlist in publisher.playlists.items()}
