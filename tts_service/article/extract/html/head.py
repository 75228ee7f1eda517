"""What ``trafilatura`` reads of an article's facts in a page's tags and text: only what is asked for, as some
of it takes as long as parsing the page. Pure."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from htmldate import find_date
from lxml.etree import XPath
from lxml.html import HtmlElement
from trafilatura.metadata import (
    META_URL,
    examine_meta,
    extract_author,
    extract_catstags,
    extract_meta_json,
    extract_sitename,
    extract_title,
    extract_url,
)
from trafilatura.settings import Document, set_date_params
from trafilatura.utils import line_processing

_LOG = logging.getLogger(__name__)
_SECTIONS = XPath(
    './/head//meta[@property="article:section" or contains(@name, "subject")][@content]/@content'
)
_LINKS = XPath(".//a/@href", smart_strings=False)
_OF_CATEGORY = re.compile(r"/categor(?:y|ies|s)?/")
_OF_TAG = re.compile(r"/tag(?:y|ies|s)?/")


def head_of(root: HtmlElement, url: str, *, has_author: bool, has_date: bool) -> Document:
    """The facts, as ``trafilatura.metadata.extract_metadata`` gives them, but for the licence.
    ``has_author``, ``has_date``: known from elsewhere, and not looked for in the text."""
    known = examine_meta(root)
    if known.author and " " not in known.author:
        known.author = None
    try:
        known = extract_meta_json(root, known)
    except Exception:  # whatever a page contains
        _LOG.debug("a statement of the page could not be read", exc_info=True)
    known.title = known.title or extract_title(root)
    known.author = known.author or (None if has_author else extract_author(root))
    known.url = known.url or extract_url(root, url or None)
    # without the extensive search for dates, whose finds in the text are guesses
    known.date = None if has_date else find_date(root, **set_date_params(False), url=known.url)
    known.sitename = _site(known.sitename or extract_sitename(root), known.url)
    links = _LINKS(root)
    known.categories = known.categories or _categories(root, links)
    known.tags = known.tags or (extract_catstags("tag", root) if any(map(_OF_TAG.search, links)) else [])
    known.clean_and_trim()
    return known


def _site(name: str | None, url: str | None) -> str | None:
    if not name:
        match = META_URL.match(url) if url else None
        return match[1] if match else None
    name = name.lstrip("@")
    return name.title() if name and "." not in name and not name[0].isupper() else name


def _categories(root: HtmlElement, links: Sequence[str]) -> list[str]:
    if any(map(_OF_CATEGORY.search, links)):
        return list(extract_catstags("category", root))
    lines = (line_processing(str(section)) for section in _SECTIONS(root) if section)
    return [line for line in dict.fromkeys(lines) if line]
