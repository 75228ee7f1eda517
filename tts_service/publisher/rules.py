"""All that publishers decide, as it stands now. What a reading of an article depends on beside the request is in here."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import msgspec

from tts_service.article.entry import Entry
from tts_service.article.leadins import words_of
from tts_service.article.lexicon import Lexicon
from tts_service.article.model import Script
from tts_service.article.request import REQUEST_DIGEST_CHARS, ArticleRequest, page_url, request_digest, short_hash
from tts_service.errors import BadRequest
from tts_service.publisher.contents import content_digest
from tts_service.publisher.lexicon import lexicon_file
from tts_service.publisher.live import LiveFile
from tts_service.publisher.parse import parse_publisher
from tts_service.publisher.shows import Publisher, Show
from tts_service.settings import Settings


class Rules:
    """One for each process; safe to share between threads. A change of a file counts at the next look."""

    def __init__(self, settings: Settings) -> None:
        path = settings.shows_path
        kept = settings.data_dir / "kept" / "shows.toml"
        self._shows = LiveFile(path, kept, partial(parse_publisher, name=path.name), Publisher())
        self._lexicon = lexicon_file(settings)
        self._folder = path.parent
        self._joined: tuple[Lexicon, Publisher, Lexicon] | None = None

    @property
    def publisher(self) -> Publisher:
        return self._shows.current()

    @property
    def lexicon(self) -> Lexicon:
        """What editors keep in its own file, and what shows and sites have of theirs."""
        kept, publisher = self._lexicon.current(), self.publisher
        joined = self._joined
        if joined is None or joined[0] is not kept or joined[1] is not publisher:  # others when a file has changed
            joined = self._joined = (kept, publisher, _together(kept, publisher.words))
        return joined[2]

    @property
    def problem(self) -> str:
        """Why the file of shows as it stands does not count; "" when it does."""
        return self._shows.problem

    def check(self, request: ArticleRequest) -> None:
        """Raises BadRequest ("unknown-show") when the request names a show and there are only others."""
        shows = self.publisher.shows
        if request.show and shows and request.show not in shows:
            raise BadRequest(f"There is no show {request.show!r}. Shows: {', '.join(shows)}.", kind="unknown-show")

    def digest(self, request: ArticleRequest, article_id: str) -> str:
        """Names what is to be read and how: another one when the request changes, or a rule that bears on it."""
        return request_digest(request) + self._in_force(page_url(request), article_id)

    def still_name(self, digest: str, url: str, article_id: str) -> bool:
        """Whether the request that ``digest`` names, of the page ``url``, would have the same digest now."""
        return digest[REQUEST_DIGEST_CHARS:] == self._in_force(url, article_id)

    def reading_digest(self, request: ArticleRequest, article_id: str) -> str:
        """Names what is to be read of a page: how its words are said is no part of that."""
        return request_digest(request) + self.publisher.digest(page_url(request), article_id)

    def bearing_on(self, script: Script, article_id: str, asked: str) -> str:
        """Names the rules that bear on what ``script`` says, of an article that was asked for with the show ``asked`` ("" for
        none): the same as long as none of these changes, whatever else does."""
        publisher = self.publisher
        names = publisher.shows_of(script, article_id, asked)[:1]
        shows = [[publisher.shows[name].heard, self._contents(publisher.shows[name])] for name in names]
        words = self.lexicon.bearing_on(_words(script))
        return short_hash(msgspec.json.encode([publisher.site_of(script.url), shows, words]), length=12)

    def _in_force(self, url: str, article_id: str) -> str:
        """Names all rules that may bear on the page; "" for none."""
        sounds = [self._contents(show) for show in self.publisher.shows.values() if show.sounds]
        heard = short_hash(msgspec.json.encode(sounds), length=8) if sounds else ""
        return self.publisher.digest(url, article_id) + heard + self.lexicon.digest

    def _contents(self, show: Show) -> list[str]:
        """What the sounds of ``show`` hold: a file may be put in the place of another."""
        return [_content(self._folder / sound) for sound in show.sounds]


def _together(kept: Lexicon, words: tuple[Entry, ...]) -> Lexicon:
    """Of two entries for the same word and articles the one that is kept counts: it can be changed at the newsroom's desk."""
    known = {entry.key for entry in kept.entries}
    return Lexicon([*kept.entries, *(entry for entry in words if entry.key not in known)]) if words else kept


def _content(path: Path) -> str:
    try:
        return content_digest(path)
    except OSError:
        return ""


def _words(script: Script) -> str:
    """All in which an entry of the lexicon may be found: what is written, and what is added to it."""
    added = [words for words in words_of(script.language) or () if isinstance(words, str)]
    return " ".join((script.title, script.source, *(segment.text for segment in script.segments), *added))
