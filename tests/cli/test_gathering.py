from __future__ import annotations

import datetime as dt
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.local_site import LocalSite
from tts_service.cli.batch.gather import Source, gather, looks_like_listing, selected
from tts_service.ops.workers_port import web_reader
from tts_service.settings import Settings


@pytest.fixture
def site() -> Iterator[LocalSite]:
    site = LocalSite()
    yield site
    site.close()


def found(*named: str, site: LocalSite | None = None, listings: tuple[str, ...] = ()) -> list[Source]:
    settings = Settings(allowed_sites=(site.origin,) if site else ())
    return list(gather(named, listings, lambda: web_reader(settings)))


def names(*named: str, site: LocalSite | None = None) -> list[str]:
    return [source.name for source in found(*named, site=site)]


def test_folders_are_searched_to_the_bottom_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "deep/c.html", "deep/d.html.gz", "e.ssml", "picture.jpg", "deep/notes.gz"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    paths = [Path(name).relative_to(tmp_path).as_posix() for name in names(str(tmp_path))]
    assert paths == ["a.md", "b.txt", "deep/c.html", "deep/d.html.gz", "e.ssml"]
    patterned = [Path(name).name for name in names(f"{tmp_path}/**/*.html*")]
    assert patterned == ["c.html", "d.html.gz"]


def test_each_source_comes_once_and_a_missing_one_comes_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    missing = [str(tmp_path / "missing.txt"), str(tmp_path / "*.missing")]
    first = str(tmp_path / "a.txt")
    assert names(first, str(tmp_path), "https://news.example/", *missing) == [
        first,
        "https://news.example/",
        *missing,
    ]


def test_standard_input_has_paths_addresses_and_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        "one.txt",
        "",
        "https://news.example/",
        "-",
        '{"url": "https://news.example/two", "published_at": "2025-12-10"}',
        '{"text": "A story.", "title": "Same"}',
        '{"text": "Another story.", "title": "Same"}',
        '{"url": 7}',
        "{",
    ]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
    sources = found("-", "two.txt")
    assert [source.name for source in sources][:4] == [
        "one.txt",
        "https://news.example/",
        "https://news.example/two",
        "Same",
    ]
    assert [source.name for source in sources][4:] == ["Same", "line 8", "line 9", "two.txt"]
    assert sources[2].dated == dt.datetime(2025, 12, 10, tzinfo=dt.UTC)
    assert sources[3].asked("tone/low", "en").voice == "tone/low"
    assert [source.problem.kind for source in sources if source.problem] == ["bad-json", "bad-json"]


def test_a_feed_a_sitemap_and_an_index_stand_for_their_articles(site: LocalSite) -> None:
    site.put("/feed", "<rss><item><link>/a</link></item></rss>", "text/plain")
    site.sitemap("/one.xml", {"/b": "2025-12-10", "http://elsewhere.example/": "2025-12-10"})
    site.put(
        "/all.xml",
        "<sitemapindex><sitemap><loc>/one.xml</loc></sitemap><sitemap><loc>/no.xml</loc></sitemap></sitemapindex>",
    )
    sources = found(f"{site.origin}/feed", f"{site.origin}/all.xml", site=site)
    assert [source.name.removeprefix(site.origin) for source in sources] == [
        "/a",
        "/b",
        "/one.xml",
        "/no.xml",
    ]
    assert [source.problem.kind if source.problem else "" for source in sources] == [
        "",
        "",
        "bad-entries",
        "page-gone",
    ]


def test_any_address_can_be_called_a_feed(site: LocalSite) -> None:
    site.put("/news", "<rss><item><link>/a</link></item></rss>", "text/xml")
    assert [source.name for source in found(site=site, listings=(f"{site.origin}/news",))] == [
        f"{site.origin}/a"
    ]


def test_a_feed_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(
        "<urlset><url><loc>https://news.example/a</loc></url><url><loc>b</loc></url></urlset>"
    )
    assert names(str(tmp_path / "feed.xml")) == ["https://news.example/a", str(tmp_path / "feed.xml")]


@pytest.mark.parametrize(
    ("source", "is_one"),
    [
        ("https://a.example/sitemap.xml.gz?x=1", True),
        ("https://a.example/feed/", True),
        ("feed.RSS", True),
        ("feed", False),
        ("https://a.example/feed-the-birds", False),
        ("https://a.example/story.html", False),
    ],
)
@pytest.mark.pure
def test_what_looks_like_a_listing(source: str, is_one: bool) -> None:
    assert looks_like_listing(source) is is_one


def test_selection_by_date_and_section(tmp_path: Path) -> None:
    old = tmp_path / "World" / "old.txt"
    old.parent.mkdir()
    old.touch()
    os.utime(old, (0, 0))
    day = dt.datetime(2025, 12, 10, tzinfo=dt.UTC)
    sources = [
        Source(str(old)),
        Source("https://a.example/world/1", dated=day),
        Source("https://a.example/2", dated=day - dt.timedelta(days=1), sections=("World",)),
        Source("https://a.example/3", sections=("WORLD", "Sea")),
        Source("https://a.example/sea/world"),
    ]
    assert [source.name[-1] for source in selected(sources, day, ())] == ["1", "3", "d"]
    assert [source.name[-1] for source in selected(sources, None, ("world",))] == ["t", "1", "2", "3"]
