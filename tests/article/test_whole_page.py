"""The account covers the page: what lies around the article is listed, grouped by reason, and prose that may
be the story's raises a doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement, document_fromstring

from bench.extraction import Marked, own_pages
from tests.article.test_account import ELEMENTS, WORD, Element, filled, sides
from tests.article.test_page import LAST, LEAD, MORE
from tts_service.article.extract.draft import ArticleFacts, fold
from tts_service.article.extract.html.page import article_from_html
from tts_service.article.model import Article, Outside, decode_script, encode_script
from tts_service.article.script.script import make_script, revision_of
from tts_service.article.steering import Steering
from tts_service.cli.articles import readable
from tts_service.coverage.report import account_of

pytestmark = pytest.mark.pure

PAGES = own_pages()
IN_PARTS = ("multi-page",)
MUCH_AROUND = ("gadget-review", "letters-page", "overblog-fr", "policy-brief")
"""Short pages, around whose story there is a tenth as much prose that no wording or name explains."""
WHOLE = Steering(whole=True)
STORY = f"<p>{LEAD}</p><p>{MORE}</p><p>{LAST}</p>"
STRANGE = (
    "A retired pilot has built a harpsichord out of driftwood and piano wire, and it has been tuned to the "
    "foghorn of the northern mole, he says.",
    "Two ponies got loose on the coast road on Monday and were led home by a postman, who had to sing to "
    "them the whole way to the stable.",
)
LETTER = (
    "In a letter to the council, which was read out by the clerk, the harbour master thanked those who had "
    "bailed her out by hand in the storm of 1987, and named eleven of them, of whom four were present."
)
UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "button",
        "select",
        "textarea",
        "iframe",
        "object",
        "audio",
        "video",
        "title",
        "option",
    ]
)
AROUND = st.sampled_from(
    [
        "<nav><ul><li><a href='/a'>{}</a></li><li><a href='/b'>{} {}</a></li></ul></nav>",
        "<header><a href='/'>{}</a><p>{} {}</p></header>",
        "<aside><h3>{}</h3><p>{} {} {}.</p></aside>",
        "<div class='card'><h3><a href='/c'>{} {}</a></h3><p>{} {} {}.</p></div>",
        "<div><p>{} {} {} {} {}. {} {} {} {} {}. {} {} {} {} {}. {} {} {} {}.</p></div>",
        "<section><h2>Comments</h2><p>{} {}.</p><p>{} {} {}.</p></section>",
        "<article><h2><a href='/d'>{} {}</a></h2><p>{} {} {}.</p></article>",
        "<footer><p>{} {}</p><p>{}</p></footer>",
        "<table><tr><td>{}</td><td><a href='/e'>{}</a></td></tr></table>",
        "<form><label>{}</label><input><p>{} {}</p></form>",
        "<ul><li><a href='/f'>{}</a></li><li>{}</li></ul>",
        "{} {}<br>{}",
        "<x-box><x-line>{} {}</x-line><x-line>{}</x-line></x-box>",
        "<pre>{} {}</pre>",
    ]
)


def read(html: str, *, whole: bool = True) -> Article:
    return article_from_html(html, ArticleFacts(language="en"), WHOLE if whole else Steering())


def page(around: str, before: str = "", story: str = STORY) -> str:
    return (
        f"<!doctype html><html lang=en><head><title>Old ferry returns</title></head><body>{before}"
        f"<main class=main><h1>Old ferry returns</h1>{story}</main>{around}</body></html>"
    )


def reason_of(article: Article, words: str) -> str:
    (found,) = (group.reason for group in article.outside if words in group.text)
    return found


@settings(max_examples=150, deadline=None)
@given(
    st.lists(AROUND, max_size=5),
    st.lists(ELEMENTS, min_size=1, max_size=8),
    st.lists(AROUND, max_size=5),
    st.booleans(),
)
def test_every_word_of_a_generated_page_is_spoken_or_listed(
    before: list[str], inside: list[Element], behind: list[str], is_boxed: bool
) -> None:
    opening, closing = ("<div class=page>", "</div>") if is_boxed else ("", "")
    html = filled(
        [
            Element(f"<html lang=en><title>Old ferry returns</title><body>{opening}"),
            *map(Element, before),
            Element(f"<main><h1>Old ferry returns</h1>{STORY}"),
            *inside,
            Element("</main>"),
            *map(Element, behind),
            Element(f"{closing}</body></html>"),
        ]
    )
    article = read(html)
    script = make_script(article)
    told = [segment.text for segment in script.segments]
    told += [piece.text for piece in script.skipped]
    told += [group.text for group in script.outside]
    known = " ".join(told).lower()
    visible = sides([" ".join(texts_of(html))])
    assert [word for word in visible if word not in known] == []
    assert all(group.reason for group in script.outside)
    assert sum(len(WORD.findall(group.text.lower())) for group in script.outside) <= visible.total()


@pytest.mark.parametrize("marked", PAGES, ids=lambda page: page.name)
def test_no_visible_prose_of_a_page_is_unaccounted_for(marked: Marked) -> None:
    article = read(marked.html)
    known = fold(" ".join([article.title, article.text, *(group.text for group in article.outside)]))
    for text in texts_of(marked.html):
        assert fold(text) in known, text


@pytest.mark.parametrize("marked", PAGES, ids=lambda page: page.name)
def test_a_page_that_is_read_whole_raises_no_doubt(marked: Marked) -> None:
    assert bool(read(marked.html).doubts) == (marked.name in (*IN_PARTS, *MUCH_AROUND))


def test_pages_that_say_that_they_are_one_of_several_raise_a_doubt() -> None:
    (several,) = (marked for marked in PAGES if marked.name in IN_PARTS)
    assert "page 1 of 3 of the article; only this page is read" in read(several.html).doubts[0]


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("<link rel=next href='/ferry/2/'>", "https://news.example/ferry/"),
        ("<link rel=next href='https://news.example/ferry?page=2'>", "https://news.example/ferry"),
        ("<link rel=next href='/ferry-2.html'>", "https://news.example/ferry.html"),
        ("<link rel=next href='/ferry/page/3'>", "https://news.example/ferry/page/2"),
        ("<a rel='next nofollow' href='?page=3'>On</a>", "https://news.example/ferry?page=2"),
        ("<p>Page 1 of 3</p>", ""),
    ],
)
def test_an_article_in_several_pages_raises_a_doubt(link: str, url: str) -> None:
    article = article_from_html(page(link), ArticleFacts(url=url))
    assert [doubt for doubt in article.doubts if "only this page is read" in doubt]


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("<link rel=next href='/the-next-story/'>", "https://news.example/ferry/"),
        ("<link rel=next href='/story/13'>", "https://news.example/story/12"),
        ("<link rel=next href='/2025/ponies-2'>", "https://news.example/2025/ferry"),
        ("<link rel=next href='https://other.example/ferry/2'>", "https://news.example/ferry"),
        ("<link rel=next href='/ferry/2'>", ""),
        ("<p>It says so on page 1 of 3 in the book.</p>", ""),
    ],
)
def test_the_next_article_is_no_part_of_this_one(link: str, url: str) -> None:
    assert article_from_html(page(link), ArticleFacts(url=url)).doubts == ()


def texts_of(html: str) -> list[str]:
    """What a reader sees, text by text, found without the code under test."""
    return [
        text for text in _texts(document_fromstring(html).find("body")) if len(text.split()) > 1 or fold(text)
    ]


def _texts(element: HtmlElement) -> Iterator[str]:
    if not _is_unseen(element):
        yield element.text or ""
        for child in element:
            yield from _texts(child)
    yield element.tail or ""


def _is_unseen(element: HtmlElement) -> bool:
    return (
        not isinstance(element.tag, str)
        or element.tag in UNSEEN
        or not {"hidden", "fallback", "placeholder"}.isdisjoint(element.keys())
        or re.search(r"(display|visibility): ?(none|hidden)", element.get("style", "")) is not None
        or re.search("sr-only|screen-reader|visually-hidden|visible-print", element.get("class", ""))
        is not None
    )


def test_a_hundred_entries_of_a_menu_are_one_line() -> None:
    menu = "".join(f"<li><a href='/{i}'>Entry number {i}</a></li>" for i in range(100))
    article = read(page("", before=f"<nav><ul>{menu}</ul></nav>"))
    assert [(group.reason, group.pieces) for group in article.outside] == [("a control of the page", 100)]
    assert article.outside[0].characters == sum(len(f"Entry number {i}") for i in range(100))
    listing = readable(make_script(article))
    assert listing.count("Entry number") < 5
    assert "(100 pieces, 1,490 characters): a control of the page" in listing


@pytest.mark.parametrize(
    ("around", "reason"),
    [
        (f"<footer><p>{STRANGE[0]}</p></footer>", "the foot of the page"),
        (f"<div class=comments><p>{STRANGE[0]}</p></div>", "the comment box"),
        (f"<div><h3>12 comments</h3><p>{STRANGE[0]}</p></div>", "the comment box"),
        (
            f"<div class=c><h3><a href='/x'>A harpsichord</a></h3><p>{STRANGE[0]}</p></div>",
            "another article's teaser",
        ),
        (f"<div><h3>Read also</h3><p>{STRANGE[0]}</p></div>", "a pointer to other articles"),
        (
            f"<main class=main><h1>A harpsichord of driftwood</h1><p>{STRANGE[0]}</p></main>",
            "another article on the same page",
        ),
        (f"<p><a href='/x'>{STRANGE[0]}</a></p>", "a pointer to other articles"),
        (f"<div class=promo><p>{STRANGE[0]}</p></div>", "an advertisement"),
    ],
    ids=["foot", "comment box", "comments", "teaser", "under a heading", "feed", "link", "advertisement"],
)
def test_what_lies_outside_has_a_reason(around: str, reason: str) -> None:
    article = read(page(around))
    assert reason_of(article, STRANGE[0]) == reason
    assert article.doubts == ()


def test_prose_that_nothing_explains_raises_a_doubt() -> None:
    article = read(page(f"<section><p>{STRANGE[0]}</p><p>{STRANGE[1]}</p></section>"))
    script = make_script(article)
    assert reason_of(article, STRANGE[0]) == "outside the article's body"
    (doubt,) = script.doubts
    assert doubt.startswith("2 paragraphs with 273 characters lie outside the story")
    assert "“A retired pilot has built a harpsichord out …”" in doubt
    account = account_of(script, [[] for _ in script.segments])
    assert not account.complete
    assert account.doubts == script.doubts
    assert account.outside == script.outside
    assert f"Doubt: {doubt}" in readable(script)


def test_prose_above_the_headline_raises_a_doubt() -> None:
    greeting = f"<table><tr><td><p>{STRANGE[0]} {STRANGE[1]}</p></td></tr></table>"
    more = "<p>The ferry has room for nine cars, a hearse and forty people, or for sixty sheep and a dog.</p>"
    html = page("", story=f"{STORY}{more}<p>{LETTER}</p>")
    article = read(html.replace("<main class=main><h1>", f"<main class=main>{greeting}<h1>"))
    assert [piece.reason for piece in article.skipped] == ["above the headline"]
    (doubt,) = article.doubts
    assert "“A retired pilot has built a harpsichord out …”" in doubt


def test_a_paragraph_of_the_story_that_only_its_wording_leaves_out_raises_a_doubt() -> None:
    asked = "Please donate today, said the vicar, and the whole of the parish hall stood up and did. " * 2
    article = read(page("", story=f"<p>{LEAD}</p><p>{asked}</p><p>{MORE}</p><p>{LAST}</p>"))
    (doubt,) = article.doubts
    assert (
        "is left out as a call to donate, beginning “Please donate today, said the vicar, and the …”" in doubt
    )


def test_two_paragraphs_in_a_row_that_only_their_wording_leaves_out_raise_one_doubt() -> None:
    asked = "Please donate today, said the vicar, and the whole of the parish hall stood up and did so."
    again = (
        "Donate now, cried the sexton from the loft, and the whole of the choir came down with hats in hand."
    )
    told = "Nobody who was there has ever told the story in the same way."
    article = read(
        page("", story=f"<p>{LEAD}</p><p>{asked} {told}</p><p>{again} {told}</p><p>{MORE}</p><p>{LAST}</p>")
    )
    (doubt,) = article.doubts
    assert doubt.startswith("2 paragraphs with ")
    assert "within the story are left out as a call to donate, beginning “Please donate today" in doubt
    assert "If they are the story's, name the element around them" in doubt


def test_a_paragraph_at_the_end_that_asks_for_something_raises_no_doubt() -> None:
    asked = "Please donate today, so that the whole of the parish hall can be mended before winter. " * 2
    assert read(page("", story=f"{STORY}<p>{asked}</p>")).doubts == ()


def test_what_the_publisher_includes_raises_no_doubt() -> None:
    html = page(f"<section><p>{STRANGE[0]}</p><p>{STRANGE[1]}</p></section>")
    article = article_from_html(html, ArticleFacts(), Steering(site="s", include=("main",)))
    assert article.doubts == ()


def test_what_changes_around_an_article_is_no_new_revision() -> None:
    today, tomorrow = (read(page(f"<aside><p>{words}</p></aside>")) for words in STRANGE)
    first, second = make_script(today), make_script(tomorrow)
    assert first.outside != second.outside
    assert revision_of(first, "") == revision_of(second, "")
    assert [segment.text for segment in first.segments] == [segment.text for segment in second.segments]


def test_a_script_without_a_page_is_as_it_was() -> None:
    script = make_script(read(page("<aside><p>Aside.</p></aside>")))
    encoded = encode_script(script)
    assert decode_script(encoded) == script
    alone = encode_script(msgspec.structs.replace(script, outside=(), doubts=()))
    assert not re.search(rb"outside|doubts", alone)
    assert decode_script(alone).outside == ()


def test_what_is_listed_of_one_reason_has_a_limit() -> None:
    long = "".join(f"<p>{STRANGE[i % 2]} {i}</p>" for i in range(400))
    article = read(page(f"<footer>{long}</footer>"))
    (group,) = article.outside
    assert isinstance(group, Outside)
    assert group.pieces == 400
    assert len(group.text) < 21_000 < group.characters
