"""All of the publisher's decisions, as they are now: whatever the reading of an article depends on besides
the request."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import msgspec

from tts_service.article.hashing import short_hash
from tts_service.article.lexicon.entry import LexiconEntry
from tts_service.article.lexicon.lexicon import Lexicon
from tts_service.article.model import Script
from tts_service.article.request import ArticleRequest, page_url, reading_request, request_digest
from tts_service.article.script.announcements import announcements_in
from tts_service.errors import BadRequest, ProblemKind
from tts_service.publisher.files import FolderFiles, PublisherFiles
from tts_service.publisher.lexicon.file import live_lexicon
from tts_service.publisher.request_key import SOUNDS_CHARS, RequestKey
from tts_service.publisher.shows.parse import parse_publisher
from tts_service.publisher.shows.shows import Publisher, Show
from tts_service.settings import Settings


class PublisherRules:
    """One for each process; safe to share between threads. A changed file takes effect at the next access."""

    def __init__(self, settings: Settings, files: PublisherFiles | None = None) -> None:
        """``files``: default: those in the data folder."""
        self._files = files or FolderFiles(settings)
        parse = partial(parse_publisher, name=self._files.name("shows"))
        self._shows = self._files.live("shows", parse, Publisher())
        self._lexicon = live_lexicon(self._files)
        self._joined: tuple[Lexicon, Publisher, Lexicon] | None = None

    @property
    def publisher(self) -> Publisher:
        return self._shows.current()

    @property
    def lexicon(self) -> Lexicon:
        """The entries of the lexicon's file, and those of shows and sites."""
        kept, publisher = self._lexicon.current(), self.publisher
        joined = self._joined
        if joined is None or joined[0] is not kept or joined[1] is not publisher:  # a file has changed
            joined = self._joined = (kept, publisher, _together(kept, publisher.words))
        return joined[2]

    @property
    def problem(self) -> str:
        """Why the file of shows in its present state is not used; "" if it is."""
        return self._shows.problem

    def file(self, name: str) -> Path:
        """Of a sound or picture that a show names: no file is there if there is none. Raises FilesAway."""
        return self._files.path(name)

    def digest_of_file(self, name: str) -> str:
        """SHA-256 of a sound that a sponsor names; "" if there is none. Raises FilesAway."""
        return self._files.digest(name)

    def catch_up(self, digest: str, request: ArticleRequest, article_id: str) -> None:
        """``digest`` may have been made by newer rules than this process has heard of: look for them.

        Raises FilesAway if none are known here.
        """
        if isinstance(self._files, FolderFiles):
            return  # each access looks at the files
        if not self.is_current(digest, page_url(request), article_id):
            self._files.look()

    def catch_up_with_file(self, name: str, digest: str) -> None:
        """``digest`` is that of a sound as somebody else has it: look for it, if this process has another or
        none. Raises FilesAway."""
        if self.digest_of_file(name) != digest:
            self._files.look()

    def check(self, request: ArticleRequest) -> None:
        """Raises BadRequest ("unknown-show") if the request names a show that is not among the existing
        ones."""
        shows = self.publisher.shows
        if request.show and shows and request.show not in shows:
            raise BadRequest(
                f"There is no show {request.show!r}. Shows: {', '.join(shows)}.",
                kind=ProblemKind.UNKNOWN_SHOW,
            )

    def digest(self, request: ArticleRequest, article_id: str) -> str:
        """Names what is to be read and how: it changes with the request, and with any rule that bears on
        it."""
        return str(self.key(request, article_id))

    def key(self, request: ArticleRequest, article_id: str) -> RequestKey:
        """What ``digest`` is the text of."""
        return RequestKey(request_digest(request), *self._in_force(page_url(request), article_id))

    def is_current(self, digest: str, url: str | None, article_id: str) -> bool:
        """The request that ``digest`` names, of the page ``url``, would have the same digest now."""
        return RequestKey.parse(digest).rules == self._in_force(url, article_id)

    def reading_digest(self, request: ArticleRequest, article_id: str) -> str:
        """Names what is to be read of a page, regardless of how its words are spoken."""
        read = reading_request(request)
        return request_digest(read) + self.publisher.digest(page_url(request), article_id)

    def bearing_on(self, script: Script, article_id: str, asked: str) -> str:
        """Names the rules that bear on what ``script`` says, for an article requested with the show ``asked``
        ("" for none). It changes only when one of these rules does."""
        publisher = self.publisher
        names = publisher.shows_of(script, article_id, asked)[:1]
        shows = [
            [publisher.shows[name].article_settings, self._contents(publisher.shows[name])] for name in names
        ]
        words = self.lexicon.bearing_on(_words(script))
        site = publisher.site_of(script.url)
        return short_hash(
            msgspec.json.encode([site.article_settings if site else None, shows, words]), length=12
        )

    def fingerprint(self) -> str:
        """Names all rules together: another one when any of them changes."""
        publisher = self.publisher
        sites = [site.article_settings for site in publisher.sites.values()]
        shows = [
            [show.article_settings, show.include, self._contents(show)] for show in publisher.shows.values()
        ]
        return short_hash(msgspec.json.encode([sites, shows, self.lexicon.digest]))

    def _in_force(self, url: str | None, article_id: str) -> tuple[str, str, str]:
        """Names all rules that may bear on the page, as the parts of a RequestKey."""
        files = [self._contents(show) for show in self.publisher.shows.values() if show.sounds]
        sounds = short_hash(msgspec.json.encode(files), length=SOUNDS_CHARS) if files else ""
        return self.publisher.digest(url, article_id), sounds, self.lexicon.digest

    def _contents(self, show: Show) -> list[str]:
        """The contents of the sounds of ``show``: a file may be replaced by another."""
        return [self._files.digest(sound) for sound in show.sounds]


def _together(kept: Lexicon, words: tuple[LexiconEntry, ...]) -> Lexicon:
    """Of two entries for the same word and articles, the one in the lexicon's file counts: it can be changed
    in the newsroom."""
    known = {entry.key for entry in kept.entries}
    return Lexicon([*kept.entries, *(entry for entry in words if entry.key not in known)]) if words else kept


def _words(script: Script) -> str:
    """All texts in which an entry of the lexicon may be found: the source, and what is added to it."""
    added = [words for words in announcements_in(script.language) or () if isinstance(words, str)]
    return " ".join((script.title, script.source, *(segment.text for segment in script.segments), *added))
