"""Reading takes no quadratic time: from what is posted to the script, and what the shows make
of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.growth.measuring import DOUBLING, doubling
from tts_service.article.bounds import MAX_FIELD_CHARS, MAX_TITLE_CHARS
from tts_service.article.extract.draft import ArticleFacts
from tts_service.article.extract.html.page import article_from_html
from tts_service.article.extract.text.plain import article_from_text
from tts_service.article.model import Article
from tts_service.article.script.script import make_script
from tts_service.errors import TooLarge, Unprocessable
from tts_service.publisher.shows.shows import Include, Publisher, Show

LENGTH = 6_000
STORY = (
    "<p>The council of the town voted on Tuesday to keep the old bridge open until the end of the year.</p>"
    * 3
)


def page(inside: str = "", *, head: str = "") -> str:
    body = f"<article><h1>Bridge stays open</h1>{STORY}{inside}{STORY}</article>"
    return f"<html lang=en><head><title>Bridge stays open</title>{head}</head><body>{body}</body></html>"


def stated(json: str) -> str:
    return page(head=f'<script type="application/ld+json">{json}</script>')


def empty(body: str) -> str:
    return f"<html lang=en><head><title>A day</title></head><body><div id=app></div>{body}</body></html>"


def data(many: str) -> str:
    return empty(f'<script type="application/json">{{"title": "A day", "body": [{many}{{}}]}}</script>')


PAGES: dict[str, tuple[Callable[[str], str], str]] = {
    "bold": (page, "<b>x</b>"),
    "bold words": (page, "<b>x </b> "),
    "spans": (page, "<span>word</span> and "),
    "raised": (page, "x<sup>2</sup> "),
    "notes": (page, "x<sup><a href=#a>2</a></sup> "),
    "links": (page, "<a href=x>y</a> "),
    "formulas": (page, "x<math>2</math> "),
    "crowds in paragraphs": (lambda many: page("<p>" + many), "<b>x</b> " * 150 + "</p><p>"),
    "marks": (page, "x <span data-listen=skip>y</span> "),
    "words given": (page, "x <span data-listen-as=z>y</span> "),
    "paragraphs in marks": (
        lambda many: page(f"<div>{many}</div>"),
        "<span data-listen=skip>y</span><br><br>",
    ),
    "paragraphs on copying": (
        page,
        "<p>All copying of the old bridge and of its many pictures is prohibited without a permission.</p>",
    ),
    "leads": (page, "<p><a href=x>LEARN MORE ABOUT THE BRIDGE</a></p>"),
    "references": (page, "<h2>References</h2><ul><li><a href=x>A bridge</a>, 1974</li></ul>"),
    "items unlike the story": (page, "<div class=x><ul class=y><li>an old bridge</li></ul></div>"),
    "lists of questions": (page, "<div><h2>FAQ</h2><p>Who pays for all of this?</p></div>"),
    "boxes with buttons": (
        page,
        "<div class=a><p>Who pays for all of this, then?</p><button>Yes</button></div>",
    ),
    "notes on companies": (page, "<h2>About Stone Bakery</h2><p>Stone Bakery bakes bread in nine towns.</p>"),
    "cells that lay out": (
        lambda many: page(f"<table><tr>{many}</tr></table>"),
        "<td><p>The bridge was closed for a day.</p><p>It is open.</p></td>",
    ),
    "cells": (lambda many: page(f"<table><tr>{many}</tr></table>"), "<td>x</td>"),
    "rows": (lambda many: page(f"<table>{many}</table>"), "<tr><td>x</td><td>y</td></tr>"),
    "tables": (page, "<table><tr><td>x</td><td>y</td></tr><tr><td>x</td><td>y</td></tr></table>"),
    "rows in 80 tables": (lambda many: page("<table><tr><td>" * 80 + many), "<tr><td>a<td>b</tr>"),
    "cells in 60 rows": (lambda many: page("<table>" + "<tr><td><div>" * 60 + many), "x<td>y"),
    "items": (lambda many: page(f"<ol>{many}</ol>"), "<li>An item of the list.</li>"),
    "quotations": (page, "<blockquote>It was a cold day in the town and we stayed.</blockquote>"),
    "headings": (page, "<h2>x</h2>"),
    "lines": (page, "x<br>"),
    "paragraphs": (page, "<p>It was a cold day.</p>"),
    "no-break spaces": (page, "\u00a0\n"),
    "classes": (lambda many: page(f"<div class='{many}'><p>Hello there</p></div>"), "aB-"),
    "spaces in a headline": (lambda many: stated(f'{{"@type":"NewsArticle","headline":"a{many}b"}}'), " "),
    "spaces in a name": (
        lambda many: stated(f'{{"@type":"NewsArticle","author":{{"name":"Jane{many}Doe"}}}}'),
        " ",
    ),
    "tags open in a body": (lambda many: stated(f'{{"@type":"NewsArticle","articleBody":"{many}"}}'), "<"),
    "comments open in a body": (
        lambda many: stated(f'{{"@type":"NewsArticle","articleBody":"{many}"}}'),
        "<!--x>",
    ),
    "escaped tags": (lambda many: stated(f'{{"@type":"NewsArticle","articleBody":"{many}"}}'), "\\u003c"),
    "broken statement": (stated, '"author": "name'),
    "tags open in a meta": (lambda many: page(head=f"<meta property=og:title content='{many}'>"), "<"),
    "articles": (page, "<article><h1>A day in town</h1><p>It was a cold day.</p></article>"),
    "teasers": (
        lambda many: page(f"<main><p>It was a cold day in the town.</p></main>{many}"),
        "<div><h3><a href=/x>A day</a></h3><p>It was so cold in the town that the fountains in all of its "
        "three squares froze.</p></div>",
    ),
    "prose outside": (
        lambda many: page(f"<main><p>It was a cold day in the town.</p></main><section>{many}</section>"),
        "<p>It was so cold in the town that the fountains in all its squares froze over at once.</p>",
    ),
    "buttons in empty boxes": (page, "<div><button>Subscribe</button><i></i><i></i></div>"),
    "elements of its own": (page, "<x-a>It was cold.</x-a>"),
    "struck out": (page, "<del>x</del><ins>y</ins> "),
    "signs behind headings": (page, "<h2>x<a class=anchor href=#x>#</a></h2>"),
    "codes": (page, "[caption id=1] "),
    "preformatted": (page, "<pre>It was a cold day, and the town and the harbour froze, both of them.</pre>"),
    "blocks of data": (
        data,
        '{"type":"p","content":[{"text":"It was a cold day in the town, they all said."}]},',
    ),
    "lists in lists of data": (data, '[["It was a cold day in the town.",["It was so cold in the town."]]],'),
    "data that breaks off": (lambda many: empty(f"<script>{many}</script>"), 'a = {"b": ['),
    "state in JavaScript": (
        lambda many: empty(f"<script>window.__NUXT__=(function(a){{return [{many}]}}('x'))</script>"),
        "{b:'It was a cold day in the town, they all said.',c:a,d:f(a)},",
    ),
    "state that breaks off": (lambda many: empty(f"<script>window.__NUXT__={many}</script>"), "{a:["),
    "state with a mistake": (
        lambda many: empty(f"<script>window.__NUXT__=[{many}]</script>"),
        "{a:{b:1 c},d},",
    ),
    "flat data": (
        lambda many: empty(f"<script type='application/json'>[[1,1,1,1],[{many}1],\"It was.\"]</script>"),
        "1,0,2,",
    ),
    "numbers of pages": (page, "<a href='?page=2'>2</a> Page 1 of 3<br><br>"),
    "entries": (
        lambda many: page(f"<div>{many}</div>"),
        "<div class=e><i>12:40</i><h3>A day</h3><p>It was so cold in the town that the fountains in all of "
        "its three squares froze.</p></div>",
    ),
    "replies": (
        page,
        "<div class=r><p><a href=/u>Ann</a> 3 days ago</p><p>It was cold in the town.</p>"
        "<p><a href=/r>Reply</a></p></div>",
    ),
    "replies in replies": (
        page,
        "<div class=r><p><a href=/u>Ann</a> 3 days ago</p><p>It was cold.</p><a href=/r>Reply</a>",
    ),
    "pulled quotations": (
        page,
        "<aside><p>It was so cold in the town.</p></aside><p>It was so cold in the town that we left.</p>",
    ),
    "pictures with lines": (page, "<p><img src=a></p><p><em>A cold day.</em></p>"),
    "recipes": (
        page,
        "<p>Prep 10 min</p><ul><li>1 egg<li>2 cups<li>3 pans</ul><h3>Notes</h3><p>Eat it all.</p>",
    ),
    "objects": (lambda many: stated(f'{{"@graph":[{many}{{}}]}}'), '{"@type":"NewsArticle","headline":"x"},'),
}

TEXTS = {
    "spaces": " ",
    "blank lines": " \n",
    "no-break spaces": "\u00a0",
    "hashes": "# a" + " " * 40 + "#b\n\n",
    "spaces in a heading": "# a" + " " * 1_000 + "b\n",
    "fences": "~~~\n\n",
    "formulas": "$$\n",
    "bars": "|a|b|\n",
    "items": "- a\n",
    "headings": "# a\n\nIt is.\n\n",
    "emphasis": "**a ",
    "links": "[a](",
    "tags": "<a>",
    "numbers": "1.",
    "ranges": "1-",
    "addresses": "a@",
    "fractions": "1/",
    "times": "1:",
    "sums": "$1 ",
    "phones": "+1 ",
    "initials": "A.",
    "mojibake": "â€™",
    "soft hyphens": "a\u00ad",
    "letters": "x",
    "words": "word ",
    "quotations": "“a ",
    "sentences": "It was cold. ",
    "interview": "Q: a?\nA: b.\n\n",
}


def read_page(html: str) -> Article | None:
    try:
        article = article_from_html(html, ArticleFacts())
        make_script(article)
    except (TooLarge, Unprocessable):
        return None
    return article


def read_text(text: str) -> None:
    story = f"A title\n\nIt was a cold day in town.\n\n{text}\n\nThe council said so on Tuesday evening."
    make_script(article_from_text(story, ArticleFacts(language="en")))


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    read_page(page())
    read_text("")


@pytest.mark.parametrize("name", PAGES)
def test_pages(name: str) -> None:
    laid_out, unit = PAGES[name]
    assert doubling(lambda length: read_page(laid_out(unit * (length // len(unit) + 1))), LENGTH) <= DOUBLING


@pytest.mark.parametrize("name", TEXTS)
def test_texts(name: str) -> None:
    unit = TEXTS[name]
    assert doubling(lambda length: read_text(unit * (length // len(unit) + 1)), LENGTH) <= DOUBLING


def test_shows() -> None:
    publisher = Publisher(shows={"world": Show(name="world", include=Include(author=("Jane Doe",)))})
    assert (
        doubling(
            lambda length: publisher.shows_of(ArticleFacts(byline="Jane" + " " * length + "Doe")), LENGTH
        )
        <= DOUBLING
    )
    assert publisher.shows_of(ArticleFacts(byline="John Roe and Jane  Doe")) == ("world",)


def test_an_element_with_a_thousand_attributes_is_refused() -> None:
    with pytest.raises(TooLarge, match="attributes"):
        article_from_html(page(f"<p {' '.join(f'a{i}=1' for i in range(1_000))}>x</p>"), ArticleFacts())
    html = page(
        f'<img srcset="{"a.jpg 1w, " * 1_000}"><script>if (a<b){"c = d;" * 1_000}</script><!-- '
        f"<p {'a b ' * 1_000}-->"
    )
    assert read_page(html) is not None


def test_what_a_page_says_of_itself_is_cut() -> None:
    many = ",".join(f'"{"tag" * 100}{i}"' for i in range(200))
    headline, author = "Word " * 40_000, "Jane Doe, " * 9_000
    json = f'{{"@type":"NewsArticle","headline":"{headline}","author":"{author}","keywords":[{many}]}}'
    article = read_page(stated(json))
    assert article is not None
    assert len(article.byline) <= MAX_FIELD_CHARS
    assert len(article.title) <= MAX_TITLE_CHARS
    assert article.byline.endswith("…")
    assert len(article.tags) == 50
    assert max(map(len, article.tags)) <= MAX_FIELD_CHARS
    long_titled = read_page(page().replace("Bridge stays open", "Bridge stays open " * 90))
    assert long_titled is not None
    assert len(long_titled.title) <= MAX_TITLE_CHARS


def test_a_name_with_many_spaces_is_a_name() -> None:
    article = read_page(stated(f'{{"@type":"NewsArticle","author":{{"name":"Jane{" " * 34_000}Doe"}}}}'))
    assert article is not None
    assert article.byline == "Jane Doe"
