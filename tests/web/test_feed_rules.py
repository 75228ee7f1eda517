"""Our feeds keep every rule of podcasts, and a feed that breaks one is reported by that rule alone."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree as Xml

import msgspec
import pytest

from tests.feed_rules import NAMES, RULES, SYNTHETIC, broken
from tests.web.feed_examples import BASE, CHANNEL, EPISODE, PAGING
from tts_service.formats.feed import feed_xml

pytestmark = pytest.mark.pure

OLDER = msgspec.structs.replace(
    EPISODE, article_id="abd", published_at=EPISODE.published_at.replace(day=2), season=2, number=3
)
EPISODES = (OLDER, EPISODE)
Change = Callable[[Xml.Element], None]


def feed() -> bytes:
    return feed_xml(CHANNEL, EPISODES, PAGING, BASE)


def node(channel: Xml.Element, path: str) -> Xml.Element:
    found = channel.find(path, NAMES)
    assert found is not None, path
    return found


def without(path: str) -> Change:
    """Take every one away, of the show or of its first episode."""
    above, _, name = path.rpartition("/")

    def change(channel: Xml.Element) -> None:
        parent = node(channel, above) if above else channel
        found = parent.findall(name, NAMES)
        assert found, path
        for one in found:
            parent.remove(one)

    return change


def says(path: str, text: str) -> Change:
    return lambda channel: setattr(node(channel, path), "text", text)


def has(path: str, name: str, value: str) -> Change:
    return lambda channel: node(channel, path).set(name, value)


BROKEN: list[tuple[str, Change]] = [
    ("the show has a title", without("title")),
    ("the show has a link", says("link", "harbour.example")),
    ("the show has a language", says("language", "English")),
    ("the show has an author", says("itunes:author", "")),
    ("the show has a category of Apple's", has("itunes:category", "text", "Harbours")),
    ("the show has a category of Apple's", without("itunes:category")),
    ("the show is explicit or not", says("itunes:explicit", "no")),
    ("the owner has a name", without("itunes:owner/itunes:name")),
    ("the show has artwork", lambda channel: channel.append(node(channel, "itunes:image"))),
    ("old readers find the artwork, too", says("image/url", "https://harbour.example/old.png")),
    ("the feed names its own address", has("atom:link[@rel='self']", "href", "/feed.xml")),
    ("pages lead to the first (RFC 5005)", without("atom:link[@rel='first']")),
    ("it is locked, or says that it is not", says("podcast:locked", "maybe")),
    ("it is locked, or says that it is not", has("podcast:locked", "owner", "thief@elsewhere.example")),
    ("the feed has a guid", says("podcast:guid", "harbour")),
    ("the show says how it is heard", says("itunes:type", "daily")),
    ("the show says how it is heard", says("itunes:type", "serial")),  # the second episode has no number
    ("the show's voice is said to be synthetic", says("description", "News from the coast.")),
    ("the show's description is not too long", says("description", SYNTHETIC + " news" * 800)),
    ("an episode has a title", says("item/title", "")),
    ("an episode's description is not too long", says("item/description", SYNTHETIC + " news" * 800)),
    ("an episode's voice is said to be synthetic", says("item/description", "The water came at dawn.")),
    ("each episode has a guid of its own", says("item/guid", EPISODE.article_id)),
    ("a guid that is no address says so", has("item/guid", "isPermaLink", "true")),
    ("an episode has one sound", has("item/enclosure", "url", "/audio/abc.mp3")),
    ("the sound has a length", has("item/enclosure", "length", "0")),
    ("the sound is MP3", has("item/enclosure", "type", "audio/mp3")),
    ("an episode has a date with its zone", says("item/pubDate", "2026-03-02")),
    ("the newest comes first", says("item/pubDate", "Sun, 01 Feb 2026 12:00:00 GMT")),
    ("an episode has a duration in seconds", says("item/itunes:duration", "1:23.4")),
    ("an episode is explicit or not", without("item/itunes:explicit")),
    ("an episode shows its summary and a link", without("item/content:encoded")),
    ("an episode has transcripts", without("item/podcast:transcript")),
    ("an episode has chapters", without("item/podcast:chapters")),
    ("an episode's numbers are whole", says("item/itunes:season", "2.5")),
    ("an episode's numbers are whole", without("item/podcast:episode")),
]
TOGETHER: list[tuple[str, Change]] = [
    ("the show has an owner to write to", without("itunes:owner/itunes:email")),  # and the lock has another
    ("an episode has a link", without("item/link")),  # and what is shown leads nowhere
    ("an episode is described", without("item/description")),  # and nothing says that the voice is synthetic
    ("the show is described", without("description")),
]


def changed(change: Change) -> list[str]:
    root = Xml.fromstring(feed())
    change(node(root, "channel"))
    return broken(Xml.tostring(root))


def test_our_feed_keeps_them_all() -> None:
    assert broken(feed()) == []


def test_a_serial_show_whose_episodes_are_numbered_keeps_them_all() -> None:
    numbered = (OLDER, msgspec.structs.replace(EPISODE, number=2))
    assert broken(feed_xml(msgspec.structs.replace(CHANNEL, type="serial"), numbered, PAGING, BASE)) == []


def test_something_else_is_no_podcast() -> None:
    assert (
        broken(b"<html><body/></html>")
        == broken(b"<rss version='0.91'><channel/></rss>")
        == ["it is RSS 2.0"]
    )


@pytest.mark.parametrize(("rule", "change"), BROKEN)
def test_one_that_is_broken_is_found(rule: str, change: Change) -> None:
    assert changed(change) == [rule]


@pytest.mark.parametrize(("rule", "change"), TOGETHER)
def test_one_that_others_lean_on_is_found_too(rule: str, change: Change) -> None:
    assert rule in changed(change)


def test_each_rule_is_broken_here() -> None:
    assert {rule for rule, _ in (*BROKEN, *TOGETHER)} == set(RULES)
