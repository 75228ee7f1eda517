"""Feeds as found in the wild: not well-formed, but read all the same."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.growth.measuring import DOUBLING, doubling
from tts_service.errors import ServiceError, TooLarge, Unprocessable
from tts_service.listing import Hub, Listing, parse_listing, reading
from tts_service.listing import loose as loosely
from tts_service.listing.loose import read_loosely
from tts_service.listing.parse import _Collecting
from tts_service.listing.reading import MOST_FIELD_CHARS, MOST_IN_A_FIELD

pytestmark = pytest.mark.pure

HERE = "https://news.example/feeds/all.xml"
GOOD = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title>'
    "<item><title>One</title><link>/one</link><category>Sea</category><pubDate>Wed, 10 Dec "
    "2025 08:00:00 +0100</pubDate></item>"
    "<item><title>Two</title><guid>https://news.example/two</guid></item></channel></rss>"
)
ONE, TWO = "https://news.example/one", "https://news.example/two"


def read(text: str | bytes, at: str = HERE) -> Listing:
    return parse_listing(text.encode() if isinstance(text, str) else text, at)


def urls(text: str | bytes) -> list[str]:
    return [item.url for item in read(text).items]


BROKEN: dict[str, str | bytes] = {
    "a blank line before the declaration": f"\n{GOOD}",
    "a byte order mark behind a blank line": f"\n\ufeff{GOOD}",
    "a warning of PHP's before it": (
        f"<br />\n<b>Warning</b>: count() in <b>/srv/x.php</b> on line <b>3</b><br />\n{GOOD}"
    ),
    "a lone &": GOOD.replace("One", "Salt & pepper"),
    "an & at the end of a field": GOOD.replace("One", "Salt &"),
    "an & in an address": GOOD.replace("/one", "/one?utm_source=a&utm_medium=b"),
    "names of characters that only HTML has": GOOD.replace("One", "One&nbsp;two&hellip; &eacute;"),
    "a lone <": GOOD.replace("One", "1 < 2"),
    "vertical tabs and other control characters": GOOD.replace("One", "O\x0bn\x00e\x1f\x08"),
    "a forbidden character by number": GOOD.replace("One", "O&#11;n&#x1;e"),
    "a prefix that nobody declared": GOOD.replace(
        "<title>One", '<media:thumbnail url="a"/><dc:creator>A</dc:creator><title>One'
    ),
    "tags that are never closed": GOOD.replace("One", "One<br>two<p>three<img src=a.png>"),
    "a hundred tags that are never closed": GOOD.replace("One", "One<p>" * 100),
    "an entry that is never closed": GOOD.replace("</item><item>", "<item>"),
    "tags closed in the wrong order": GOOD.replace("One", "<b><i>One</b></i>"),
    "a closing tag too many": GOOD.replace("One", "One</p>"),
    "attributes without quotes": GOOD.replace("<guid>", "<guid isPermaLink=true>"),
    "an attribute twice": GOOD.replace("<guid>", '<guid isPermaLink="true" a="1" a="2">'),
    "something behind the root": f"{GOOD}<script>alert(1)</script>",
    "a comment with dashes": GOOD.replace("<channel>", "<channel><!-- a -- b -->"),
    "windows-1252 declared as UTF-8": GOOD.replace("One", "Caf\u00e9 \u201ctwo\u201d").encode("cp1252"),
    "UTF-8 declared as UTF-16": GOOD.replace("utf-8", "utf-16").replace("One", "Caf\u00e9").encode(),
    "an encoding that nobody knows": GOOD.replace("utf-8", "martian"),
    "an encoding that is none": GOOD.replace("utf-8", "punycode"),
    "two encodings at once": GOOD.replace("One", "Caf\u00e9").encode() + "<!-- \u00e9 -->".encode("latin-1"),
    "Shift_JIS": GOOD.replace("utf-8", "Shift_JIS").replace("One", "\u65b0\u805e").encode("shift_jis"),
    "GB2312": GOOD.replace("utf-8", "gb2312").replace("One", "\u65b0\u95fb").encode("gb2312"),
    "UTF-16 without a mark": GOOD.replace("utf-8", "utf-16").replace("One", "a & b").encode("utf-16-le"),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_it_is_read_as_feed_readers_do(text: str | bytes) -> None:
    found = read(text)
    assert [item.url for item in found.items] == [ONE, TWO]
    assert found.items[0].sections == ("Sea",)
    assert found.items[0].dated == dt.datetime(2025, 12, 10, 7, tzinfo=dt.UTC)
    assert (found.kind, found.refused, found.broken_off, found.complete) == ("feed", 0, False, False)


def test_an_address_keeps_its_parameters() -> None:
    assert urls(GOOD.replace("/one", "/one?id=1&section=2&copy=3&amp;x=4")) == [
        f"{ONE}?id=1&section=2&copy=3&x=4",
        TWO,
    ]


def test_what_is_whole_is_read_of_a_feed_that_breaks_off() -> None:
    for end in range(GOOD.index("</item>") + len("</item>"), len(GOOD)):
        found = read(GOOD[:end])
        assert found.broken_off
        assert [item.url for item in found.items] in ([ONE], [ONE, TWO])
    assert not read(GOOD).broken_off


def test_an_unclosed_comment_or_cdata_ends_it() -> None:
    for begins in ("<!--", "<![CDATA[", "<?x"):
        found = read(GOOD.replace("<item><title>Two", f"{begins}<item><title>Two"))
        assert ([item.url for item in found.items], found.broken_off) == ([ONE], True)


def test_a_broken_sitemap_never_says_what_is_gone() -> None:
    good = "<urlset><url><loc>https://news.example/one</loc></url><url><loc>https://news.example/two</loc></url></urlset>"
    assert read(good).complete
    for text in (f"\n<?xml version='1.0'?>{good}", good.replace("one", "one?a=1&b=2"), good[:70]):
        assert not read(text).complete


def test_hubs_and_links_of_atom_survive() -> None:
    text = (
        '\n<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://paper.example/">'
        '<link rel="hub" href="https://hub.example/"/><link rel="self" href="feed"/><entry>'
        "<title>A & B</title>"
        '<source><link href="https://other.example/"/></source><link href="a"/>'
        '<category term="w" label="World"/></entry></feed>'
    )
    found = read(text)
    assert [(item.url, item.sections) for item in found.items] == [("https://paper.example/a", ("World",))]
    assert found.hub == Hub("https://hub.example/", "https://paper.example/feed")


@pytest.mark.parametrize(
    "namespace",
    [
        "https://www.sitemaps.org/schemas/sitemap/0.9",
        "http://www.sitemaps.org/schemas/sitemap/0.9/",
        "HTTP://WWW.SITEMAPS.ORG/schemas/sitemap/0.9 ",
    ],
)
def test_a_namespace_that_is_misspelled_a_little(namespace: str) -> None:
    assert urls(f'<urlset xmlns="{namespace}"><url><loc>{ONE}</loc></url></urlset>') == [ONE]
    rss = GOOD.replace("<rss", '<rss xmlns="http://backend.userland.com/rss2"')
    assert urls(rss) == [ONE, TWO]


@pytest.mark.parametrize("before", ["", "\n<?xml version='1.0'?>", "<!-- made by hand -->"])
def test_a_web_page_is_told_apart_and_its_feed_named(before: str) -> None:
    link = (
        '<link rel="stylesheet" href="a.css"><link type="application/rss+xml" title=x '
        'rel="alternate" href="/rss?a&amp;b">'
    )
    page = f"{before}<!DOCTYPE html><html><head>{link}</head><body><p>Words<br></body></html>"
    with pytest.raises(Unprocessable, match=r"web page.*use https://news\.example/rss\?a&b instead"):
        read(page)
    with pytest.raises(Unprocessable, match="names no feed"):
        read(page.replace("rss+xml", "json"))


def test_nothing_is_expanded_in_a_broken_feed() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    with pytest.raises(Unprocessable, match="entities"):
        read(f"\n{GOOD.replace('<rss', f'{bomb}<rss').replace('One', '&b; & more')}")
    with pytest.raises(Unprocessable, match="entities"):
        read(GOOD.replace("<channel>", f"<channel>{bomb}"))


def test_fields_are_bounded() -> None:
    many = "".join(f"<category>{'c' * 1000}{n}</category>" for n in range(MOST_IN_A_FIELD + 10))
    (item, _) = read(GOOD.replace("<category>Sea</category>", many)).items
    assert len(item.sections) == 1
    long = GOOD.replace("/one", "/" + "x" * 20_000)
    assert (urls(long), read(long).refused) == ([TWO], 1)
    words = GOOD.replace("One", "x" * MOST_FIELD_CHARS)
    assert read(words).items[0].version == read(words.replace("xx<", "xxy<")).items[0].version


@pytest.mark.parametrize("before", ["", "\n<?xml version='1.0'?>"])
def test_there_is_an_end_to_elements(monkeypatch: pytest.MonkeyPatch, before: str) -> None:
    monkeypatch.setattr(reading, "MOST_ELEMENTS", 1_000)
    with pytest.raises(TooLarge, match="more than 1,000 elements"):
        read(f"{before}<rss><channel>{'<a/>' * 1_000}")


# -- both ways to read agree ---------------------------------------------------------------------------------

words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=30)
address = st.one_of(
    st.just("/a"), st.builds("/{}?x={}&y=1".format, st.integers(0, 9), st.integers(0, 9)), words
)


@st.composite
def elements(draw: st.DrawFn) -> str:
    name = draw(
        st.sampled_from(
            ["title", "link", "guid", "description", "category", "pubDate", "x:other", "dc:subject"]
        )
    )
    text = draw(address if name in ("link", "guid") else words)
    if draw(st.booleans()) and "]]>" not in text:
        return f"<{name} a={quoteattr(draw(words))}><![CDATA[{text}]]></{name}>"
    return f"<{name}>{escape(text)}<!-- {draw(st.sampled_from(['', '<item>', '&']))} --></{name}>"


@st.composite
def feeds(draw: st.DrawFn) -> str:
    items = draw(st.lists(st.lists(elements(), max_size=5).map("".join), max_size=4))
    inside = "".join(f"<item>{item}</item>" for item in items)
    declared = 'xmlns:x="urn:other" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return (
        f"<?xml version='1.0'?><!DOCTYPE rss><rss {declared}><channel><title>x</title>{inside}"
        "</channel></rss>"
    )


def loosely_read(text: str) -> Listing:
    collecting = _Collecting(HERE)
    collecting.whole = read_loosely(text, collecting.reading)
    return collecting.listing(HERE, "")


@given(feeds())
def test_a_good_feed_is_read_alike_in_both_ways(text: str) -> None:
    assert loosely_read(text) == read(text)


@given(
    feeds(),
    st.lists(
        st.tuples(st.integers(0, 2_000), st.sampled_from([*"<>&\"'/\x0b", "<item>", "</item>", "<!--", ""]))
    ),
)
def test_whatever_is_damaged_gives_a_listing_or_one_sentence(
    text: str, damage: list[tuple[int, str]]
) -> None:
    for at, instead in damage:
        text = text[:at] + instead + text[at + 1 :]
    said = ""
    try:
        read(text)
    except ServiceError as error:
        said = error.detail
    assert "\n" not in said


# -- growth --------------------------------------------------------------------------------------------------

HEAD = "<rss><channel><item><link>/a</link>"
HOSTILE: dict[str, Callable[[int], str]] = {
    "text in pieces": lambda n: f"{HEAD}<description>{'a<b/>' * n}</description></item></channel></rss>",
    "text in pieces, broken": lambda n: f"{HEAD}<description>{'a<b/>' * n}",
    "lone &": lambda n: f"{HEAD}<description>{'a & ' * n}",
    "lone <": lambda n: f"{HEAD}<description>{'a < ' * n}",
    "open tags": lambda n: f"{HEAD}<description>{'<a ' * n}",
    "open quotes": lambda n: HEAD + "<a b=\"x'" * n,
    "quotes of two kinds": lambda n: f"{HEAD}<a " + "\"'<a '\" " * n,
    "open ends": lambda n: f"{HEAD}{'</item' * n}",
    "ends of nothing": lambda n: f"{HEAD}{'</x>' * n}",
    "attributes": lambda n: f"{HEAD}<a {' '.join(f'a{k}=1' for k in range(n))}>",
    "one long attribute": lambda n: f"{HEAD}<a {'a' * 4 * n}>",
    "spaces in a tag": lambda n: f"{HEAD}<a{' ' * 4 * n}=",
    "bases": lambda n: f'<rss xml:base="/{"x" * 4 * n}">' + '<item><link href="a"/></item>' * (n // 6),
    "prefixes": lambda n: HEAD + "".join(f"<a xmlns:p{k}='u'>" for k in range(n // 4)),
    "categories": lambda n: HEAD + "".join(f"<category>{k}</category>" for k in range(n // 4)),
    "entries in entries": lambda n: "<rss>" + "<item>" * n,
    "document types": lambda n: "<rss>" + "<!DOCTYPE a [" * n,
    "entities": lambda n: f"{HEAD}<title>{'&amp;&a' * n}",
    "a long date": lambda n: f"{HEAD}<pubDate>{'1 ' * n}</pubDate></item></rss>",
    "a page of links": lambda n: "<!doctype html>" + "<link rel=alternate type=application/rss+xml " * n,
    "a page of comments": lambda n: "<!--" * n,
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_length(make: Callable[[int], str]) -> None:
    def parse(n: int) -> None:
        with contextlib.suppress(ServiceError):
            read(make(n))

    assert doubling(parse, 8_000) <= DOUBLING


def test_a_large_feed_that_is_broken_is_refused() -> None:
    with pytest.raises(Unprocessable, match="too large to be read in spite of errors"):
        read(f"\n{GOOD}{' ' * loosely.MOST_BYTES}")
