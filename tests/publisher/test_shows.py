"""Which show and which site an article belongs to, and when a change of the file is one for it."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_service.article.model import Article
from tts_service.publisher.shows.parse import parse_publisher, read_publisher
from tts_service.publisher.shows.shows import is_among

pytestmark = pytest.mark.pure

PUBLISHER = parse_publisher("""
[site."news.example"]
skip = ".a"
show = "rest"
[site."sport.news.example"]
skip = ".b"

[show.rest]
[show.world]
include = { section = ["World"], language = "en" }
[show.ilves]
include = { author = "Mara Ilves" }
[show.picked]
include = { tag = "Ferry", section = "Local", id = "abc" }
[show.sport]
include = { site = "sport.news.example" }
""")
STORY = Article("A title", "", (), "en", url="https://www.news.example/story")


def article(**fields: object) -> Article:
    return msgspec.structs.replace(STORY, **fields)


@pytest.mark.parametrize(
    ("url", "skip"),
    [
        ("https://news.example/a", ".a"),
        ("http://www.news.example:8080/a", ".a"),
        ("https://sport.news.example/a", ".b"),
        ("https://live.sport.news.example/a", ".b"),
        ("https://fakenews.example/a", ""),
        ("https://example/a", ""),
        ("", ""),
        ("https://[broken", ""),
    ],
)
def test_the_site_is_the_longest_host_that_fits(url: str, skip: str) -> None:
    site = PUBLISHER.site_of(url)
    assert (site.skip[0] if site else "") == skip


@pytest.mark.parametrize(
    ("described", "shows"),
    [
        ({}, ("rest",)),
        ({"categories": ("world",)}, ("world", "rest")),
        ({"categories": ("World",), "language": "es"}, ("rest",)),
        ({"byline": "Tom Arden and  mara ilves"}, ("ilves", "rest")),
        ({"byline": "Mara Ilves Jr"}, ("rest",)),
        ({"byline": "Mara Ilves", "categories": ("World", "Sea")}, ("world", "ilves", "rest")),
        ({"tags": ("ferry",), "categories": ("Local",)}, ("picked", "rest")),
        ({"tags": ("ferry",)}, ("rest",)),
        ({"url": "https://sport.news.example/a"}, ("sport",)),
        ({"url": "https://elsewhere.example/a"}, ()),
    ],
)
def test_a_show_claims_what_fits_all_it_includes(
    described: dict[str, object], shows: tuple[str, ...]
) -> None:
    assert PUBLISHER.shows_of(article(**described)) == shows


def test_an_article_is_picked_by_hand() -> None:
    assert PUBLISHER.shows_of(STORY, "abc") == ("picked", "rest")


def test_the_show_asked_for_comes_first() -> None:
    assert PUBLISHER.shows_of(article(categories=("World",)), asked="ilves") == ("ilves", "world", "rest")
    assert PUBLISHER.shows_of(STORY, asked="gone") == ("rest",)


@pytest.mark.parametrize(
    ("role", "section", "language", "voices"),
    [
        ("narrator", "story", "en", ("a",)),
        ("quoted", "story", "en", ("q", "a")),
        ("quoted", "opinion", "es", ("q", "o", "s", "a")),
        ("answerer", "faq", "en", ("a",)),
        ("narrator", "story", "es", ("s", "a")),
    ],
)
def test_the_voices_wanted(role: str, section: str, language: str, voices: tuple[str, ...]) -> None:
    publisher = parse_publisher("[show.a]\nvoice='a'\nvoices={quote='q', opinion='o', es='s', question='a'}")
    assert publisher.shows["a"].voices_for(role, section, language) == voices


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ("[site.'a.example']\nskip='.a'\n[show.x]\nvoice='v'\n", True),
        ("# a remark\n[show.x]\nvoice='v'\ntitle='X'\n[site.'a.example']\nskip='.a'\n", True),
        ("[site.'a.example']\nskip='.b'\n[show.x]\nvoice='v'\n", False),
        ("[site.'a.example']\nskip='.a'\nlanguage='es'\n[show.x]\nvoice='v'\n", False),
        ("[site.'a.example']\nskip='.a'\n[show.x]\nvoice='w'\n", False),
        ("[site.'a.example']\nskip='.a'\n[show.x]\nvoice='v'\nvoices={quote='w'}\n", False),
        ("[site.'a.example']\nskip='.a'\n[show.x]\nvoice='v'\nintro='i.wav'\n", False),
        ("[site.'a.example']\nskip='.a'\n[site.'b.example']\nskip='.b'\n[show.x]\nvoice='v'\n", True),
    ],
)
def test_the_digest_changes_with_what_can_be_heard(changed: str, same: bool) -> None:
    before = parse_publisher("[site.'a.example']\nskip='.a'\n[show.x]\nvoice='v'\n").digest(
        "https://a.example/1"
    )
    assert (parse_publisher(changed).digest("https://a.example/1") == before) is same


def test_there_is_no_digest_where_nothing_is_said() -> None:
    assert parse_publisher("").digest("https://a.example/1") == ""
    assert parse_publisher("[site.'a.example']\nskip='.a'").digest("https://b.example/1") == ""


# -- what is never narrated, and what is reviewed ------------------------------------

RULED = parse_publisher("""
[site."news.example"]
never = ["/live/*", "*print=1", "/obituaries"]
[site."sport.news.example"]
review = true
[show.world]
review = true
include = { section = "World" }
""")


@pytest.mark.parametrize(
    ("url", "never"),
    [
        ("https://news.example/live/1", True),
        ("https://www.news.example/live/", True),
        ("https://www.news.example/LIVE/1", False),
        ("https://news.example/alive/1", False),
        ("https://news.example/l%69ve/1", True),
        ("https://news.example/story?print=1", True),
        ("https://news.example/story?print=10", False),
        ("https://news.example/obituaries", True),
        ("https://news.example/obituaries/ada", False),
        ("https://sport.news.example/live/1", False),
        ("https://other.example/live/1", False),
        ("", False),
        (None, False),
    ],
)
def test_patterns_are_for_the_whole_path_of_their_site(url: str | None, never: bool) -> None:
    assert RULED.never_narrates(url) is never


@given(st.text("ab*", max_size=8), st.text("ab", max_size=12))
def test_a_star_stands_for_anything(pattern: str, path: str) -> None:
    """As the same pattern does as a regular expression."""
    meant = re.fullmatch(".*".join(map(re.escape, f"/{pattern}".split("*"))), f"/{path}") is not None
    assert is_among(f"https://news.example/{path}", [f"/{pattern}"]) is meant


def test_a_site_or_a_show_is_reviewed() -> None:
    def is_reviewed(**fields: object) -> bool:
        return RULED.is_reviewed(msgspec.structs.replace(STORY, **fields))

    assert not is_reviewed()
    assert is_reviewed(url="https://sport.news.example/a")
    assert is_reviewed(categories=("World",))
    assert RULED.is_reviewed(STORY, asked="world")


def test_neither_changes_how_an_article_sounds() -> None:
    plain = parse_publisher("[site.'a.example']\n[show.x]\n")
    ruled = parse_publisher("[site.'a.example']\nnever='*'\nreview=true\n[show.x]\nreview=true\n")
    assert plain.digest("https://a.example/1") == ruled.digest("https://a.example/1")


def test_a_pattern_with_a_host_is_a_mistake() -> None:
    (finding,) = read_publisher('[site."news.example"]\nnever = "news.example/live/*"\n')[1]
    assert finding.line == 2
    assert "without the host" in finding.reason
