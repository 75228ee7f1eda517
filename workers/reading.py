"""From a request to its article: fetch the page if it names one, then read."""

from __future__ import annotations

import contextlib

import msgspec

from tts_service.article.model import Article, Script
from tts_service.article.reading import read_article as read_source
from tts_service.article.request import ArticleRequest, page_url
from tts_service.article.script import make_script
from tts_service.errors import ServiceError
from tts_service.publisher.shows import Publisher, Site
from tts_service.settings import Settings
from workers.fetch import fetch


def read_script(request: ArticleRequest, settings: Settings, publisher: Publisher, article_id: str) -> Script:
    """What will be said, and in which show. Raises ServiceError when there is nothing to read, or no page to read it from."""
    article = read_article(request, settings, publisher)
    show = next(iter(publisher.shows_of(article, article_id, request.show or "")), "")
    voiced = publisher.shows[show].voiced if show and not request.voice else ()
    return msgspec.structs.replace(make_script(article, voiced=voiced), show=show)


def read_article(request: ArticleRequest, settings: Settings, publisher: Publisher) -> Article:
    """The article, read by the rules of its site. Raises ServiceError as ``read_script`` does."""
    if request.url is None:
        site = _site(publisher, page_url(request))
        return read_source(_spoken_there(request, site), steering=site.steering)
    page = fetch(request.url, settings)
    site = _site(publisher, page.url)
    return read_source(_spoken_there(request, site), html=page.html, url=page.url, steering=site.steering)


def _site(publisher: Publisher, url: str) -> Site:
    return publisher.site_of(url) or Site(host="")


def _spoken_there(request: ArticleRequest, site: Site) -> ArticleRequest:
    """The language of the site is that of its articles, unless the request says another."""
    return msgspec.structs.replace(request, language=request.language or site.language or None)


def warm_readers() -> None:
    """Load the models and tables of the readers; the first article would otherwise wait for them."""
    page = "<html><body><article><h1>Ready</h1><p>This page is read once so that the first real one is quick.</p></article>"
    for request in (
        ArticleRequest(text="This text is read once so that the first real one is quick."),
        ArticleRequest(html=page),
    ):
        with contextlib.suppress(ServiceError):
            make_script(read_source(request))
