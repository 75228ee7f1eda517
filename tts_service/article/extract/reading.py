"""A request → the article it means: the one entry point to reading, whatever the source. Pure; loads the
extractor for pages."""

from __future__ import annotations

import msgspec

from tts_service.article.bounds import MAX_URL_CHARS
from tts_service.article.extract.draft import ArticleFacts
from tts_service.article.extract.html.parts.pages import ALONE, OtherPages
from tts_service.article.extract.text.plain import article_from_text
from tts_service.article.extract.text.ssml import article_from_ssml
from tts_service.article.language.language import guess, primary, region
from tts_service.article.language.mojibake import mended
from tts_service.article.model import Article
from tts_service.article.request import ArticleRequest, page_url
from tts_service.article.steering import FREE, Steering


def read_article(
    request: ArticleRequest,
    *,
    html: str | None = None,
    url: str = "",
    others: OtherPages = ALONE,
    steering: Steering = FREE,
) -> Article:
    """The article of a checked ``request``; ``html`` is the page fetched for ``request.url``, ``url`` where
    it was found, ``others`` the further pages of its article. ``steering`` is what the publisher says about
    such pages.

    What the request states (title, language, author, date, picture) takes precedence over the page. Raises
    Unprocessable (kind "no-article") if the page contains none, (kind "not-public") if it contains only the
    beginning.
    """
    page = html if html is not None else request.html
    about = about_of(request, url=url)
    if request.ssml is not None:
        return _with_language(article_from_ssml(request.ssml, about))
    if page is None:
        return _with_language(article_from_text(request.text or "", about))
    from tts_service.article.extract.html.parts.joined import (
        article_from_pages,
    )  # lxml and trafilatura: not needed for texts

    return article_from_pages(page, others, about, steering)


def about_of(request: ArticleRequest, *, url: str = "") -> ArticleFacts:
    """What the request states about the article apart from its text."""
    return ArticleFacts(
        title=request.title or "",
        language=primary(request.language or ""),
        region=region(request.language or ""),
        byline=request.author or "",
        published_at=request.published_at or "",
        url=url if 0 < len(url) <= MAX_URL_CHARS else page_url(request) or "",
        image_url=request.image_url or "",
        season=request.season or 0,
        episode=request.episode or 0,
    )


def _with_language(article: Article) -> Article:
    return (
        article
        if article.language
        else msgspec.structs.replace(article, language=guess(mended(article.text)))
    )
