"""What becomes of a finished narration: an episode in the feeds of its shows."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path

import msgspec

from audio_cache.narrations import Narrations
from audio_cache.plan import Finished
from tts_service.article.model import Script, decode_script
from tts_service.article.request import short_hash
from tts_service.catalog.entry import Entry
from tts_service.catalog.episodes import EVERYTHING, About, EpisodeBook
from tts_service.feed import Episode
from tts_service.publisher.live import publish as write_at_once
from tts_service.publisher.shows import Include, Publisher

log = logging.getLogger(__name__)

SUMMARY_CHARS = 300


def publish(entry: Entry, publisher: Publisher, narrations: Narrations, episodes: EpisodeBook) -> tuple[str, ...]:
    """Put the newest finished revision of ``entry`` into its feeds, and return their shows. Twice does no harm."""
    finished = narrations.finished(entry.id, entry.revision)
    data = narrations.script(entry.id, entry.revision)
    if finished is None or data is None:
        log.warning("article %s is not published: its narration is gone", entry.id)
        return ()
    script = decode_script(data)
    about = _about(entry, script)
    shows = (EVERYTHING, *shows_of(about, publisher))
    episodes.publish(_episode(entry, script, finished), about, shows)
    return shows


def shows_of(about: About, publisher: Publisher) -> tuple[str, ...]:
    """By the publisher's rules; a show that was asked for by name needs none."""
    named = (about.show,) if about.show and not publisher.shows else ()
    return (*named, *publisher.shows_of(about, about.article_id, about.show))


def _about(entry: Entry, script: Script) -> About:
    return About(
        article_id=entry.id,
        show=entry.show,
        url=script.url,
        byline=script.byline,
        language=script.language,
        categories=script.categories,
        tags=script.tags,
    )


def _episode(entry: Entry, script: Script, finished: Finished) -> Episode:
    return Episode(
        article_id=entry.id,
        revision=finished.revision,
        title=script.title,
        summary=summary_of(script),
        author=script.byline,
        language=script.language,
        page_url=script.url or entry.url,
        image_url=script.image_url,
        season=script.season,
        number=script.episode,
        published_at=_moment(script.published_at) or entry.created_at,
        updated_at=dt.datetime.now(dt.UTC),
        duration_s=finished.duration_s,
        size=finished.size,
    )


def summary_of(script: Script) -> str:
    """The first sentences of the article itself, in its own words."""
    found: list[str] = []
    for segment in script.segments:
        text = " ".join(script.source[segment.start : segment.end].split())
        if not text or text.casefold() in (script.title.casefold(), script.byline.casefold()):
            continue
        if found and sum(map(len, found)) + len(text) > SUMMARY_CHARS:
            break
        found.append(text)
    return " ".join(found)


def _moment(iso: str) -> dt.datetime | None:
    """A date without a time is that day's noon in UTC: the same day nearly everywhere. None for what is no date."""
    try:
        moment = dt.datetime.fromisoformat(iso)
    except ValueError:
        return None
    if len(iso) <= len("2000-01-01"):
        moment = moment.replace(hour=12)
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def follow_shows(publisher: Publisher, episodes: EpisodeBook, mark: Path) -> int:
    """File every episode anew when the rules of shows are not those that ``mark`` names. Returns how many were."""
    rules = short_hash(msgspec.json.encode([list(publisher.shows), _includes(publisher), _shows_of_sites(publisher)]))
    if mark.is_file() and mark.read_text("ascii") == rules:
        return 0
    filed = episodes.refile(lambda about: shows_of(about, publisher))
    write_at_once(mark, rules)
    return filed


def _includes(publisher: Publisher) -> dict[str, Include]:
    return {name: show.include for name, show in publisher.shows.items()}


def _shows_of_sites(publisher: Publisher) -> dict[str, str]:
    return {host: site.show for host, site in publisher.sites.items()}
