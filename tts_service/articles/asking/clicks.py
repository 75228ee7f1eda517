"""What a reader without a key may choose for a page: what its publisher allows in ``shows.toml``, and only as
a narration of its own.

Other listeners keep what they heard before. The publisher decides the show of an article: a reader's choice
of one is ignored.
"""

from __future__ import annotations

import msgspec

from tts_service.article.hashing import short_hash
from tts_service.article.request import ArticleRequest, article_id, page_url
from tts_service.errors import Forbidden, ProblemKind
from tts_service.publisher.shows.shows import Publisher, Site

_NOWHERE = Site(host="")


class Click(msgspec.Struct, frozen=True):
    """``request`` as it counts, and the ``id`` of its narration."""

    id: str
    request: ArticleRequest


def click_of(asked: ArticleRequest, publisher: Publisher) -> Click:
    """``asked`` has been checked and names a page. Asking for the site's own language is no wish."""
    site = _site(asked.url, publisher)
    language = (
        asked.language if asked.language and asked.language.casefold() != site.language.casefold() else None
    )
    listed = (one for one in site.languages if language and one.casefold() == language.casefold())
    wish = ArticleRequest(url=asked.url, voice=asked.voice, language=next(listed, language))
    return Click(_id(wish), wish)


def check_wishes(wanted: ArticleRequest, publisher: Publisher) -> None:
    """Raises Forbidden ("voice-not-allowed", "language-not-allowed") for a wish that the publisher of the
    page does not allow."""
    site = _site(wanted.url, publisher)
    if wanted.voice and wanted.voice not in site.voices:
        raise _refused("voice", wanted.voice, site, ProblemKind.VOICE_NOT_ALLOWED)
    if wanted.language and wanted.language not in site.languages:
        raise _refused("language", wanted.language, site, ProblemKind.LANGUAGE_NOT_ALLOWED)


def may_wish(url: str, voice: str | None, publisher: Publisher) -> bool:
    return voice is None or voice in _site(url, publisher).voices


def is_plain(article: str, url: str | None) -> bool:
    """``article`` is the id of the narration of the page ``url`` without any wishes; False for no page."""
    return url is not None and article == article_id(ArticleRequest(url=url))


def _id(wish: ArticleRequest) -> str:
    """The wish is part of it, so that no wish changes the narration that others hear."""
    if wish.language is None:
        return article_id(wish)
    wished = ["page", page_url(wish) or "", wish.voice or "", "language", wish.language.casefold()]
    return short_hash(msgspec.json.encode(wished))


def _site(url: str | None, publisher: Publisher) -> Site:
    return publisher.site_of(url) or _NOWHERE


def _refused(field: str, value: str, site: Site, kind: ProblemKind) -> Forbidden:
    return Forbidden(
        f"Readers of this site may not choose the {field} {value!r}. Leave it out, or send Authorization: "
        "Bearer and a key. "
        f'The publisher can add it to {field}s under [site."{site.host or "…"}"] in shows.toml.',
        kind=kind,
    )
