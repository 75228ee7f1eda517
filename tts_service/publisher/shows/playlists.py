"""Playlists and briefings, as ``shows.toml`` describes them. Pure.

A playlist is a list of articles to be heard one after the other; a briefing says the first sentences of such
articles at set times, as an episode of a show.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

import msgspec

from tts_service.article.hashing import short_hash

NEWEST, MOST_HEARD = "newest", "most-heard"
MOST_ARTICLES = 100
FEED_PREFIX = "playlist/"
"""Of the feeds of playlists, among those of shows: no name of a show has a slash in it."""


class PlaylistRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which articles a playlist takes by itself: those that match every field that is given; or
    ``everything``."""

    section: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    everything: bool = False


class PlaylistSettings(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """``articles`` (ids) are picked by hand and come first, in their order. Behind them stands what
    ``include`` claims, what ``shows`` have, and what other ``playlists`` have: at most ``most`` articles in
    all, by ``order``. ``days``: how many days of plays decide which is "most-heard"."""

    title: str = ""
    description: str = ""
    author: str = ""
    owner_email: str = ""
    language: str = ""
    include: PlaylistRule = PlaylistRule()
    shows: tuple[str, ...] = ()
    playlists: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    order: str = NEWEST
    most: int = 20
    days: int = 7

    @property
    def filing(self) -> tuple[object, ...]:
        """The settings that decide what is filed under its name."""
        return self.include, self.shows, self.playlists


class Playlist(PlaylistSettings, frozen=True, kw_only=True):
    """Its settings, under a name that is part of addresses."""

    name: str

    @property
    def settings(self) -> PlaylistSettings:
        """Without its name."""
        fields = {field: getattr(self, field) for field in PlaylistSettings.__struct_fields__}
        return PlaylistSettings(**fields)

    @property
    def feed(self) -> str:
        """The name that its episodes are filed under."""
        return FEED_PREFIX + self.name

    @property
    def version(self) -> str:
        """Changes with any of its settings."""
        return short_hash(msgspec.json.encode(self))


class Briefing(msgspec.Struct, frozen=True, kw_only=True):
    """The first ``stories`` of ``playlist`` in ``language`` become an episode of ``show`` whenever it is one
    of the times ``at`` ("06:30") in ``zone``, on ``days`` (0: Monday)."""

    name: str
    show: str = ""
    playlist: str = ""
    title: str = ""
    language: str = "en"
    stories: int = 5
    at: tuple[str, ...] = ()
    zone: str = "UTC"
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)

    def latest_slot(self, now: dt.datetime) -> dt.datetime | None:
        """The last of its times that has come by ``now``, of today or yesterday, in UTC. A time that the
        clocks skip comes an hour later; of one that they go through twice, the first counts."""
        zone = ZoneInfo(self.zone)
        today = now.astimezone(zone).date()
        slots = (
            dt.datetime.combine(day, dt.time.fromisoformat(time), zone).astimezone(dt.UTC)
            for day in (today, today - dt.timedelta(days=1))
            if day.weekday() in self.days
            for time in self.at
        )
        return max((slot for slot in slots if slot <= now), default=None)


def circles(playlists: Mapping[str, Playlist]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each playlist that contains itself, with the way back to it: ("a", ("a", "b", "a"))."""
    for name in playlists:
        if way := _way_to(name, (name,), playlists, set()):
            yield name, way


def _way_to(
    wanted: str, way: tuple[str, ...], playlists: Mapping[str, Playlist], seen: set[str]
) -> tuple[str, ...]:
    here = playlists.get(way[-1])
    for name in here.playlists if here else ():
        if name == wanted:
            return (*way, name)
        if name not in seen:
            seen.add(name)
            if found := _way_to(wanted, (*way, name), playlists, seen):
                return found
    return ()


def within(playlist: Playlist, playlists: Mapping[str, Playlist]) -> tuple[Playlist, ...]:
    """All that ``playlist`` contains, directly or not, without itself. There are no circles."""
    found: dict[str, Playlist] = {}
    waiting = list(playlist.playlists)
    while waiting:
        inner = playlists.get(waiting.pop())
        if inner is not None and inner.name not in found:
            found[inner.name] = inner
            waiting += inner.playlists
    return tuple(found.values())
