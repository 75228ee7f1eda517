"""What publishers say about how their pages are read: selectors from outside, marks in the page."""

from __future__ import annotations

import pytest

from tts_service.article.extract.draft import ArticleFacts
from tts_service.article.extract.html.page import article_from_html
from tts_service.article.model import Article
from tts_service.article.script.script import make_script
from tts_service.article.steering import Steering
from tts_service.errors import Unprocessable

pytestmark = pytest.mark.pure

LEAD = (
    "In a vote that few had expected, three councils agreed on Tuesday to bring back the ferry "
    "between the four islands."
)
MORE = (
    "The old ship carried many people across the sound every year and was sold to a scrapyard in "
    "the end, they said."
)
LAST = (
    "Fishermen fear for their moorings, which they would have to share with the ship in all but "
    "the winter months."
)
PAGE = f"""<!doctype html><html lang=en><head><title>Old ferry returns</title></head><body>
<div class=teaser><p>The harbour café has a new menu for spring, and people like it.</p></div>
<main><h1>Old ferry returns</h1>
<div class=story><p>{LEAD}</p><p>{MORE} <span class=ref>See page 4.</span></p>
<div class=poll><p>Do you like the ferry? Tell us in our poll, which is open until the weekend.</p>\
</div><p>{LAST}</p></div>
<aside class=facts><p>The sound is four miles wide.</p><div class=newsletter><p>Get it by mail.</p>\
</div></aside>
</main>
<promo-box><div><p>Read two months for one, now.</p></div></promo-box>
<footer><p>All rights are with the paper.</p></footer></body></html>"""


def read(html: str = PAGE, *, include: tuple[str, ...] = (), skip: tuple[str, ...] = ()) -> Article:
    return article_from_html(html, ArticleFacts(), Steering("news.example", include, skip))


def texts(article: Article) -> list[str]:
    return [block.text for section in article.sections for block in section.blocks]


def reasons(article: Article) -> dict[str, str]:
    return {piece.text: piece.reason for piece in article.skipped}


def spoken(article: Article) -> str:
    return " ".join(segment.text for segment in make_script(article).segments)


def test_without_rules_nothing_is_noted() -> None:
    assert read().notes == ()


def test_what_is_skipped_is_listed_with_the_selector_wherever_it_stands() -> None:
    article = read(skip=(".poll", ".ref", "promo-box", "footer"))
    assert "poll" not in spoken(article)
    assert "page 4" not in spoken(article)
    assert MORE in spoken(article)
    found = reasons(article)
    assert found["Do you like the ferry? Tell us in our poll, which is open until the weekend."] == (
        "skipped by the publisher's rule .poll"
    )
    assert found["See page 4."] == "skipped by the publisher's rule .ref"
    assert found["Read two months for one, now."] == "skipped by the publisher's rule promo-box"
    assert found["All rights are with the paper."] == "skipped by the publisher's rule footer"
    assert all(article.text[piece.start : piece.end] == piece.text for piece in article.skipped)
    assert article.notes == ("Read by the rules for news.example.",)


def test_only_what_is_included_is_read_under_the_headline() -> None:
    article = read(include=(".story > p:first-child", ".facts"))
    assert texts(article) == ["Old ferry returns", LEAD, "The sound is four miles wide."]
    assert reasons(article)[LAST] == "not in what the publisher includes"


def test_included_is_what_the_extractor_would_never_take() -> None:
    assert "All rights are with the paper." in texts(read(include=(".story", "footer")))
    assert "The sound is four miles wide." not in texts(read())


def test_a_box_in_what_is_included_is_one_still_unless_it_is_named() -> None:
    boxed = read(include=(".story", ".facts"))
    assert reasons(boxed)["Get it by mail."] == "a newsletter or subscription box"
    named = read(include=(".story", ".facts", ".facts .newsletter"))
    assert "Get it by mail." in texts(named)


def test_skip_stands_before_include() -> None:
    article = read(include=(".story",), skip=(".story p:last-child",))
    assert LEAD in texts(article)
    assert LAST not in texts(article)


def test_a_word_that_is_included_brings_in_its_paragraph() -> None:
    assert texts(read(include=(".ref",))) == ["Old ferry returns", f"{MORE} See page 4."]


def test_what_is_included_above_the_headline_is_read_after_the_title() -> None:
    article = read(include=(".teaser", ".story"))
    segments = make_script(article).segments
    assert segments[0].text == "Old ferry returns."
    assert segments[1].text.startswith("The harbour café")
    assert spoken(article).count("Old ferry returns") == 1


def test_a_selector_that_matches_nothing_is_told() -> None:
    article = read(include=(".story", ".storry"), skip=(".ad",))
    assert article.notes == (
        "Read by the rules for news.example.",
        "include .storry: this matches no text on this page.",
        "skip .ad: this matches nothing on this page.",
    )
    assert make_script(article).notes == article.notes


def test_where_nothing_is_included_the_extractor_judges_and_it_is_told() -> None:
    article = read(include=(".storry", "head"))
    assert texts(article) == texts(read())
    assert article.notes[-1] == "As nothing is included, the page was read as if there were no include."


def test_rules_that_leave_nothing_are_named_in_the_error() -> None:
    with pytest.raises(
        Unprocessable, match=r"Look at the rules\. Read by the rules for news\.example"
    ) as caught:
        read(include=(".story",), skip=("body",))
    assert caught.value.kind == "no-article"


@pytest.mark.parametrize("mark", ['data-listen="skip"', "data-listen=skip hidden"])
def test_an_element_of_the_sites_own_can_be_marked(mark: str) -> None:
    article = read(
        PAGE.replace("<div class=poll>", f"<site-poll {mark}><div>").replace(
            "weekend.</p></div>", "</p></div></site-poll>"
        )
    )
    assert "poll" not in spoken(article)
    assert LAST in spoken(article)


def test_a_link_around_a_block_can_be_said_otherwise() -> None:
    article = read(
        PAGE.replace("<div class=poll>", '<a href=/p data-listen-as="There is a poll."><div>').replace(
            "weekend.</p></div>", "</p></div></a>"
        )
    )
    assert [text for text in spoken(article).split(". ") if "poll" in text] == ["There is a poll"]


def test_what_is_said_otherwise_is_not_read_where_it_is_not_included() -> None:
    marked = PAGE.replace("<aside class=facts>", '<aside class=facts data-listen-as="Four miles.">')
    assert "Four miles." in spoken(read(marked))
    assert "Four miles." not in spoken(read(marked, include=(".story",)))
    assert "Four miles." in spoken(read(marked, include=(".story", ".facts")))


def test_sections_of_the_paper_and_tags() -> None:
    stated = (
        '{"@type": "NewsArticle", "articleSection": ["World", "Sea "], "keywords": "ferry, islands,ferry"}'
    )
    head = (
        f'<script type="application/ld+json">{stated}</script><meta property="article:section" '
        'content="News">'
    )
    article = read(PAGE.replace("</head>", f"{head}</head>"))
    assert (article.categories, article.tags) == (("World", "Sea", "News"), ("ferry", "islands"))
    script = make_script(article)
    assert (script.categories, script.tags) == (article.categories, article.tags)
    assert script.section_kinds == ("story",) * len(script.sections)
