"""Politeness, against a real server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.local_site import LocalSite
from tts_service.errors import ServiceError, UpstreamFailed
from tts_service.settings import Settings
from workers.web.reader import PoliteWebReader


@pytest.fixture
def site() -> Iterator[LocalSite]:
    site = LocalSite()
    yield site
    site.close()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def reader(site: LocalSite, waits: list[float]) -> PoliteWebReader:
    return PoliteWebReader(Settings(allowed_sites=(site.origin,)), pace_s=5, wait=waits.append)


def test_a_listing_that_has_not_changed_is_not_sent_again(site: LocalSite, reader: PoliteWebReader) -> None:
    url = site.sitemap("/sitemap.xml", {"/one": "2025-12-10"}, etag='"1"')
    first = reader.listing(url)
    assert first.body.startswith(b"<urlset")
    again = reader.listing(url, first.etag, first.last_modified)
    assert (again.unchanged, again.etag) == (True, '"1"')
    assert [status for _, status in site.asked] == [200, 304]


def test_a_host_is_asked_no_faster_than_it_likes(
    site: LocalSite, reader: PoliteWebReader, waits: list[float]
) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 20\n", "text/plain")
    url = site.sitemap("/sitemap.xml", {})
    reader.listing(url)
    reader.listing(url)
    assert reader.may_read(url)
    reader.listing(url)
    reader.listing(url)
    assert [round(wait, -1) for wait in waits] == [
        0,
        0,
        10,
        30,
    ]  # 0, 5, 10 and 30 s, less what the requests took


def test_robots_are_obeyed_and_asked_once(site: LocalSite, reader: PoliteWebReader) -> None:
    site.put(
        "/robots.txt",
        "User-agent: *\nDisallow: /private\n\nUser-agent: tts-service\nDisallow: /paid\n",
        "text/plain",
    )
    assert not reader.may_read(f"{site.origin}/paid/story")
    assert reader.may_read(f"{site.origin}/private/story")
    assert site.asked == [("/robots.txt", 200)]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/report.pdf", False),
        ("/report.pdf?page=2", True),
        ("/archive/1999", False),
        ("/archive/open/1999", True),  # the longest match decides, wherever it stands
        ("/story;print", False),
    ],
)
def test_wildcards_and_the_longest_match(
    site: LocalSite, reader: PoliteWebReader, path: str, allowed: bool
) -> None:
    lines = (
        "User-agent: *",
        "Disallow: /*.pdf$",
        "Disallow: /archive",
        "Allow: /archive/open",
        "Disallow: /*;print",
    )
    site.put("/robots.txt", "\n".join(lines), "text/plain")
    assert reader.may_read(f"{site.origin}{path}") is allowed


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, False), (500, False), (503, False), (429, False)]
)
def test_robots_that_are_not_there(
    site: LocalSite, reader: PoliteWebReader, status: int, allowed: bool
) -> None:
    site.put("/robots.txt", "", status=status)
    assert reader.may_read(f"{site.origin}/story") is allowed


def test_a_page_that_is_gone_is_told_from_one_in_trouble(site: LocalSite, reader: PoliteWebReader) -> None:
    assert reader.is_gone(f"{site.origin}/nowhere")
    assert not reader.is_gone(site.article("/story", "Clocks"))
    site.put("/busy", "", status=503)
    with pytest.raises(UpstreamFailed):
        reader.is_gone(f"{site.origin}/busy")


def test_a_private_address_is_not_read() -> None:
    with pytest.raises(ServiceError, match="private"):
        PoliteWebReader(Settings()).listing("http://10.0.0.1/feed.xml")
