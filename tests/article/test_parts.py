"""Which addresses and words make a page one of several of an article."""

from __future__ import annotations

import pytest

from tts_service.article.extract.html.parts.addresses import is_same_page, part_at
from tts_service.article.extract.html.parts.signs import signs_of
from tts_service.article.extract.pager import (
    leads_to_next_page,
    leads_to_print_view,
    leads_to_single_page,
    may_have_parts,
    number_of,
    page_of,
    without_number,
)

pytestmark = pytest.mark.pure

SITE = "https://news.example"


@pytest.mark.parametrize(
    ("first", "link", "number", "is_sure"),
    [
        ("/ferry", "?page=2", 2, True),
        ("/ferry?lang=en", "/ferry?lang=en&page=3", 3, True),
        ("/ferry?page=1", "?page=2", 2, True),
        ("/ferry/", "/ferry/2/", 2, True),
        ("/ferry", "/ferry/page/2", 2, True),
        ("/ferry/page/1", "/ferry/page/2", 2, True),
        ("/ferry.html", "/ferry/seite-2.html", 2, True),
        ("/ferry.html", "ferry-2.html", 2, False),
        ("/ferry.html", "ferry_2.html", 2, False),
        ("/ferry.html", "ferry,2.html", 2, True),
        ("/ferry.html", "ferry-page-2.html", 2, True),
        ("/ferry/index.html", "index2.html", 2, True),
        ("/ferry.php", "/ferry.php/2", 2, True),
    ],
)
def test_the_address_of_a_part(first: str, link: str, number: int, is_sure: bool) -> None:
    assert part_at(link, SITE + first) == (number, is_sure)


@pytest.mark.parametrize(
    ("first", "link"),
    [
        ("/ferry", "https://other.example/ferry?page=2"),
        ("/ferry", "https://news.example:8080/ferry?page=2"),
        ("/ferry", "/ponies?page=2"),
        ("/ferry?id=7", "/ferry?id=8&page=2"),
        ("/ferry", "/ferry?page=2#comments"),
        ("/ferry", "/ferry/comment-page-2"),
        ("/ferry", "/ferry-2-returns"),
        ("/story/12", "/story/13"),
        ("/story/1", "/story/2"),
        ("/", "/2"),
        ("/", "/page/2"),
        ("/ferry", "/ferry2"),
        ("/ferry", "javascript:next(2)"),
        ("/ferry", "http://[bad/2"),
        ("", "/ferry/2"),
    ],
)
def test_the_address_of_something_else(first: str, link: str) -> None:
    assert part_at(link, SITE + first if first else "") is None


def test_one_page_has_several_spellings() -> None:
    assert is_same_page(f"{SITE}/ferry/", "http://NEWS.example/ferry#top")
    assert not is_same_page(f"{SITE}/ferry?page=2", f"{SITE}/ferry")
    assert not is_same_page(f"{SITE}/ferry", "mailto:a@news.example")


@pytest.mark.parametrize(
    ("line", "stated"),
    [
        ("Page 1 of 3", (1, 3)),
        ("| Seite 2 von 4 |", (2, 4)),
        ("Página 2 de 12", (2, 12)),
        ("page 2/3", (2, 3)),
        ("Pagina 1 di 2", (1, 2)),
        ("Page 1 sur 2", (1, 2)),
        ("Page 1 of 3 2 3 Next page", (1, 3)),
        ("Page 1 of 3 2 3 View as single page | Print", (1, 3)),
        ("« Previous 1 | Page 2 of 3 | 3 Next »", (2, 3)),
        ("Page 1 of 1", None),
        ("Page 4 of 3", None),
        ("Page 0 of 3", None),
        ("It says so on page 1 of 3", None),
        ("Page 1 of 300 pages that she wrote", None),
    ],
)
def test_what_a_page_calls_itself(line: str, stated: tuple[int, int] | None) -> None:
    assert page_of(line) == stated


@pytest.mark.parametrize(
    ("words", "number"), [("2", 2), ("[3]", 3), ("Page 4", 4), ("Seite 2", 2), ("2 days", 0), ("", 0)]
)
def test_the_number_that_a_link_names(words: str, number: int) -> None:
    assert number_of(words) == number


def test_links_say_where_they_lead() -> None:
    for words in (
        "Next page »",
        "Next page: The price of diesel",
        "Nächste Seite",
        "Continue to the next page",
        "Página siguiente",
    ):
        assert leads_to_next_page(words), words
    for words in (
        "Next",
        "Next article",
        "Weiter",
        "Next page was blank, he said, and the one behind it too",
    ):
        assert not leads_to_next_page(words), words
    for words in (
        "View as single page",
        "Single page",
        "Artikel auf einer Seite lesen",
        "Ver en una sola página",
    ):
        assert leads_to_single_page(words), words
    for words in ("Print", "Print this article", "Druckversion", "Versión para imprimir", "Imprimer"):
        assert leads_to_print_view(words), words
    for words in ("View all", "Print edition", "A single page of his diary", "Fingerprint"):
        assert not leads_to_single_page(words), words
        assert not leads_to_print_view(words), words


@pytest.mark.parametrize(
    "title",
    [
        "Ferry returns - Page 2 | Post",
        "Ferry returns (Seite 2 von 3) | Post",
        "Ferry returns (2) | Post",
        "Ferry returns 2/3 | Post",
    ],
)
def test_a_title_without_its_number(title: str) -> None:
    assert without_number(title) == without_number("Ferry returns | Post")


@pytest.mark.parametrize(
    "title", ["Ferry returns, part 2 | Post", "Ferry 2 returns | Post", "Ferry returns in 2026 | Post"]
)
def test_a_title_with_a_number_of_its_own(title: str) -> None:
    assert without_number(title) != without_number("Ferry returns | Post")


@pytest.mark.parametrize(
    ("html", "may"),
    [
        ("<a rel=next href=2>On</a>", True),
        ('<link rel="nofollow next" href=2>', True),
        ("<a href='?page=2'> 2 </a>", True),
        ("<p>Page 1 of 3</p>", True),
        ("<p>Página 1 de 3</p>", True),
        ("<p>PAGINA 1 di 3</p>", True),
        ("<a href='?p=2'>Nächste Seite</a>", True),
        (
            "<a rel=nofollow href=2>On</a><p>Two pages, 2 of them blank, on page 12.</p>",
            False,
        ),
    ],
)
def test_most_pages_need_not_be_parsed(html: str, may: bool) -> None:
    assert may_have_parts(html) is may


def test_a_page_that_cannot_be_read_says_nothing() -> None:
    assert signs_of("", f"{SITE}/ferry") is None
