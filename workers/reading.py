"""From a request to its article: fetch the page if it names one, then read."""

from __future__ import annotations

import contextlib
from functools import cache, partial

import msgspec

from audio_cache.narrations import Narrations
from tts_service.article.address import host_of
from tts_service.article.entry import Occasion
from tts_service.article.language import primary
from tts_service.article.lexicon import Lexicon
from tts_service.article.model import Article, Script, SectionKind
from tts_service.article.pronounce import Words, WordsFor
from tts_service.article.reading import read_article as read_source
from tts_service.article.request import ArticleRequest, page_url
from tts_service.article.script import make_script
from tts_service.article.spoken import has_words
from tts_service.errors import ServiceError
from tts_service.publisher.rules import Rules
from tts_service.publisher.shows import Publisher, Show, Site
from tts_service.settings import Settings
from workers.casting import Part, foreign_voice, voice_in_part
from workers.fetch import fetch


class ScriptReader:
    """Requests → scripts, by the publisher's rules as they are at that moment.

    What was read of a page is kept beside its narrations: when a pronunciation changes the article is spoken anew, whether or
    not its page is still there.
    """

    def __init__(self, settings: Settings, rules: Rules, narrations: Narrations, *, keep: bool = True) -> None:
        """``keep``: leave what was read of a page there."""
        self._settings = settings
        self._rules = rules
        self._narrations = narrations
        self._keep = keep

    def script(self, request: ArticleRequest, article_id: str, lexicon: Lexicon | None = None) -> Script:
        """What will be said, and in which show; by ``lexicon``, if given, instead of the publisher's. Raises as ``read``."""
        return self.read(request, article_id, lexicon)[0]

    def read(self, request: ArticleRequest, article_id: str, lexicon: Lexicon | None = None) -> tuple[Script, str]:
        """As ``script``, with the name of the rules that bear on it (see ``Outcome.rules``).

        Raises ServiceError when there is nothing to read, or no page to read it from.
        """
        publisher = self._rules.publisher
        article = self._article(request, article_id, publisher)
        show = next(iter(publisher.shows_of(article, article_id, request.show or "")), "")
        voiced = publisher.shows[show].voiced if show and not request.voice else ()
        known = lexicon or self._rules.lexicon
        words = words_for(self._settings, known, article, request.voice, show, publisher.shows.get(show))
        foreign = partial(spoken_by_others, self._settings, publisher.shows.get(show))
        script = msgspec.structs.replace(make_script(article, voiced=voiced, words=words, foreign=foreign), show=show)
        is_as_written = lexicon is None and not any(has_words(edit.text) for edit in article.said_as)
        return script, self._rules.bearing_on(script, article_id, request.show or "") if is_as_written else ""

    def _article(self, request: ArticleRequest, article_id: str, publisher: Publisher) -> Article:
        if request.url is None:
            return read_article(request, self._settings, publisher)
        digest = self._rules.reading_digest(msgspec.structs.replace(request, id=None), article_id)
        article = _decoded(self._narrations.article(article_id, digest))
        if article is None:
            article = read_article(request, self._settings, publisher)
            if self._keep:
                self._narrations.put_article(article_id, digest, msgspec.json.encode(article))
        return article


def _decoded(data: bytes | None) -> Article | None:
    try:
        return None if data is None else msgspec.json.decode(data, type=Article)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None  # an older version's, or damaged


def spoken_by_others(settings: Settings, show: Show | None, language: str) -> str | None:
    """What becomes of paragraphs in another ``language`` than their article: see ``tongues.Foreign``."""
    if settings.foreign_text == "same":
        return None
    if settings.foreign_text == "skip":
        return f"in another language ({language!r}), and such text is skipped here"
    here = foreign_voice(settings, show, language) is not None
    return "" if here else f"in another language ({language!r}), which no voice here speaks"


def words_for(
    settings: Settings, lexicon: Lexicon, article: Article, voice: str | None, show_name: str, show: Show | None
) -> WordsFor:
    """What editors want said otherwise in ``article``, for the voice that is cast for each part of it."""
    site = host_of(article.url)
    by_voice = any(entry.voice for entry in lexicon.entries)

    @cache
    def words(kind: SectionKind, role: str, language: str) -> Words:
        spoken_by = _voice_for(primary(language), (role, kind)) if by_voice else ""
        return Words(lexicon, Occasion(language, spoken_by, site, show_name))

    def _voice_for(language: str, part: Part) -> str:
        other = None if language == article.language else foreign_voice(settings, show, language)
        return other[1].id if other else voice_in_part(settings, voice, show, part, article.language)

    return words


def read_article(request: ArticleRequest, settings: Settings, publisher: Publisher) -> Article:
    """The article, read by the rules of its site. Raises ServiceError when it cannot be."""
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
