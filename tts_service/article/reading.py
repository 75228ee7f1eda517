"""A request → the article it means: the one entrance to reading, whatever the source. Pure; loads the extractor for pages."""

from __future__ import annotations

import msgspec

from tts_service.article.draft import About
from tts_service.article.language import guess, primary, region
from tts_service.article.model import Article
from tts_service.article.mojibake import mended
from tts_service.article.plain import article_from_text
from tts_service.article.request import ArticleRequest, page_url
from tts_service.article.steering import FREE, Steering


def read_article(request: ArticleRequest, *, html: str | None = None, url: str = "", steering: Steering = FREE) -> Article:
    """The article of a checked ``request``; ``html`` is the page fetched for ``request.url``, ``url`` where it was found.
    ``steering`` is what the publisher says about pages like it.

    What the request says (title, language, author, date, picture) stands before what the page says.
    Raises Unprocessable (kind "no-article") when the page holds none, (kind "not-public") when only its beginning.
    """
    page = html if html is not None else request.html
    about = about_of(request, url=url)
    if page is None:
        return _with_language(article_from_text(request.text or "", about))
    from tts_service.article.page import article_from_html  # lxml and trafilatura: not needed for texts

    return article_from_html(page, about, steering)


def about_of(request: ArticleRequest, *, url: str = "") -> About:
    """What the request says about the article beside its text."""
    return About(
        title=request.title or "",
        language=primary(request.language or ""),
        region=region(request.language or ""),
        byline=request.author or "",
        published_at=request.published_at or "",
        url=url or page_url(request),
        image_url=request.image_url or "",
        season=request.season or 0,
        episode=request.episode or 0,
    )


def _with_language(article: Article) -> Article:
    return article if article.language else msgspec.structs.replace(article, language=guess(mended(article.text)))
