"""The attributes of a page's tags are counted before it is parsed, and no tag can hide from the count."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HTMLParser, document_fromstring

from tts_service.article.bounds import MAX_ATTRIBUTES
from tts_service.article.extract.html.tags import check_tags
from tts_service.article.source import source_text
from tts_service.errors import TooLarge

pytestmark = pytest.mark.pure

HEAVY = f"<p {' '.join(f'a{i}' for i in range(MAX_ATTRIBUTES + 1))}>"
RAW_TEXT = ("script", "style", "title", "textarea", "iframe", "xmp", "noembed", "noframes", "plaintext")
SIGNS = (
    *("<", ">", "/", "=", '"', "'", " ", "\n", "\f", "\v", "\0", "\N{NO-BREAK SPACE}", "-", "!", "?", "x"),
    *("<!--", "-->", "--!>", "<!", "<?", "</", "<a", "a=", '="', "='", "/>", "<![CDATA[", "]]>", "<!DOCTYPE"),
    *("<noscript>", "<svg>", "<math>", "<select>", "<body", HEAVY, HEAVY[1:]),
    *(f"<{name}>" for name in RAW_TEXT),
    *(f"<{name}" for name in RAW_TEXT),
    *(f"</{name.upper()}" for name in RAW_TEXT),
    "<script/>",
)


def is_refused(html: str) -> bool:
    try:
        check_tags(html)
    except TooLarge:
        return True
    return False


def most_attributes(html: str) -> int:
    """Of one element, as the parser sees it."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    root = document_fromstring(f"<b>x</b>{html}".encode(), parser=parser)
    return max(len(element.attrib) for element in root.iter())


@settings(max_examples=1_500)
@given(st.lists(st.sampled_from(SIGNS), max_size=9), st.lists(st.sampled_from(SIGNS), max_size=5))
def test_whatever_is_around_it_what_the_parser_would_see_is_seen(before: list[str], after: list[str]) -> None:
    html = source_text("".join((*before, HEAVY, *after)))
    assert is_refused(html) or most_attributes(html) <= MAX_ATTRIBUTES


@pytest.mark.parametrize("name", ["script", "STYLE", "textarea", "title"])
def test_what_stands_in_raw_text_is_no_tag(name: str) -> None:
    assert not is_refused(f"<{name} a=/>'</div>' + {HEAVY} </{name}er></{name}><p>x")
    assert is_refused(f"<{name} a=/></{name} >{HEAVY}")


def test_the_attributes_of_a_script_count() -> None:
    assert is_refused(HEAVY.replace("<p", "<script"))


@pytest.mark.parametrize(
    "comment", ["<!-->", "<!--->", "<!-- a --!>", "<!-- - -->", "<!a ' >", "<?a ' >", "</ ' >"]
)
def test_a_comment_ends_where_the_parser_ends_it(comment: str) -> None:
    assert is_refused(f"{comment}{HEAVY}")
