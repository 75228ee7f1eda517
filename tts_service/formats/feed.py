"""Podcast feeds: RSS 2.0 with the iTunes and Podcasting 2.0 tags. Pure.

Requirements: Apple's (https://podcasters.apple.com/support/823-podcast-requirements), PSP-1
(https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification), the podcast namespace
(https://podcasting2.org/podcast-namespace), paging by RFC 5005. Written with the standard library: feed
libraries support neither transcripts nor chapters nor a show's guid.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from email.utils import format_datetime
from html import escape
from xml.etree import ElementTree as Xml

import msgspec

from audio_cache.narration_id import NarrationId
from tts_service.article.disclosure import disclosure, recorded_of, source_type

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_FEED_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Namespace of the UUIDs (version 5) that identify feeds: podcast:guid."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

for prefix, namespace in {
    "itunes": ITUNES,
    "podcast": PODCAST,
    "atom": ATOM,
    "content": CONTENT,
    "Iptc4xmpExt": IPTC,
}.items():
    Xml.register_namespace(prefix, namespace)


class Episode(msgspec.Struct, frozen=True, kw_only=True):
    """A finished narration as published. ``size`` in bytes, ``published_at`` and ``updated_at`` in UTC.

    ``summary`` and the other texts are plain text. ``season`` and ``number`` count from 1; 0 for none.
    """

    article_id: str
    revision: str
    title: str
    summary: str
    author: str
    language: str
    page_url: str
    image_url: str
    published_at: dt.datetime
    updated_at: dt.datetime
    duration_s: float
    size: int
    season: int = 0
    number: int = 0
    recording: str = ""
    """A RecordedBy as JSON, if a person reads."""
    breaks: str = ""
    """Where it may be interrupted: see ``formats.breaks``. "" also if that is not known."""

    @property
    def narration(self) -> NarrationId:
        return NarrationId(self.article_id, self.revision)


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """A show as its feed presents it. ``category`` is "News" or "News > Politics"; ``owner_email`` may be "".
    ``type`` is "episodic" (newest first) or "serial" (from the beginning). ``wording``: see
    ``disclosure``."""

    title: str
    description: str
    author: str
    language: str
    category: str
    link: str
    image_url: str
    owner_email: str = ""
    explicit: bool = False
    type: str = "episodic"
    wording: str = ""


class Paging(msgspec.Struct, frozen=True):
    """Addresses of this page and of its neighbours (RFC 5005, section 3); None if there is none. ``first``
    identifies the feed, and ``hub`` announces its changes (WebSub)."""

    this: str
    first: str
    previous: str | None = None
    next: str | None = None
    hub: str | None = None


def feed_xml(
    channel: Channel, episodes: tuple[Episode, ...], paging: Paging, base_url: str, query: str = ""
) -> bytes:
    """UTF-8. ``episodes`` newest first; ``base_url`` is where their audio is served.

    ``query``: of a private feed, by which its addresses work ("?token=…"). Podcast directories are told to
    leave such a feed out.
    """
    rss = Xml.Element("rss", version="2.0")
    top = Xml.SubElement(rss, "channel")
    _describe(top, channel)
    _link_pages(top, paging)
    if query:
        _add(top, f"{{{ITUNES}}}block", "Yes")
        _add(top, f"{{{PODCAST}}}block", "yes")
    changed = max((episode.updated_at for episode in episodes), default=None)
    if changed:
        _add(top, "lastBuildDate", format_datetime(changed, usegmt=True))
    for episode in episodes:
        _episode(Xml.SubElement(top, "item"), episode, channel, base_url, query)
    Xml.indent(rss)
    body: bytes = Xml.tostring(rss, encoding="utf-8", xml_declaration=True)
    return body


def feed_guid(feed_url: str) -> str:
    """podcast:guid: a UUID of the feed's address without its scheme and trailing slashes."""
    return str(uuid.uuid5(_FEED_GUIDS, re.sub(r"^\w+://", "", feed_url).rstrip("/")))


def _describe(top: Xml.Element, channel: Channel) -> None:
    _add(top, "title", channel.title)
    _add(top, "link", channel.link)
    _add(top, "language", channel.language)
    said = disclosure(channel.language, channel.wording)
    _add(top, "description", f"{channel.description} {said}".strip())
    _add(top, "generator", "tts-service")
    _add(top, f"{{{ITUNES}}}author", channel.author)
    _add(top, f"{{{ITUNES}}}type", channel.type)
    _add(top, f"{{{ITUNES}}}explicit", "true" if channel.explicit else "false")
    _add(top, f"{{{ITUNES}}}image", href=channel.image_url)
    _category(top, channel.category)
    _add(top, f"{{{PODCAST}}}medium", "podcast")
    picture = Xml.SubElement(top, "image")
    _add(picture, "url", channel.image_url)
    _add(picture, "title", channel.title)
    _add(picture, "link", channel.link)
    locked = {"owner": channel.owner_email} if channel.owner_email else {}
    _add(top, f"{{{PODCAST}}}locked", "yes", **locked)
    if channel.owner_email:
        owner = Xml.SubElement(top, f"{{{ITUNES}}}owner")
        _add(owner, f"{{{ITUNES}}}name", channel.author)
        _add(owner, f"{{{ITUNES}}}email", channel.owner_email)


def _category(top: Xml.Element, category: str) -> None:
    outer, _, inner = category.partition(" > ")
    node = _add(top, f"{{{ITUNES}}}category", text=outer)
    if inner:
        _add(node, f"{{{ITUNES}}}category", text=inner)


def _link_pages(top: Xml.Element, paging: Paging) -> None:
    _add(top, f"{{{ATOM}}}link", rel="self", type="application/rss+xml", href=paging.this)
    if paging.hub:
        _add(top, f"{{{ATOM}}}link", rel="hub", href=paging.hub)
    for rel in ("first", "previous", "next"):
        if address := getattr(paging, rel):
            _add(top, f"{{{ATOM}}}link", rel=rel, type="application/rss+xml", href=address)
    _add(top, f"{{{PODCAST}}}guid", feed_guid(paging.first.partition("?")[0]))


def _episode(item: Xml.Element, episode: Episode, channel: Channel, base_url: str, query: str) -> None:
    """Its guid is the article's, forever. The audio's address changes with each revision, so that players
    fetch it."""
    page = episode.page_url or f"{base_url}/listen/{episode.article_id}{query}"
    _add(item, "title", episode.title)
    _add(item, "guid", episode.article_id, isPermaLink="false")
    _add(item, "link", page)
    _add(item, "pubDate", format_datetime(episode.published_at, usegmt=True))
    _add(item, "description", f"{episode.summary} {_said_of(episode, channel)}".strip())
    _add(item, f"{{{CONTENT}}}encoded", _shown(episode, page, channel))
    _add(
        item,
        "enclosure",
        url=f"{base_url}/audio/{episode.narration}.mp3{query}",
        length=str(episode.size),
        type="audio/mpeg",
    )
    _add(item, f"{{{IPTC}}}DigitalSourceType", source_type(recorded_of(episode.recording)))
    _add(item, f"{{{ITUNES}}}duration", str(max(1, round(episode.duration_s))))
    _add(item, f"{{{ITUNES}}}author", episode.author or channel.author)
    _add(item, f"{{{ITUNES}}}explicit", "true" if channel.explicit else "false")
    _add(item, f"{{{ITUNES}}}episodeType", "full")
    for tag, number in (("season", episode.season), ("episode", episode.number)):
        if number:
            _add(item, f"{{{ITUNES}}}{tag}", str(number))
            _add(item, f"{{{PODCAST}}}{tag}", str(number))
    if episode.image_url:
        _add(item, f"{{{ITUNES}}}image", href=episode.image_url)
    for ending, kind in (("vtt", "text/vtt"), ("json", "application/json")):
        url = f"{base_url}/transcripts/{episode.narration}.{ending}{query}"
        _add(item, f"{{{PODCAST}}}transcript", url=url, type=kind, language=episode.language)
    _add(
        item,
        f"{{{PODCAST}}}chapters",
        url=f"{base_url}/chapters/{episode.narration}.json{query}",
        type="application/json+chapters",
    )


def _said_of(episode: Episode, channel: Channel) -> str:
    return disclosure(episode.language, channel.wording, recorded_of(episode.recording))


def _shown(episode: Episode, page: str, channel: Channel) -> str:
    """HTML for podcast apps."""
    link = f'<a href="{escape(page)}">{escape(episode.title)}</a>'
    summary = f"<p>{escape(episode.summary)}</p>" if episode.summary else ""
    said = _said_of(episode, channel)
    return f"{summary}<p>{link}</p>" + (f"<p>{escape(said)}</p>" if said else "")


def _add(parent: Xml.Element, tag: str, value: str = "", /, **attributes: str) -> Xml.Element:
    """An element, without what XML cannot contain (control characters)."""
    node = Xml.SubElement(parent, tag, _clean(attributes))
    node.text = _NOT_XML.sub("", value) or None
    return node


def _clean(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: _NOT_XML.sub("", value) for name, value in attributes.items()}
