"""Feeds and sitemaps, good and bad."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest

from tts_service.errors import ServiceError, TooLarge, Unprocessable
from tts_service.listing import ListingItem, parse_listing
from tts_service.listing.dates import parse_date
from tts_service.listing.reading import MOST_ITEMS
from tts_service.listing.xml import MOST_BYTES

pytestmark = pytest.mark.pure

HERE = "https://news.example/feeds/all.xml"
RSS = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://elsewhere.example/rss.dtd">
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>News</title><link>https://news.example/</link>
<item><title>One</title><link>/one?utm_source=rss</link><pubDate>Wed, 10 Dec 2025 08:00:00 +0100</pubDate>
  <category>World</category><category>Sea</category><media:thumbnail url="x"/><media:title>No title\
</media:title></item>
<item><title>Two</title><guid>https://news.example/two</guid><pubDate>the day before yesterday</pubDate>\
</item>
<item><title>Two again</title><link>https://news.example/two#top</link></item>
<item><title>Nowhere</title><guid isPermaLink="false">tag:17</guid></item>
<item><title>Bad</title><link>http://[</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://paper.example/"><title>Paper</title>
<link href="https://paper.example/"/>
<entry xml:base="deep/"><title>A</title><link rel="enclosure" href="a.mp3"/><link href="a"/>
<updated>2025-12-10T08:00:00Z</updated>
<category term="w" label="World"/><source><title>Other</title><link href="https://other.example/"/></source></entry></feed>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:i="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://news.example/one</loc><lastmod>2025-12</lastmod>
<i:image><i:loc>https://news.example/a.jpg</i:loc></i:image></url>
<url><loc>https://www.news.example/two</loc><lastmod>soon</lastmod></url>
<url><loc>https://elsewhere.example/three</loc></url><url><loc>http://169.254.169.254/latest</loc></url></urlset>"""


def urls(text: str, at: str = HERE) -> list[str]:
    return [item.url for item in parse_listing(text.encode(), at).items]


def test_rss_with_relative_links_doubles_and_wrong_dates() -> None:
    found = parse_listing(RSS.encode(), HERE)
    assert [item.url for item in found.items] == ["https://news.example/one", "https://news.example/two"]
    assert (found.kind, found.complete, found.refused) == ("feed", False, 2)
    assert found.items[0].dated == dt.datetime(2025, 12, 10, 7, tzinfo=dt.UTC)
    assert found.items[0].sections == ("World", "Sea")
    assert found.items[1].dated is None


def test_an_edit_of_an_item_is_another_version() -> None:
    before, after = (
        parse_listing(text.encode(), HERE).items for text in (RSS, RSS.replace(">One<", ">One, corrected<"))
    )
    assert before[0].version != after[0].version
    assert before[1] == after[1]


def test_atom_with_bases_and_what_is_quoted_from_others() -> None:
    (item,) = parse_listing(ATOM.encode(), HERE).items
    assert item.url == "https://paper.example/deep/a"
    assert item.sections == ("World",)
    assert item.dated == dt.datetime(2025, 12, 10, 8, tzinfo=dt.UTC)


def test_rdf() -> None:
    text = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><link>/</link></channel>
    <item><link>one</link><dc:date>2025-12-10</dc:date></item></rdf:RDF>"""
    assert urls(text) == ["https://news.example/feeds/one"]


def test_a_sitemap_may_name_pages_of_its_host_only() -> None:
    found = parse_listing(SITEMAP.encode(), "https://news.example/sitemap.xml")
    assert [item.url for item in found.items] == ["https://news.example/one", "https://www.news.example/two"]
    assert (found.kind, found.complete, found.refused) == ("sitemap", True, 2)
    assert found.items[0].dated == dt.datetime(2025, 12, 1, tzinfo=dt.UTC)


def test_a_news_sitemap_holds_only_the_newest() -> None:
    text = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>/one</loc>
    <n:news><n:publication_date>2025-12-10</n:publication_date><n:title>One</n:title></n:news></url></urlset>"""
    found = parse_listing(text.encode(), HERE)
    assert not found.complete
    assert found.items[0].dated == dt.datetime(2025, 12, 10, tzinfo=dt.UTC)


def test_an_index_packed() -> None:
    text = (
        "<sitemapindex><sitemap><loc>a.xml.gz</loc></sitemap><sitemap><loc>//b.example/c.xml"
        "</loc></sitemap></sitemapindex>"
    )
    found = parse_listing(gzip.compress(text.encode()), HERE)
    assert (found.kind, found.refused) == ("index", 1)
    assert found.items == (ListingItem("https://news.example/feeds/a.xml.gz"),)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<html><body>Not here</body></html>", "a web page, not a feed"),
        ("<!doctype html><p>Not <br> here", "a web page, not a feed"),
        ("<opml><body/></opml>", "root is <opml>"),
        ("", "neither a feed nor a sitemap"),
        ("Not XML at all", "neither a feed nor a sitemap"),
        ("<opml><body></opml>", "root is <opml>"),
        ("<", "it is broken .line 1"),
        (
            f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]><rss><item><title>&l9;</title></item></rss>',
            "entities",
        ),
        (
            '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><link>&x;</link></item></rss>',
            "entities",
        ),
        ("<rss>" + "<a>" * 100_000, "nested"),
        ('<?xml version="1.0" encoding="martian"?><rss/>', "martian|encoding"),
    ],
)
def test_what_is_no_listing_is_refused(text: str, says: str) -> None:
    with pytest.raises(Unprocessable, match=says) as caught:
        parse_listing(text.encode(), HERE)
    assert caught.value.kind == "not-a-listing"


def test_too_many_items_are_cut() -> None:
    text = "<rss>" + "".join(f"<item><link>/{n}</link></item>" for n in range(MOST_ITEMS + 10)) + "</rss>"
    found = parse_listing(text.encode(), HERE)
    assert (len(found.items), found.cut) == (MOST_ITEMS, True)


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(TooLarge, match="50 MB"):
        parse_listing(gzip.compress(b" " * (MOST_BYTES + 1)), HERE)


def test_a_damaged_package_is_refused() -> None:
    with pytest.raises(ServiceError, match="gzip"):
        parse_listing(gzip.compress(SITEMAP.encode())[:-9], HERE)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "0000-00-00", "2025-13-45T99:00:00Z", "Wed, 99 Foo 2025 08:00:00 GMT", "9" * 400],
)
def test_no_date(text: str) -> None:
    assert parse_date(text) is None
