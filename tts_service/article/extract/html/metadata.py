"""What a page states about its article: JSON-LD first, then what ``trafilatura`` reads from tags and text.
Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import unescape
from itertools import islice
from typing import Any

import msgspec
from lxml.etree import XPath
from lxml.html import HtmlElement
from trafilatura.settings import Document

from tts_service.article.address import is_page_url
from tts_service.article.bounds import (
    MAX_DESCRIPTION_CHARS,
    MAX_FIELD_CHARS,
    MAX_NUMBER,
    MAX_TAGS,
    MAX_TITLE_CHARS,
    MAX_URL_CHARS,
    cut,
    cut_all,
)
from tts_service.article.extract.html.head import head_of
from tts_service.article.extract.html.headline import headline_of
from tts_service.article.extract.html.simplified import plainer
from tts_service.article.source import source_text

_JSON_LD = XPath('.//script[@type="application/ld+json"]/text()')
_LANGUAGES = XPath(
    '/html/@lang | /html/@xml:lang | .//meta[@property="og:locale"]/@content | '
    './/meta[@http-equiv="content-language"]/@content'
)
_SITE_NAMES = XPath('.//meta[@property="og:site_name"]/@content')
_TIERS = XPath('.//meta[@property="article:content_tier"]/@content')
_ARTICLES = ("Article", "Posting", "Report", "Review")
_MOST_PARTS = 20
_MAX_NODES = 2_000
"""JSON-LD objects that are examined: a list of a whole archive ends here."""
_TAG = re.compile(r"<[^<>]{0,500}+>")


class PageFacts(msgspec.Struct, frozen=True):
    """What the page states; "" where it states nothing. ``body`` is the article's text as JSON-LD gives it,
    ``words`` its number of words, ``season`` and ``episode`` its numbers in a podcast (0: not stated).
    ``is_free``: whether everybody can read it; None: not stated."""

    title: str = ""
    byline: str = ""
    published_at: str = ""
    image_url: str = ""
    description: str = ""
    language: str = ""
    sites: tuple[str, ...] = ()
    body: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    words: int = 0
    season: int = 0
    episode: int = 0
    is_free: bool | None = None


def page_facts(root: HtmlElement, url: str) -> PageFacts:
    """Never raises, whatever a page contains: a broken statement counts as none."""
    nodes = list(_nodes(root))
    article = _stated_article(nodes)
    numbered = _numbered(article, nodes)
    author, date = _names(article.get("author")), _text(article.get("datePublished"))
    known = head_of(plainer(root), url, has_author=bool(author), has_date=_is_iso(date))
    images = [_text(_first(article.get("image"))), known.image or ""]
    dates = [date, known.date or ""]
    languages = [_text(article.get("inLanguage")), *(str(found) for found in _LANGUAGES(root))]
    return PageFacts(
        title=_line(_text(article.get("headline")) or _headline(root, known), MAX_TITLE_CHARS),
        byline=_line(author or (known.author or "").replace(";", ","), MAX_FIELD_CHARS),
        published_at=next((date for date in dates if _is_iso(date)), ""),
        image_url=next((image for image in images if len(image) <= MAX_URL_CHARS and is_page_url(image)), ""),
        description=cut(source_text(known.description or ""), MAX_DESCRIPTION_CHARS),
        language=next((language for language in languages if language.strip()), "")[:MAX_FIELD_CHARS],
        sites=cut_all(
            tuple(site for site in (known.sitename or "", _names(article.get("publisher"))) if site)
        ),
        body=unescape(_TAG.sub(" ", _text(article.get("articleBody")))),
        categories=_words(article.get("articleSection"), known.categories),
        tags=_words(article.get("keywords"), known.tags),
        words=_count(article.get("wordCount")),
        season=_number(_season_of(numbered)),
        episode=_number(numbered.get("episodeNumber")),
        is_free=_is_free(article, root),
    )


def _headline(root: HtmlElement, known: Document) -> str:
    stated = map(str, _SITE_NAMES(root))
    return headline_of(
        root, source_text(known.title or ""), (known.sitename or "", *islice(stated, _MOST_PARTS))
    )


def _stated_article(nodes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The JSON-LD object that is the page's article; the one with the longest body if there are several."""
    found = [node for node in nodes if _is_a(node, _ARTICLES)]
    return max(found, key=lambda node: (len(_text(node.get("articleBody"))), len(node)), default={})


def _nodes(root: HtmlElement) -> Iterator[dict[str, Any]]:
    waiting: list[Any] = []
    for script in _JSON_LD(root):
        try:
            waiting.append(msgspec.json.decode(str(script).strip().encode("utf-8", "ignore")))
        except (msgspec.DecodeError, RecursionError):
            continue
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node[:_MAX_NODES]
        elif isinstance(node, dict):
            yield node
            waiting += [
                node[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage")
                if isinstance(node.get(key), (dict, list))
            ]


def _is_a(node: dict[str, Any], endings: tuple[str, ...]) -> bool:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.endswith(endings) for kind in kinds)


def _numbered(article: dict[str, Any], nodes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The object that states ``episodeNumber`` and ``partOfSeason`` (schema.org): the article itself,
    otherwise the page's only episode."""
    if "episodeNumber" in article or "partOfSeason" in article:
        return article
    episodes = [node for node in nodes if _is_a(node, ("Episode",))]
    return episodes[0] if len(episodes) == 1 else {}


def _season_of(numbered: dict[str, Any]) -> Any:
    season = numbered.get("partOfSeason")
    return season.get("seasonNumber") if isinstance(season, dict) else season


def _number(value: Any) -> int:
    number = _count(value)
    return number if number <= MAX_NUMBER else 0


def _is_free(article: dict[str, Any], root: HtmlElement) -> bool | None:
    """As stated by schema.org's ``isAccessibleForFree`` (of the article or a part of it) or Facebook's
    ``content_tier``."""
    parts = article.get("hasPart")
    nodes = [article, *(parts if isinstance(parts, list) else [parts])][:_MOST_PARTS]
    stated = [str(node.get("isAccessibleForFree", "")) for node in nodes if isinstance(node, dict)]
    stated = [value.rpartition("/")[2].lower() for value in (*stated, *map(str, _TIERS(root)))]
    if "false" in stated or "locked" in stated:
        return False
    return True if "true" in stated or "free" in stated else None


def _count(value: Any) -> int:
    text = str(value).replace(",", "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _first(value: Any) -> Any:
    value = value[0] if isinstance(value, list) and value else value
    return value.get("url", "") if isinstance(value, dict) else value


def _text(value: Any) -> str:
    return source_text(value).strip() if isinstance(value, str) else ""


def _line(text: str, limit: int) -> str:
    return text if len(text) <= limit else cut(" ".join(text.split()), limit)


def _names(value: Any) -> str:
    """ "Jane Doe, John Roe" of a person, an organization, or a list of them."""
    values = value if isinstance(value, list) else [value]
    names = [_text(one.get("name") if isinstance(one, dict) else one) for one in values[:8]]
    return ", ".join(name for name in names if name and not is_page_url(name))


def _words(*stated: Any) -> tuple[str, ...]:
    """Each word or phrase once, from lists and from comma-separated lines."""
    lines = [line for value in stated for line in (value if isinstance(value, list) else [value])]
    words = (" ".join(word.split()) for line in lines for word in _text(line).split(","))
    return cut_all(tuple(islice(dict.fromkeys(filter(None, words)), MAX_TAGS)))


def _is_iso(date: str) -> bool:
    try:
        datetime.fromisoformat(date)
    except ValueError:
        return False
    return True
