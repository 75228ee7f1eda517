"""Shows and sites: which voice reads which article, and how the pages of a site are read. Pure;
``publisher.shows.parse`` makes them.

Paths of sounds and pictures are as in the file: relative to its folder.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Protocol
from urllib.parse import unquote, urlsplit

import msgspec

from tts_service.article.address import hosts_of
from tts_service.article.bounds import MAX_FIELD_CHARS
from tts_service.article.disclosure import sentence_in
from tts_service.article.hashing import short_hash
from tts_service.article.lexicon.entry import LexiconEntry
from tts_service.article.script.notice import SpokenNotice
from tts_service.article.steering import Steering
from tts_service.publisher.shows.playlists import Briefing, Playlist, PlaylistRule, within
from tts_service.publisher.shows.sponsors import Sponsor

ROLES = {"quoted": "quote", "questioner": "question", "answerer": "answer"}
"""The role of a segment (``Segment.role``) → its name in the file. The narrator's voice is the show's
``voice``."""
SECTIONS = ("synopsis", "takeaways", "opinion", "faq")
"""Kinds of sections that can have a voice of their own."""

_NAMES = re.compile(r"[,;&]|\b(?:and|und|y|et)\b")


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """How the pages of ``host`` and of the hosts below it are read. ``include`` and ``skip`` are CSS
    selectors.

    ``show`` is the show of its articles that no show claims. ``whole``: its pages contain all of their
    articles, whatever they say about subscribing. Readers, who have no API key, may choose among ``voices``
    and ``languages``. ``feed``: what they have read aloud becomes an episode. ``members``: its new articles
    are for members only. ``review``: they are not out until an editor publishes them. ``never``: patterns of
    paths that are never narrated, in which * stands for anything.
    """

    host: str
    include: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    show: str = ""
    language: str = ""
    whole: bool = False
    voices: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    feed: bool = False
    members: bool = False
    review: bool = False
    never: tuple[str, ...] = ()

    @property
    def article_settings(self) -> dict[str, object]:
        """The settings that change its articles. The others are about what readers may do."""
        return {field: getattr(self, field) for field in _ARTICLE_SETTINGS_OF_SITE}

    @property
    def steering(self) -> Steering:
        return Steering(self.host, self.include, self.skip, self.whole)


class Include(msgspec.Struct, frozen=True, kw_only=True):
    """Which articles belong to a show: those that match every field that is given, and those picked by
    ``id``."""

    section: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    id: tuple[str, ...] = ()


class Show(msgspec.Struct, frozen=True, kw_only=True):
    """A programme. ``name`` is its id in addresses; ``voices`` are by role (see ROLES), kind of section (see
    SECTIONS) and language (BCP 47 primary tag).

    ``intro``, ``outro`` and ``bed`` are paths of sounds, ``artwork`` is a path or an address.
    """

    name: str
    title: str = ""
    description: str = ""
    author: str = ""
    owner_email: str = ""
    language: str = ""
    category: str = ""
    """One of Apple's categories, or "Category > Subcategory"."""
    artwork: str = ""
    link: str = ""
    explicit: bool = False
    type: str = "episodic"
    """Or "serial", which is heard from its first episode on."""
    members: bool = False
    """Its new episodes are for members only."""
    review: bool = False
    """Its new articles are not out until an editor publishes them."""
    synthetic_notice: str | bool = False
    """A voice says that it is synthetic: in the article's language, or in these words."""
    synthetic_notice_at: str = "start"
    """Or "end"."""
    intro: str = ""
    outro: str = ""
    bed: str = ""
    voice: str = ""
    voices: dict[str, str] = {}
    include: Include = Include()

    @property
    def voiced(self) -> frozenset[str]:
        """Roles with a voice other than the show's."""
        return frozenset(
            role for role, key in ROLES.items() if self.voices.get(key, self.voice) != self.voice
        )

    @property
    def article_settings(self) -> list[object]:
        """The settings that change its articles, besides what it includes. The others are about its
        podcast. A show without a notice has the same as before there were any."""
        notice = [self.synthetic_notice, self.synthetic_notice_at] if self.synthetic_notice else []
        return [*(getattr(self, field) for field in _ARTICLE_SETTINGS_OF_SHOW), *notice]

    def notice(self, language: str) -> SpokenNotice | None:
        """What is spoken with each of its articles in ``language``. None without one, and in a language in
        which the service has no words for it."""
        words = self.synthetic_notice
        text = words if isinstance(words, str) else sentence_in(language) if words else ""
        return SpokenNotice(text, self.synthetic_notice_at == "end") if text else None

    @property
    def sounds(self) -> tuple[str, ...]:
        """The paths of its sounds."""
        return tuple(filter(None, (self.intro, self.outro, self.bed)))

    def voices_for(self, role: str, section: str, language: str) -> tuple[str, ...]:
        """The voices for a segment, in order of preference. Some may not be installed, or not speak
        ``language``."""
        wanted = (*(self.voices.get(key) for key in (ROLES.get(role, ""), section, language)), self.voice)
        return tuple(dict.fromkeys(filter(None, wanted)))


class WatchRule(msgspec.Struct, frozen=True, kw_only=True):
    """A feed or sitemap at ``url`` that is checked every ``every`` seconds. Its articles are requested with
    ``show``.

    ``grace`` is how many seconds a page may be missing from a sitemap before its article is withdrawn.
    """

    url: str
    every: int = 600
    grace: int = 172_800
    show: str | None = None
    language: str | None = None


class Described(Protocol):
    """What an article or its script says about itself."""

    @property
    def url(self) -> str: ...
    @property
    def byline(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def categories(self) -> tuple[str, ...]: ...
    @property
    def tags(self) -> tuple[str, ...]: ...


class Publisher(msgspec.Struct, frozen=True):
    """What ``shows.toml`` says; everything by name, in the order of the file."""

    sites: dict[str, Site] = {}
    shows: dict[str, Show] = {}
    watches: dict[str, WatchRule] = {}
    words: tuple[LexiconEntry, ...] = ()
    """Pronunciations for the articles of a show or of a site: entries of the lexicon."""
    playlists: dict[str, Playlist] = {}
    briefings: dict[str, Briefing] = {}
    sponsors: dict[str, Sponsor] = {}

    def site_of(self, url: str | None) -> Site | None:
        """The site that the page belongs to: the longest matching host. None without a page, or for no such
        site."""
        return next((self.sites[host] for host in hosts_of(url or "") if host in self.sites), None)

    def shows_of(self, article: Described, article_id: str = "", asked: str = "") -> tuple[str, ...]:
        """Names of all shows that the article belongs to. The first provides its voice and sounds: the one
        requested, otherwise the first that claims it, otherwise its site's."""
        fields = _fields_of(article)
        claiming = (show.name for show in self.shows.values() if _claims(show.include, fields, article_id))
        site = self.site_of(article.url)
        names = (asked, *claiming, site.show if site else "")
        return tuple(dict.fromkeys(name for name in names if name in self.shows))

    def playlists_of(self, article: Described, shows: Collection[str]) -> tuple[Playlist, ...]:
        """Those that take the article, which belongs to ``shows``, by a rule; not those that an editor picked
        it for."""

        def takes(playlist: Playlist) -> bool:
            return (
                playlist.include.everything
                or not set(playlist.shows).isdisjoint(shows)
                or _matches(playlist.include, fields)
            )

        fields = _fields_of(article)
        return tuple(
            playlist
            for playlist in self.playlists.values()
            if any(map(takes, (playlist, *within(playlist, self.playlists))))
        )

    def is_for_members(self, article: Described, article_id: str = "", asked: str = "") -> bool:
        """A show that the article belongs to, or its site, is for members only."""
        site = self.site_of(article.url)
        if site is not None and site.members:
            return True
        return any(self.shows[name].members for name in self.shows_of(article, article_id, asked))

    @property
    def has_reviews(self) -> bool:
        is_site = any(site.review for site in self.sites.values())
        return is_site or any(show.review for show in self.shows.values())

    def is_reviewed(self, article: Described, article_id: str = "", asked: str = "") -> bool:
        """A show that the article belongs to, or its site, has articles published by editors."""
        site = self.site_of(article.url)
        if site is not None and site.review:
            return True
        return any(self.shows[name].review for name in self.shows_of(article, article_id, asked))

    def never_narrates(self, url: str | None) -> bool:
        """A pattern of its site says that the page at ``url`` is never narrated."""
        site = self.site_of(url) if url else None
        return site is not None and bool(site.never) and is_among(url or "", site.never)

    def digest(self, url: str | None, article_id: str = "") -> str:
        """Changes with everything that may change how the page at ``url`` sounds; "" if nothing can. Picking
        another article for a show changes nothing."""
        site = self.site_of(url)
        shows = [show.article_settings + _claim(show, article_id) for show in self.shows.values()]
        read = site.article_settings if site else None
        return short_hash(msgspec.json.encode([read, shows]), length=8) if read or shows else ""


_ARTICLE_SETTINGS_OF_SITE = ("host", "include", "skip", "show", "language", "whole")
_ARTICLE_SETTINGS_OF_SHOW = ("name", "voice", "voices", "intro", "outro", "bed")


def is_among(url: str, patterns: Iterable[str]) -> bool:
    """One of ``patterns`` fits the path of ``url``, with its query: as a whole, each * standing for anything,
    however it is escaped."""
    parts = urlsplit(url)
    path = unquote(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")
    return any(_fits(path, unquote(pattern).split("*")) for pattern in patterns)


def _fits(path: str, parts: list[str]) -> bool:
    """``path`` is ``parts`` in this order, with anything between them."""
    first, *between = parts
    if not between:
        return path == first
    last = between.pop()
    if not path.startswith(first) or not path.endswith(last) or len(path) < len(first) + len(last):
        return False
    at, end = len(first), len(path) - len(last)
    for part in between:
        found = path.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _claim(show: Show, article_id: str) -> list[object]:
    picked = [name for name in show.include.id if name == article_id]
    return [msgspec.structs.replace(show.include, id=tuple(picked))]


def _claims(include: Include, has: dict[str, set[str]], article_id: str) -> bool:
    return (bool(article_id) and article_id in include.id) or _matches(include, has)


def _fields_of(article: Described) -> dict[str, set[str]]:
    """What rules look at, by the name of the field."""
    byline = article.byline[:MAX_FIELD_CHARS]
    has: dict[str, tuple[str, ...]] = {
        "section": article.categories,
        "author": (byline, *_NAMES.split(byline)),
        "tag": article.tags,
        "language": (article.language,),
        "site": tuple(hosts_of(article.url)),
    }
    return {field: _folded(names) for field, names in has.items()}


def _matches(rule: Include | PlaylistRule, has: dict[str, set[str]]) -> bool:
    """``rule`` asks for something, and every field that it gives is matched."""
    wanted = {field: getattr(rule, field) for field in has if getattr(rule, field)}
    return bool(wanted) and all(not _folded(names).isdisjoint(has[field]) for field, names in wanted.items())


def _folded(names: tuple[str, ...]) -> set[str]:
    return {" ".join(name.split()).casefold() for name in names}
