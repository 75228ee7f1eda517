"""Which messages of sponsors an article is heard with, and the renditions that addresses name.

Nothing is stored of a rendition: its name says what it is made of, and where the messages go follows from
that. What may be heard just now (by dates, by how often it was played, and whether it is rendered) is looked
up every few seconds.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import msgspec

from audio_cache.errors import CacheError
from audio_cache.mp3.frames import FRAME_BYTES, FRAME_MS
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.plan import Cue, Finished
from tts_service.article.hashing import short_hash
from tts_service.article.model import Script, decode_script
from tts_service.article.script.message import PLACES, Place, decode_message
from tts_service.catalog import Catalog, CatalogEntry
from tts_service.catalog.entry import HIDDEN
from tts_service.contracts.recordings import ENGINE
from tts_service.errors import ServiceError
from tts_service.formats.breaks import breaks, breaks_text, read_breaks
from tts_service.formats.feed import Episode
from tts_service.formats.rendition import Played, Timeline, placed, rendition_name, split_name
from tts_service.formats.sponsored import Told
from tts_service.publisher.rules import PublisherRules
from tts_service.publisher.shows.sponsors import Sponsor, for_article

log = logging.getLogger(__name__)

Hearer = Literal["anybody", "member"]
"""Who listens."""
REFRESHED_S = 5.0
FRESH = dt.timedelta(minutes=10)
"""For so long after it was rendered an article is heard without messages at its moving addresses: whoever
began to listen while it grew goes on there, in the same bytes and by the same captions."""
MOST_NAMES = 1_000
MOST: dict[Place, int] = {"pre": 1, "mid": 4, "post": 1}
"""Messages of a rendition, by place."""


class OnAir(msgspec.Struct, frozen=True):
    """A message that may be heard now."""

    sponsor: Sponsor
    played: Played


class Rendition(msgspec.Struct, frozen=True):
    """A finished narration with messages; ``narration`` has its full name."""

    narration: NarrationId
    script: Script
    finished: Finished
    played: tuple[Played, ...]
    messages: tuple[Finished, ...]
    timeline: Timeline

    @property
    def base(self) -> NarrationId:
        """Of the article as it is."""
        return self.finished.narration

    @property
    def cues(self) -> tuple[Cue, ...]:
        return tuple(map(self.timeline.cue, self.finished.cues))


class HeardNow(NamedTuple):
    """The name of a rendition, and how long it is."""

    narration: NarrationId
    duration_s: float


class _About(msgspec.Struct, frozen=True):
    """The part of a script that is needed here; the rest is skipped while decoding."""

    language: str
    url: str = ""
    show: str = ""


class Renditions:
    """One for each process. What cannot be looked up is left out: an article is heard in any case."""

    def __init__(
        self,
        catalog: Catalog,
        narrations: Narrations,
        rules: PublisherRules,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._catalog = catalog
        self._narrations = narrations
        self._rules = rules
        self._now = now
        self._on_air: tuple[OnAir, ...] = ()
        self._looked_at: tuple[object, float] | None = None
        self._names: dict[tuple[NarrationId, Hearer], HeardNow | None] = {}
        """What has been found out while the same may be heard: a popular article is asked for each second."""
        self._named_for: tuple[OnAir, ...] = ()
        self._timelines: dict[NarrationId, Timeline] = {}
        """By name, which never means another: a play tells several times how far it has got."""

    @property
    def has_any(self) -> bool:
        """There are sponsors at all: else there is nothing to look up."""
        return bool(self._rules.publisher.sponsors)

    # -- what is heard now -----------------------------------------------------------------------------------

    def heard(self, entry: CatalogEntry, hearer: Hearer = "anybody") -> HeardNow | None:
        """What ``hearer`` hears at the moving addresses of the article; None: the article as it
        is."""
        named = entry.narration
        if not self.has_any or named is None:
            return None
        is_fresh = self._now() - entry.updated_at < FRESH
        if entry.status != "ready" or entry.origin in HIDDEN or is_fresh:
            return None
        try:
            return self._heard(named, hearer)
        except (CacheError, msgspec.DecodeError) as error:
            log.warning("article %s is heard without messages: %s", entry.id, error)
            return None

    def _heard(self, named: NarrationId, hearer: Hearer) -> HeardNow | None:
        on_air = self.on_air()
        if on_air is not self._named_for or len(self._names) >= MOST_NAMES:
            self._named_for, self._names = on_air, {}
        if (named, hearer) in self._names:
            return self._names[named, hearer]
        data, finished = self._narrations.script(named), self._narrations.finished(named)
        if data is None or finished is None:
            return None
        about = msgspec.json.decode(data, type=_About)
        shows = (about.show,) if about.show else ()
        chosen = self._chosen(named.article_id, shows, about.url, about.language, hearer)
        found = breaks_of(decode_script(data), finished) if any(map(_is_between, chosen)) else ()
        used = _used(chosen, finished.duration_s, found)
        self._names[named, hearer] = heard = _heard_now(named, finished.duration_s, found, used)
        return heard

    def in_feed(self, episodes: Sequence[Episode], show: str, hearer: Hearer) -> tuple[Episode, ...]:
        """``episodes`` as they are heard from the feed of ``show``, "" for a feed that is of no show."""
        if not self.has_any:
            return tuple(episodes)
        return tuple(self._episode(episode, show, hearer) for episode in episodes)

    def _episode(self, episode: Episode, show: str, hearer: Hearer) -> Episode:
        shows = (show,) if show else ()
        chosen = self._chosen(episode.article_id, shows, episode.page_url, episode.language, hearer)
        found = read_breaks(episode.breaks)
        used = _used(chosen, episode.duration_s, found)
        heard = _heard_now(episode.narration, episode.duration_s, found, used)
        if heard is None:
            return episode
        frames = _frames(heard.duration_s) - _frames(episode.duration_s)
        return msgspec.structs.replace(
            episode,
            revision=heard.narration.revision,
            size=episode.size + frames * FRAME_BYTES,
            duration_s=heard.duration_s,
        )

    def _chosen(
        self, article_id: str, shows: tuple[str, ...], url: str, language: str, hearer: Hearer
    ) -> list[Played]:
        """Of several messages for a place, the article decides: so each has its share, and an article stays
        what it is while they do."""
        on_air = {one.sponsor.name: one for one in self.on_air()}
        fitting = for_article(
            (one.sponsor for one in on_air.values()), shows, url, language, is_member=hearer == "member"
        )
        turn = int.from_bytes(short_hash(article_id.encode()).encode(), "big")
        chosen: list[Played] = []
        for place in PLACES:
            here = [on_air[one.name].played for one in fitting if on_air[one.name].played.message.at == place]
            start = turn % len(here) if here else 0
            chosen += (here[start:] + here[:start])[: MOST[place]]
        return chosen

    def on_air(self) -> tuple[OnAir, ...]:
        """What may be heard now, in the order of the file."""
        publisher = self._rules.publisher
        seen = self._looked_at
        if seen is None or seen[0] is not publisher or time.monotonic() - seen[1] > REFRESHED_S:
            self._looked_at = (publisher, time.monotonic())  # first: nobody else needs to look meanwhile
            try:
                now = tuple(self._look(list(publisher.sponsors.values())))
                self._on_air = self._on_air if now == self._on_air else now
            except (ServiceError, CacheError) as error:
                log.warning("what sponsors have to say stays as it was: %s", error)
        return self._on_air

    def _look(self, sponsors: Sequence[Sponsor]) -> list[OnAir]:
        now = self._now()
        dated = [one for one in sponsors if one.is_on(now)]
        ids = [one.article_id for one in dated]
        today = self._catalog.plays.starts(ids, now.date()) if ids else {}
        ever = self._catalog.plays.starts(ids) if ids else {}
        left = [
            one
            for one in dated
            if not one.is_used_up(today.get(one.article_id, 0), ever.get(one.article_id, 0))
        ]
        return [OnAir(one, played) for one in left if (played := self._played(one)) is not None]

    def _played(self, sponsor: Sponsor) -> Played | None:
        """None until it is rendered, and while an editor holds it."""
        entry = self._catalog.get(sponsor.article_id)
        is_out = entry is not None and entry.is_open
        found = self._message(entry.narration) if entry is not None and is_out and entry.narration else None
        return found[0] if found is not None else None

    def _message(self, named: NarrationId) -> tuple[Played, Finished] | None:
        finished = self._narrations.finished(named)
        message = decode_message(self._narrations.article(named.article_id, named.revision))
        if finished is None or message is None:
            return None
        return Played(message, named, (finished.size - finished.tag_bytes) // FRAME_BYTES), finished

    # -- what an address names -------------------------------------------------------------------------------

    def found(self, named: NarrationId) -> Rendition | None:
        """What ``named`` names; None when it is a narration, and when a part of it is not here (any more).
        Raises ValueError for what is no name."""
        revision, parts = split_name(named.revision)
        base = NarrationId(named.article_id, revision)
        script, finished = self._script(base), self._narrations.finished(base)
        known = [one for one in map(self._message, parts) if one is not None]
        if not parts or script is None or finished is None or len(known) != len(parts):
            return None
        played = tuple(one for one, _ in known)
        frames = _frames(finished.duration_s)
        timeline = Timeline(frames, placed(frames, breaks_of(script, finished), played))
        return Rendition(named, script, finished, played, tuple(one for _, one in known), timeline)

    def timeline(self, named: NarrationId) -> Timeline | None:
        """That of the rendition ``named``; None as of ``found``. Raises ValueError for what is no name."""
        if named not in self._timelines and (rendition := self.found(named)) is not None:
            if len(self._timelines) >= MOST_NAMES:
                self._timelines.clear()
            self._timelines[named] = rendition.timeline
        return self._timelines.get(named)

    def told(self, rendition: Rendition) -> list[Told]:
        """The messages of ``rendition``, in writing."""
        found: list[Told] = []
        for played, finished in zip(rendition.played, rendition.messages, strict=True):
            script = self._script(played.narration) or Script("", "", "", ("",), ())
            found.append(Told(played.message, script, finished.cues[: len(script.segments)]))
        return found

    def _script(self, named: NarrationId) -> Script | None:
        """None also for one that cannot be read."""
        data = self._narrations.script(named)
        try:
            return None if data is None else decode_script(data)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None


def breaks_of(script: Script, finished: Finished) -> tuple[int, ...]:
    """Where ``finished`` may be interrupted. A recording is one piece: behind a cut its frames would lack
    what they need of those before it."""
    return () if finished.engine == ENGINE else breaks(script, finished.cues)


def breaks_kept(script: Script, finished: Finished) -> str:
    """The same, as the catalog keeps it with an episode."""
    return breaks_text(breaks_of(script, finished))


def _used(chosen: Sequence[Played], duration_s: float, found: Sequence[int]) -> list[Played]:
    """``chosen``, without those for between paragraphs where there is no place for any."""
    has_place = any(_is_between(chosen[roll.number]) for roll in placed(_frames(duration_s), found, chosen))
    return [one for one in chosen if has_place or not _is_between(one)]


def _is_between(played: Played) -> bool:
    return played.message.at == "mid"


def _frames(duration_s: float) -> int:
    return round(duration_s * 1000 / FRAME_MS)


def _heard_now(
    named: NarrationId, duration_s: float, found: Sequence[int], used: Sequence[Played]
) -> HeardNow | None:
    """None without messages."""
    if not used:
        return None
    frames = _frames(duration_s)
    name = rendition_name(named.revision, [one.narration for one in used])
    timeline = Timeline(frames, placed(frames, found, used))
    return HeardNow(NarrationId(named.article_id, name), timeline.duration_s)
