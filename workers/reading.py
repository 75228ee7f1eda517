"""From a request to its article: fetch if it names a page, extract, and let the caller's own words win."""

from __future__ import annotations

import contextlib

from tts_service.article.model import Article
from tts_service.article.page import read_page
from tts_service.article.plain import read_plain
from tts_service.article.request import ArticleRequest, page_url
from tts_service.article.script import make_script
from tts_service.errors import ServiceError
from tts_service.settings import Settings
from workers.fetch import fetch


def read_article(request: ArticleRequest, settings: Settings) -> Article:
    """Raises ServiceError when there is nothing to read, or no page to read it from."""
    if request.text is not None:
        return read_plain(request.text, title=request.title or "", language=request.language or "")
    if request.url is not None:
        page = fetch(request.url, settings)
        return read_page(page.html, url=page.url)
    return read_page(request.html or "", url=page_url(request))


def warm_readers() -> None:
    """Load the models and tables of the readers; the first article would otherwise wait for them."""
    page = "<html><body><article><h1>Ready</h1><p>This page is read once so that the first real one is quick.</p></article>"
    for request in (
        ArticleRequest(text="This text is read once so that the first real one is quick."),
        ArticleRequest(html=page),
    ):
        with contextlib.suppress(ServiceError):
            make_script(read_article(request, Settings()))
