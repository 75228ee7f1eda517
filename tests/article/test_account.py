"""Everything that is visible is spoken or skipped with a reason: for pages and texts of any shape."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.article.script_checks import check_script, unaccounted
from tts_service.article.extract.reading import read_article
from tts_service.article.request import ArticleRequest
from tts_service.article.script.script import make_script
from tts_service.errors import Unprocessable

pytestmark = pytest.mark.pure

WORD = re.compile(r"\bq[aeiou][bcdfghjklmnprstvwz]{2}\b")


class Element(NamedTuple):
    """``{}`` stands for words, each of its own."""

    html: str


ELEMENTS = st.sampled_from(
    [
        Element("<p>{}, {} {}.</p>"),
        Element("<p>{} <b>{}</b> <a href='/x'>{}</a>. {} {}?<br>{}.</p>"),
        Element("<h2>{} {}</h2>"),
        Element("<h3>{}?</h3><p>{}.</p>"),
        Element("<ul><li>{}</li><li>{} {}<ul><li>{}</li></ul></li><li><p>{}</p><p>{}</p></li></ul>"),
        Element("<ol><li>{}.</li><li>{}</li></ol>"),
        Element("<ol start=4 reversed><li>{} <i>{}</i></li></ol>"),
        Element("<blockquote>{} {}.<footer>{}</footer></blockquote>"),
        Element("<figure><img><figcaption>{} {}</figcaption></figure>"),
        Element(
            "<table><caption>{}</caption><tr><th>{}</th><th></th></tr><tr><td>{}</td><td>{}</td></tr></table>"
        ),
        Element("<table><tr><td>{}</td><td>{}</td></tr><tr><td></td><td>{}</td></tr></table>"),
        Element("<table><tr><td>{}</td><td>{}</td></tr>" + "<tr><td>{}</td></tr>" * 9 + "</table>"),
        Element("<pre>{}\n{}</pre>"),
        Element("<p>{} <math><mi>{}</mi><mo>+</mo></math> {}<sup><a href='#{}'>1</a></sup>.</p>"),
        Element("<p>{} $x_{} + 1$ {} (北京) {}.</p>"),
        Element("<p>{} <span data-listen='skip'>{}</span> <span data-listen-as='xyz'>y</span> {}.</p>"),
        Element("<div class='share'>{} {}</div>"),
        Element("<p>Q: {} {}?</p><p>A: {} {}.</p>"),
        Element("<aside>{}.</aside>"),
        Element("<p>{} cafÃ© {} Itâ€™s {} 🎉 {}[1].</p>"),
    ]
)


def words() -> list[str]:
    letters = "bcdfghjklmnprstvwz"
    return ["q" + vowel + one + other for one in letters for other in letters for vowel in "aeiou"]


def filled(elements: list[Element]) -> str:
    fresh = iter(words())
    return re.sub(r"\{\}", lambda _: next(fresh), "".join(element.html for element in elements))


def sides(texts: list[str]) -> Counter[str]:
    return Counter(WORD.findall(" ".join(texts).lower()))


@settings(max_examples=60)
@given(st.lists(ELEMENTS, min_size=1, max_size=14), st.sampled_from(["en", "de", None]))
def test_every_word_of_a_page_is_spoken_or_skipped(elements: list[Element], language: str | None) -> None:
    story = "<p>The board of the old harbour met on Monday and spoke about its ferries for two hours.</p>"
    html = (
        f"<body><article><h1>The board of the harbour met</h1>{story}{filled(elements)}{story}"
        "</article></body>"
    )
    article = read_article(ArticleRequest(html=html, language=language))
    script = make_script(article)
    check_script(script)
    assert unaccounted(script, article) == ""
    spoken, skipped = (
        sides([segment.text for segment in script.segments]),
        sides([piece.text for piece in script.skipped]),
    )
    visible = sides([script.source])
    assert set(visible) <= set(spoken) | set(skipped)
    heads = sides(re.findall("<th>(.*?)</th>", html))
    assert not [word for word, times in spoken.items() if times > 1 and word not in heads]


BLOCKS = st.sampled_from(
    [
        "{} {} {}.",
        "{}: {} “{}.” {}",
        "- {}\n- {} {}\n- {}",
        "1. {}\n2. {}",
        "> {} {}.",
        "## {} {}",
        "| {} | {} |\n|---|---|\n| {} | {} |",
        "| {} | {} | {} |\n| {} | {} | {} |",
        "```\n{}\n```",
        "$$\n{}\n$$",
        "{} $x_{}$ {}.",
        "{} [{}](https://a.example/x) **{}** `{}`.",
        "Key takeaways\n• {}\n• {}",
        "Q: {}?\n\nA: {}.",
        "Synopsis\n\n{} {}.",
        "By Ann Lee",
        "{} cafÃ© {} 北京 {}",
        "{}" + " {}," * 90 + " {}.",
    ]
)


@settings(max_examples=60)
@given(st.lists(BLOCKS, min_size=1, max_size=14), st.sampled_from(["en", "de", None]), st.booleans())
def test_every_word_of_a_text_is_spoken_or_skipped(
    blocks: list[str], language: str | None, voiced: bool
) -> None:
    fresh = iter(words())
    text = re.sub(r"\{\}", lambda _: next(fresh), "\n\n".join(blocks))
    article = read_article(ArticleRequest(text=text, language=language))
    try:
        script = make_script(article, voiced=("quoted", "questioner", "answerer") if voiced else ())
    except Unprocessable:
        assert not any(block.startswith("{}") for block in blocks)
        return
    check_script(script)
    assert unaccounted(script, article) == ""
    spoken = sides([segment.text for segment in script.segments])
    skipped = sides([piece.text for piece in script.skipped])
    assert set(sides([text])) <= set(spoken) | set(skipped)


def test_there_are_words_enough() -> None:
    assert len(set(words())) == len(words()) > 14 * 92
