"""A checker of podcast feeds: the rules of Apple
(https://podcasters.apple.com/support/823-podcast-requirements), of Spotify
(https://support.spotify.com/creators/article/podcast-specification-doc), of PSP-1
(https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification) and of the podcast namespace,
each by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as Xml

from tts_service.formats.feed import ATOM, CONTENT, ITUNES, PODCAST
from tts_service.publisher.shows.categories import CATEGORIES

Rule = Callable[[Xml.Element], bool]
"""Whether the channel of a feed keeps it."""

NAMES = {"itunes": ITUNES, "podcast": PODCAST, "atom": ATOM, "content": CONTENT}
_ADDRESS = r"https?://[\x21-\x7e]+"
_LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
_MAIL = r"\S+@\S+\.\S+"
_WHOLE = r"[1-9]\d*"
_UUID_5 = r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_OWNER = "itunes:owner/itunes:email"
_MAX_DESCRIPTION_BYTES = 4_000
_TRANSCRIPTS = {"text/vtt", "application/json"}

SYNTHETIC = "Read by a synthetic voice."


def broken(feed: bytes) -> list[str]:
    """Names of the rules that ``feed`` does not keep. Raises ParseError when it is not XML."""
    root = Xml.fromstring(feed)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        return ["it is RSS 2.0"]
    return [name for name, keeps in RULES.items() if not keeps(channel)]


def _text(node: Xml.Element, path: str) -> str:
    return (node.findtext(path, "", NAMES) or "").strip()


def _given(path: str) -> Rule:
    return lambda node: _text(node, path) != ""


def _is(path: str, pattern: str) -> Rule:
    return lambda node: re.fullmatch(pattern, _text(node, path)) is not None


def _items(channel: Xml.Element) -> list[Xml.Element]:
    return channel.findall("item")


def _in_each(keeps: Rule) -> Rule:
    return lambda channel: all(map(keeps, _items(channel)))


def _attributes(node: Xml.Element, path: str) -> Iterator[dict[str, str]]:
    return (found.attrib for found in node.findall(path, NAMES))


def _has_one(path: str, name: str, pattern: str) -> Rule:
    """The attribute ``name`` of the only element at ``path``."""

    def keeps(node: Xml.Element) -> bool:
        found = [attributes.get(name, "") for attributes in _attributes(node, path)]
        return len(found) == 1 and re.fullmatch(pattern, found[0]) is not None

    return keeps


def _old_artwork(channel: Xml.Element) -> bool:
    return _text(channel, "image/url") == next(_attributes(channel, "itunes:image"), {}).get("href", "")


def _category(channel: Xml.Element) -> bool:
    outer = channel.find("itunes:category", NAMES)
    if outer is None:
        return False
    inner = outer.find("itunes:category", NAMES)
    name = outer.get("text", "") if inner is None else f"{outer.get('text')} > {inner.get('text')}"
    return name in CATEGORIES


def _locked(channel: Xml.Element) -> bool:
    """Who may move the show is named by the same address as its owner."""
    locked = channel.find("podcast:locked", NAMES)
    return (
        locked is not None
        and locked.text in ("yes", "no")
        and locked.get("owner", "") == _text(channel, _OWNER)
    )


def _guids(channel: Xml.Element) -> bool:
    guids = [_text(item, "guid") for item in _items(channel)]
    return all(guids) and len(set(guids)) == len(guids)


def _guid_is_no_link(item: Xml.Element) -> bool:
    """What is no address has to say so."""
    guid = item.find("guid")
    return guid is None or guid.get("isPermaLink") == "false" or _is("guid", _ADDRESS)(item)


def _date(item: Xml.Element) -> bool:
    try:
        return parsedate_to_datetime(_text(item, "pubDate")).tzinfo is not None
    except ValueError:
        return False


def _newest_first(channel: Xml.Element) -> bool:
    dates = [parsedate_to_datetime(_text(item, "pubDate")) for item in _items(channel) if _date(item)]
    return dates == sorted(dates, reverse=True)


def _short(node: Xml.Element) -> bool:
    return len(_text(node, "description").encode()) <= _MAX_DESCRIPTION_BYTES


def _shown(item: Xml.Element) -> bool:
    """In HTML, with a link to the article."""
    shown = _text(item, "content:encoded")
    return shown.startswith("<") and f'<a href="{_text(item, "link")}"' in shown.replace("&amp;", "&")


def _transcripts(item: Xml.Element) -> bool:
    found = _attributes(item, "podcast:transcript")
    return {one.get("type") for one in found if re.fullmatch(_ADDRESS, one.get("url", ""))} == _TRANSCRIPTS


def _numbers(item: Xml.Element) -> bool:
    """Given to old and new readers alike, or not at all."""
    for tag in ("season", "episode"):
        old, new = (_text(item, f"{space}:{tag}") for space in ("itunes", "podcast"))
        if old != new or (old and not re.fullmatch(_WHOLE, old)):
            return False
    return True


def _serial(channel: Xml.Element) -> bool:
    """What is heard from the beginning needs to say where that is."""
    if _text(channel, "itunes:type") == "serial":
        return all(_text(item, "itunes:episode") for item in _items(channel))
    return _text(channel, "itunes:type") == "episodic"


def _synthetic(node: Xml.Element) -> bool:
    return SYNTHETIC in _text(node, "description")


RULES: dict[str, Rule] = {
    "the show has a title": _given("title"),
    "the show is described": _given("description"),
    "the show's description is not too long": _short,
    "the show's voice is said to be synthetic": _synthetic,
    "the show has a link": _is("link", _ADDRESS),
    "the show has a language": _is("language", _LANGUAGE),
    "the show has an author": _given("itunes:author"),
    "the show has a category of Apple's": _category,
    "the show is explicit or not": _is("itunes:explicit", "true|false"),
    "the show has an owner to write to": _is(_OWNER, _MAIL),
    "the owner has a name": _given("itunes:owner/itunes:name"),
    "the show has artwork": _has_one("itunes:image", "href", _ADDRESS),
    "old readers find the artwork, too": _old_artwork,
    "the show says how it is heard": _serial,
    "the feed names its own address": _has_one("atom:link[@rel='self']", "href", _ADDRESS),
    "pages lead to the first (RFC 5005)": _has_one("atom:link[@rel='first']", "href", _ADDRESS),
    "the feed has a guid": _is("podcast:guid", _UUID_5),
    "it is locked, or says that it is not": _locked,
    "the newest comes first": _newest_first,
    "each episode has a guid of its own": _guids,
    "a guid that is no address says so": _in_each(_guid_is_no_link),
    "an episode has a title": _in_each(_given("title")),
    "an episode has a link": _in_each(_is("link", _ADDRESS)),
    "an episode is described": _in_each(_given("description")),
    "an episode's description is not too long": _in_each(_short),
    "an episode's voice is said to be synthetic": _in_each(_synthetic),
    "an episode shows its summary and a link": _in_each(_shown),
    "an episode has one sound": _in_each(_has_one("enclosure", "url", _ADDRESS)),
    "the sound has a length": _in_each(_has_one("enclosure", "length", _WHOLE)),
    "the sound is MP3": _in_each(_has_one("enclosure", "type", "audio/mpeg")),
    "an episode has a date with its zone": _in_each(_date),
    "an episode has a duration in seconds": _in_each(_is("itunes:duration", _WHOLE)),
    "an episode is explicit or not": _in_each(_is("itunes:explicit", "true|false")),
    "an episode has transcripts": _in_each(_transcripts),
    "an episode has chapters": _in_each(_has_one("podcast:chapters", "type", r"application/json\+chapters")),
    "an episode's numbers are whole": _in_each(_numbers),
}
