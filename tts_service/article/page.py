"""HTML → ``Article``. trafilatura finds the article in the page; what a listener needs on top is decided here. Pure.

``Article.text`` is the readable text of what was found, pieces separated by a blank line.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import lxml.html
import msgspec
import trafilatura
from lxml import etree

from tts_service.article.dateline import split_datelines
from tts_service.article.draft import About, Draft
from tts_service.article.judge import judge, same_title
from tts_service.article.language import guess, primary
from tts_service.article.model import Article, BlockKind, Skipped
from tts_service.article.sections import assemble
from tts_service.article.source import source_text
from tts_service.errors import Unprocessable

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page without an article is our answer, not a log line

MARKED = "the publisher marked it as not to be read"
FEWEST_LETTERS = 40
"""A page with less than this has no article, only furniture."""
DEEPEST = 200
"""Levels of nesting. Real pages stay below 60; what is deeper is cut off, since tree walkers recurse."""

_KINDS: dict[str, BlockKind] = {"head": "heading", "item": "item", "quote": "quote", "table": "table", "code": "code"}
_WHOLE = frozenset(("p", "head", "item", "table", "code", "fw", "ab"))
_LETTER = re.compile(r"[^\W\d_]")


def article_from_html(html: str, about: About) -> Article:
    """The article of a page. What ``about`` says stands before what the page says.

    Raises Unprocessable (kind "no-article") when there is none in it.
    """
    page = _parsed(source_text(html))
    marked = _take_marked(page)
    found = trafilatura.bare_extraction(
        page, favor_precision=True, include_comments=False, include_tables=True, include_links=True, with_metadata=True
    )
    if found is None or found.body is None:
        raise _no_article()
    about = _with_metadata(about, found, page)
    drafts = _drafts(found.body)
    _mark_title(drafts, about.title)
    datelines = split_datelines(drafts)
    text = "\n\n".join(draft.text for draft in drafts)
    judge(datelines.drafts, msgspec.structs.replace(about, publishers=(*about.publishers, *datelines.agencies)))
    if sum(len(_LETTER.findall(draft.text)) for draft in datelines.drafts if draft.read) < FEWEST_LETTERS:
        raise _no_article()
    if not about.language:
        about = msgspec.structs.replace(about, language=guess(text))
    return assemble(text, datelines.drafts, about, said_as=datelines.said_as, inside=[*datelines.skipped, *marked])


def _no_article() -> Unprocessable:
    return Unprocessable(
        "No article was found in this page. Send the article's own page, or its text as `text`.", kind="no-article"
    )


def _parsed(html: str) -> lxml.html.HtmlElement:
    try:
        page = lxml.html.document_fromstring(html.encode(), parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=False))
    except (etree.LxmlError, ValueError):
        raise _no_article() from None
    for element in page.xpath("//*[count(ancestor::*) = $most]", most=DEEPEST):
        element.drop_tree()
    return page


def _take_marked(page: lxml.html.HtmlElement) -> list[Skipped]:
    """Obey ``data-listen``: "skip" takes a piece out. It is listed by its text; it has no place in what is read."""
    skipped = []
    for element in page.xpath("//*[@data-listen='skip']"):
        text = " ".join(element.text_content().split())
        if text:
            skipped.append(Skipped(text, 0, 0, MARKED))
        if element.getparent() is not None:
            element.drop_tree()
    for element in page.xpath("//*[@data-listen-as]"):
        said = element.get("data-listen-as")
        for child in list(element):
            element.remove(child)
        element.text = said
    return skipped


def _with_metadata(about: About, found: trafilatura.settings.Document, page: lxml.html.HtmlElement) -> About:
    stated = primary(page.get("lang") or found.language or "")
    site = tuple(name for name in (found.sitename, found.hostname) if name)
    return About(
        title=about.title or " ".join((found.title or "").split()),
        language=about.language or stated,
        byline=about.byline or (found.author or "").replace("; ", ", "),
        published_at=about.published_at or found.date or "",
        url=about.url or found.url or "",
        image_url=about.image_url or found.image or "",
        publishers=(*about.publishers, *site),
    )


def _mark_title(drafts: list[Draft], title: str) -> None:
    for draft in drafts[:3]:
        if draft.kind == "heading" and same_title(draft.text, title):
            draft.kind = "title"
            return


def _drafts(body: etree._Element) -> list[Draft]:
    drafts: list[Draft] = []
    at = 0
    for element, kind in _pieces(body, "paragraph"):
        text = " ".join(source_text("".join(_text(element))).split())
        if not text:
            continue
        links = sum(len("".join(link.itertext())) for link in element.iter("ref")) / len(text)
        level = int((element.get("rend") or "h2")[1:2] or 2) if kind == "heading" else 0
        drafts.append(Draft(kind, text, at, at + len(text), level=level, links=min(links, 1.0)))
        at += len(text) + 2
    return drafts


def _pieces(parent: etree._Element, within: BlockKind) -> Iterator[tuple[etree._Element, BlockKind]]:
    """The elements that hold a piece of text each, in order. A paragraph in a quote is a quote."""
    for element in parent:
        if not isinstance(element.tag, str):
            continue
        kind = _KINDS.get(element.tag, within)
        if element.tag in _WHOLE or not any(child.tag in _WHOLE or child.tag in ("list", "quote") for child in element):
            yield element, kind
        else:
            yield from _pieces(element, kind)


def _text(element: etree._Element) -> Iterator[str]:
    """Text in order, with a space where a line breaks or a cell ends."""
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str):
            yield from _text(child)
            if child.tag in ("lb", "cell", "row", "p", "item", "head"):
                yield " "
        if child.tail:
            yield child.tail
