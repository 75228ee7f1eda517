"""Articles in several pages are fetched and read whole, from a real site; and nothing else is taken for one
of their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.local_site import LocalSite
from tests.paged_site import LEAD, STORY, TITLE, paged, path_of, put_ferry
from tts_service.article.extract.html.parts.pages import ALONE
from tts_service.article.model import Article, Script
from tts_service.article.request import ArticleRequest
from tts_service.article.script.script import make_script
from tts_service.coverage.report import account_of
from tts_service.publisher.shows.shows import Publisher
from tts_service.settings import Settings
from workers.reading import read_article
from workers.web.following import MOST_PAGES
from workers.web.parts import WholeFetcher

ROBOTS = ("/robots.txt", 404)


@pytest.fixture
def site() -> Iterator[LocalSite]:
    site = LocalSite()
    yield site
    site.let_go.set()
    site.close()


@pytest.fixture
def other() -> Iterator[LocalSite]:
    site = LocalSite()
    yield site
    site.close()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def read(site: LocalSite, other: LocalSite, waits: list[float]) -> Callable[..., Article]:
    fetcher = WholeFetcher(Settings(allowed_sites=(site.origin, other.origin)), wait=waits.append)

    def read(url: str, within_s: float = 30.0) -> Article:
        page = fetcher.fetch(url, within_s)
        return read_article(ArticleRequest(url=url), Publisher(), page)

    return read


def told(article: Article) -> list[str]:
    """What is read of it, in order, block by block."""
    return [block.text for section in article.sections for block in section.blocks]


def asked(site: LocalSite) -> list[str]:
    return [path for path, _ in site.asked]


def test_an_article_in_three_pages_is_read_whole_and_nothing_twice(
    site: LocalSite, read: Callable[..., Article]
) -> None:
    article = read(put_ferry(site))
    assert told(article) == [TITLE, "By Ada Holm", LEAD, *STORY]
    assert article.doubts == ()
    assert article.notes == ("It was read from 3 pages.",)
    assert site.asked == [("/ferry", 200), ROBOTS, ("/ferry?page=2", 200), ("/ferry?page=3", 200)]
    again = [(piece.text, piece.reason) for piece in article.skipped]
    assert again.count((TITLE, "the title again")) == 2
    assert again.count((LEAD, "said already")) == 2
    assert again.count(("By Ada Holm", "said already")) == 2
    assert [group.pieces for group in article.outside if "Harbour Street" in group.text] == [1]
    assert is_all_accounted_for(make_script(article))


def is_all_accounted_for(script: Script) -> bool:
    account = account_of(script, [[] for _ in script.segments])
    return not account.lost and account.complete


@pytest.mark.parametrize("number", [2, 3])
def test_an_article_asked_for_by_a_later_page_is_read_from_the_first(
    site: LocalSite, read: Callable[..., Article], number: int
) -> None:
    url = put_ferry(site)
    article = read(site.origin + path_of(number))
    assert told(article) == [TITLE, "By Ada Holm", LEAD, *STORY]
    assert (article.doubts, article.url) == ((), url)
    assert asked(site)[:3] == [path_of(number), ROBOTS[0], "/ferry"]


@pytest.mark.parametrize(
    ("first", "says"),
    [
        ("", "page 2 of 3"),
        (paged(1, 3, STORY[:3], pager=""), "page 2 of 3"),
        (paged(1, 3, STORY[:3], title="Ponies on the run"), "page 2 of 3"),
    ],
    ids=["gone", "leads nowhere", "another article"],
)
def test_a_later_page_whose_first_is_not_there_is_read_alone_and_raises_a_doubt(
    site: LocalSite, read: Callable[..., Article], first: str, says: str
) -> None:
    put_ferry(site)
    site.put("/ferry", first or "gone", status=200 if first else 410)
    article = read(site.origin + path_of(2))
    assert told(article)[3:] == list(STORY[3:6])
    assert [says in doubt for doubt in article.doubts] == [True]


def test_robots_are_obeyed_on_the_way_to_the_first_page(
    site: LocalSite, read: Callable[..., Article]
) -> None:
    put_ferry(site)
    site.put("/robots.txt", "User-agent: *\nDisallow: /ferry$\n", "text/plain")
    assert told(read(site.origin + path_of(2)))[3:] == list(STORY[3:6])
    assert "/ferry" not in asked(site)


def test_a_number_at_the_end_of_an_address_costs_no_request(
    site: LocalSite, read: Callable[..., Article]
) -> None:
    read(site.article("/2026/march-2", "The clock"))
    assert asked(site) == ["/2026/march-2"]


def test_the_audio_needs_no_second_reading(site: LocalSite, read: Callable[..., Article]) -> None:
    """The same pages give the same script, however often they are fetched."""
    url = put_ferry(site)
    assert make_script(read(url)) == make_script(read(url))


def test_pages_that_are_found_one_by_one(site: LocalSite, read: Callable[..., Article]) -> None:
    """Each page links only to the one before and the next."""
    for number in (1, 2, 3):
        links = [f"<a rel=prev href='/ferry/{number - 1}'>Previous page</a>"] if number > 1 else []
        links += [f"<a rel=next href='/ferry/{number + 1}'>Next page: more of it</a>"] if number < 3 else []
        pager = f"<p>{' '.join(links)}</p>"
        path = "/ferry" if number == 1 else f"/ferry/{number}"
        site.put(path, paged(number, 3, STORY[3 * number - 3 : 3 * number], pager=pager))
    article = read(f"{site.origin}/ferry")
    assert told(article)[3:] == list(STORY)
    assert (article.doubts, len(site.asked)) == ((), 4)


@pytest.mark.parametrize(
    ("first", "second"),
    [("/my-trip", "/my-trip-2"), ("/story/12", "/story/13"), ("/2026/ferry", "/2026/ponies")],
)
def test_the_next_article_of_a_blog_is_not_fetched(
    site: LocalSite, read: Callable[..., Article], first: str, second: str
) -> None:
    site.put(first, paged(1, 1, STORY[:3], pager=f"<a rel=next href='{second}'>Next</a>"))
    site.put(second, paged(2, 2, STORY[3:6], pager=f"<a rel=prev href='{first}'>Previous</a>"))
    assert told(read(site.origin + first))[3:] == list(STORY[:3])
    assert asked(site) == [first]


@pytest.mark.parametrize(
    "second",
    [
        {"title": "Ponies on the coast road"},
        {"head": "<meta property='og:title' content='Ponies'>"},
        {"head": "<link rel=canonical href='/ponies'>"},
        {"head": "<meta property='article:published_time' content='2026-01-02T10:00:00Z'>"},
        {"pager": "<p>Page 3 of 3</p>"},
        {"pager": "<p>Page 2 of 9</p>"},
        {"pager": "<p>The end.</p>"},
    ],
    ids=["title", "headline", "canonical", "date", "number", "total", "says nothing"],
)
def test_what_does_not_say_that_it_is_the_second_page_is_not_read(
    site: LocalSite, read: Callable[..., Article], second: dict[str, str]
) -> None:
    head = (
        "<meta property='og:title' content='The ferry that came back'>"
        "<meta property='article:published_time' content='2026-01-01T10:00:00Z'>"
    )
    site.put("/ferry", paged(1, 3, STORY[:3], head=head))
    site.put("/ferry?page=2", paged(2, 3, STORY[3:6], **second))
    article = read(f"{site.origin}/ferry")
    assert told(article)[3:] == list(STORY[:3])
    (doubt,) = article.doubts
    assert doubt.startswith("The article goes on. Pages 2 to 3 are missing: ")
    assert "does not say that it belongs to this article" in doubt
    assert not is_all_accounted_for(make_script(article))


def test_a_page_that_is_gone_ends_the_article_and_raises_a_doubt(
    site: LocalSite, read: Callable[..., Article]
) -> None:
    url = put_ferry(site)
    site.pages["/ferry?page=3"].status = 404
    article = read(url)
    assert told(article)[3:] == list(STORY[:6])
    (doubt,) = article.doubts
    assert f"Page 3 of 3 is missing: {url}?page=3 answered 404: there is no such page." in doubt


def test_pages_that_lead_round_in_a_circle_are_left(site: LocalSite, read: Callable[..., Article]) -> None:
    url = put_ferry(site)
    site.put("/ferry?page=3", paged(2, 3, STORY[3:6]))
    article = read(url)
    assert told(article)[3:] == list(STORY[:6])
    assert "Page 3 of 3 is missing" in article.doubts[0]
    assert asked(site).count("/ferry?page=3") == 1
    assert len(site.asked) == 4


def test_a_page_of_another_site_is_not_asked_for(
    site: LocalSite, other: LocalSite, read: Callable[..., Article]
) -> None:
    other.put("/ferry?page=2", paged(2, 2, STORY[3:6]))
    pager = f"<p>Page 1 of 2</p><p><a rel=next href='{other.origin}/ferry?page=2'>2</a></p>"
    site.put("/ferry", paged(1, 2, STORY[:3], pager=pager))
    article = read(f"{site.origin}/ferry")
    assert told(article)[3:] == list(STORY[:3])
    assert "This is page 1 of 2 of the article; only this page is read." in article.doubts[0]
    assert other.asked == []


def test_a_page_that_leads_to_another_site_is_not_followed(
    site: LocalSite, other: LocalSite, read: Callable[..., Article]
) -> None:
    url = put_ferry(site)
    other.put("/ferry?page=2", paged(2, 3, STORY[3:6]))
    site.redirect("/ferry?page=2", f"{other.origin}/ferry?page=2")
    article = read(url)
    assert f"leads to another site, {other.origin}" in article.doubts[0]
    assert other.asked == []


def test_of_two_hundred_pages_twenty_are_read(site: LocalSite, read: Callable[..., Article]) -> None:
    for number in range(1, 201):
        story = tuple(f"On day {number} of the voyage, the log says: {words}" for words in STORY[:2])
        site.put(path_of(number), paged(number, 200, story))
    article = read(f"{site.origin}/ferry")
    assert len(site.asked) == MOST_PAGES + 1  # and robots.txt
    assert f"On day {MOST_PAGES} of the voyage" in told(article)[-1]
    assert "Pages 21 to 200 are missing: At most 20 pages are fetched." in article.doubts[0]


SINGLE = (
    "<p>Page 1 of 3 <a href='/ferry?page=2'>2</a> <a href='/ferry?page=3'>3</a> "
    "<a href='/ferry/all'>{}</a></p>"
)


@pytest.mark.parametrize("words", ["View as single page", "Print this article", "Alles auf einer Seite"])
def test_a_view_on_one_page_is_read_instead(
    site: LocalSite, read: Callable[..., Article], words: str
) -> None:
    put_ferry(site)
    head = "<meta property='article:published_time' content='2026-01-01T10:00:00Z'>"
    site.put("/ferry", paged(1, 3, STORY[:3], pager=SINGLE.format(words), head=head))
    site.put("/ferry/all", paged(1, 1, STORY, pager=""))
    article = read(f"{site.origin}/ferry")
    assert told(article) == [TITLE, "By Ada Holm", LEAD, *STORY]
    assert asked(site) == ["/ferry", "/robots.txt", "/ferry/all"]
    assert (article.url, article.published_at) == (f"{site.origin}/ferry", "2026-01-01")
    assert article.doubts == ()
    assert is_all_accounted_for(make_script(article))


@pytest.mark.parametrize("story", [STORY[:3], STORY[:5], STORY[5:]], ids=["first page", "half", "end"])
def test_a_view_that_does_not_show_all_is_left_for_the_pages(
    site: LocalSite, read: Callable[..., Article], story: tuple[str, ...]
) -> None:
    put_ferry(site)
    site.put("/ferry", paged(1, 3, STORY[:3], pager=SINGLE.format("View as single page")))
    site.put("/ferry/all", paged(1, 1, story, pager=""))
    article = read(f"{site.origin}/ferry")
    assert told(article)[3:] == list(STORY)
    assert len(site.asked) == 5


def test_robots_are_obeyed(site: LocalSite, read: Callable[..., Article]) -> None:
    url = put_ferry(site)
    site.put("/robots.txt", "User-agent: *\nDisallow: /*?page=\n", "text/plain")
    article = read(url)
    assert told(article)[3:] == list(STORY[:3])
    assert "does not allow" in article.doubts[0]
    assert asked(site) == ["/ferry", "/robots.txt"]


@pytest.mark.parametrize(("delay", "pages"), [(2, 3), (20, 1)])
def test_the_pace_that_robots_ask_for_is_kept_or_the_page_left(
    site: LocalSite, read: Callable[..., Article], waits: list[float], delay: int, pages: int
) -> None:
    url = put_ferry(site)
    site.put("/robots.txt", f"User-agent: *\nCrawl-delay: {delay}\n", "text/plain")
    article = read(url, 15.0)
    assert told(article)[3:] == list(STORY[: 3 * pages])
    assert waits == [2.0] * (pages - 1)
    assert [f"wants {delay} s between two pages" in doubt for doubt in article.doubts] == [True] * (
        pages == 1
    )


def test_numbers_of_comments_are_no_pages_of_the_article(
    site: LocalSite, read: Callable[..., Article]
) -> None:
    pager = "<p><b>1</b> <a href='/ferry?page=2'>2</a> <a href='/ferry?page=3'>3</a></p>"
    back = "<p><a href='/ferry'>1</a> <b>2</b> <a href='/ferry?page=3'>3</a></p>"
    site.put("/ferry", paged(1, 3, STORY, pager="", below=f"<div><h2>90 comments</h2>{pager}</div>"))
    site.put("/ferry?page=2", paged(2, 3, STORY, pager="", below=f"<div><h2>90 comments</h2>{back}</div>"))
    article = read(f"{site.origin}/ferry")
    assert told(article)[3:] == list(STORY)
    assert article.doubts == ()
    assert len(site.asked) == 3


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/", ""),
        ("/tag/ferry", ""),
        ("/find?q=ferry", ""),
        ("/news", "class='archive paged'"),
        ("/all-stories", ""),
    ],
)
def test_lists_of_articles_are_not_followed(
    site: LocalSite, read: Callable[..., Article], path: str, body: str
) -> None:
    teasers = "".join(
        f"<article><h2><a href='/story-{i}'>Story number {i} of the week</a></h2><p>{words}</p></article>"
        for i, words in enumerate(STORY)
    )
    second = f"{path}{'&' if '?' in path else '?'}page=2"
    pager = f"<p>Page 1 of 7 <a rel=next href='{second}'>2</a></p>"
    site.put(
        path,
        f"<html lang=en><head><title>News</title></head><body {body}>"
        f"<main><h1>News</h1>{teasers}{pager}</main></body></html>",
    )
    site.put(second, "")
    read(site.origin + path)
    assert asked(site) == [path]


def test_a_slow_page_is_not_waited_for(site: LocalSite, read: Callable[..., Article]) -> None:
    url = put_ferry(site)
    site.slow_down("/ferry?page=2")
    article = read(url, 0.5)
    assert told(article)[3:] == list(STORY[:3])
    assert "Pages 2 to 3 are missing" in article.doubts[0]


def test_an_article_on_one_page_costs_one_request(site: LocalSite) -> None:
    url = site.article("/clock", "The clock")
    page = WholeFetcher(Settings(allowed_sites=(site.origin,))).fetch(url)
    assert page.others == ALONE
    assert site.asked == [("/clock", 200)]
