"""From a request to its article: fetch the page if it names one, then read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from functools import cache, partial
from typing import Protocol

import msgspec

from audio_cache.narrations import Narrations
from tts_service.article.address import host_of
from tts_service.article.extract.reading import read_article as read_source
from tts_service.article.language.language import primary
from tts_service.article.lexicon.entry import Occasion
from tts_service.article.lexicon.lexicon import Lexicon
from tts_service.article.lexicon.pronounce import LexiconMatcher, WordsFor
from tts_service.article.model import Article, Script, SectionKind
from tts_service.article.normalize import has_rules, normalize
from tts_service.article.request import ArticleRequest, page_url, recording_of
from tts_service.article.script.briefing import (
    BRIEFING,
    BriefingContent,
    is_briefing,
    phrases_of,
    text_of,
    told,
)
from tts_service.article.script.message import is_message
from tts_service.article.script.script import make_script
from tts_service.article.script.spoken import has_words
from tts_service.errors import ProblemKind, ServiceError, Unprocessable
from tts_service.publisher.rules import PublisherRules
from tts_service.publisher.shows.shows import Publisher, Show, Site
from tts_service.settings import Settings
from tts_service.time_limit import LastResort, OutOfTime, time_limit
from workers.main_thread import MainThread
from workers.render.casting import Part, foreign_voice, roles_with_voices, voice_in_part
from workers.web.fetch import FetchedPage
from workers.web.parts import WholeFetcher


class Fetch(Protocol):
    """Gets the page at an address, with the other pages of its article. Raises ServiceError, or NotFetched if
    another process must fetch it."""

    def __call__(self, url: str) -> FetchedPage: ...


class NotFetched(Exception):
    """The page has not been fetched, and another process must fetch it."""


class ScriptReader:
    """Requests → scripts, by the publisher's rules as they are at that moment.

    The article read from a page is kept beside its narrations: after a change of a pronunciation it can be
    spoken again even if its page is gone.
    """

    def __init__(
        self,
        settings: Settings,
        rules: PublisherRules,
        narrations: Narrations,
        *,
        keep: bool = True,
        fetch: Fetch | None = None,
        last_resort: LastResort = LastResort.NONE,
        thread: MainThread | None = None,
    ) -> None:
        """``keep``: keep articles read from pages. ``fetch``: default: in this process. ``last_resort``: for
        reading that cannot be interrupted. ``thread``: the one that reads; default: the caller's."""
        self._settings = settings
        self._rules = rules
        self._narrations = narrations
        self._keep = keep
        self._fetch = fetch or WholeFetcher(settings).fetch
        self._last_resort = last_resort
        self._thread = thread or MainThread()

    def script(self, request: ArticleRequest, article_id: str, lexicon: Lexicon | None = None) -> Script:
        """What will be said, and in which show; by ``lexicon``, if given, instead of the publisher's.
        Raises as ``read``."""
        return self.read(request, article_id, lexicon)[0]

    def read(
        self,
        request: ArticleRequest,
        article_id: str,
        lexicon: Lexicon | None = None,
        page: FetchedPage | None = None,
    ) -> tuple[Script, str]:
        """As ``script``, with the name of the rules that bear on it (see ``Outcome.rules``). ``page``: if it
        is at hand.

        Raises ServiceError when there is nothing to read, or no page to read it from, or when reading takes
        longer than TTS_READ_LIMIT_S ("too-slow-to-read").
        """
        known = self._known(request, article_id)
        if known is None and request.url is not None and page is None:
            page = self._fetch(request.url)
        return self._thread.do(lambda: self._in_time(request, article_id, lexicon, known, page))

    def _in_time(
        self,
        request: ArticleRequest,
        article_id: str,
        lexicon: Lexicon | None,
        known: Article | None,
        page: FetchedPage | None,
    ) -> tuple[Script, str]:
        what = f"Reading {request.url or request.title or 'the article'}"
        try:
            with time_limit(self._settings.read_limit_s, what, self._last_resort):
                content = self._briefing(request, article_id)
                if content is not None:
                    return self._read(request, article_id, lexicon, phrases_of(content), content)
                article = known or self._article(request, article_id, self._rules.publisher, page)
                return self._read(request, article_id, lexicon, article)
        except OutOfTime:
            raise too_slow_to_read(self._settings) from None

    def _read(
        self,
        request: ArticleRequest,
        article_id: str,
        lexicon: Lexicon | None,
        article: Article,
        content: BriefingContent | None = None,
    ) -> tuple[Script, str]:
        """``content``: of the briefing that the article is."""
        publisher = self._rules.publisher
        if request.voice and request.ssml is None:  # it says everything, whatever the page says
            article = msgspec.structs.replace(article, markup=article.markup.without_voices())
        shows = () if is_message(article_id) else publisher.shows_of(article, article_id, request.show or "")
        show = next(iter(shows), "")
        voiced = (
            roles_with_voices(self._settings, publisher.shows[show], article.language)
            if show and not request.voice
            else ()
        )
        known = publisher.shows.get(show)
        words = words_for(self._settings, lexicon or self._rules.lexicon, article, request.voice, show, known)
        foreign = partial(spoken_by_others, self._settings, known)
        is_synthetic = recording_of(request) is None
        notice = known.notice(article.language) if known and is_synthetic else None
        script = make_script(article, voiced=voiced, words=words, foreign=foreign, notice=notice)
        if content is not None:
            script = told(script, content)
        script = msgspec.structs.replace(
            script,
            show=show,
            notes=(*script.notes, *(unspoken_notice(known, article.language) if is_synthetic else ())),
        )
        is_as_written = lexicon is None and not any(has_words(edit.text) for edit in article.said_as)
        return script, self._rules.bearing_on(script, article_id, request.show or "") if is_as_written else ""

    def _known(self, request: ArticleRequest, article_id: str) -> Article | None:
        """What was read of the page that ``request`` names."""
        if request.url is None:
            return None
        return _decoded(self._narrations.article(article_id, self._rules.reading_digest(request, article_id)))

    def _briefing(self, request: ArticleRequest, article_id: str) -> BriefingContent | None:
        """What the service has put together for it. Without, or after an editor has changed its text, a
        briefing is read as the text that it is."""
        data = self._narrations.article(article_id, BRIEFING) if is_briefing(article_id) else None
        try:
            content = None if data is None else msgspec.json.decode(data, type=BriefingContent)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None
        return content if content is not None and text_of(content) == request.text else None

    def _article(
        self, request: ArticleRequest, article_id: str, publisher: Publisher, page: FetchedPage | None
    ) -> Article:
        article = read_article(request, publisher, page)
        if page is not None and self._keep:
            digest = self._rules.reading_digest(request, article_id)
            self._narrations.put_article(article_id, digest, msgspec.json.encode(article))
        return article


def unspoken_notice(show: Show | None, language: str) -> tuple[str, ...]:
    """For an editor: the show wants a line to be spoken, and there are no words for it."""
    if show is None or not show.synthetic_notice or show.notice(language) is not None:
        return ()
    return (
        f"That the voice is synthetic is not said: the service has no words for it in {language!r}. Give "
        f"them as synthetic_notice of the show {show.name}.",
    )


def too_slow_to_read(settings: Settings) -> Unprocessable:
    return Unprocessable(
        f"Reading this article took longer than {settings.read_limit_s} s. Send its text instead, or less of "
        "it.",
        kind=ProblemKind.TOO_SLOW_TO_READ,
    )


def _decoded(data: bytes | None) -> Article | None:
    try:
        return None if data is None else msgspec.json.decode(data, type=Article)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None  # from an older version, or damaged


def spoken_by_others(settings: Settings, show: Show | None, language: str) -> str | None:
    """What becomes of paragraphs in another ``language`` than their article: see ``foreign_text.Foreign``."""
    if settings.foreign_text == "same":
        return None
    if settings.foreign_text == "skip":
        return f"in another language ({language!r}), and such text is skipped here"
    here = foreign_voice(settings, show, language) is not None
    return "" if here else f"in another language ({language!r}), which no voice here speaks"


def words_for(
    settings: Settings,
    lexicon: Lexicon,
    article: Article,
    voice: str | None,
    show_name: str,
    show: Show | None,
) -> WordsFor:
    """What editors want said otherwise in ``article``, for the voice that is cast for each part of it."""
    site = host_of(article.url)
    by_voice = any(entry.voice for entry in lexicon.entries)

    @cache
    def words(kind: SectionKind, role: str, language: str, marked: str) -> LexiconMatcher:
        spoken_by = _voice_for(primary(language), (role, kind), marked) if by_voice else ""
        return LexiconMatcher(lexicon, Occasion(language, spoken_by, site, show_name))

    def _voice_for(language: str, part: Part, marked: str) -> str:
        if marked and (named := voice_in_part(settings, marked, show, part, language)):
            return named
        other = None if language == article.language else foreign_voice(settings, show, language)
        return other[1].id if other else voice_in_part(settings, voice, show, part, article.language)

    return words


def read_article(request: ArticleRequest, publisher: Publisher, page: FetchedPage | None) -> Article:
    """The article, read by the rules of its site; from ``page`` if there is one. Raises ServiceError when
    it cannot be."""
    if page is None:
        site = _site(publisher, page_url(request))
        return read_source(_spoken_there(request, site), steering=site.steering)
    site = _site(publisher, page.url)
    return read_source(
        _spoken_there(request, site),
        html=page.html,
        url=page.url,
        others=page.others,
        steering=site.steering,
    )


def _site(publisher: Publisher, url: str | None) -> Site:
    return publisher.site_of(url) or Site(host="")


def _spoken_there(request: ArticleRequest, site: Site) -> ArticleRequest:
    """The request with the site's language, unless it names one itself."""
    return msgspec.structs.replace(request, language=request.language or site.language or None)


def warm_readers(spoken: Iterable[str] = ()) -> None:
    """Load the models and tables of the readers; the first article would otherwise wait for them. ``spoken``:
    primary tags of languages that articles may be in, besides English."""
    page = "<html><body><article><h1>Ready</h1><p>This page is read once so that the first real one is quick.</p></article>"  # noqa: E501
    for request in (
        ArticleRequest(text="This text is read once so that the first real one is quick."),
        ArticleRequest(html=page),
    ):
        with contextlib.suppress(ServiceError):
            make_script(read_source(request))
    for language in filter(has_rules, {*spoken} - {"en"}):
        normalize("Am 3.10.1990: 5 km, 5 €, 5 %.", language)
