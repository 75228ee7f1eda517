"""From a request to its article: fetch the page if it names one, then read."""

from __future__ import annotations

import contextlib

from tts_service.article.model import Article
from tts_service.article.reading import read_article as read_source
from tts_service.article.request import ArticleRequest
from tts_service.article.script import make_script
from tts_service.errors import ServiceError
from tts_service.settings import Settings
from workers.fetch import fetch


def read_article(request: ArticleRequest, settings: Settings) -> Article:
    """Raises ServiceError when there is nothing to read, or no page to read it from."""
    if request.url is None:
        return read_source(request)
    page = fetch(request.url, settings)
    return read_source(request, html=page.html, url=page.url)


def warm_readers() -> None:
    """Load the models and tables of the readers; the first article would otherwise wait for them."""
    page = "<html><body><article><h1>Ready</h1><p>This page is read once so that the first real one is quick.</p></article>"
    for request in (
        ArticleRequest(text="This text is read once so that the first real one is quick."),
        ArticleRequest(html=page),
    ):
        with contextlib.suppress(ServiceError):
            make_script(read_source(request))
