"""Shows and sites: which voice reads which article, and how the pages of a site are read. Pure; ``publisher.parse`` makes them.

Paths of sounds and pictures are as they stand in the file: relative to the folder it lies in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol
from urllib.parse import urlsplit

import msgspec

from tts_service.article.entry import Entry
from tts_service.article.request import short_hash
from tts_service.article.steering import Steering

ROLES = {"quoted": "quote", "questioner": "question", "answerer": "answer"}
"""Who speaks a segment (``Segment.role``) → what that is called in the file. The narrator's voice is the show's ``voice``."""
SECTIONS = ("synopsis", "takeaways", "opinion", "faq")
"""Kinds of an article's sections that can have a voice of their own."""

_NAMES = re.compile(r"\s*(?:[,;&]|\band\b|\bund\b|\by\b|\bet\b)\s*")


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """How the pages of ``host`` and of the hosts below it are read. ``include`` and ``skip`` are CSS selectors.

    ``show`` is the show of its articles that no show claims for itself. ``whole``: its pages hold all of their articles,
    whatever they say of subscribing.
    """

    host: str
    include: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    show: str = ""
    language: str = ""
    whole: bool = False

    @property
    def steering(self) -> Steering:
        return Steering(self.host, self.include, self.skip, self.whole)


class Include(msgspec.Struct, frozen=True, kw_only=True):
    """Which articles belong to a show: those that fit every field that is given, and those picked by ``id``."""

    section: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    id: tuple[str, ...] = ()


class Show(msgspec.Struct, frozen=True, kw_only=True):
    """A programme. ``name`` is its id in addresses; ``voices`` are by role (see ROLES), kind of section
    (see SECTIONS) and language (BCP 47 primary tag).

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
    intro: str = ""
    outro: str = ""
    bed: str = ""
    voice: str = ""
    voices: dict[str, str] = {}
    include: Include = Include()

    @property
    def voiced(self) -> frozenset[str]:
        """Roles that another voice than the show's speaks."""
        return frozenset(role for role, key in ROLES.items() if self.voices.get(key, self.voice) != self.voice)

    @property
    def heard(self) -> list[object]:
        """What of it changes its articles, beside what it includes. The rest is its podcast's."""
        return [getattr(self, field) for field in _HEARD]

    @property
    def sounds(self) -> tuple[str, ...]:
        """Paths of those that it has."""
        return tuple(filter(None, (self.intro, self.outro, self.bed)))

    def voices_for(self, role: str, section: str, language: str) -> tuple[str, ...]:
        """Voices wanted for a segment, the most wanted first. Some may be missing here, or not speak ``language``."""
        wanted = (*(self.voices.get(key) for key in (ROLES.get(role, ""), section, language)), self.voice)
        return tuple(dict.fromkeys(filter(None, wanted)))


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """A feed or sitemap at ``url`` that is looked at every ``every`` seconds. Its articles are asked for with ``show``.

    ``grace`` is how long, in seconds, a page may be missing from a sitemap before its article is withdrawn.
    """

    url: str
    every: int = 600
    grace: int = 172_800
    show: str = ""
    language: str = ""


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
    """What ``shows.toml`` says; all by name, in the order of the file."""

    sites: dict[str, Site] = {}
    shows: dict[str, Show] = {}
    watches: dict[str, Watch] = {}
    words: tuple[Entry, ...] = ()
    """How words are said in the articles of a show or of a site: entries of the lexicon."""

    def site_of(self, url: str) -> Site | None:
        """The site that the page belongs to: the longest host that fits."""
        return next((self.sites[host] for host in _hosts(url) if host in self.sites), None)

    def shows_of(self, article: Described, article_id: str = "", asked: str = "") -> tuple[str, ...]:
        """Names of all shows that the article belongs to. The first gives it voice and sound: the one that was asked for,
        else the first that claims it, else its site's."""
        claiming = (show.name for show in self.shows.values() if _claims(show.include, article, article_id))
        site = self.site_of(article.url)
        names = (asked, *claiming, site.show if site else "")
        return tuple(dict.fromkeys(name for name in names if name in self.shows))

    def digest(self, url: str, article_id: str = "") -> str:
        """Changes with all that may change what is heard of the page at ``url``; "" when nothing can. That another article is
        picked for a show changes nothing."""
        site = self.site_of(url)
        heard = [show.heard + _claim(show, article_id) for show in self.shows.values()]
        return short_hash(msgspec.json.encode([site, heard]), length=8) if site or heard else ""


_HEARD = ("name", "voice", "voices", "intro", "outro", "bed")


def _claim(show: Show, article_id: str) -> list[object]:
    picked = [name for name in show.include.id if name == article_id]
    return [msgspec.structs.replace(show.include, id=tuple(picked))]


def _hosts(url: str) -> Iterator[str]:
    """The host of ``url``, then each domain above it."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    labels = host.split(".")
    return (".".join(labels[i:]) for i in range(len(labels)))


def _claims(include: Include, article: Described, article_id: str) -> bool:
    if article_id and article_id in include.id:
        return True
    has: dict[str, tuple[str, ...]] = {
        "section": article.categories,
        "author": (article.byline, *_NAMES.split(article.byline)),
        "tag": article.tags,
        "language": (article.language,),
        "site": tuple(_hosts(article.url)),
    }
    wanted = {field: getattr(include, field) for field in has if getattr(include, field)}
    return bool(wanted) and all(not _folded(names).isdisjoint(_folded(has[field])) for field, names in wanted.items())


def _folded(names: tuple[str, ...]) -> set[str]:
    return {" ".join(name.split()).casefold() for name in names}
