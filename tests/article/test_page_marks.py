"""What a page shows for the eye only, and what it shows in other ways than as paragraphs."""

from __future__ import annotations

import json

import pytest

from tests.article.test_page import LAST, LEAD, MORE, blocks, page, read, reasons, story, texts
from tts_service.article.extract.draft import ArticleFacts
from tts_service.article.extract.html.page import article_from_html
from tts_service.article.extract.html.state.client_rendered import NOTE
from tts_service.article.model import Article
from tts_service.article.script.script import make_script
from tts_service.errors import Unprocessable

pytestmark = pytest.mark.pure

NAMED = "<meta property=og:site_name content='The Daily Stone'>"
VERSE = ("The ship came home", "across the bay", "with lanterns lit", "at break of day")
SPOKEN_VERSE = "The ship came home, across the bay, with lanterns lit, at break of day."


def said(article: Article) -> list[str]:
    return [segment.text for segment in make_script(article).segments]


def test_a_sentence_of_the_story_may_be_a_link_in_a_box() -> None:
    linked = "Three more councils on the western shore want to join the plan before winter."
    article = story(f"<div><p><a href='/x'><strong>{linked}</strong></a></p></div>")
    assert ("paragraph", linked) in blocks(article)


def test_several_linked_sentences_below_one_another_lead_elsewhere() -> None:
    linked = ("The swimming baths stay closed.", "A pilot built a harpsichord.")
    lines = "".join(f"<p><a href='/{i}'>{words}</a></p>" for i, words in enumerate(linked))
    article = read(page(f"<p>{LEAD}</p><p>{MORE}</p><p>{LAST}</p>{lines}"))
    assert texts(article)[-1] == LAST


def test_lists_and_tables_directly_in_the_body_are_read() -> None:
    article = read(
        f"<html lang=en><body><h1>Old ferry returns</h1><p>{LEAD}</p><ul><li>the old pier</li>"
        f"<li>the slipway</li></ul><p>{MORE}</p><ol><li>Buy a ticket.</li><li>Board</li></ol><dl>"
        "<dt>Pier</dt><dd>Where it lies.</dd></dl><table><tr><th>Day</th><th>Trips</th></tr>"
        f"<tr><th>Mon</th><td>3</td></tr><tr><th>Tue</th><td>4</td></tr></table><p>{LAST}</p></body></html>"
    )
    assert {"the old pier", "the slipway", "Buy a ticket.", "Board", "Pier", "Where it lies."} <= set(
        texts(article)
    )
    assert ("table", "Day\tTrips\nMon\t3\nTue\t4") in blocks(article)


@pytest.mark.parametrize(
    "link", ["<a class=anchor href=#who><svg></svg></a>", "<a class=anchor href=#who>#</a>"]
)
def test_a_heading_in_a_box_with_the_link_to_itself(link: str) -> None:
    article = story(f'<div class="markdown-heading"><h2>Who pays</h2>{link}</div><p>{LEAD} Again.</p>')
    assert ("heading", "Who pays") in blocks(article)
    assert "Who pays." in said(article)


@pytest.mark.parametrize(
    ("heading", "mark"),
    [
        (
            '<h2><span>Who pays</span><span class="mw-editsection">[<a href="/e">edit</a>]</span></h2>',
            "[edit]",
        ),
        ('<h2>Who pays<a class="headerlink" href="#who" title="Permanent link">¶</a></h2>', "¶"),
        ('<h2>Who pays <a class="anchor" href="#who">Link</a></h2>', "Link"),
    ],
)
def test_a_mark_behind_a_heading_is_silent(heading: str, mark: str) -> None:
    article = story(f"{heading}<p>{LEAD} Again.</p>")
    assert "Who pays." in said(article)
    assert reasons(article)[mark] == "a control of the page"


def test_a_heading_that_is_itself_a_link_is_heard() -> None:
    article = story(f'<h2><a class="anchor" href="#who">Who pays</a></h2><p>{LEAD} Again.</p>')
    assert "Who pays." in said(article)


def test_codes_that_were_left_in_the_text_are_silent() -> None:
    article = story(
        '<p>[caption id="a_12" width="300"]<img src=a> The ship in the harbour.[/caption]</p>'
        '<p>[gallery ids="1,2"]</p>'
        "<p>[embed]https://video.example/watch?v=1[/embed]</p>"
        f"<p>{LEAD} Again [sic].</p>"
    )
    spoken = " ".join(said(article))
    assert "caption" not in spoken
    assert "gallery" not in spoken
    assert "embed" not in spoken
    assert "video" not in spoken
    assert "sic" in spoken
    assert "a code that the page's software left in the text" in reasons(article).values()


@pytest.mark.parametrize("tag", ["del", "s", "strike", 'span style="text-decoration: line-through"'])
def test_struck_out_words_are_listed_not_read(tag: str) -> None:
    article = story(
        f"<p>The council will pay <{tag}>nine</{tag.split()[0]}><ins>ten</ins> per cent, they said.</p>"
    )
    assert "The council will pay ten per cent, they said." in said(article)
    assert reasons(article)["nine"] == "struck out on the page"


@pytest.mark.parametrize(
    "poem",
    [
        "<p>" + "<br>".join(VERSE) + "</p>",
        '<pre class="wp-block-verse">' + "\n".join(VERSE) + "</pre>",
        '<pre class="poem">' + "<br>".join(f"<span>{line}</span>" for line in VERSE) + "</pre>",
        '<div class="poem"><p>' + "<br>\n".join(VERSE) + "</p></div>",
    ],
)
def test_the_lines_of_a_poem_are_apart(poem: str) -> None:
    assert SPOKEN_VERSE in said(story(poem))


def test_two_lines_run_on() -> None:
    assert "The harbour office is open from Monday to Friday." in said(
        story("<p>The harbour office is open<br>from Monday to Friday.</p>")
    )


def test_a_story_in_preformatted_text_is_read_in_paragraphs() -> None:
    wrapped = LEAD.replace(" agreed", "\nagreed")
    article = read(page(f"<pre>{wrapped}\n\n{MORE}\n\n\n{LAST}\n</pre>"))
    assert texts(article) == ["Old ferry returns", LEAD, MORE, LAST]


@pytest.mark.parametrize(
    "code", ["x = 1", "<code>The harbour office is open from Monday to Friday.</code>", "if a {\n}"]
)
def test_code_stays_code(code: str) -> None:
    article = story(f"<pre>{code}</pre>")
    assert "code" in [kind for kind, _ in blocks(article)] or code not in " ".join(texts(article))


def test_an_initial_may_be_a_picture() -> None:
    article = story(
        '<p><img alt="T" src=t.png>he ferry called at the pier on Tuesday, and many came to see it.</p>'
    )
    assert "The ferry called at the pier on Tuesday, and many came to see it." in said(article)


def test_other_pictures_are_not_letters() -> None:
    article = story('<p><img alt="T" src=t.png>The ferry called at the pier on Tuesday, and many came.</p>')
    assert "The ferry called at the pier on Tuesday, and many came." in said(article)


@pytest.mark.parametrize(
    ("head", "top"),
    [
        ("<title>Old ferry returns - The Daily Stone</title>", "<header><h1>The Daily Stone</h1></header>"),
        (
            f"<title>The Daily Stone – Old ferry returns</title>{NAMED}",
            "<header><h1>The Daily Stone</h1></header>",
        ),
        (
            f"<title>The Daily Stone – Old ferry returns</title>{NAMED}",
            "",
        ),
        ("<title>Old ferry returns</title>", "<header><h1><a href='/'>The Daily Stone</a></h1></header>"),
        (
            "<title>Old ferry returns | News | The Daily Stone</title>",
            "<h1>The Daily Stone</h1>",
        ),
    ],
)
@pytest.mark.parametrize("headline", ["<h2>Old ferry returns</h2>", ""])
def test_the_name_of_the_site_is_no_headline(head: str, top: str, headline: str) -> None:
    body = f"{top}<main>{headline}<p>{LEAD}</p><p>{MORE}</p></main>"
    html = f"<html lang=en><head>{head}</head><body>{body}</body></html>"
    if headline or top == "":
        assert read(html).title == "Old ferry returns"


def test_a_quoted_post_says_who_wrote_it() -> None:
    article = story(
        '<blockquote class="twitter-tweet"><p>I waved, and it waved back with all four sails.</p>&mdash; '
        'Klara Ness (@klaraness) <a href="https://t.example/1">March 4, 2025</a></blockquote>'
    )
    assert "klaraness" not in " ".join(said(article))
    assert "Klara Ness." in " ".join(said(article))
    assert reasons(article)["(@klaraness) March 4, 2025"] == "the handle and date of a quoted post"


STORY = [LEAD, MORE, LAST]


def empty(data: str, head: str = "") -> str:
    return (
        f"<html lang=en><head><title>Old ferry returns</title>{head}</head><body>"
        f'<nav><a href=/>Home</a></nav><div id="root"></div>{data}</body></html>'
    )


@pytest.mark.parametrize(
    "html",
    [
        empty(
            "",
            '<script type="application/ld+json">'
            + json.dumps(
                {"@type": "NewsArticle", "headline": "Old ferry returns", "articleBody": "\n".join(STORY)}
            )
            + "</script>",
        ),
        empty(
            '<script type="application/json">'
            + json.dumps(
                {"a": {"title": "Old ferry returns", "body": "".join(f"<p>{text}</p>" for text in STORY)}}
            )
            + "</script>"
        ),
        empty(
            "<script>window.__STATE__ = "
            + json.dumps({"b": [{"text": text} for text in STORY]})
            + ";</script>"
        ),
        empty("<noscript>" + "".join(f"<p>{text}</p>" for text in STORY) + "</noscript>"),
        empty("<x-y><template>" + "".join(f"<p>{text}</p>" for text in STORY) + "</template></x-y>"),
    ],
    ids=["stated", "html", "blocks", "noscript", "template"],
)
def test_a_story_that_the_pages_program_shows(html: str) -> None:
    article = read(html)
    assert [text for text in texts(article) if text != "Old ferry returns"] == STORY
    assert article.title == "Old ferry returns"
    assert NOTE in article.notes


def test_of_several_stories_in_the_data_the_one_with_the_pages_title_is_read() -> None:
    others = [{"title": f"Story {i}", "body": f"<p>{LEAD} {MORE} {i} ended well.</p>"} for i in range(3)]
    own = {"title": "Old ferry returns", "body": f"<p>{LAST}</p><p>{LEAD}</p>"}
    html = empty(f'<script type="application/json">{json.dumps({"list": [*others, own]})}</script>')
    assert texts(read(html))[-2:] == [LAST, LEAD]


def test_data_of_an_article_that_is_not_free_is_not_read() -> None:
    stated = {"@type": "NewsArticle", "isAccessibleForFree": False, "articleBody": " ".join(STORY)}
    html = empty("", f'<script type="application/ld+json">{json.dumps(stated)}</script>')
    with pytest.raises(Unprocessable):
        read(html)


def test_a_page_that_shows_its_story_is_read_as_it_is_shown() -> None:
    other = json.dumps({"body": f"<p>{MORE} {MORE} {MORE} {MORE}</p>" * 9})
    html = (
        page(f"<p>{LEAD}</p><p>{MORE}</p><p>{LAST}</p>" * 2)
        + f"<script type='application/json'>{other}</script>"
    )
    assert read(html).notes == ()


def test_a_page_that_asks_for_scripts_holds_no_story() -> None:
    asks = (
        "We have found that JavaScript is disabled in this browser. Please enable it, or use another one. A "
        "list of browsers that we know is in our help centre, with everything else that you may want to know "
        "about our pages and how they are made."
    )
    with pytest.raises(Unprocessable):
        read(empty(f"<noscript><p>{asks}</p></noscript>"))


def test_a_page_without_a_story_says_so_to_listeners_too() -> None:
    with pytest.raises(Unprocessable) as caught:
        article_from_html(empty(""), ArticleFacts())
    assert caught.value.kind == "no-article"
    assert "it shows no text that could be read aloud. Its publisher can send the text" in str(caught.value)
