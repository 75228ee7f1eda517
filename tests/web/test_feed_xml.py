"""What a feed says of a show and its episodes. The rules that every feed has to keep are those of
``tests.feed_rules``."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from io import BytesIO
from xml.etree import ElementTree as Xml

import feedparser
import msgspec
import podcastparser
import pytest

from tests.web.feed_examples import BASE, CHANNEL, EPISODE, PAGING
from tts_service.article.disclosure import OFF, SOURCE_TYPE
from tts_service.formats.feed import (
    ATOM,
    CONTENT,
    IPTC,
    ITUNES,
    PODCAST,
    Channel,
    Episode,
    Paging,
    feed_guid,
    feed_xml,
)
from tts_service.publisher.shows.categories import CATEGORIES

pytestmark = pytest.mark.pure


def made(channel: Channel = CHANNEL, *episodes: Episode) -> Xml.Element:
    top = Xml.fromstring(feed_xml(channel, episodes or (EPISODE,), PAGING, BASE)).find("channel")
    assert top is not None
    return top


def text(node: Xml.Element, path: str) -> str:
    found = node.findtext(path)
    assert found is not None, path
    return found


@pytest.fixture
def top() -> Xml.Element:
    return made()


@pytest.fixture
def item(top: Xml.Element) -> Xml.Element:
    found = top.find("item")
    assert found is not None
    return found


def test_it_is_rss_2_in_utf_8() -> None:
    body = feed_xml(CHANNEL, (EPISODE,), PAGING, BASE)
    assert body.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    assert Xml.fromstring(body).attrib["version"] == "2.0"


@pytest.mark.parametrize("tag", ["title", "link", "language", "description", f"{{{ITUNES}}}author"])
def test_the_show_is_described(top: Xml.Element, tag: str) -> None:
    assert text(top, tag).strip()


def test_the_voice_is_said_to_be_synthetic(top: Xml.Element, item: Xml.Element) -> None:
    assert "Read by a synthetic voice." in text(top, "description")
    assert "Read by a synthetic voice." in text(item, "description")
    assert text(item, f"{{{IPTC}}}DigitalSourceType") == SOURCE_TYPE


def test_the_publisher_words_it_or_leaves_it_to_machines() -> None:
    for wording, said in (("Our AI voice reads.", "Our AI voice reads."), (OFF, "")):
        body = feed_xml(msgspec.structs.replace(CHANNEL, wording=wording), (EPISODE,), PAGING, BASE).decode()
        assert said in body
        assert "synthetic" not in body
        assert SOURCE_TYPE in body


def test_it_is_said_in_the_language_of_the_episode() -> None:
    episode = msgspec.structs.replace(EPISODE, language="fr-CA")
    assert "Lu par une voix de synthèse." in feed_xml(CHANNEL, (episode,), PAGING, BASE).decode()


def test_the_feed_names_its_own_address(top: Xml.Element) -> None:
    links = {link.attrib["rel"]: link.attrib["href"] for link in top.findall(f"{{{ATOM}}}link")}
    assert links["self"] == PAGING.this


def test_pages_name_their_neighbours(top: Xml.Element) -> None:
    links = {link.attrib["rel"]: link.attrib["href"] for link in top.findall(f"{{{ATOM}}}link")}
    assert (links["first"], links["previous"], links["next"]) == (PAGING.first, PAGING.previous, PAGING.next)


def test_the_last_page_has_no_next() -> None:
    body = feed_xml(CHANNEL, (), Paging(PAGING.first, PAGING.first), BASE)
    assert b'rel="next"' not in body
    assert b'rel="previous"' not in body


def test_the_category_is_one_of_apples_with_its_inner_one(top: Xml.Element) -> None:
    outer = top.find(f"{{{ITUNES}}}category")
    assert outer is not None
    inner = outer.find(f"{{{ITUNES}}}category")
    assert inner is not None
    assert f"{outer.attrib['text']} > {inner.attrib['text']}" in CATEGORIES


@pytest.mark.parametrize(("explicit", "said"), [(True, "true"), (False, "false")])
def test_show_and_episode_say_whether_they_are_explicit(explicit: bool, said: str) -> None:
    top = made(msgspec.structs.replace(CHANNEL, explicit=explicit))
    assert text(top, f"{{{ITUNES}}}explicit") == text(top, f"item/{{{ITUNES}}}explicit") == said


def test_there_is_an_owner_to_write_to(top: Xml.Element) -> None:
    assert text(top, f"{{{ITUNES}}}owner/{{{ITUNES}}}email") == CHANNEL.owner_email


def test_it_may_not_be_taken_elsewhere_but_by_its_owner(top: Xml.Element) -> None:
    locked = top.find(f"{{{PODCAST}}}locked")
    assert locked is not None
    assert (locked.text, locked.attrib["owner"]) == ("yes", CHANNEL.owner_email)


def test_there_is_a_picture_for_old_and_new_readers(top: Xml.Element) -> None:
    image = top.find(f"{{{ITUNES}}}image")
    assert image is not None
    assert image.attrib["href"] == text(top, "image/url") == CHANNEL.image_url


def test_the_guid_of_the_feed_is_that_of_the_standard() -> None:
    """The example of the podcast namespace's own page."""
    assert feed_guid("https://mp3s.nashownotes.com/pc20rss.xml") == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert feed_guid("http://mp3s.nashownotes.com/pc20rss.xml/") == feed_guid(
        "https://mp3s.nashownotes.com/pc20rss.xml"
    )


def test_all_pages_share_the_guid_of_the_feed(top: Xml.Element) -> None:
    assert text(top, f"{{{PODCAST}}}guid") == feed_guid(PAGING.first)


def test_a_new_revision_keeps_the_guid_and_gets_new_audio() -> None:
    first, second = made(), made(CHANNEL, msgspec.structs.replace(EPISODE, revision="r2"))
    assert text(first, "item/guid") == text(second, "item/guid")
    urls = [node.attrib["url"] for top in (first, second) if (node := top.find("item/enclosure")) is not None]
    assert len(set(urls)) == 2


def test_the_enclosure_has_true_length_and_kind(item: Xml.Element) -> None:
    enclosure = item.find("enclosure")
    assert enclosure is not None
    assert enclosure.attrib == {"url": f"{BASE}/audio/abc/r1.mp3", "length": "667200", "type": "audio/mpeg"}


def test_the_date_is_that_of_the_mail_standard(item: Xml.Element) -> None:
    assert parsedate_to_datetime(text(item, "pubDate")) == EPISODE.published_at


def test_the_duration_is_in_whole_seconds(item: Xml.Element) -> None:
    assert text(item, f"{{{ITUNES}}}duration") == "83"


def test_what_is_shown_is_html_of_the_summary_and_a_link(item: Xml.Element) -> None:
    shown = text(item, f"{{{CONTENT}}}encoded")
    assert "<p>The water came at dawn &amp; stayed.</p>" in shown
    assert 'href="https://harbour.example/tide"' in shown


def test_transcripts_and_chapters_are_those_of_the_revision(item: Xml.Element) -> None:
    kinds = {node.attrib["type"]: node.attrib["url"] for node in item.findall(f"{{{PODCAST}}}transcript")}
    assert kinds == {
        "text/vtt": f"{BASE}/transcripts/abc/r1.vtt",
        "application/json": f"{BASE}/transcripts/abc/r1.json",
    }
    chapters = item.find(f"{{{PODCAST}}}chapters")
    assert chapters is not None
    assert chapters.attrib == {"url": f"{BASE}/chapters/abc/r1.json", "type": "application/json+chapters"}


def test_a_hub_is_named_where_there_is_one() -> None:
    def hubs(paging: Paging) -> list[str]:
        links = Xml.fromstring(feed_xml(CHANNEL, (EPISODE,), paging, BASE)).iter(f"{{{ATOM}}}link")
        return [link.attrib["href"] for link in links if link.attrib["rel"] == "hub"]

    assert hubs(PAGING) == []
    assert hubs(msgspec.structs.replace(PAGING, hub="https://hub.example/?a&b")) == [
        "https://hub.example/?a&b"
    ]


def test_an_episode_has_its_numbers_where_they_are_given(item: Xml.Element) -> None:
    numbered = made(CHANNEL, msgspec.structs.replace(EPISODE, season=2, number=13))
    for space in (ITUNES, PODCAST):
        assert text(numbered, f"item/{{{space}}}season") == "2"
        assert text(numbered, f"item/{{{space}}}episode") == "13"
        assert item.find(f"{{{space}}}season") is item.find(f"{{{space}}}episode") is None


def test_a_serial_show_is_heard_from_the_beginning(top: Xml.Element) -> None:
    assert text(top, f"{{{ITUNES}}}type") == "episodic"
    assert text(made(msgspec.structs.replace(CHANNEL, type="serial")), f"{{{ITUNES}}}type") == "serial"


def test_what_xml_cannot_hold_is_left_out(item: Xml.Element) -> None:
    assert text(item, "title") == "Tide <rises> again"


def test_readers_of_the_field_understand_it() -> None:
    body = feed_xml(CHANNEL, (msgspec.structs.replace(EPISODE, season=2, number=13),), PAGING, BASE)
    seen = feedparser.parse(body)
    assert not seen.bozo
    assert (seen.entries[0].itunes_season, seen.entries[0].itunes_episode) == ("2", "13")
    assert seen.entries[0].enclosures[0].href == f"{BASE}/audio/abc/r1.mp3"
    parsed = podcastparser.parse(PAGING.first, BytesIO(body))
    episode = parsed["episodes"][0]
    assert (parsed["title"], episode["guid"], episode["total_time"]) == (CHANNEL.title, "abc", 83)
    assert episode["enclosures"][0]["file_size"] == EPISODE.size
    assert (episode["season"], episode["number"]) == (2, 13)
